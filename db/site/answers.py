"""How the portal's own pages are answered: asked of the edition within the time a page may take, shown by a template."""

from collections.abc import Callable
from sqlite3 import Connection
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request

from db.site import DATABASE

R = TypeVar("R")
Datasette = Any
LIMIT = 3000
"""Milliseconds that the queries of a page may take together."""
OVERVIEW = 30_000
"""Those of a page that is made once for each edition."""
KEPT: WeakKeyDictionary[Datasette, dict[str, Any]] = WeakKeyDictionary()
"""What was made once for an edition: a newer one has a Datasette of its own."""
BIGGEST = 2**63 - 1


async def ask(datasette: Datasette, question: Callable[[Connection], R], *, limit: int = LIMIT) -> R:
    """Put a question to the edition, in a thread, within the time a page may take."""

    def asked(conn: Connection) -> R:
        with sqlite_timelimit(conn, limit):
            return question(conn)

    answer: R = await datasette.get_database(DATABASE).execute_fn(asked)
    return answer


async def once(datasette: Datasette, name: str, question: Callable[[Connection], R]) -> R:
    """The answer to a question about the whole edition, asked once: an edition never changes."""
    held = KEPT.setdefault(datasette, {})
    if name not in held:
        held[name] = await ask(datasette, question, limit=OVERVIEW)
    answer: R = held[name]
    return answer


async def page(datasette: Datasette, request: Request, template: str, facts: dict[str, Any], *, path: str | None = None) -> Response:
    """A page of the portal. `path`: its address, if the same facts are to be had there with `.json`."""
    context = {**facts, "canonical": path, "json_url": f"{path}.json" if path and path != "/" else None}
    return Response.html(await datasette.render_template(template, context, request=request))


def base(datasette: Datasette, request: Request) -> str:
    """How absolute addresses begin: as the settings say, else as the page was asked for."""
    own: str | None = (datasette.plugin_config("vigie") or {}).get("address")
    return own.rstrip("/") if own else f"{request.scheme}://{request.host}"


def number_of(text: str) -> int:
    """The number in an address; no row has one that SQLite cannot hold."""
    number = int(text)
    if number > BIGGEST:
        raise NotFound("Ce numéro n’existe pas.")
    return number


def moved(path: str, request: Request) -> Response:
    """A permanent redirection, the question kept."""
    return Response.redirect(path + (f"?{request.query_string}" if request.query_string else ""), status=301)
