"""Quality told: by outlet, by length, by year; and kept as the file that an edition shows (`nlp/data/quality.json`)."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from nlp.evaluate import Figure, Tallies, figure

Slice = Literal["outlet", "length", "year"]
LENGTHS = ((200, "moins de 200 mots"), (400, "200 à 399 mots"), (800, "400 à 799 mots"))
LONGEST = "800 mots et plus"
UNDATED = "sans date"


def slice_of(article: Mapping[str, Any], by: Slice) -> str:
    """The group that an article belongs to.

    >>> slice_of({"published": "2024-02-09", "text": "deux mots"}, "year"), slice_of({"text": "deux mots"}, "length")
    ('2024', 'moins de 200 mots')
    """
    if by == "outlet":
        return str(article.get("publisher") or "sans média")
    if by == "year":
        return str(article.get("published") or "")[:4] or UNDATED
    words = len(str(article.get("text", "")).split())
    return next((name for limit, name in LENGTHS if words < limit), LONGEST)


def sliced(gold: Sequence[Mapping[str, Any]], held: Tallies, by: Slice) -> dict[str, tuple[int, dict[str, Figure]]]:
    """Each group with the number of its articles and its figures; lengths from short to long, the others by name."""
    groups: dict[str, list[int]] = {}
    for index, article in enumerate(gold):
        groups.setdefault(slice_of(article, by), []).append(index)
    order = [name for _, name in LENGTHS] + [LONGEST]
    names = sorted(groups, key=order.index) if by == "length" else sorted(groups)
    return {
        name: (len(groups[name]), {field: figure(field, [ones[index] for index in groups[name]]) for field, ones in held.items()})
        for name in names
    }


def quality_file(figures: Mapping[str, Figure], *, version: str, date: str, name: str, articles: int) -> dict[str, Any]:
    """The figures in the form that is kept and published; `name` says in French what the articles are."""

    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return {
        "version": version,
        "date": date,
        "set": name,
        "articles": articles,
        "fields": [
            {
                "field": one.field,
                "precision": None if one.accuracy else rounded(one.precision),
                "recall": None if one.accuracy else rounded(one.recall),
                "f1": rounded(one.f1),
                "n": one.n,
                "low": rounded(one.low),
                "high": rounded(one.high),
            }
            for one in figures.values()
        ],
    }
