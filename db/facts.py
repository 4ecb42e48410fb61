"""An article's facts as the public sees them: the rows of the edition, each with its extract and its place. Pure.

Nothing of a text leaves here but facts' own words and their extracts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.extracts import CUT, LONGEST, MOST, SHARE, Extract, Span, covered, extracts, fragment, link
from db.incidents import Figure
from db.naming import is_person
from db.persons import NOBODY, Persons
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
    left_out: frozenset[int] = frozenset()
    """Organisations that are persons here: their mentions are none of the rows."""


def shown(
    article: Row,
    held: Mapping[str, Iterable[Row]],
    tellings: Iterable[Row],
    *,
    persons: Persons = NOBODY,
    share: float = SHARE,
    most: int = MOST,
) -> Shown:
    """The rows of the public tables for one article of the working database.

    `held` gives its rows of `mentions`, `counts`, `data_types`, `attack_types` and `evidence`; `tellings` those of `incident_articles` joined
    with their part. A mention that is the name of a person (one of `persons`, who signs the article, or `db.naming` says so) is left out; in the
    words and extracts of the others, persons' names, e-mail addresses and telephone numbers become « […] ».
    """
    persons = persons.who_sign(article["authors"], publisher=article["publisher"])
    named, left_out = told_apart(article, held.get("mentions", ()), persons)
    held = {**held, "mentions": named}
    persons = persons.who_are_named(form for row in left_out for form in (row["name"], row["raw"]))
    incidents = {telling["part"]: telling["incident"] for telling in tellings}
    claims = claim_words(held.get("evidence", ()))
    spans: dict[Span, None] = {}

    def noted(words: Row | None, table: str) -> Span | None:
        span = span_of(words, WEIGHTS["victim" if words.get("role") == "victim" else table]) if words else None
        if words is not None and span is not None and words["place"] == "text":
            spans[span] = None
        return span

    facts = [(table, row) for table in TABLES for row in sorted(held.get(table, ()), key=as_said)]
    found = [(table, row, noted(row, table)) for table, row in facts]
    told = []
    for telling in tellings:
        claim, day = claims.get((telling["part"], telling["claim"])), date_words(telling)
        told.append((telling, claim, noted(claim, "incident_articles"), day, noted(day, "incident_articles")))
    proofs = Proofs(
        article=article,
        texts={(span.start, span.end): extract for span, extract in extracts(article["text"], spans, share=share, most=most).items()},
        persons=persons,
        organisations=frozenset(form for table, row in facts if table == "mentions" for form in (row["name"], row["raw"])),
    )
    rows: dict[str, list[Row]] = {table: [] for table in (*TABLES, "incident_articles")}
    for table, row, span in found:
        own = {name: proofs.hidden(row[name]) if name in WORDS else row[name] for name in OWN[table]}
        rows[table].append({"incident": incidents.get(row["part"]), "article": article["id"], **own, **proofs.proof(row, span)})
    for telling, claim, claim_span, day, day_span in told:
        claim_proof, date_proof = proofs.proof(claim, claim_span), proofs.proof(day, day_span)
        row = {
            "incident": telling["incident"], "article": article["id"], "claim": telling["claim"],
            **{f"claim_{name}": claim_proof[name] for name in ("raw", "extract", "link")}, "date": telling["date"],
            **{f"date_{name}": date_proof[name] for name in ("raw", "extract", "link")}, "sector": telling["sector"],
            **figure_of(held.get("counts", ()), telling["part"]), "news": telling.get("news"),
        }  # fmt: skip
        rows["incident_articles"].append(row)
    texts = proofs.texts
    in_extracts = covered((extract.start, extract.end) for extract in texts.values())
    characters = covered([*((extract.start, extract.end) for extract in texts.values()), *((span.start, span.end) for span in spans)])
    characters += sum(len(row["denied_by"] or "") for row in rows["data_types"])
    length = len(article["text"])
    return Shown(
        rows=rows, characters=characters, share=characters / length, extracts=in_extracts / length,
        left_out=frozenset(row["organisation"] for row in left_out if row["organisation"] is not None),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """What may be shown of an article's words."""

    article: Row
    texts: Mapping[tuple[int, int], Extract]
    """The extract of each place."""
    persons: Persons
    organisations: frozenset[str]

    masked: dict[str, str] = field(default_factory=dict)
    """What was said of words already: facts that stand together share one extract."""

    def hidden(self, words: str | None) -> str | None:
        """Words without the names of persons, their addresses and numbers."""
        if not words:
            return words
        if words not in self.masked:
            self.masked[words] = self.persons.masked(words, kept=self.organisations)
        return self.masked[words]

    def proof(self, words: Row | None, span: Span | None) -> Row:
        """A fact's words, their extract and their place at the publisher's."""
        if words is None or span is None:
            return {"raw": None, "extract": None, "link": None, "score": None, "found_by": None}
        extract = self.texts.get((span.start, span.end)) if words["place"] == "text" else None
        raw, told = self.hidden(words["raw"]), self.hidden(extract.text) if extract else None
        if raw != words["raw"]:
            # The address would say what the words do not.
            there = self.article["url"]
        elif extract is None or told != extract.text:
            # A link names the words around a fact: not where one of them is a person's name, who would stand in the edition after all.
            there = fragment(self.article["url"], words["raw"])
        else:
            there = link(self.article["url"], span, extract, self.article["text"])
        return {"raw": short(raw or ""), "extract": told, "link": there, "score": words.get("score"), "found_by": words.get("found_by")}


def told_apart(article: Row, mentions: Iterable[Row], persons: Persons) -> tuple[list[Row], list[Row]]:
    """The mentions of an article that are organisations, and those that are persons."""
    rows = list(mentions)
    firms = {row["name"] for row in rows if row["role"] in {"victim", "third_party"}}
    kept: list[Row] = []
    left_out: list[Row] = []
    for row in rows:
        text = article["text"] if row["place"] == "text" else article["title"]
        signed = persons.name(row["name"]) or persons.name(row["raw"])
        person = signed or (
            (row["name"] not in firms or row["role"] in {"victim", "third_party"})
            and is_person(row["name"], row["raw"], row["role"], text=text, start=row["start"])
        )
        (left_out if person else kept).append(row)
    return kept, left_out


OWN: Mapping[str, tuple[str, ...]] = {
    "mentions": ("organisation", "name", "role"),
    "counts": ("low", "high", "unit", "what", "exact"),
    "data_types": ("type", "attribute", "possible", "denied_by"),
    "attack_types": ("type",),
}


WORDS = frozenset({"name", "denied_by"})
"""Of these, what is the article's own words."""


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


def short(words: str) -> str:
    """A fact's own words; very long ones are cut like an extract."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - len(CUT) - 1].rsplit(None, 1)[0]} {CUT}"


def as_json(values: Iterable[Any]) -> str:
    """Distinct values, sorted, as a JSON list: Datasette facets by its elements."""
    from json import dumps

    return dumps(sorted(set(values)), ensure_ascii=False)
