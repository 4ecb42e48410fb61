"""The pages that look over the whole edition, and those that say what it is: what is asked, and the template that shows it."""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from db.site.answers import ask, base, once, page
from db.site.dictionary import table_label
from db.site.home import months
from db.site.overviews import attackers, kinds, sectors, suppliers, victims
from db.site.questions import questions
from db.site.reliability import reliability
from db.site.rows import Row, rows
from db.site.sources import sources
from db.site.topics import TOPICS, topic
from nlp.vocabulary import MAPPINGS, TERMS

Datasette = Any


def told(datasette: Datasette) -> dict[str, Any]:
    """What the portal says of itself."""
    held: dict[str, Any] = datasette.plugin_config("vigie") or {}
    return held


def charts_page(conn: Connection) -> Row:
    """Everything that is drawn of the whole edition."""
    return {"months": months(conn, last=60), "kinds": kinds(conn), "sectors": sectors(conn)}


def quality_page(conn: Connection) -> Row:
    return {"reliability": reliability(conn)}


def method_page(conn: Connection) -> Row:
    """The vocabulary, field by field, with the names of other lists; and what it was counted on."""
    held = rows(conn, "select (select count(*) from articles) as articles, (select count(*) from incidents) as incidents")[0]
    fields = [
        {"field": field, "terms": [{"code": code, "name": term.fr, "term": term} for code, term in terms.items()],
         "lists": [name for name in MAPPINGS if any(name in term.mappings for term in terms.values())]}
        for field, terms in TERMS.items()
    ]  # fmt: skip
    chain = rows(conn, "select count(*) as rows, max(time) as time from history")[0]
    return {**held, "fields": fields, "chain": {**chain, "head": head(conn)}}


def head(conn: Connection) -> str | None:
    """The last hash of the chain of history; None while nothing that was published has changed."""
    held = conn.execute("select value from edition where name = 'history_head'").fetchone()
    return held[0] or None if held else None


def export_page(conn: Connection) -> Row:
    """Tables to take away, with their number of lines; the edition's own fingerprint."""
    about = {row["name"]: row["value"] for row in rows(conn, "select name, value from edition")}
    tables = [
        {"name": name, "label": table_label(name), "count": conn.execute(f"select count(*) from [{name}]").fetchone()[0]}
        for name in ("incidents", "organisations", "articles", "data_types", "counts", "attack_types", "mentions", "incident_articles", "sources", "coverage",
                     "vocabulary")
    ]  # fmt: skip
    return {"about": about, "tables": tables}


OVERVIEWS: Mapping[str, tuple[str, Callable[[Connection], Row]]] = {
    "victimes": ("victims.html", victims),
    "fournisseurs": ("suppliers.html", suppliers),
    "attaquants": ("attackers.html", attackers),
    "donnees": ("kinds.html", kinds),
    "secteurs": ("sectors.html", sectors),
    "sources": ("sources.html", sources),
    "graphiques": ("charts.html", charts_page),
    "qualite": ("quality.html", quality_page),
    "methode": ("method.html", method_page),
    "exporter": ("export.html", export_page),
}
"""Addresses, with their template and what is asked once for each edition."""
UNTOLD = {"methode"}
"""Without JSON: the vocabulary is a table."""


async def overview_view(request: Request, datasette: Datasette) -> Response:
    name, ending = request.url_vars["page"], request.url_vars["ending"]
    template, question = OVERVIEWS[name]
    facts = await once(datasette, name, question)
    if ending:
        if name in UNTOLD:
            raise NotFound("Cette page n’a pas de JSON : le vocabulaire est une table de la base.")
        return Response.json(facts)
    path = None if name in UNTOLD else f"/{name}"
    return await page(datasette, request, template, {**facts, "questions": questions(), "base": base(datasette, request)}, path=path)


async def topic_view(request: Request, datasette: Datasette) -> Response:
    family, code, ending = request.url_vars["family"], request.url_vars["code"], request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: topic(conn, family, code))
    if facts is None:
        raise NotFound(f"Le vocabulaire n’a pas ce code. La page « {TOPICS[family].plural} » les montre tous.")
    return Response.json(facts) if ending else await page(datasette, request, "topic.html", facts, path=facts["path"])


async def legal_view(request: Request, datasette: Datasette) -> Response:
    return await page(datasette, request, "legal.html", {"base": base(datasette, request)})


def mistake_mail(contact: str | None, *, title: str, url: str, number: int) -> str | None:
    """A prepared message about an incident; a contact that is a page is that page; none if nobody is named.

    >>> mistake_mail("veille@exemple.fr", title="A & B", url="https://v.example/incident/1", number=1)[:62]
    'mailto:veille@exemple.fr?subject=Vigie%20%3A%20erreur%20dans%2'
    """
    if not contact:
        return None
    if "@" not in contact or "/" in contact:
        return contact
    body = f"""Bonjour,

Dans l’incident n° {number}, « {title} » ({url}),

- ce qui est faux :
- ce qu’il faudrait lire :
- ce qui le prouve (article, communiqué, adresse) :

"""
    subject = f"Vigie : erreur dans l’incident {number}"
    return f"mailto:{contact}?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"


PAGES = "|".join(OVERVIEWS)
ROUTES = [
    (rf"/(?P<page>{PAGES})(?P<ending>\.json)?$", overview_view),
    (rf"/(?P<family>{'|'.join(TOPICS)})/(?P<code>[a-z0-9_]+)(?P<ending>\.json)?$", topic_view),
    (r"/mentions-legales$", legal_view),
]
