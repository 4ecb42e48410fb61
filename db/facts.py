"""An article's facts as the public sees them: the rows of the edition, each with its extract and its place. Pure.

Nothing of a text leaves here but facts' own words and their extracts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.extracts import CUT, LONGEST, MOST, SHARE, Extract, Span, covered, extracts, fragment, link
from db.incidents import Figure
from db.rows import Row
from db.summary import leading

TABLES = ("mentions", "counts", "data_types", "attack_types")
WEIGHTS = {"victim": 3, "counts": 3, "data_types": 2, "incident_articles": 2, "attack_types": 1, "mentions": 1}
"""Who is served first when an article's share is short."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The public rows of one article, and how much of its text they republish."""

    rows: Mapping[str, Sequence[Row]]
    characters: int
    """Of its text, in extracts and in facts' own words."""
    share: float
    extracts: float
    """The share that stands in extracts."""


def shown(article: Row, held: Mapping[str, Iterable[Row]], tellings: Iterable[Row], *, share: float = SHARE, most: int = MOST) -> Shown:
    """The rows of the public tables for one article of the working database.

    `held` gives its rows of `mentions`, `counts`, `data_types`, `attack_types` and `evidence`; `tellings` those of `incident_articles` joined
    with their part.
    """
    incidents = {telling["part"]: telling["incident"] for telling in tellings}
    claims = claim_words(held.get("evidence", ()))
    spans: dict[Span, None] = {}

    def noted(words: Row, table: str) -> Span | None:
        span = span_of(words, WEIGHTS["victim" if words.get("role") == "victim" else table])
        if span is not None and words["place"] == "text":
            spans[span] = None
        return span

    found = [(table, row, noted(row, table)) for table in TABLES for row in sorted(held.get(table, ()), key=as_said)]
    told = []
    for telling in tellings:
        claim, day = claims.get((telling["part"], telling["claim"])), date_words(telling)
        told.append(
            (telling, claim, noted(claim, "incident_articles") if claim else None, day, noted(day, "incident_articles") if day else None)
        )
    texts = {(span.start, span.end): extract for span, extract in extracts(article["text"], spans, share=share, most=most).items()}
    persons = persons_of(article["authors"], held.get("mentions", ()))

    def proof(words: Row | None, span: Span | None) -> Row:
        if words is None or span is None:
            return {"raw": None, "extract": None, "link": None, "score": None, "found_by": None}
        scored = {"score": words.get("score"), "found_by": words.get("found_by")}
        extract = texts.get((span.start, span.end)) if words["place"] == "text" else None
        if extract is None:
            return {"raw": short(words["raw"]), "extract": None, "link": fragment(article["url"], words["raw"]), **scored}
        told = masked(extract, persons)
        # A link names the words around a fact: not where one of them is a person's name, who would stand in the edition after all.
        there = link(article["url"], span, extract, article["text"]) if told == extract.text else fragment(article["url"], words["raw"])
        return {"raw": short(words["raw"]), "extract": told, "link": there, **scored}

    rows: dict[str, list[Row]] = {table: [] for table in (*TABLES, "incident_articles")}
    for table, row, span in found:
        own = {name: row[name] for name in OWN[table]}
        rows[table].append({"incident": incidents.get(row["part"]), "article": article["id"], **own, **proof(row, span)})
    for telling, claim, claim_span, day, day_span in told:
        claim_proof, date_proof = proof(claim, claim_span), proof(day, day_span)
        row = {
            "incident": telling["incident"], "article": article["id"], "claim": telling["claim"],
            **{f"claim_{name}": claim_proof[name] for name in ("raw", "extract", "link")}, "date": telling["date"],
            **{f"date_{name}": date_proof[name] for name in ("raw", "extract", "link")}, "sector": telling["sector"],
            **figure_of(held.get("counts", ()), telling["part"]),
        }  # fmt: skip
        rows["incident_articles"].append(row)
    in_extracts = covered((extract.start, extract.end) for extract in texts.values())
    characters = covered([*((extract.start, extract.end) for extract in texts.values()), *((span.start, span.end) for span in spans)])
    characters += sum(len(row["denied_by"] or "") for row in rows["data_types"])
    length = len(article["text"])
    return Shown(rows=rows, characters=characters, share=characters / length, extracts=in_extracts / length)


OWN: Mapping[str, tuple[str, ...]] = {
    "mentions": ("organisation", "name", "role"),
    "counts": ("low", "high", "unit", "what", "exact"),
    "data_types": ("type", "attribute", "possible", "denied_by"),
    "attack_types": ("type",),
}


def figure_of(counts: Iterable[Row], part: int) -> Row:
    """How many were affected, as the article says first."""
    said = [count for count in sorted(counts, key=as_said) if count["what"] == "affected" and count["part"] == part]
    figure = leading([Figure(**{name: count[name] for name in FIGURE}) for count in said])
    return {name: getattr(figure, name, None) for name in FIGURE}


def as_said(row: Row) -> tuple[bool, int, int]:
    """The title's words first, then the text's as they stand."""
    return (row["place"] != "title", row["start"] or 0, row["id"])


FIGURE = ("low", "high", "unit", "exact")


def span_of(words: Row, weight: int) -> Span | None:
    """Where a fact's words stand; None if the reading gives none."""
    return None if words["raw"] is None else Span(start=words["start"], end=words["start"] + len(words["raw"]), weight=weight)


def claim_words(evidence: Iterable[Row]) -> dict[tuple[int, str], Row]:
    """The first words behind each claim of each part."""
    first: dict[tuple[int, str], Row] = {}
    for words in evidence:
        if words["field"] == "claim":
            first.setdefault((words["part"], words["value"]), words)
    return first


def date_words(telling: Row) -> Row | None:
    """The words of the date that a telling gives."""
    if telling["date_raw"] is None:
        return None
    return {name: telling[f"date_{name}"] for name in ("raw", "start", "place", "score", "found_by")}


def persons_of(authors: Iterable[str], mentions: Iterable[Row]) -> list[str]:
    """Names of persons that must not stand in an extract: those who sign, save an agency or an outlet."""
    organisations = {form for mention in mentions for form in (mention["name"], mention["raw"])}
    return [name for name in authors if " " in name.strip() and name not in organisations]


def short(words: str) -> str:
    """A fact's own words; very long ones are cut like an extract."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - len(CUT) - 1].rsplit(None, 1)[0]} {CUT}"


def masked(extract: Extract, names: Iterable[str]) -> str:
    """The extract without the names of persons."""
    text = extract.text
    for name in names:
        text = text.replace(name, CUT)
    return text


def as_json(values: Iterable[Any]) -> str:
    """Distinct values, sorted, as a JSON list: Datasette facets by its elements."""
    from json import dumps

    return dumps(sorted(set(values)), ensure_ascii=False)
