"""How fast the portal answers, on a made database: each page against what SQLite and Datasette alone take for it, in the same run.

    python -m benchmarks.portal                        # 200,000 articles, 60,000 incidents, 25,000 organisations
    python -m benchmarks.portal --articles 20000 --folder /tmp/made

Printed for each page: median and 95th percentile with one client and with eight, and the bound: 3 × (its queries in bare SQLite + bare Datasette's
answer for one row), to be compared with the 95th percentile of one client. And what publication took.
"""

import argparse
import asyncio
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from benchmarks.publish import measured
from db.connect import PUBLIC
from db.serve import open_edition, warm
from db.site import DATABASE
from db.site.configuration import THREADS, Portal

SERVE = "import sys; from pathlib import Path; from db.serve import serve; serve(Path(sys.argv[1]), port=0, ready=lambda url: print(url, flush=True))"
BARE = """import socket, sys, uvicorn
from datasette.app import Datasette
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
sock.bind(("127.0.0.1", 0)); sock.listen(128)
print(f"http://127.0.0.1:{sock.getsockname()[1]}/", flush=True)
uvicorn.Server(uvicorn.Config(Datasette(immutables=[sys.argv[1]]).app(), log_level="warning", access_log=False)).run(sockets=[sock])"""
AIM, AIM_FACETS = 60, 250
"""Milliseconds wished for on a quiet machine."""
COUNT = count(100)
ROUND = 5
"""How often the queries of a page are timed alone."""


def addresses(edition: Path) -> dict[str, list[str]]:
    """Pages of each sort: many of each, so that none is answered from what the last one left in memory."""
    conn = sqlite3.connect(edition)
    random = Random(6)

    def some(sql: str) -> list[Any]:
        found = [row[0] for row in conn.execute(sql)]
        return random.sample(found, min(40, len(found)))

    incidents = some("select id || '-' || slug from incidents")
    organisations = some("select slug from organisations where incidents > 0")
    names = [name.split()[0] for name in some("select name from organisations")]
    years = some("select distinct year from incidents")
    conn.close()
    return {
        "accueil": ["/"],
        "incident": [f"/incident/{one}" for one in incidents],
        "organisation": [f"/organisation/{one}" for one in organisations],
        "recherche, un nom": [f"/recherche?q={one}" for one in names],
        "recherche, mot courant": ["/recherche?q=donn%C3%A9es", "/recherche?q=s%C3%A9curit%C3%A9+client", "/recherche?q=h%C3%B4pital"],
        "recherche, filtre": [f"/recherche?secteur=health&annee={one}" for one in years],
        "facettes, tout": ["/vigie/incidents"],
        "facettes, filtre": [f"/vigie/incidents?year={one}" for one in years],
        "flux": ["/incidents.atom", "/secteurs/health.atom", "/donnees/email.atom"],
    }


def asked_of_sqlite(edition: Path, pages: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """The SQL that each address puts to the edition once it is warm, as SQLite saw it."""
    seen: list[str] = []

    async def trace() -> dict[str, dict[str, list[str]]]:
        datasette = open_edition(edition, Portal())
        await warm(datasette)
        together = threading.Barrier(THREADS)

        def watch(conn: sqlite3.Connection) -> None:
            conn.set_trace_callback(seen.append)
            together.wait(30)

        await asyncio.gather(*(datasette.get_database(DATABASE).execute_fn(watch) for _ in range(THREADS)))
        found: dict[str, dict[str, list[str]]] = {}
        for name, paths in pages.items():
            for path in paths:
                await datasette.client.get(path)  # what is made once for an edition is made
                seen.clear()
                await datasette.client.get(f"{path}{'&' if '?' in path else '?'}_ttl=1")
                found.setdefault(name, {})[path] = [sql for sql in seen if not sql.startswith("--")]
        return found

    return asyncio.run(trace())


def bare_sqlite(edition: Path, asked: dict[str, list[str]]) -> float:
    """The 95th percentile of what SQLite alone takes for the queries of these pages, in milliseconds."""
    conn = sqlite3.connect(f"{edition.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    times = []
    for _ in range(ROUND):
        for queries in asked.values():
            started = time.perf_counter()
            for sql in queries:
                conn.execute(sql).fetchall()
            times.append((time.perf_counter() - started) * 1000)
    conn.close()
    return p95(times)


@contextmanager
def running(code: str, argument: Path) -> Iterator[str]:
    """A server in a process of its own; its address."""
    process = subprocess.Popen([sys.executable, "-c", code, str(argument)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


def timed(address: str, paths: Sequence[str], *, clients: int, requests: int, fresh: bool = True) -> list[float]:
    """Milliseconds of each answer; `fresh`: none may come from what the portal kept of the last."""
    host = urlsplit(address).netloc
    times: list[float] = []

    def ask(number: int) -> None:
        connection = HTTPConnection(host, timeout=120)
        for path in islice(cycle(paths), number, number + requests // clients):
            if fresh:
                path += f"{'&' if '?' in path else '?'}_ttl={next(COUNT)}"  # noqa: PLW2901 - Datasette's own word, which changes no answer
            started = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000, help="size of the made database (200,000)")
    parser.add_argument("--requests", type=int, default=120, help="requests to each page (120)")
    parser.add_argument("--folder", type=Path, help="where it is made and kept; none: a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        if not (folder / PUBLIC).exists():
            cost = measured(folder, given.articles)
            print(f"publication: {cost.seconds:.0f} s (aim: 180), {cost.cpu:.0f} s of CPU, {cost.memory:.0f} MB of memory (aim: 1024)")
        report(folder / PUBLIC, requests=given.requests)


def report(edition: Path, *, requests: int) -> None:
    conn = sqlite3.connect(edition)
    counts = [conn.execute(f"select count(*) from {table}").fetchone()[0] for table in ("articles", "incidents", "organisations")]
    conn.close()
    print(f"{counts[0]:,} articles, {counts[1]:,} incidents, {counts[2]:,} organisations; {edition.stat().st_size / 1e6:.0f} MB")
    pages = addresses(edition)
    asked = asked_of_sqlite(edition, pages)
    with running(BARE, edition) as address:
        row = f"/{edition.stem}/edition/1"
        timed(address, [row], clients=1, requests=10)
        datasette = p95(timed(address, [row], clients=1, requests=requests))
    print(f"bare Datasette, one row: p95 {datasette:.1f} ms\n")
    print(f"{'page':24} {'1 client':>16} {'8 clients':>16} {'SQLite':>8} {'bound':>8}   (median / p95, ms)")
    with running(SERVE, edition.parent) as address:
        for name, paths in pages.items():
            timed(address, paths, clients=1, requests=len(paths))
            one, eight = (timed(address, paths, clients=clients, requests=requests) for clients in (1, 8))
            sqlite = bare_sqlite(edition, asked[name])
            bound = 3 * (sqlite + datasette)
            aim = AIM_FACETS if name == "facettes, tout" else AIM
            verdict = "" if p95(one) <= bound else "  over its bound"
            verdict += "" if p95(one) <= aim else f"  over the {aim} ms wished for"
            print(f"{name:24} {figures(one)} {figures(eight)} {sqlite:8.1f} {bound:8.1f}{verdict}")
        kept = [timed(address, ["/vigie/incidents"], clients=clients, requests=requests, fresh=False) for clients in (1, 8)]
        print(f"{'facettes, gardées':24} {figures(kept[0])} {figures(kept[1])}")


def figures(times: Sequence[float]) -> str:
    return f"{statistics.median(times):7.1f} / {p95(times):6.1f}"


if __name__ == "__main__":
    main()
