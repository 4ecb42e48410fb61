"""What the page of one sector, one kind of data or one kind of attack shows: its years, its latest incidents, what goes with it."""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from json import loads

from db.site.overviews import spread
from db.site.rows import Row, incident_path, rows
from nlp.vocabulary import TERMS, Field

LATEST = 30
BESIDE = 12


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One family of pages."""

    field: Field
    plural: str
    """Of the page that lists them all, and how their addresses begin."""
    title: str
    where: str
    """What makes an incident one of them, `:code` being the code."""
    filter: str
    """Of the search form."""
    table: str
    """How the table of incidents is asked for them: everything after the question mark."""


TOPICS: Mapping[str, Topic] = {
    "secteurs": Topic(
        field="sector", plural="Secteurs", title="Secteur", where="i.sector = :code", filter="secteur", table="sector"
    ),
    "donnees": Topic(
        field="data_type", plural="Données", title="Donnée prise",
        where="i.id in (select x.incident from data_types x where x.type = :code and x.denied_by is null)", filter="donnee",
        table="data_taken__arraycontains",
    ),
    "attaques": Topic(
        field="attack_type", plural="Attaquants", title="Type d’attaque",
        where="i.id in (select x.incident from attack_types x where x.type = :code)", filter="attaque", table="attack_types__arraycontains",
    ),
}  # fmt: skip
BACK = {"attaques": "attaquants"}
"""Where a family is listed, if not under its own name."""
SHOWN = "i.id, i.slug, i.title, i.victim, i.status, i.sector, i.country, i.date, i.date_from, i.low, i.high, i.unit, i.exact, i.attack_types, i.data_taken, i.publishers"


def topic(conn: sqlite3.Connection, family: str, code: str) -> Row | None:
    """The incidents of a code; None if the vocabulary has no such code."""
    held = TOPICS[family]
    term = TERMS[held.field].get(code)
    if term is None:
        return None
    given = {"code": code}
    of_years = rows(conn, f"select i.year, count(*) as incidents from incidents i where {held.where} group by 1 order by 1", given)
    dated = {row["year"]: row["incidents"] for row in of_years if row["year"] is not None}
    latest = rows(conn, f"select {SHOWN} from incidents i where {held.where} order by i.date_from desc, i.id limit {LATEST}", given)
    beside = (
        rows(
            conn,
            f"""select d.type as code, count(distinct d.incident) as incidents from incidents i join data_types d on d.incident = i.id
            where {held.where} and d.denied_by is null and d.type <> :code group by 1 order by 2 desc, 1 limit {BESIDE}""",
            given,
        )
    )  # fmt: skip
    return {
        "family": family,
        "code": code,
        "name": term.fr,
        "definition": term.definition,
        "path": f"/{family}/{code}",
        "back": BACK.get(family, family),
        "total": sum(row["incidents"] for row in of_years),
        "years": [{"year": year, "incidents": dated.get(year, 0)} for year in spread(set(dated))],
        "latest": [{**row, "path": incident_path(row), "attacks": loads(row["attack_types"])} for row in latest],
        "beside": beside,
        "filter": held.filter,
        "table": held.table,
    }
