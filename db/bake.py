"""What goes into the public edition, table by table, a few hundred rows in memory at a time."""

# ruff: noqa: S608 - names of tables and columns are ours, values are always parameters

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from json import dumps, loads
from typing import TYPE_CHECKING

from sqlite_utils import Database

from db.bake_attackers import handles
from db.bake_persons import described, hides, leave_out, public_slug, without
from db.changes import bake_history, record
from db.facts import TABLES, as_json, shown
from db.fold import bag
from db.naming import personal
from db.persons import Persons, unsigned
from db.rows import Row
from db.slugs import slug
from db.sources import outlets
from db.titles import incident_title
from db.withdrawn import Withdrawn
from nlp.vocabulary import TERMS

if TYPE_CHECKING:
    from db.publish import Baker

BATCH = 200
RANK = {table: {code: rank for rank, code in enumerate(TERMS[table])} for table in ("attack_type", "data_type")}


def bake_articles(db: Database, baker: "Baker", persons: Persons, withdrawn: Withdrawn, *, share: float, most: int) -> None:
    """Articles with their facts, and the bag of words of each.

    One of which a part is withdrawn is shown without it, without extracts, in which others' words may stand, and is not found by its words.
    """
    numbers = [number for (number,) in db.conn.execute("select id from articles order by id") if number not in withdrawn.articles]
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        marks = ", ".join("?" * len(batch))
        held = {
            table: by_article(db, f"select * from {table} where article in ({marks}) order by id", batch) for table in (*TABLES, "evidence")
        }
        tellings = by_article(
            db,
            # Where no date of an incident stands, those that its articles give were set aside: another time's, or none that can be.
            f"""select p.article, p.part, p.claim, p.sector, p.date_start, p.date_place, p.date_score, p.date_found_by, ia.incident, ia.news,
              iif(i.date_basis = 'stated', p.date, null) as date,
              iif(i.date_basis = 'stated', p.date_raw, null) as date_raw
            from incident_articles ia join incidents i on i.id = ia.incident
              join reading_parts p on p.article = ia.article and p.part = ia.part
            where ia.article in ({marks}) order by ia.article, ia.part""",
            batch,
        )
        rows: dict[str, list[Row]] = defaultdict(list)
        sql = f"""select a.*, r.about, r.version, (select count(*) from article_revisions v where v.article = a.id) as revisions
          from articles a left join readings r on r.article = a.id and r.text_sha256 = a.text_sha256 and r.title_sha256 = a.title_sha256
          where a.id in ({marks}) order by a.id"""
        for article in db.query(sql, batch):
            article["authors"] = loads(article["authors"])
            baker.note(article["text_sha256"])
            rows["articles"].append({name: article[name] for name in ARTICLE_COLUMNS})
            partly = article["id"] in withdrawn.parts
            words = "" if partly else bag(f"{article['title']} {unsigned(article['text'], article['authors'])}")
            baker.conn.execute("insert into article_words (rowid, words) values (?, ?)", [article["id"], words])
            if article["about"] is None:
                # Its words changed since it was read: what was found no longer stands where it stood.
                continue
            facts = shown(
                article,
                {
                    table: [row for row in held[table].get(article["id"], []) if not withdrawn.hides(article["id"], row.get("part"))]
                    for table in held
                },
                tellings.get(article["id"], []),
                persons=persons,
                share=share,
                most=0 if partly else most,
            )
            baker.republished(article["url"], facts)
            baker.left_out |= facts.left_out
            for table, found in facts.rows.items():
                rows[table].extend(found)
        for table, found in rows.items():
            baker.write(table, found)


ARTICLE_COLUMNS = ("id", "url", "publisher", "title", "published", "modified", "language", "paywalled", "revisions", "about", "version")


