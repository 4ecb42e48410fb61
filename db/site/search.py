"""Search: one box over incidents, organisations and articles, asked through the same folding as the index."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from db.fold import WORD, fold, fts_query
from db.site.rows import Row, incident_path, rows, statuses

PAGE = 20
KINDS = ("incident", "organisation", "article")
FILTERS: Mapping[str, str] = {
    "annee": "i.year = cast(:annee as integer)",
    "statut": "i.status = :statut",
    "secteur": "i.sector = :secteur",
    "attaque": "exists (select 1 from attack_types x where x.incident = i.id and x.type = :attaque)",
    "donnee": "exists (select 1 from data_types x where x.incident = i.id and x.type = :donnee and x.denied_by is null)",
}
"""What each field of the form asks of an incident."""
PHRASE = re.compile(r'"([^"]*)"( \*)?')
SMALL = frozenset(fold("les des une aux dans par pour sur avec sans que qui est pas plus leur leurs ses son").split())
MATCHES = """select d.record, bm25(search, 8.0, 5.0, 1.0) as rank from search join search_documents d on d.id = search.rowid
  where search match :match and d.kind = :kind"""


def search(conn: sqlite3.Connection, question: str, filters: Mapping[str, str], *, kind: str | None = None, page: int = 1) -> Row:
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
        found, total = ask[name](conn, match, chosen, (page - 1) * PAGE)
        for row in found:
            row["extract"] = wanted.best(row.pop("extracts", ()))
        groups.append({"kind": name, "total": total, "results": found})
    return {
        "asked": True,
        "groups": groups,
        "total": sum(group["total"] for group in groups),
        "more": any(g["total"] > page * PAGE for g in groups),
    }


def incidents(conn: sqlite3.Connection, match: str, filters: Mapping[str, str], skip: int) -> tuple[list[Row], int]:
    """Incidents whose title, names or extracts hold the words, and that pass the filters."""
    where = " and ".join(["1", *(FILTERS[name] for name in filters)])
    source = f"({MATCHES}) m join incidents i on i.id = m.record" if match else "incidents i"
    order = "m.rank, i.date_from desc" if match else "i.date_from desc, i.id"
    given = {**filters, "match": match, "kind": "incident"}
    total = rows(conn, f"select count(*) as n from {source} where {where}", given)[0]["n"]  # noqa: S608 - words of ours
    found = rows(
        conn,
        f"""select i.id, i.slug, i.title, i.victim, i.status, i.sector, i.date, i.low, i.high, i.unit, i.exact, i.attack_types, i.publishers
        from {source} where {where} order by {order} limit {PAGE} offset :skip""",  # noqa: S608
        {**given, "skip": skip},
    )
    for row in found:
        row["path"] = incident_path(row)
        row["extracts"] = extracts(conn, "incident", row["id"]) if match else ()
    return found, total


def organisations(conn: sqlite3.Connection, match: str, filters: Mapping[str, str], skip: int) -> tuple[list[Row], int]:
    """Organisations by any of their names."""
    del filters
    given: dict[str, Any] = {"match": match, "kind": "organisation", "skip": skip}
    total = rows(conn, f"select count(*) as n from ({MATCHES})", given)[0]["n"]  # noqa: S608
    found = rows(
        conn,
        f"""select o.id, o.slug, o.name, o.sector, o.incidents, o.last_incident from ({MATCHES}) m join organisations o on o.id = m.record
        order by o.incidents = 0, m.rank, o.name limit {PAGE} offset :skip""",  # noqa: S608
        given,
    )
    for row in found:
        row["path"] = f"/organisation/{row['slug']}"
        row["statuses"] = statuses(conn, row["id"])
    return found, total


def articles(conn: sqlite3.Connection, match: str, filters: Mapping[str, str], skip: int) -> tuple[list[Row], int]:
    """Articles by their title and extracts first, then those that only hold the words."""
    del filters
    given: dict[str, Any] = {"match": match, "kind": "article", "skip": skip, "words": without_phrases(match)}
    both = f"""select record, rank, 0 as only_words from ({MATCHES}) union all
      select rowid, 0.0, 1 from article_words where article_words match :words and rowid not in (select record from ({MATCHES}))"""  # noqa: S608
    total = rows(conn, f"select count(*) as n from ({both})", given)[0]["n"]  # noqa: S608
    found = rows(
        conn,
        f"""select a.id, a.title, a.publisher, a.published, a.url, a.about, m.only_words from ({both}) m join articles a on a.id = m.record
        order by m.only_words, m.rank, a.published desc limit {PAGE} offset :skip""",  # noqa: S608
        given,
    )
    for row in found:
        row["path"] = f"/article/{row['id']}"
        row["extracts"] = () if row["only_words"] else extracts(conn, "article", row["id"])
    return found, total


def without_phrases(match: str) -> str:
    """The question for an index that knows no order of words: every word of a phrase, in any order.

    >>> without_phrases('"donne vole" AND ("hopit" *)')
    '("donne" AND "vole") AND ("hopit" *)'
    """

    def apart(found: re.Match[str]) -> str:
        words = [f'"{word}"' for word in found[1].split()]
        if len(words) > 1:
            return f"({' AND '.join(words)}{found[2] or ''})"
        return found[0]

    return PHRASE.sub(apart, match)


def extracts(conn: sqlite3.Connection, column: str, number: int) -> list[str]:
    """What is shown of an incident or an article, to find the words of a question in."""
    tables = ("mentions", "counts", "data_types", "attack_types")
    sql = " union ".join(f"select extract from {table} where {column} = :number and extract is not null" for table in tables)  # noqa: S608
    return [row["extract"] for row in rows(conn, f"{sql} limit 200", {"number": number})]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The words of a question worth marking in an extract: « de » is in every one."""

    stems: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, match: str) -> "Wanted":
        stems: set[str] = set()
        beginnings: set[str] = set()
        for phrase, star in PHRASE.findall(match.partition(" NOT ")[0]):
            words = [word for word in phrase.split() if len(word) > 2 or word.isdigit()]
            (beginnings if star else stems).update(words)
        return cls(stems=frozenset(stems - SMALL), beginnings=tuple(beginnings))

    def best(self, texts: Iterable[str]) -> Markup | None:
        """The text that holds the most of them, with them marked; None if none holds any."""
        found = max((self.marks(text) for text in texts), key=lambda one: one[0], default=(0, None))
        return found[1] if found[0] else None

    def marks(self, text: str) -> tuple[int, Markup]:
        """How many of the words a text holds, and the text with them marked."""
        parts: list[Markup] = []
        held: set[str] = set()
        reached = 0
        for found in WORD.finditer(text):
            stem = fold(found[0])
            if stem and (stem in self.stems or stem.startswith(self.beginnings or "\0")):
                parts += [escape(text[reached : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
                reached = found.end()
                held.add(stem)
        return len(held), Markup("").join([*parts, escape(text[reached:])])
