"""Search: one box over incidents, organisations and articles, asked through the same folding as the index.

Two indexes: titles, names and extracts, which know where a word stands; and the words of the articles, which only know that it is there. What the
second alone finds comes last, and says so.
"""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

import sqlite3
from collections.abc import Mapping
from typing import Any

from db.fold import fts_query
from db.site.french import label
from db.site.marking import Wanted, without_phrases
from db.site.rows import Row, incident_path, rows, statuses
from db.site.words import WORDS
from nlp.vocabulary import Field

PAGE = 20
KINDS = ("incident", "organisation", "article")
FILTERS: Mapping[str, str] = {
    "annee": "i.year = cast(:annee as integer)",
    "statut": "i.status = :statut",
    "secteur": "i.sector = :secteur",
    "attaque": "exists (select 1 from attack_types x where x.incident = i.id and x.type = :attaque)",
    "donnee": "exists (select 1 from data_types x where x.incident = i.id and x.type = :donnee and x.denied_by is null)",
    "pays": "i.country = :pays",
    "region": "i.region = :region",
}
"""What each field of the form asks of an incident."""
ORDERS: Mapping[str, Mapping[str, str]] = {
    "date": {"incident": "i.date_from desc, i.id", "organisation": "o.last_incident desc, o.name", "article": "a.published desc, a.id"},
    "ampleur": {
        "incident": "i.high is null, i.high desc, i.id",
        "organisation": "o.incidents desc, o.name",
        "article": "m.only_words, m.rank, a.id",
    },
}
"""How results are sorted, if not by how well they answer."""
MATCHES = """select d.record, bm25(search, 8.0, 5.0, 1.0) as rank, 0 as only_words from search join search_documents d on d.id = search.rowid
  where search match :match and search.rowid between :first and :last"""
IN_ARTICLES = "select rowid from article_words where article_words match :words"
BOTH: Mapping[str, str] = {
    "incident": f"""{MATCHES} union all select incident, 0.0, min(article) from incident_articles
      where article in ({IN_ARTICLES}) and incident not in (select record from ({MATCHES})) group by incident""",
    "organisation": MATCHES,
    "article": f"{MATCHES} union all select rowid, 0.0, 1 from ({IN_ARTICLES}) where rowid not in (select record from ({MATCHES}))",
}
"""Results of both indexes; `only_words` is not 0 for what only an article's words hold (and says which article, for an incident)."""


def search(
    conn: sqlite3.Connection, question: str, filters: Mapping[str, str], *, kind: str | None = None, page: int = 1, order: str | None = None
) -> Row:
    """Results by kind, each with their number; filters speak of incidents, so they leave only those."""
    match = fts_query(question)
    chosen = {name: value for name, value in filters.items() if name in FILTERS and value}
    kinds = [kind] if kind in KINDS else ["incident"] if chosen else list(KINDS)
    asked = bool(match or chosen)
    if not asked:
        return {"asked": False, "groups": [], "total": 0, "more": False}
    wanted = Wanted.of(match)
    ask = {"incident": incidents, "organisation": organisations, "article": articles}
    groups: list[Row] = []
    for name in kinds:
        given = {
            **chosen,
            "match": match,
            "words": without_phrases(match),
            "skip": (page - 1) * PAGE,
            **(bounds(conn, name) if match else {}),
        }
        found, total = ask[name](conn, given, chosen, ORDERS.get(order or "", {}).get(name))
        for row in found:
            row["extract"] = wanted.best(row.pop("extracts", ()))
        groups.append({"kind": name, "total": total, "results": found})
    return {
        "asked": True,
        "groups": groups,
        "total": sum(group["total"] for group in groups),
        "more": any(g["total"] > page * PAGE for g in groups),
    }


def bounds(conn: sqlite3.Connection, kind: str) -> dict[str, int]:
    """Where the documents of a kind stand in the index: they were baked one kind after another, each in the order of its numbers."""
    sql = "select id from search_documents where kind = ? order by record {} limit 1"
    ends = [conn.execute(sql.format(way), [kind]).fetchone() for way in ("asc", "desc")]
    return {"first": ends[0][0] if ends[0] else 0, "last": ends[1][0] if ends[1] else -1}


