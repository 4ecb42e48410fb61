"""What the pages that look over the whole edition show: who was hit again, through whom, by whom, what was taken, in which sectors.

They cost more than a page of one thing, so each is made once for each edition.
"""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

import sqlite3
from typing import Any

from db.site.incident import RANKS
from db.site.rows import Row, gathered, incident_path, rows
from nlp.vocabulary import CATEGORIES, TERMS

MOST = 200
"""Lines of one page; the table has them all."""
EACH = 6
"""Incidents named on one line."""
NAMED = """select * from (
  select io.organisation, i.id, i.slug, i.title, i.status, i.date, row_number() over (partition by io.organisation order by i.date_from desc, i.id) as place
  from incident_organisations io join incidents i on i.id = io.incident
  where io.role = :role and io.organisation in (select value from json_each(:numbers))) where place <= :most"""


def victims(conn: sqlite3.Connection) -> Row:
    """Organisations hit again, the latest first, each with its incidents and their status."""
    found = rows(conn, "select * from recurring_victims order by last_incident desc, name limit ?", [MOST])
    return {"found": with_incidents(conn, found, "victim"), "total": count(conn, "select count(*) from recurring_victims")}


def suppliers(conn: sqlite3.Connection) -> Row:
    """Suppliers through whom others were hit, those of most victims first, with these incidents."""
    found = rows(conn, "select * from suppliers order by victims desc, last_incident desc, name limit ?", [MOST])
    for one in found:
        one["victim_names"] = sorted((one["victim_names"] or "").split(","))
    named = with_incidents(conn, found, "third_party")
    as_victims = {one["organisation"]: one["named"] for one in with_incidents(conn, [dict(one) for one in found], "victim")}
    for one in named:
        one["named"] = one["named"] or as_victims[one["organisation"]]
    return {"found": named, "total": count(conn, "select count(*) from suppliers")}


def attackers(conn: sqlite3.Connection) -> Row:
    """Groups that attack or claim to, as the articles call them; how many persons' handles stand on incidents only."""
    sql = """select o.id as organisation, o.slug, o.name, count(*) as incidents, min(i.date_from) as first_incident, max(i.date_from) as last_incident
      from incident_organisations io join organisations o on o.id = io.organisation join incidents i on i.id = io.incident
      where io.role = 'attacker' and o.kind is not 'handle' group by o.id"""
    alone = """select count(distinct o.id) from organisations o join incident_organisations io on io.organisation = o.id and io.role = 'attacker'
      where o.kind = 'handle'"""
    found = rows(conn, f"{sql} order by incidents desc, last_incident desc, name limit ?", [MOST])
    return {
        "found": with_incidents(conn, found, "attacker"),
        "total": count(conn, f"select count(*) from ({sql})"),
        "handles": count(conn, alone),
        "methods": methods(conn),
    }


def with_incidents(conn: sqlite3.Connection, found: list[Row], role: str) -> list[Row]:
    """Organisations with the latest incidents in which they have a role."""
    from json import dumps

    numbers = dumps([one["organisation"] for one in found])
    held = gathered(rows(conn, NAMED, {"role": role, "numbers": numbers, "most": EACH}), "organisation")
    return [
        {**one, "named": [{**each, "path": incident_path(each)} for each in held.get(one["organisation"], [])]}
        for one in found
    ]  # fmt: skip


def count(conn: sqlite3.Connection, sql: str) -> int:
    number: int = conn.execute(sql).fetchone()[0]
    return number


def by_code(conn: sqlite3.Connection, table: str, where: str = "1") -> dict[str, Row]:
    """How many incidents each code of a table of findings has, and the latest."""
    sql = f"""select x.type as code, count(distinct x.incident) as incidents, max(i.date_from) as last_incident
      from {table} x join incidents i on i.id = x.incident where {where} group by 1"""
    return {row["code"]: row for row in rows(conn, sql)}


def methods(conn: sqlite3.Connection) -> list[Row]:
    """Kinds of attack, the most frequent first."""
    return sorted(by_code(conn, "attack_types").values(), key=lambda one: (-one["incidents"], one["code"]))


def kinds(conn: sqlite3.Connection) -> Row:
    """Kinds of data by family: in how many incidents they were taken, in how many said to be spared."""
    taken, spared = by_code(conn, "data_types", "x.denied_by is null"), by_code(conn, "data_types", "x.denied_by is not null")
    families: dict[str, list[Row]] = {family: [] for family in CATEGORIES}
    for code, term in TERMS["data_type"].items():
        held: dict[str, Any] = taken.get(code, {})
        families[term.category or "unspecified"].append({
            "code": code, "taken": held.get("incidents", 0), "spared": spared.get(code, {}).get("incidents", 0), "last_incident": held.get("last_incident"),
            "definition": term.definition,
        })  # fmt: skip
    for held_kinds in families.values():
        held_kinds.sort(key=lambda one: (-one["taken"], RANKS[one["code"]]))
    return {
        "families": [{"code": code, "name": CATEGORIES[code][0], "kinds": held} for code, held in families.items() if held],
        "most": max((one["incidents"] for one in taken.values()), default=0),
        **families_by_year(conn),
    }


def families_by_year(conn: sqlite3.Connection) -> Row:
    """Incidents of each year in which data of each family were taken."""
    found = rows(
        conn,
        """select i.year, v.category as family, count(distinct i.id) as incidents
        from data_types d join incidents i on i.id = d.incident join vocabulary v on v.field = 'data_type' and v.code = d.type
        where d.denied_by is null and i.year is not null group by 1, 2 order by 1""",
    )
    years = spread({row["year"] for row in found})
    held = {(row["family"], row["year"]): row["incidents"] for row in found}
    layers = [(family, [held.get((family, year), 0) for year in years]) for family in CATEGORIES]
    return {"years": years, "layers": [(CATEGORIES[family][0], figures) for family, figures in layers if any(figures)]}


def sectors(conn: sqlite3.Connection) -> Row:
    """Incidents by sector and year, the most hit sector first."""
    found = rows(
        conn,
        "select sector, year, count(*) as incidents, max(date_from) as last_incident from incidents where sector is not null group by 1, 2",
    )
    years = spread({row["year"] for row in found if row["year"] is not None})
    lines = [
        {
            "code": code,
            "years": {row["year"]: row["incidents"] for row in held if row["year"] is not None},
            "incidents": sum(row["incidents"] for row in held),
            "last_incident": max((row["last_incident"] or "" for row in held), default=None) or None,
        }
        for code, held in gathered(found, "sector").items()
    ]
    return {
        "years": years,
        "lines": sorted(lines, key=lambda one: (-one["incidents"], one["code"])),
        "unknown": count(conn, "select count(*) from incidents where sector is null"),
    }


def spread(years: set[int], *, most: int = 15) -> list[int]:
    """Every year from the first to the last, the last fifteen at most."""
    return list(range(max(min(years), max(years) - most + 1), max(years) + 1)) if years else []
