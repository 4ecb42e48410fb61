"""What the home page shows. It costs more than a page of one thing, so it is made once for each edition."""

import sqlite3
from json import loads

from db.site.reliability import reliability
from db.site.rows import Row, incident_path, rows, statuses

LATEST = 10
RECURRING = 8
KINDS = 10


def home(conn: sqlite3.Connection) -> Row:
    """Latest incidents, recurring victims, incidents by month, kinds of data, the state of the collection."""
    latest = rows(
        conn,
        """select id, slug, title, victim, status, sector, date, low, high, unit, exact, attack_types, data_taken, publishers
        from incidents where date_from is not null order by date_from desc, id limit ?""",
        [LATEST],
    )
    recurring = rows(conn, "select * from recurring_victims order by last_incident desc, name limit ?", [RECURRING])
    for victim in recurring:
        victim["statuses"] = statuses(conn, victim["organisation"])
    totals = rows(
        conn,
        """select (select count(*) from incidents) as incidents, (select count(*) from articles) as articles,
          (select count(*) from organisations where incidents > 0) as victims, (select count(*) from sources where articles > 0) as publishers,
          (select max(last_article) from sources) as last_article, (select count(*) from recurring_victims) as recurring""",
    )[0]
    kinds = rows(
        conn,
        """select type, count(distinct incident) as incidents from data_types where denied_by is null and incident is not null
        group by type order by 2 desc, 1 limit ?""",
        [KINDS],
    )
    return {
        "latest": [{**row, "path": incident_path(row), "attacks": loads(row["attack_types"])} for row in latest],
        "recurring": recurring,
        "totals": totals,
        "months": months(conn),
        "kinds": kinds,
        "sources": rows(conn, "select * from sources order by publisher"),
        "reliability": reliability(conn),
    }


def months(conn: sqlite3.Connection, *, last: int = 24) -> list[Row]:
    """Incidents of each of the last months, months without any included; none before the first of all, a year at least."""
    held = {row["month"]: row["incidents"] for row in rows(
        conn,
        """select substr(date_from, 1, 7) as month, count(*) as incidents from incidents
        where date_from is not null and date_precision <> 'year' group by 1 order by 1""",
    )}  # fmt: skip
    if not held:
        return []
    year, month = map(int, max(held).split("-"))
    found = []
    first_year, first_month = map(int, min(held).split("-"))
    last = min(last, max(year * 12 + month - first_year * 12 - first_month + 1, 12))
    for back in range(last):
        at = year * 12 + month - 1 - back
        key = f"{at // 12:04}-{at % 12 + 1:02}"
        found.append({"month": key, "incidents": held.get(key, 0)})
    return found[::-1]
