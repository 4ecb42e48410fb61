"""The portal's own addresses: what is asked of the edition, and the template that shows it. `.json` after an address gives the same facts."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request

from db.site import DATABASE, PRIVATE, health, pages, runs, streams
from db.site.answers import ask, base, moved, number_of, once, page
from db.site.article import article
from db.site.cite import bibtex, citation, csl
from db.site.home import home
from db.site.incident import incident
from db.site.organisation import organisation
from db.site.pages import mistake_mail
from db.site.questions import questions
from db.site.rows import successor
from db.site.search import FILTERS, KINDS, ORDERS, PAGE, called, choices_of, search
from db.site.whole import whole
from db.site.withdrawn import withdrawal

Datasette = Any
FARTHEST = 50
"""Pages of results: beyond, a question is asked more narrowly."""


async def home_view(request: Request, datasette: Datasette) -> Response:
    facts = {**await once(datasette, "accueil", home), "questions": questions()}
    return await page(datasette, request, "home.html", facts, path="/")


async def incident_view(request: Request, datasette: Datasette) -> Response:
    number, slug, ending = number_of(request.url_vars["number"]), request.url_vars["slug"], request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: incident(conn, number) or incident(conn, successor(conn, "incident", str(number)) or 0))
    if facts is None and (away := await ask(datasette, lambda conn: gone(conn, number))):
        return await withdrawn_page(datasette, request, away, ending)
    if facts is None:
        raise NotFound("Aucun incident ne porte ce numéro. Il a pu être réuni à un autre : cherchez le nom de la victime.")
    if (number, slug) != (facts["id"], facts["slug"]):
        return moved(facts["path"] + (ending or ""), request)
    if ending == ".json":
        return Response.json(facts)
    held = cited(datasette, request, facts)
    if ending == ".bib":
        return Response(bibtex(facts, **held), content_type="application/x-bibtex; charset=utf-8")
    if ending == ".csl.json":
        return Response.json(csl(facts, **held))
    mail = mistake_mail(pages.told(datasette).get("contact"), title=facts["title"], url=held["url"], number=facts["id"])
    return await page(datasette, request, "incident.html", {**facts, "cite": citation(facts, **held), "mistake": mail}, path=facts["path"])


def gone(conn: Connection, number: int) -> dict[str, Any] | None:
    """Why an incident of this number, or the one that it was joined to, is withdrawn."""
    return withdrawal(conn, "incident", number) or withdrawal(conn, "incident", successor(conn, "incident", str(number)) or 0)


async def withdrawn_page(datasette: Datasette, request: Request, away: dict[str, Any], ending: str | None) -> Response:
    """410: it was here, and is here no more."""
    answer = Response.json(away) if ending else await page(datasette, request, "withdrawn.html", away, path=away["path"])
    answer.status = 410
    return answer


def cited(datasette: Datasette, request: Request, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a citation needs beside the facts."""
    digest = datasette.get_database(DATABASE).hash or ""
    title = pages.told(datasette).get("title") or "Vigie"
    return {"portal": title, "url": base(datasette, request) + facts["path"], "edition": digest[:12], "today": datetime.now(UTC).date()}


async def organisation_view(request: Request, datasette: Datasette) -> Response:
    # Datasette has sent on what is not ASCII in its own way of writing addresses.
    name, ending = tilde_decode(request.url_vars["name"]), request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: organisation(conn, name))
    if facts is None:
        raise NotFound(
            "Aucune organisation n’a cette adresse. Cherchez-la par son nom : elle en a peut-être changé. "
            "Le pseudonyme d’une personne n’a pas de page : il se lit sur les incidents qu’il revendique."
        )
    if name != facts["slug"]:
        return moved(facts["path"] + (ending or ""), request)
    return Response.json(facts) if ending else await page(datasette, request, "organisation.html", facts, path=facts["path"])


async def article_view(request: Request, datasette: Datasette) -> Response:
    number, ending = number_of(request.url_vars["number"]), request.url_vars["ending"]
    facts = await ask(datasette, lambda conn: article(conn, number))
    if facts is None and (away := await ask(datasette, lambda conn: withdrawal(conn, "article", number))):
        return await withdrawn_page(datasette, request, away, ending)
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

    order = request.args.get("tri") if request.args.get("tri") in ORDERS else None
    facts = await ask(datasette, lambda conn: search(conn, question, chosen, kind=kind, page=at, order=order))

    def address(**changes: object) -> str:
        given = {"q": question, **chosen, "type": kind, "tri": order, "page": at, **changes}
        return "/recherche?" + urlencode({name: value for name, value in given.items() if value and (name, value) != ("page", 1)})

    if request.url_vars["ending"]:
        return Response.json({"question": question, "filters": chosen, "page": at, "per_page": PAGE, **facts}, default=str)
    context = {
        **facts,
        "question": question,
        "chosen": chosen,
        "kind": kind,
        "order": order,
        "named": [(called(name, value), address(**{name: None}, page=1)) for name, value in chosen.items()],
        "menus": await once(datasette, "recherche", choices_of),
        "without": address(**dict.fromkeys(FILTERS), type=None, page=1),
        "at": at,
        "address": address,
        "per_page": PAGE,
        "farthest": FARTHEST,
    }
    return await page(datasette, request, "search.html", context)


ROUTES = [
    (r"/$", home_view),
    (r"/incident/(?P<number>[0-9]{1,19})(?:-(?P<slug>[^/.]*))?(?P<ending>\.json|\.bib|\.csl\.json)?$", incident_view),
    (r"/organisation/(?P<name>[^/.]+)(?P<ending>\.json)?$", organisation_view),
    (r"/article/(?P<number>[0-9]{1,19})(?P<ending>\.json)?$", article_view),
    (r"/recherche(?P<ending>\.json)?$", search_view),
    *pages.ROUTES,
    *streams.ROUTES,
    *health.ROUTES,
    *runs.ROUTES,
]
"""Matched before Datasette's own."""
