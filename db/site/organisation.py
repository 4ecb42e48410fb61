"""What an organisation's page shows: its incidents, how long between them, its part in those of others."""

import sqlite3
from collections import Counter
from itertools import pairwise
from json import loads

from db.site.french import days_between
from db.site.incident import RANKS
from db.site.rows import Row, first, gathered, incident_path, rows, statuses, successor
from db.slugs import slug

INCIDENT = (
    "i.id, i.slug, i.title, i.victim, i.status, i.date, i.date_from, i.date_precision, i.low, i.high, i.unit, i.exact, i.attack_types"
)
HANDLE = "handle"
"""The kind of a person's handle, which stands on its incidents and has no page of its own."""
MOST = 500
"""Incidents on one page; an authority is in thousands."""


def organisation(conn: sqlite3.Connection, name: str) -> Row | None:
    """Everything known about an organisation, found by its slug, its number, or an address that it had."""
    row = first(conn, "select * from organisations where slug in (?, ?) order by slug <> ?", [name, slug(name), name])
    if row is None and name.isascii() and name.isdigit() and len(name) < 19:
        row = first(conn, "select * from organisations where id = ?", [int(name)])
    if row is None:
        row = first(conn, "select * from organisations where id = ?", [successor(conn, "organisation", name)])
    if row is None or row["kind"] == HANDLE:
        return None
    own = incidents(conn, row["id"], "io.role = 'victim'")
    for later, earlier in pairwise(own):
        later["since"] = days_between(earlier["date_from"], later["date_from"])
    others = incidents(conn, row["id"], "io.role <> 'victim'")
    names = [one["name"] for one in rows(conn, "select name from organisation_aliases where organisation = ? order by name", [row["id"]])]
    return {
        **row,
        "path": f"/organisation/{row['slug']}",
        "aliases": [one for one in names if one != row["name"]],
        "own": own,
        "statuses": statuses(conn, row["id"]),
        "others": [{"role": role, "incidents": found} for role, found in gathered(others, "role").items()],
        "taken": cumulated(own),
        "coverage": coverage(conn, row["id"]),
        "shortened": len(own) == MOST or len(others) == MOST,
    }


def incidents(conn: sqlite3.Connection, number: int, part: str) -> list[Row]:
    """Incidents in which an organisation has a part, the latest first."""
    found = rows(
        conn,
        f"""select io.role, {INCIDENT}, i.data_taken, i.publishers from incident_organisations io join incidents i on i.id = io.incident
        where io.organisation = ? and {part} order by i.date_from desc, i.id limit {MOST}""",  # noqa: S608 - words of ours
        [number],
    )
    return [{**row, "path": incident_path(row)} for row in found]


def cumulated(own: list[Row]) -> list[Row]:
    """Kinds of data taken in all its incidents, the most frequent first."""
    counts = Counter(code for one in own for code in loads(one["data_taken"]))
    return [{"type": code, "incidents": many} for code, many in sorted(counts.items(), key=lambda one: (-one[1], RANKS.get(one[0], 99)))]


def coverage(conn: sqlite3.Connection, number: int) -> list[Row]:
    """Which outlets told its incidents, and in how many articles."""
    return rows(
        conn,
        """select a.publisher, count(distinct a.id) as articles, min(a.published) as first_article, max(a.published) as last_article
        from incident_organisations io join incident_articles ia on ia.incident = io.incident join articles a on a.id = ia.article
        where io.organisation = ? and io.role = 'victim' group by a.publisher order by articles desc, a.publisher""",
        [number],
    )
