"""Ask the edition: rows as dictionaries, and the proofs that every page shows in the same way."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
PROOF = "a.id as article, a.title as article_title, a.publisher, a.published, a.url"
"""The article behind a fact (`articles a`)."""


def rows(conn: sqlite3.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """The rows of a query."""
    cursor = conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor]


def first(conn: sqlite3.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
    """The first row of a query."""
    return next(iter(rows(conn, sql, parameters)), None)


def proof(row: Row, *, prefix: str = "") -> Row:
    """A fact's words, extract, outlet, date and link."""
    return {
        "raw": row[f"{prefix}raw"], "extract": row[f"{prefix}extract"], "link": row[f"{prefix}link"] or row["url"], "article": row["article"],
        "publisher": row["publisher"], "published": row["published"],
    }  # fmt: skip


def gathered(found: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, in the order they come."""
    groups: dict[Any, list[Row]] = {}
    for row in found:
        groups.setdefault(row[key], []).append(row)
    return groups


def distinct(proofs: Iterable[Row]) -> list[Row]:
    """Proofs without those that show the same words of the same article; those with a sentence come first."""
    kept: dict[tuple[Any, ...], Row] = {}
    for one in proofs:
        kept.setdefault((one["article"], one["extract"] or one["raw"]), one)
    return sorted(kept.values(), key=lambda one: one["extract"] is None)


def incident_path(row: Mapping[str, Any], *, number: str = "id") -> str:
    """The permanent address of an incident."""
    return f"/incident/{row[number]}-{row['slug']}"


def successor(conn: sqlite3.Connection, kind: str, address: str) -> int | None:
    """The record that an address of the past leads to."""
    found = first(conn, "select record from former_addresses where kind = ? and address = ?", [kind, address])
    return found["record"] if found else None


def statuses(conn: sqlite3.Connection, organisation: int) -> list[Row]:
    """The statuses of the incidents of which an organisation is a victim, the most frequent first."""
    return rows(
        conn,
        """select i.status, count(*) as incidents from incident_organisations io join incidents i on i.id = io.incident
        where io.organisation = ? and io.role = 'victim' group by i.status order by 2 desc, 1""",
        [organisation],
    )
