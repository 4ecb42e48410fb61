"""An article's whole text with its findings marked, for the private edition only: asked of the working database.

Selon la Clinique des Tilleuls, 6 128 rendez-vous ont été consultés, sans mot de passe.
         ^^^^^^^^^^^^^^^^^^^^^ victime ^^^^^^^^^^^^^^^^^ nombre             ^^^^^^^^^^^^ donnée épargnée
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from db.site.french import day, figure, label, lowered
from db.site.rows import Row, first, rows

KINDS: Mapping[str, str] = {
    "victim": "victimes", "attacker": "attaquants", "organisation": "autres organisations", "count": "nombres", "taken": "données prises",
    "spared": "données épargnées", "attack": "attaques", "date": "date des faits", "evidence": "indices de statut, de secteur, de sujet",
}  # fmt: skip
"""What can be shown or not; where two findings overlap, the first kind is shown."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words found: where they stand, of which kind, and what was understood."""

    start: int
    end: int
    kind: str
    note: str


Piece = tuple[str, Mark | None]


def whole(conn: sqlite3.Connection, number: int) -> Row | None:
    """Title and text of an article, cut at their findings; None if the database does not hold it."""
    article = first(conn, "select title, text, title_sha256, text_sha256 from articles where id = ?", [number])
    if article is None:
        return None
    read = first(
        conn,
        "select version from readings where article = ? and title_sha256 = ? and text_sha256 = ?",
        [number, article["title_sha256"], article["text_sha256"]],
    )
    # What was found in other words no longer stands where it stood.
    found = findings(conn, number) if read else {"title": [], "text": []}
    return {
        "version": read["version"] if read else None,
        "title": pieces(article["title"], found["title"]),
        "paragraphs": paragraphs(article["text"], found["text"]),
        "kinds": [(kind, KINDS[kind]) for kind in KINDS if any(mark.kind == kind for marks in found.values() for mark in marks)],
    }


def findings(conn: sqlite3.Connection, number: int) -> dict[str, list[Mark]]:
    """The marks of the title and of the text."""
    found: dict[str, list[Mark]] = {"title": [], "text": []}

    def note(table: str, kind: Callable[[Row], str], words: Callable[[Row], str], *, prefix: str = "") -> None:
        for row in rows(conn, f"select * from {table} where article = ? and {prefix}raw is not null order by id", [number]):  # noqa: S608
            start = row[f"{prefix}start"]
            mark = Mark(start=start, end=start + len(row[f"{prefix}raw"]), kind=kind(row), note=words(row))
            found[row[f"{prefix}place"]].append(mark)

    note("mentions", kind_of_role, lambda row: lowered(label(row["role"], "role")))
    note("counts", lambda _: "count", lambda row: f"{lowered(label(row['what'], 'what'))}, {figure(row)}")
    note("data_types", lambda row: "taken" if row["denied_by"] is None else "spared", lambda row: lowered(label(row["type"], "data_type")))
    note("attack_types", lambda _: "attack", lambda row: lowered(label(row["type"], "attack_type")))
    note("reading_parts", lambda _: "date", lambda row: day(row["date"]), prefix="date_")
    note("evidence", lambda _: "evidence", lambda row: lowered(label(row["value"], row["field"])))
    return {place: apart(marks) for place, marks in found.items()}


def kind_of_role(row: Row) -> str:
    role: str = row["role"]
    return role if role in KINDS else "organisation"


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in reading order, none overlapping: the more telling kind wins, then the longer words."""
    ranks = list(KINDS)
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (ranks.index(one.kind), one.start - one.end, one.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=attrgetter("start"))


def pieces(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """A stretch of the text, cut at its marks.

    >>> [(words, mark and mark.kind) for words, mark in pieces("ab cd", [Mark(start=3, end=5, kind="date", note="")])]
    [('ab ', None), ('cd', 'date')]
    """
    end = len(text) if end is None else end
    cut: list[Piece] = []
    reached = start
    for mark in marks:
        if start <= mark.start < end:
            cut += [(text[reached : mark.start], None), (text[mark.start : min(mark.end, end)], mark)]
            reached = min(mark.end, end)
    return [piece for piece in [*cut, (text[reached:end], None)] if piece[0]]


def paragraphs(text: str, marks: list[Mark]) -> list[list[Piece]]:
    """The paragraphs of a text, parted by a blank line, each cut at its marks."""
    found, start = [], 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        found.append(pieces(text, marks, start=start, end=end))
        start = end + 2
    return [one for one in found if one]
