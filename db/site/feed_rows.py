"""What stands in each feed: rows of the edition, the latest news first."""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

import sqlite3

from db.site.feeds import MOST, Entry, edit_entry, incident_entry, status_entry, victim_entry
from db.site.rows import rows
from db.site.topics import TOPICS

COLUMNS = """i.id, i.slug, i.title, i.victim, i.status, i.sector, i.country, i.date, i.date_basis, i.date_from, i.low, i.high, i.unit, i.exact,
  i.attack_types, i.data_taken, i.first_article, i.last_article"""
NEEDED = frozenset(name.strip().removeprefix("i.") for name in COLUMNS.split(","))
"""What a table must hold to be read as a feed."""
NEWEST = f"order by i.first_article desc, i.id limit {MOST}"


def all_incidents(conn: sqlite3.Connection) -> list[Entry]:
    """Incidents, those that the press discovered last first."""
    return [incident_entry(row) for row in rows(conn, f"select {COLUMNS} from incidents i {NEWEST}")]


def of_organisation(conn: sqlite3.Connection, number: int) -> list[Entry]:
    """Incidents in which an organisation has a part, as victim or supplier."""
    sql = f"""select {COLUMNS} from incidents i where i.id in (
      select incident from incident_organisations where organisation = ? and role in ('victim', 'third_party', 'attacker')) {NEWEST}"""
    return [incident_entry(row) for row in rows(conn, sql, [number])]


def of_topic(conn: sqlite3.Connection, family: str, code: str) -> list[Entry]:
    """Incidents of a sector, a kind of data, a kind of attack."""
    return [
        incident_entry(row)
        for row in rows(conn, f"select {COLUMNS} from incidents i where {TOPICS[family].where} {NEWEST}", {"code": code})
    ]


def status_changes(conn: sqlite3.Connection) -> list[Entry]:
    """Incidents whose status an article tells otherwise than the one before it."""
    sql = f"""with told as (
        select t.incident, t.article, t.claim, a.publisher, a.published, a.title as article_title,
          lag(t.claim) over (partition by t.incident order by a.published, a.id) as before
        from incident_articles t join articles a on a.id = t.article where t.claim is not null and a.published is not null)
      select i.id, i.slug, i.title, i.victim, i.status, told.article, told.claim, told.before, told.publisher, told.published, told.article_title
      from told join incidents i on i.id = told.incident where told.before <> told.claim order by told.published desc, told.article limit {MOST}"""
    return [status_entry(row) for row in rows(conn, sql)]


def silent_edits(conn: sqlite3.Connection) -> list[Entry]:
    """Facts that changed in articles written anew."""
    sql = f"""select e.kind, e.change, e.value, e.until, e.article, a.title as article_title, a.publisher, a.published, i.victim, i.status
      from silent_edits e join articles a on a.id = e.article left join incidents i on i.id = e.incident
      order by e.until desc, e.id limit {MOST}"""
    return [edit_entry(row) for row in rows(conn, sql)]


def recurring(conn: sqlite3.Connection) -> list[Entry]:
    """Each incident after the first of an organisation hit again."""
    sql = f"""select i.id, i.slug, i.title, i.status, i.date, i.date_from, i.attack_types, i.first_article, v.organisation, v.name, v.incidents,
        v.slug as organisation_slug
      from recurring_victims v join incident_organisations io on io.organisation = v.organisation and io.role = 'victim'
        join incidents i on i.id = io.incident
      where i.date_from > v.first_incident order by i.first_article desc, i.id limit {MOST}"""
    return [victim_entry(row) for row in rows(conn, sql)]
