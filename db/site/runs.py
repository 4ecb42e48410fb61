"""The report of each run as a page: `/passages`, in the private edition only, for reasons quote what only the operator need know."""

import sqlite3
from json import loads
from typing import Any

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from crawler.report import LABELS
from db.site import PRIVATE
from db.site.answers import number_of, page
from db.site.rows import Row, first, rows
from db.status import local

Datasette = Any
LISTED = 100
OUTCOMES = {"well": "bien", "partly": "en partie", "failed": "en échec", "stopped": "arrêté", None: "en cours, ou interrompu"}
WHOLE = """select id, command, started, finished, status, report,
  cast(round((julianday(finished) - julianday(started)) * 86400) as integer) as seconds from runs"""


async def runs_view(request: Request, datasette: Datasette) -> Response:
    found = await asked(datasette, lambda conn: [told(row) for row in rows(conn, f"{WHOLE} order by id desc limit ?", [LISTED])])
    facts = {"runs": found, "listed": LISTED}
    return Response.json(facts) if request.url_vars["ending"] else await page(datasette, request, "runs.html", facts, path="/passages")


async def run_view(request: Request, datasette: Datasette) -> Response:
    wanted = number_of(request.url_vars["number"])
    facts = await asked(datasette, lambda conn: one_run(conn, wanted))
    if facts is None:
        raise NotFound("Aucun passage ne porte ce numéro.")
    if request.url_vars["ending"]:
        return Response.json(facts)
    return await page(datasette, request, "run.html", facts, path=f"/passages/{wanted}")


async def asked(datasette: Datasette, question: Any) -> Any:
    """An answer of the working database, where it is shown at all."""
    if PRIVATE not in datasette.databases:
        raise NotFound("Il n’y a rien à cette adresse.")
    return await datasette.get_database(PRIVATE).execute_fn(question)


def one_run(conn: sqlite3.Connection, wanted: int) -> Row | None:
    """A run with what each source gave."""
    row = first(conn, f"{WHOLE} where id = ?", [wanted])
    if row is None:
        return None
    sources = rows(
        conn,
        """select site, status, reason, requests, new, changed, same, left, seconds, failures, refused
        from source_runs where run = ? order by status in ('ok', 'nothing_new'), site""",
        [wanted],
    )
    for one in sources:
        one |= {"failures": loads(one["failures"]), "refused": loads(one["refused"]), "label": LABELS.get(one["status"], one["status"])}
    return {**told(row), "sources": sources}


def told(row: Row) -> Row:
    """A run's row with its outcome and moments in words, and its report read."""
    report = loads(row["report"]) if row["report"] else {}
    return {
        **row,
        "report": report,
        "began": local(row["started"]),
        "ended": local(row["finished"]),
        "outcome": OUTCOMES.get(row["status"], row["status"]),
    }


ROUTES = [
    (r"/passages(?P<ending>\.json)?$", runs_view),
    (r"/passages/(?P<number>[0-9]{1,19})(?P<ending>\.json)?$", run_view),
]
