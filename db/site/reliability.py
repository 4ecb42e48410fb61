"""How reliable each field is: what the home page shows of `quality`, and what the other pages say of it in passing."""

import json
import sqlite3

from db.site.rows import Row, gathered, rows
from db.site.words import WORDS


def reliability(conn: sqlite3.Connection) -> list[Row]:
    """Every set of cases in the order of the edition (facts that a person judged come first), with its measured fields in that of `words.toml`."""
    ranks = {field: rank for rank, field in enumerate(WORDS["measure"])}
    found = rows(conn, "select field, precision, recall, f1, low, high, n, gold, articles, version, date from quality order by id")
    read_by = readings(conn)
    named = [{**row, "name": WORDS["measure"].get(row["field"], row["field"]), "anchor": anchor(row["field"])} for row in found]
    return [
        {
            **{name: held[0][name] for name in ("gold", "articles", "version", "date")},
            "fields": sorted(held, key=lambda row: (ranks.get(row["field"], len(ranks)), row["field"])),
            "bounded": any(row["low"] is not None for row in held),
            "read": read_by.get(held[0]["version"], 0),
            "total": sum(read_by.values()),
            "readers": list(read_by),
        }
        for held in gathered(named, "gold").values()
    ]


def anchor(field: str) -> str:
    """Where the home page speaks of a field.

    >>> anchor("counts+unit")
    'fiabilite-counts-unit'
    """
    return f"fiabilite-{field.replace('+', '-')}"


def readings(conn: sqlite3.Connection) -> dict[str, int]:
    """How many published articles each version of the reader read."""
    held = conn.execute("select value from edition where name = 'readings'").fetchone()
    found: dict[str, int] = json.loads(held[0]) if held else {}
    return found


def by_field(conn: sqlite3.Connection) -> dict[str, Row]:
    """The figures of each field, for a page that links to them; none that were measured on another version than that of most readings."""
    return {row["field"]: row for held in reversed(reliability(conn)) if 2 * held["read"] > held["total"] for row in held["fields"]}