def incidents(conn: sqlite3.Connection, given: Mapping[str, Any], filters: Mapping[str, str], order: str | None) -> tuple[list[Row], int]:
    """Incidents whose title, names or extracts hold the words, then those of which an article does; all pass the filters."""
    where = " and ".join(["1", *(FILTERS[name] for name in filters)])
    match = given["match"]
    source = f"({BOTH['incident']}) m join incidents i on i.id = m.record" if match else "incidents i"
    order = order or ("m.only_words > 0, m.rank, i.date_from desc" if match else "i.date_from desc, i.id")
    total = rows(conn, f"select count(*) as n from {source} where {where}", given)[0]["n"]
    found = rows(
        conn,
        f"""select i.id, i.slug, i.title, i.victim, i.status, i.sector, i.date, i.low, i.high, i.unit, i.exact, i.attack_types, i.publishers,
          {"m.only_words" if match else "0"} as only_words
        from {source} where {where} order by {order} limit {PAGE} offset :skip""",
        given,
    )
    for row in found:
        row["path"] = incident_path(row)
        row["extracts"] = extracts(conn, "incident", row["id"]) if match and not row["only_words"] else ()
    return found, total


def organisations(
    conn: sqlite3.Connection, given: Mapping[str, Any], filters: Mapping[str, str], order: str | None
) -> tuple[list[Row], int]:
    """Organisations by any of their names."""
    del filters
    source = f"({MATCHES}) m join organisations o on o.id = m.record where o.kind is not 'handle'"
    total = rows(conn, f"select count(*) as n from {source}", given)[0]["n"]
    found = rows(
        conn,
        f"""select o.id, o.slug, o.name, o.sector, o.incidents, o.last_incident from {source}
        order by {order or "o.incidents = 0, m.rank, o.name"} limit {PAGE} offset :skip""",
        given,
    )
    for row in found:
        row["path"] = f"/organisation/{row['slug']}"
        row["statuses"] = statuses(conn, row["id"])
    return found, total


def articles(conn: sqlite3.Connection, given: Mapping[str, Any], filters: Mapping[str, str], order: str | None) -> tuple[list[Row], int]:
    """Articles by their title and extracts first, then those that only hold the words."""
    del filters
    total = rows(conn, f"select count(*) as n from ({BOTH['article']})", given)[0]["n"]
    found = rows(
        conn,
        f"""select a.id, a.title, a.publisher, a.published, a.url, a.about, m.only_words from ({BOTH["article"]}) m join articles a on a.id = m.record
        order by {order or "m.only_words, m.rank, a.published desc"} limit {PAGE} offset :skip""",
        given,
    )
    for row in found:
        row["path"] = f"/article/{row['id']}"
        row["extracts"] = () if row["only_words"] else extracts(conn, "article", row["id"])
    return found, total


def extracts(conn: sqlite3.Connection, column: str, number: int) -> list[str]:
    """What is shown of an incident or an article, to find the words of a question in."""
    tables = ("mentions", "counts", "data_types", "attack_types")
    sql = " union ".join(
        f"select coalesce(extract, raw) as extract from {table} where {column} = :number and raw is not null" for table in tables
    )
    return [row["extract"] for row in rows(conn, f"{sql} limit 200", {"number": number})]


def choices_of(conn: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """What the menus that the edition decides offer: years, countries, regions."""
    found = {
        name: [row[0] for row in conn.execute(f"select distinct {name} from incidents where {name} is not null order by 1")]
        for name in ("year", "country", "region")
    }
    countries = [(code, WORDS["country"].get(code, code)) for code in found["country"]]
    return {
        "annee": [(str(year), str(year)) for year in reversed(found["year"])],
        "pays": sorted(countries, key=lambda one: one[1]),
        "region": [(name, name) for name in found["region"]],
    }


FIELDS: Mapping[str, Field] = {"statut": "claim", "secteur": "sector", "attaque": "attack_type", "donnee": "data_type"}


def called(name: str, value: str) -> str:
    """What a value of a filter is called."""
    if name == "pays":
        return WORDS["country"].get(value, value)
    return label(value, FIELDS[name]) if name in FIELDS else value
