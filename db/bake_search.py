"""What the full-text index reads, baked from the edition's own tables: nothing else can be found in it."""

# ruff: noqa: S608 - names of tables and columns are ours, values are always parameters

import sqlite3
from typing import TYPE_CHECKING

from db.facts import TABLES
from db.fold import fold
from db.rows import Row

if TYPE_CHECKING:
    from db.publish import Baker


APART = "ʘ"
"""Stands between two extracts: side by side, the words of bare facts would give a sentence back. A letter that nobody searches for."""


def bake_search(conn: sqlite3.Connection, baker: "Baker") -> None:
    """What the full-text index reads: folded titles, names and extracts of incidents, organisations and articles."""
    names = """select io.incident, group_concat(n.name, ' ; ') from incident_organisations io
      join organisation_aliases n on n.organisation = io.organisation where io.incident = ?"""
    shown_words = f"select group_concat(words, ' {APART} ') from (select distinct words from shown where {{column}} = ?)"
    proofs = [(table, "extract", "raw") for table in TABLES]
    proofs += [("incident_articles", f"{what}_extract", f"{what}_raw") for what in ("claim", "date")]
    conn.execute(
        "create temp view shown as "
        + " union all ".join(
            f"select incident, article, coalesce({extract}, {raw}) as words from {table}" for table, extract, raw in proofs
        )
    )
    for number, title in conn.execute("select id, title from incidents order by id").fetchall():
        called = conn.execute(names, [number]).fetchone()[1]
        words = conn.execute(shown_words.format(column="incident"), [number]).fetchone()[0]
        baker.write("search_documents", [document("incident", number, title, called, words)])
    sql = """select o.id, o.name, group_concat(n.name, ' ; ') from organisations o join organisation_aliases n on n.organisation = o.id
      group by o.id order by o.id"""
    for number, name, called in conn.execute(sql).fetchall():
        baker.write("search_documents", [document("organisation", number, name, called, None)])
    for number, title in conn.execute("select id, title from articles order by id").fetchall():
        words = conn.execute(shown_words.format(column="article"), [number]).fetchone()[0]
        baker.write("search_documents", [document("article", number, title, None, words)])


def document(kind: str, record: int, title: str, names: str | None, words: str | None) -> Row:
    return {"kind": kind, "record": record, "title": fold(title), "names": fold(names or ""), "extracts": fold(words or "")}
