"""What the portal gives to machines: feeds, drawings, the checksum of the file, how browsers may search it, whom to tell of a hole in it."""

import hashlib
from asyncio import to_thread
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from xml.sax.saxutils import escape

from datasette import Response
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request

from db.connect import PUBLIC
from db.site import DATABASE, FOLDER
from db.site import feed_rows as feeds
from db.site.answers import KEPT, ask, base, once
from db.site.charts import kinds, months
from db.site.charts_time import sectors, timeline
from db.site.feeds import TYPE, Entry, atom
from db.site.filtered import SVG
from db.site.french import label
from db.site.organisation import organisation
from db.site.pages import charts_page, head, told
from db.site.rows import Row
from db.site.topics import TOPICS
from nlp.vocabulary import TERMS

Datasette = Any
DAY = "max-age=86400"
FEEDS: dict[str, tuple[str, str, Callable[[Connection], list[Entry]]]] = {
    "incidents": ("Incidents", "/", feeds.all_incidents),
    "statuts": ("Changements de statut", "/vigie/incident_articles", feeds.status_changes),
    "revisions": ("Corrections silencieuses", "/vigie/silent_edits", feeds.silent_edits),
    "victimes": ("Victimes récurrentes", "/victimes", feeds.recurring),
}
"""Feeds over the whole edition: title, page, entries."""


def feed(datasette: Datasette, request: Request, entries: list[Entry], *, title: str, page: str, head: str | None = None) -> Response:
    portal = told(datasette).get("title") or "Vigie"
    body = atom(entries, title=f"{portal} : {title}", base=base(datasette, request), path=request.path, page=page, author=portal, head=head)
    return Response(body, content_type=TYPE, headers={"Cache-Control": "max-age=300"})


async def feed_view(request: Request, datasette: Datasette) -> Response:
    name = request.url_vars["feed"]
    title, shown, question = FEEDS[name]
    chained = await once(datasette, "historique", head) if name == "incidents" else None
    return feed(datasette, request, await once(datasette, f"flux/{name}", question), title=title, page=shown, head=chained)


async def organisation_feed_view(request: Request, datasette: Datasette) -> Response:
    name = tilde_decode(request.url_vars["name"])
    facts = await ask(datasette, lambda conn: organisation(conn, name))
    if facts is None:
        raise NotFound("Aucune organisation n’a cette adresse.")
    if name != facts["slug"]:
        return Response.redirect(f"{facts['path']}.atom", status=301)
    entries = await ask(datasette, lambda conn: feeds.of_organisation(conn, facts["id"]))
    return feed(datasette, request, entries, title=facts["name"], page=facts["path"])


async def topic_feed_view(request: Request, datasette: Datasette) -> Response:
    family, code = request.url_vars["family"], request.url_vars["code"]
    field = TOPICS[family].field
    if code not in TERMS[field]:
        raise NotFound("Le vocabulaire n’a pas ce code.")
    entries = await ask(datasette, lambda conn: feeds.of_topic(conn, family, code))
    return feed(datasette, request, entries, title=label(code, field), page=f"/{family}/{code}")


async def chart_view(request: Request, datasette: Datasette) -> Response:
    facts = await once(datasette, "graphiques", charts_page)
    return Response(str(DRAWN[request.url_vars["chart"]](facts)), content_type=SVG)


DRAWN: dict[str, Callable[[Row], str]] = {
    "mois": lambda facts: months(facts["months"]),
    "donnees": lambda facts: kinds(facts["kinds"]),
    "secteurs": lambda facts: sectors(facts["sectors"]),
}
"""Charts by their address."""


async def timeline_view(request: Request, datasette: Datasette) -> Response:
    facts = await ask(datasette, lambda conn: organisation(conn, tilde_decode(request.url_vars["name"])))
    drawn = timeline(facts["own"]) if facts else ""
    if not drawn:
        raise NotFound("Aucune frise à cette adresse : elle demande une organisation touchée au moins deux fois, à des dates connues.")
    return Response(str(drawn), content_type=SVG)


async def checksum_view(datasette: Datasette) -> Response:
    """As `sha256sum -c` reads it."""
    held = KEPT.setdefault(datasette, {})
    if "sha256" not in held:
        held["sha256"] = await to_thread(digest, Path(datasette.get_database(DATABASE).path))
    return Response(f"{held['sha256']}  {PUBLIC}\n", content_type="text/plain; charset=utf-8")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def search_view(request: Request, datasette: Datasette) -> Response:
    """OpenSearch: browsers offer to search the portal from their own bar."""
    name = told(datasette).get("title") or "Vigie"
    title, own = escape(name), escape(base(datasette, request))
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(name[:16])}</ShortName><Description>{title} : incidents, organisations et articles</Description>"
        f'<Url type="text/html" template="{own}/recherche?q={{searchTerms}}"/><Language>fr</Language><InputEncoding>UTF-8</InputEncoding>'
        f'<Image type="image/svg+xml">{own}/static/vigie.svg</Image></OpenSearchDescription>\n'
    )
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8", headers={"Cache-Control": DAY})


async def security_view(request: Request, datasette: Datasette) -> Response:
    """RFC 9116."""
    contact = told(datasette).get("contact")
    if not contact:
        raise NotFound("Aucune adresse de contact n’est donnée pour ce portail.")
    where = contact if "://" in contact else f"mailto:{contact}"
    expires = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {where}", f"Expires: {expires}", "Preferred-Languages: fr, en"]
    if told(datasette).get("address"):
        lines.append(f"Canonical: {base(datasette, request)}/.well-known/security.txt")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


async def icon_view() -> Response:
    return Response((FOLDER / "static" / "vigie.svg").read_text("utf-8"), content_type="image/svg+xml", headers={"Cache-Control": DAY})


async def robots_view() -> Response:
    return Response(
        "User-agent: *\nDisallow: /vigie.csv\nDisallow: /vigie.json\nDisallow: /*?*sql=\nDisallow: /*?*_facet=\n",
        content_type="text/plain; charset=utf-8",
    )


ROUTES = [
    (rf"/(?P<feed>{'|'.join(FEEDS)})\.atom$", feed_view),
    (r"/organisation/(?P<name>[^/.]+)\.atom$", organisation_feed_view),
    (rf"/(?P<family>{'|'.join(TOPICS)})/(?P<code>[a-z0-9_]+)\.atom$", topic_feed_view),
    (rf"/graphiques/(?P<chart>{'|'.join(DRAWN)})\.svg$", chart_view),
    (r"/organisation/(?P<name>[^/.]+)\.svg$", timeline_view),
    (r"/vigie\.db\.sha256$", checksum_view),
    (r"/opensearch\.xml$", search_view),
    (r"/\.well-known/security\.txt$", security_view),
    (r"/favicon\.ico$", icon_view),
    (r"/robots\.txt$", robots_view),
]
