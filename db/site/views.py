"""The portal's own addresses: what is asked of the edition, and the template that shows it. `.json` after an address gives the same facts."""

import re
from collections.abc import Callable
from sqlite3 import Connection
from typing import Any, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils import sqlite_timelimit, tilde_decode
from datasette.utils.asgi import NotFound, Request

from db.site import DATABASE, FOLDER, PRIVATE
from db.site.article import article
from db.site.home import home
from db.site.incident import incident
from db.site.organisation import organisation
from db.site.questions import questions
from db.site.rows import successor
from db.site.search import FILTERS, KINDS, PAGE, search
from db.site.whole import whole

R = TypeVar("R")
Datasette = Any
LIMIT = 3000
"""Milliseconds that the queries of a page may take together."""
FARTHEST = 50
"""Pages of results: beyond, a question is asked more narrowly."""
HOMES: WeakKeyDictionary[Datasette, dict[str, Any]] = WeakKeyDictionary()
"""The home page's facts, made once for each edition: a newer one has a Datasette of its own."""
BIGGEST = 2**63 - 1


async def ask(datasette: Datasette, question: Callable[[Connection], R]) -> R:
    """Put a question to the edition, in a thread, within the time a page may take."""

    def asked(conn: Connection) -> R:
        with sqlite_timelimit(conn, LIMIT):
            return question(conn)

    answer: R = await datasette.get_database(DATABASE).execute_fn(asked)
    return answer


async def page(datasette: Datasette, request: Request, template: str, facts: dict[str, Any], *, path: str | None = None) -> Response:
    """A page of the portal."""
    context = {**facts, "canonical": path, "json_url": f"{path}.json" if path and path != "/" else None}
    return Response.html(await datasette.render_template(template, context, request=request))


def number_of(text: str) -> int:
    """The number in an address; no row has one that SQLite cannot hold."""
    number = int(text)
    if number > BIGGEST:
        raise NotFound("Ce numéro n’existe pas.")
    return number


def moved(path: str, request: Request) -> Response:
    """A permanent redirection, the question kept."""
    return Response.redirect(path + (f"?{request.query_string}" if request.query_string else ""), status=301)


async def home_view(request: Request, datasette: Datasette) -> Response:
    if datasette not in HOMES:
        HOMES[datasette] = {**await ask(datasette, home), "questions": questions()}
    return await page(datasette, request, "home.html", HOMES[datasette], path="/")


async def incident_view(request: Request, datasette: Datasette) -> Response:
    number, slug, ending = number_of(request.url_vars["number"]), request.url_vars["slug"], request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: incident(conn, number) or incident(conn, successor(conn, "incident", str(number)) or 0))
    if facts is None:
        raise NotFound("Aucun incident ne porte ce numéro. Il a pu être réuni à un autre : cherchez le nom de la victime.")
    if (number, slug) != (facts["id"], facts["slug"]):
        return moved(facts["path"] + (ending or ""), request)
    return Response.json(facts) if ending else await page(datasette, request, "incident.html", facts, path=facts["path"])


async def organisation_view(request: Request, datasette: Datasette) -> Response:
    # Datasette has sent on what is not ASCII in its own way of writing addresses.
    name, ending = tilde_decode(request.url_vars["name"]), request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: organisation(conn, name))
    if facts is None:
        raise NotFound("Aucune organisation n’a cette adresse. Cherchez-la par son nom : elle en a peut-être changé.")
    if name != facts["slug"]:
        return moved(facts["path"] + (ending or ""), request)
    return Response.json(facts) if ending else await page(datasette, request, "organisation.html", facts, path=facts["path"])


async def article_view(request: Request, datasette: Datasette) -> Response:
    number, ending = number_of(request.url_vars["number"]), request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: article(conn, number))
    if facts is None:
        raise NotFound("Aucun article ne porte ce numéro.")
    if ending:
        return Response.json(facts)
    held = await datasette.get_database(PRIVATE).execute_fn(lambda conn: whole(conn, number)) if PRIVATE in datasette.databases else None
    return await page(datasette, request, "article.html", {**facts, "whole": held}, path=facts["path"])


async def search_view(request: Request, datasette: Datasette) -> Response:
    question = (request.args.get("q") or "").strip()
    chosen = {name: value for name in FILTERS if (value := (request.args.get(name) or "").strip())}
    kind = request.args.get("type") if request.args.get("type") in KINDS else None
    asked_page = request.args.get("page") or "1"
    at = min(max(int(asked_page) if re.fullmatch(r"[0-9]{1,6}", asked_page) else 1, 1), FARTHEST)

    def asked(conn: Connection) -> dict[str, Any]:
        years = [row[0] for row in conn.execute("select distinct year from incidents where year is not null order by year desc")]
        return {**search(conn, question, chosen, kind=kind, page=at), "years": years}

    facts = await ask(datasette, asked)

    def address(**changes: object) -> str:
        given = {"q": question, **chosen, "type": kind, "page": at, **changes}
        return "/recherche?" + urlencode({name: value for name, value in given.items() if value and (name, value) != ("page", 1)})

    if request.url_vars["ending"]:
        return Response.json({"question": question, "filters": chosen, "page": at, "per_page": PAGE, **facts}, default=str)
    context = {
        **facts,
        "question": question,
        "chosen": chosen,
        "kind": kind,
        "at": at,
        "address": address,
        "per_page": PAGE,
        "farthest": FARTHEST,
    }
    return await page(datasette, request, "search.html", context)


async def icon_view() -> Response:
    return Response(
        (FOLDER / "static" / "vigie.svg").read_text("utf-8"), content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"}
    )


async def robots_view() -> Response:
    return Response(
        "User-agent: *\nDisallow: /vigie.csv\nDisallow: /vigie.json\nDisallow: /*?*sql=\n", content_type="text/plain; charset=utf-8"
    )


ROUTES = [
    (r"/$", home_view),
    (r"/incident/(?P<number>[0-9]{1,19})(?:-(?P<slug>[^/.]*))?(?P<ending>\.json)?$", incident_view),
    (r"/organisation/(?P<name>[^/.]+)(?P<ending>\.json)?$", organisation_view),
    (r"/article/(?P<number>[0-9]{1,19})(?P<ending>\.json)?$", article_view),
    (r"/recherche(?P<ending>\.json)?$", search_view),
    (r"/favicon\.ico$", icon_view),
    (r"/robots\.txt$", robots_view),
]
"""Matched before Datasette's own."""
