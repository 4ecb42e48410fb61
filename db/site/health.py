"""For monitors: `/-/sante` says when a run last did something, and answers 503 when that is too long ago; `/-/metrics` is for Prometheus.

They look at the working database beside the edition, each time anew: an edition does not change while nothing is new.
"""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from crawler.report import LABELS
from db.connect import PUBLIC, WORKING
from db.pulse import Pulse, pulse_of
from db.site import DATABASE
from db.site.answers import ask
from db.site.french import number
from db.status import local

Datasette = Any
LASTS = 5.0
"""Seconds for which an answer stands: monitors ask at once from several places."""
OUTCOMES = ("well", "partly", "failed", "stopped")


@dataclass
class Watched:
    """What one portal looks at."""

    folder: Path
    stale_hours: float
    looked: float = float("-inf")
    found: Pulse | None = None


WATCHED: WeakKeyDictionary[Datasette, Watched] = WeakKeyDictionary()
"""By portal, so that no page tells where its files are."""


async def look(datasette: Datasette) -> tuple[Watched, Pulse | None]:
    """The pulse, not older than some seconds."""
    watched = WATCHED.get(datasette)
    if watched is None:
        raise NotFound("Il n’y a rien à cette adresse.")
    if time.monotonic() - watched.looked > LASTS:
        watched.found = await asyncio.to_thread(pulse_of, watched.folder / WORKING)
        watched.looked = time.monotonic()
    return watched, watched.found


async def health_view(request: Request, datasette: Datasette) -> Response:
    watched, beat = await look(datasette)
    facts = health(beat, watched.stale_hours, edition=datasette.get_database(DATABASE).hash or "")
    status = 200 if facts["state"] == "well" else 503
    if request.url_vars["ending"] or "application/json" in request.headers.get("accept", ""):
        return Response.json(facts, status=status, headers=UNKEPT)
    return Response.text("\n".join(told(facts)) + "\n", status=status, headers=UNKEPT)


UNKEPT = {"Cache-Control": "no-store", "Vary": "Accept"}


def health(beat: Pulse | None, stale_hours: float, *, edition: str) -> dict[str, Any]:
    """What a monitor wants to know. `state`: `well`, `stale`, `never` (no run did anything yet), `unknown` (no working database is seen here)."""
    age = beat.age() if beat else None
    state = "unknown" if beat is None else "never" if age is None else "stale" if age > stale_hours else "well"
    last = {"run": beat.run, "started": beat.started, "finished": beat.finished, "outcome": beat.outcome} if beat and beat.run else None
    return {
        "state": state,
        "age_hours": None if age is None else round(age, 2),
        "stale_hours": stale_hours,
        "last_good": beat.good if beat else None,
        "last_run": last,
        "sources": len(beat.sources) if beat else 0,
        "ill_sources": [{"site": one.site, "state": one.status, "last_success": one.last_success} for one in (beat.ill if beat else ())],
        "edition": edition,
    }


STATES = {
    "well": "bien",
    "stale": "MAL : plus aucun passage n’aboutit",
    "never": "MAL : aucun passage n’a encore abouti",
    "unknown": "INCONNU : la base de travail n’est pas lisible d’ici",
}


def told(facts: dict[str, Any]) -> Iterator[str]:
    """The same for a person."""
    yield f"état : {STATES[facts['state']]}"
    if facts["last_good"]:
        yield f"dernier passage abouti : {local(facts['last_good'])}, il y a {number(round(facts['age_hours'], 1))} h (alerte au-delà de {facts['stale_hours']:g} h)"
    yield f"sources : {facts['sources']}, dont {len(facts['ill_sources'])} en mauvais état"
    for one in facts["ill_sources"]:
        yield f"  {one['site']} : {LABELS.get(one['state'], one['state'])}, dernier succès : {local(one['last_success']) or 'jamais'}"
    yield f"édition : {facts['edition'][:12]}"


async def metrics_view(request: Request, datasette: Datasette) -> Response:  # noqa: ARG001 - a route's own signature
    watched, beat = await look(datasette)
    held = await ask(datasette, counts)
    lines = [*measures(beat), *files(watched.folder), *held]
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def counts(conn: sqlite3.Connection) -> list[str]:
    """What the edition holds."""
    lines: list[str] = []
    for table in ("articles", "incidents", "organisations"):
        held = conn.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - names of ours
        lines += gauge(f"vigie_edition_{table}", f"Rows of {table} in the public edition", ({}, held))
    digest = conn.execute("select value from edition where name = 'content_sha256'").fetchone()[0]
    return [*lines, *gauge("vigie_edition_info", "The edition that is served", ({"digest": digest}, 1))]


def measures(beat: Pulse | None) -> Iterator[str]:
    """The runs and the sources."""
    yield from gauge("vigie_database_readable", "Whether the working database can be read from here", ({}, int(beat is not None)))
    if beat is None:
        return
    if beat.good:
        yield from gauge("vigie_last_good_run_timestamp_seconds", "When a run last ended well or in part", ({}, seconds(beat.good)))
    if beat.started:
        yield from gauge("vigie_last_run_start_timestamp_seconds", "When the last run began", ({}, seconds(beat.started)))
    if beat.started and beat.finished:
        took = seconds(beat.finished) - seconds(beat.started)
        yield from gauge("vigie_last_run_duration_seconds", "How long the last run took", ({}, took))
    ended = [({"outcome": one}, int(one == beat.outcome)) for one in OUTCOMES]
    yield from gauge("vigie_last_run_outcome", "How the last run ended; all 0: it has not", *ended)
    yield from gauge(
        "vigie_source_well",
        "Whether a source was well when it was last asked",
        *(({"site": one.site}, int(one.well)) for one in beat.sources),
    )
    successes = [({"site": one.site}, seconds(one.last_success)) for one in beat.sources if one.last_success]
    yield from gauge("vigie_source_last_success_timestamp_seconds", "When a source last gave what it should", *successes)
    yield from gauge("vigie_fetch_failures", "Addresses that wait to be asked for again", ({}, beat.failures))


def files(folder: Path) -> Iterator[str]:
    """Sizes and room."""
    sizes = [({"file": name}, path.stat().st_size) for name in (WORKING, f"{WORKING}-wal", PUBLIC) if (path := folder / name).exists()]
    yield from gauge("vigie_file_bytes", "Size of a file of the data folder", *sizes)
    yield from gauge("vigie_disk_free_bytes", "Room left where the data are", ({}, shutil.disk_usage(folder).free))


def gauge(name: str, words: str, *samples: tuple[dict[str, str], float]) -> Iterator[str]:
    """One measure in Prometheus' text format."""
    if not samples:
        return
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        shown = ",".join(f'{key}="{escaped(held)}"' for key, held in labels.items())
        yield f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def seconds(moment: str) -> float:
    """A moment as Prometheus counts it."""
    return datetime.fromisoformat(moment).timestamp()


ROUTES = [
    (r"/-/sante(?P<ending>\.json)?$", health_view),
    (r"/-/metrics$", metrics_view),
]
