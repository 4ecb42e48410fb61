"""The gazetteer: organisations that are known by name, with what is known of them. Pure; the rows are `nlp/data/gazetteer.csv`."""

from dataclasses import dataclass
from functools import cache

from nlp.data import load, rows


@dataclass(frozen=True, kw_only=True)
class Known:
    """One row of the gazetteer."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    sector: str | None
    parent: str | None
    country: str | None
    region: str | None


@cache
def known_organisations() -> tuple[Known, ...]:
    """All rows, in the file's order."""
    return tuple(
        Known(
            name=row["name"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            kind=row["kind"],
            sector=row["sector"] or None,
            parent=row["parent"] or None,
            country=row["country"] or None,
            region=row["region"] or None,
        )
        for row in rows("gazetteer")
    )


@cache
def by_form() -> dict[str, Known]:
    """Every way of writing a known name, as it is written, and its row; the first row wins."""
    table: dict[str, Known] = {}
    for known in known_organisations():
        for form in (known.name, *known.aliases):
            table.setdefault(form, known)
    return table


def known_as(name: str) -> Known | None:
    """The row of a form, also of a paper's whose article the sentence has swallowed: « au Parisien », « du Monde »."""
    found = by_form().get(name)
    if found is None and (paper := by_form().get("Le " + name)) and paper.kind == "media":
        return paper
    return found


AMBIGUOUS = frozenset(load("ambiguous_names")["forms"])
"""Forms that are ordinary words too: taken only inside a sentence, or where a cue or the recogniser agrees."""