def by_article(db: Database, sql: str, batch: list[int]) -> dict[int, list[Row]]:
    """The rows of a query, gathered by article."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.query(sql, batch):
        found[row["article"]].append(row)
    return found


def signers(db: Database) -> Persons:
    """All who sign an article."""
    return Persons.of({author for (authors,) in db.conn.execute("select distinct authors from articles") for author in loads(authors)})


def bake_organisations(db: Database, baker: "Baker", persons: Persons, withdrawn: Withdrawn) -> None:
    """Organisations with how often they were hit, and their aliases; none that is a person."""
    leave_out(db, baker, persons, withdrawn)
    pseudonyms = handles(db)
    sql = """select o.id, o.slug, o.name, o.kind, o.sector, o.country, o.region, o.located_by,
        (select p.id from organisations p where p.id = o.parent and p.id not in (select organisation from temp.left_out)) as parent,
        count(i.id) as incidents,
        min(i.date_from) as first_incident, max(i.date_from) as last_incident
      from organisations o left join incident_organisations io on io.organisation = o.id and io.role = 'victim'
        left join incidents i on i.id = io.incident
      where o.id not in (select organisation from temp.left_out) group by o.id order by o.id"""
    for rows in batches(db, sql):
        kinds = ("handle" if row["id"] in pseudonyms else row["kind"] for row in rows)
        baker.write(
            "organisations", [row | {"name": without(persons, row["name"]), "kind": kind} for row, kind in zip(rows, kinds, strict=True)]
        )
    kept = "where organisation not in (select organisation from temp.left_out)"
    forms = {name for row in baker.conn.execute("select name, raw from mentions") for name in row}
    for rows in batches(db, f"select organisation, name from organisation_aliases {kept} order by organisation, name"):
        named = [row for row in rows if not persons.name(row["name"]) and (row["name"] in forms or not personal(row["name"]))]
        baker.write("organisation_aliases", [row | {"name": without(persons, row["name"])} for row in named])
    for rows in batches(
        db, f"select incident, organisation, role, position from incident_organisations {kept} order by incident, position"
    ):
        baker.write("incident_organisations", rows)


def bake_incidents(db: Database, baker: "Baker", persons: Persons) -> None:
    """Incidents, with what their facets need on one row."""
    persons_slugs = {
        slug for (slug,) in db.conn.execute("select slug from organisations where id in (select organisation from temp.left_out)")
    }
    sql = """select i.*, v.organisation, o.slug as organisation_slug, o.country, o.region,
        (select json_group_array(r.name) from (select g.name from incident_organisations x join organisations g on g.id = x.organisation
          where x.incident = i.id and x.role = 'victim' and g.id not in (select organisation from temp.left_out) order by x.position) r) as victims
      from incidents i
        left join incident_organisations v on v.incident = i.id and v.role = 'victim' and v.position = (
          select min(x.position) from incident_organisations x
          where x.incident = i.id and x.role = 'victim' and x.organisation not in (select organisation from temp.left_out))
        left join organisations o on o.id = v.organisation
      order by i.id"""
    # A copied text is its first publisher's, wherever it is read again.
    copied = dict(db.conn.execute("select c.article, o.publisher from copies c join articles o on o.id = c.original").fetchall())
    for held in batches(db, sql):
        numbers = [row["id"] for row in held]
        marks = ", ".join("?" * len(numbers))
        attacks = codes(baker.conn, f"select incident, type from attack_types where incident in ({marks})", numbers)
        taken = codes(baker.conn, f"select incident, type from data_types where denied_by is null and incident in ({marks})", numbers)
        denied = codes(baker.conn, f"select incident, type from data_types where denied_by is not null and incident in ({marks})", numbers)
        told: dict[int, dict[int, str]] = defaultdict(dict)
        pairs = f"select ia.incident, a.id, a.publisher from incident_articles ia join articles a on a.id = ia.article where ia.incident in ({marks})"
        for number, article, publisher in baker.conn.execute(pairs, numbers):
            told[number][article] = copied.get(article, publisher)
        rows = []
        for row in held:
            number, victims = row["id"], [without(persons, name) for name in loads(row["victims"])] or [described(persons, row["victim"])]
            kinds = sorted(attacks.get(number, ()), key=RANK["attack_type"].__getitem__)
            facts = {
                "id": number, "slug": public_slug(row, persons_slugs), "title": incident_title(victims, kinds, row["date"]), "victim": victims[0],
                **{name: row[name] for name in INCIDENT_COLUMNS}, "year": int(row["date_from"][:4]) if row["date_from"] else None,
                "attack_types": dumps(kinds), "data_taken": as_json(taken.get(number, ())), "data_denied": as_json(denied.get(number, ())),
                "articles": len(told[number]), "publishers": len(set(told[number].values())),
            }  # fmt: skip
            rows.append(facts)
        baker.write("incidents", rows)


INCIDENT_COLUMNS = (
    "organisation", "status", "sector", "country", "region", "date", "date_precision", "date_basis", "date_from", "date_to",
    "low", "high", "unit", "exact", "figure_by", "least", "most", "first_article", "last_article",
)  # fmt: skip


def bake_addresses(db: Database, baker: "Baker") -> None:
    """Addresses of the past that lead to a record of this edition; none that names a person, unless an organisation of the edition is called so."""
    public = {slug(name) for (name,) in baker.conn.execute("select name from organisation_aliases union select name from organisations")}
    sql = """select kind, address, record from former_addresses f
      where f.kind = 'incident' and (exists (select 1 from incidents i where i.id = f.record)
          or exists (select 1 from withdrawn_tellings w where w.incident = f.record))
        or exists (select 1 from organisations o where f.kind = 'organisation' and o.id = f.record and o.id not in (select organisation from temp.left_out))
      order by kind, address"""
    for rows in batches(db, sql):
        baker.write("former_addresses", [row for row in rows if not hides(row["address"], public)])


def bake_changes(db: Database, baker: "Baker", withdrawn: Withdrawn) -> str | None:
    """History with what this edition changes, and what is withdrawn; the head of the chain.

    When a row was written and with which salt is not of the content: two bakes of the same facts are the same edition.
    """
    record(db, baker.conn, withdrawn)
    tables, head = bake_history(db, baker.conn)
    for table, rows in tables.items():
        baker.write(table, rows)
    for row in tables["history"]:
        baker.note(dumps([row[name] for name in ("id", "kind", "incident", "article", "field", "reason")]))
    for row in tables["history_values"]:
        baker.note(dumps([row[name] for name in ("history", "side", "value")], ensure_ascii=False))
    for row in tables["withdrawals"]:
        baker.note(dumps([row[name] for name in ("kind", "record", "reason")]))
    return head


def bake_beside(db: Database, baker: "Baker") -> None:
    """Facts that changed when articles were written anew, and what outside registers hold."""
    shown = {number for (number,) in baker.conn.execute("select id from articles")}
    edits = f"""select e.article, (select min(ia.incident) from incident_articles ia where ia.article = e.article) as incident,
        e.kind, e.change, e.value, nullif(e.until, '') as until
      from silent_edits e where e.kind in ({KINDS}) order by e.article, e.kind, e.value, e.change"""
    for rows in batches(db, edits):
        baker.write("silent_edits", [row for row in rows if row["article"] in shown])
    entries = """select register, name, date, substr(date, 1, 7) as month, status, low, high, unit, incident
      from register_entries order by register, date, name, entry"""
    for rows in batches(db, entries):
        baker.write("register_entries", rows)


KINDS = "'affected', 'volume', 'ransom', 'paid', 'price', 'loss', 'fine', 'systems', 'taken', 'not_taken', 'attack_type', 'claim', 'sector', 'date'"
"""Kinds of facts whose values are codes, numbers and dates: no name that may be a person's."""


def bake_sources(db: Database, baker: "Baker") -> None:
    """How each outlet fares, and what it gave week by week."""
    baker.write("sources", outlets(db))
    coverage = """select a.publisher, date(substr(a.published, 1, 10), 'weekday 0', '-6 days') as week, count(*) as articles,
        sum(exists (select 1 from incident_articles ia where ia.article = a.id)) as reporting
      from articles a where length(a.published) >= 10 group by 1, 2 order by 1, 2"""
    for rows in batches(db, coverage):
        baker.write("coverage", rows)


def codes(conn: sqlite3.Connection, sql: str, numbers: list[int]) -> dict[int, set[str]]:
    """The codes of each incident."""
    found: dict[int, set[str]] = defaultdict(set)
    for number, code in conn.execute(sql, numbers):
        found[number].add(code)
    return found


def batches(db: Database, sql: str) -> Iterator[list[Row]]:
    """The rows of a query, some hundreds at a time."""
    batch: list[Row] = []
    for row in db.query(sql):
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
