"""Dump: all content by natural keys, one JSON list a line, sorted. Two databases of the same content print the same.

No times, run tables, versions of the pipeline, or numbers: an article is its address, an incident the places where it is told.
"""

from collections.abc import Iterator
from json import dumps, loads
from typing import Any

from sqlite_utils import Database

from db.rows import TABLES, Row
from db.store import JSON_COLUMNS, fetch

LEFT_OUT = {"id", "article", "organisation", "incident", "slug", "key", "fetched", "title_sha256", "version"}
ARTICLE_SQL = "select * from articles where id = ?"


def dump(db: Database) -> Iterator[str]:
    """The lines of a database's content."""
    for (number,) in db.conn.execute("select id from articles order by url").fetchall():
        yield from article_lines(db, number)
    yield from organisation_lines(db)
    yield from incident_lines(db)


def line(*values: Any) -> str:
    return dumps(values, ensure_ascii=False, sort_keys=True)


def content(row: Row) -> Row:
    """A row without what is not content."""
    return {name: value for name, value in row.items() if name not in LEFT_OUT}


def article_lines(db: Database, number: int) -> Iterator[str]:
    """An article, the words it had before, and what it says."""
    article = fetch(db, ARTICLE_SQL, [number])
    assert article is not None  # noqa: S101 - its number was just read
    url = article["url"]
    for name in JSON_COLUMNS:
        article[name] = loads(article[name])
    yield line("article", url, content(article))
    for place, row in enumerate(db.query("select * from article_revisions where article = ? order by id", [number])):
        yield line("revision", url, place, content(row))
    for row in db.query("select * from readings where article = ?", [number]):
        yield line("reading", url, content(row))
    for table in TABLES:
        rows = db.query(f"select * from {table} where article = ?", [number])  # noqa: S608 - names of ours
        yield from sorted(line(table, url, content(row)) for row in rows)


def organisation_lines(db: Database) -> Iterator[str]:
    """Organisations with every name they bear."""
    lines = []
    for row in db.query("select * from organisations"):
        names = db.conn.execute("select name from organisation_aliases where organisation = ? order by name", [row["id"]])
        lines.append(line("organisation", row["name"], [name for (name,) in names], content(row)))
    yield from sorted(lines)


def incident_lines(db: Database) -> Iterator[str]:
    """Incidents with the places where they are told and who had which role."""
    told = """select a.url, ia.part from incident_articles ia join articles a on a.id = ia.article
      where ia.incident = ? order by a.url, ia.part"""
    roles = """select io.role, o.name from incident_organisations io join organisations o on o.id = io.organisation
      where io.incident = ? order by io.role, case io.role when 'victim' then io.position end, o.name"""
    lines = []
    for row in db.query("select * from incidents"):
        places = [list(place) for place in db.conn.execute(told, [row["id"]])]
        lines.append(line("incident", places, [list(role) for role in db.conn.execute(roles, [row["id"]])], content(row)))
    yield from sorted(lines)
