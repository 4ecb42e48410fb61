"""Serve: Datasette over the public edition, in our frame, taking up a new edition without failing a request.

Each edition gets a Datasette of its own: its connections are opened before it answers, so they hold the file they began with though another take
its name, and questions under way end where they began.
"""

import asyncio
import errno
import logging
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from db.connect import PUBLIC, WORKING, read_database
from db.edition_check import AGAIN, digest_of
from db.errors import VaultError
from db.site import DATABASE, PRIVATE
from db.site.configuration import STALE, THREADS, Portal, configuration
from db.site.guard import LOOPBACK, App
from db.site.health import WATCHED, Watched

log = logging.getLogger("vigie.serve")
LOOK = 1.0
"""Seconds between two looks at the file."""
GRACE = 30.0
"""Seconds that questions to an edition replaced are given to end."""
Stamp = tuple[int, int, int]
OURS_ALONE = "Édition privée : le texte des articles y est entier, et n’est pas à nous. Elle ne répond qu’à cette machine."


def open_edition(path: Path, portal: Portal) -> Any:
    """A Datasette over one edition."""
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.plugins import pm

    digest = digest_of(path)
    if portal.private:
        read_database(path.with_name(WORKING)).close()
    if pm.get_plugin("datasette.handle_exception"):
        # Ours answers; this one would print every local variable of every page not found.
        pm.unregister(name="datasette.handle_exception")
    datasette = Datasette([], **configuration(portal))
    datasette.remove_database("_memory")
    edition = datasette.add_database(Database(datasette, str(path), is_mutable=False), name=DATABASE)
    quiet(edition)
    WATCHED[datasette] = Watched(path.parent, portal.stale_hours)
    edition.cached_hash = digest
    edition.cached_size = path.stat().st_size
    if portal.private:
        quiet(datasette.add_database(Database(datasette, str(path.with_name(WORKING)), is_mutable=True), name=PRIVATE))
    return datasette


def quiet(database: Any) -> None:
    """A reader's mistake in SQL is told to the reader (400), not to whoever started the portal."""
    loud = database.execute

    async def execute(*args: Any, **options: Any) -> Any:
        return await loud(*args, **{**options, "log_sql_errors": False})

    database.execute = execute


def stamp(path: Path) -> Stamp | None:
    """What tells one file from the next under the same name; None while there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class Latest:
    """An ASGI application: the newest edition's, watched while it runs."""

    def __init__(self, path: Path, portal: Portal, *, look: float = LOOK, grace: float = GRACE) -> None:
        self.path, self.portal, self.look, self.grace = path, portal, look, grace
        self.stamp = stamp(path)
        self.datasette = open_edition(path, portal)
        self.app: App = self.datasette.app()
        self.tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        else:
            await self.app(scope, receive, send)

    async def live(self, receive: Any, send: Any) -> None:
        """Begin watching when the server starts, end when it stops."""
        await receive()
        watching = asyncio.create_task(self.watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        for task in self.tasks:
            task.cancel()
        self.datasette.executor.shutdown(wait=False, cancel_futures=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def watch(self) -> None:
        """Look at the file; take up a new one once it can answer, else keep the old one and say why."""
        while True:
            await asyncio.sleep(self.look)
            found = stamp(self.path)
            if found is None or found == self.stamp:
                continue
            self.stamp = found
            try:
                fresh = await asyncio.to_thread(open_edition, self.path, self.portal)
                app = fresh.app()
                await warm(fresh)
            except VaultError as error:
                log.error("%s La nouvelle édition ne peut être servie ; l’ancienne reste.", error)  # noqa: TRY400 - it says all there is to say
                continue
            except Exception:
                log.exception("%s : la nouvelle édition ne peut être servie ; l’ancienne reste.", self.path)
                continue
            old, self.datasette, self.app = self.datasette, fresh, app
            task = asyncio.create_task(self.retire(old))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            log.info("%s : nouvelle édition en service.", self.path)

    async def retire(self, datasette: Any) -> None:
        """Close an edition once the questions put to it have ended."""
        await asyncio.sleep(self.grace)
        await asyncio.to_thread(datasette.executor.shutdown, wait=True)
        for database in datasette.databases.values():
            with suppress(sqlite3.Error):
                database.close()


async def warm(datasette: Any) -> None:
    """Every thread's connection opened, and the first page made, before anyone asks for it.

    If yet another edition takes the name meanwhile, some threads may hold it: the next look finds it and begins again.
    """
    await datasette.invoke_startup()
    together = threading.Barrier(THREADS)

    def begin(conn: sqlite3.Connection) -> None:
        conn.execute("select count(*) from sqlite_master").fetchone()
        together.wait(timeout=30)

    try:
        await asyncio.gather(*(datasette.get_database(DATABASE).execute_fn(begin) for _ in range(THREADS)))
    except sqlite3.Error as error:
        raise VaultError(f"L’édition publique ne peut être lue ({error}). {AGAIN}") from error
    await datasette.client.get("/vigie/incidents")  # the heaviest page of all, and the first that one opens
    answer = await datasette.client.get("/")
    if answer.status_code != 200:
        raise VaultError(f"La page d’accueil de l’édition publique répond {answer.status_code} : le fichier est abîmé. {AGAIN}")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, or an error that says what stands in the way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP's: asyncio sends without delay only on sockets that say so, and an answer in two pieces would wait 40 ms for its second.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise VaultError(
                f"Le port {port} de {host} est déjà pris par un autre programme (une autre Vigie ?). Arrêtez-le, ou donnez --port AUTRE."
            ) from error
        if error.errno == errno.EACCES:
            raise VaultError(
                f"Le port {port} demande des droits que vous n’avez pas. Donnez un port au-dessus de 1024, par exemple --port 8001."
            ) from error
        raise VaultError(f"Impossible d’écouter sur {host}, port {port} : {error}. Vérifiez --host et --port.") from error
    return sock


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    private: bool = False,
    title: str = "Vigie",
    address: str | None = None,
    licence: str = "Licence Ouverte 2.0",
    contact: str | None = None,
    published_by: str | None = None,
    hosted_by: str | None = None,
    notice: str | None = None,
    stale_hours: float = STALE,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the edition of a data folder until interrupted; `ready` is given the address once it answers. Raises VaultError."""
    if private and host not in LOOPBACK:
        raise VaultError(f"L’édition privée contient le texte des articles : elle ne s’ouvre qu’à cette machine (127.0.0.1), pas à {host}.")
    legal = {"published_by": published_by, "hosted_by": hosted_by, "contact": contact}
    missing = [f"« {name} »" for name, value in legal.items() if not (value or "").strip()]
    if missing and host not in LOOPBACK:
        raise VaultError(
            f"Un site public doit dire qui le publie, qui l’héberge et comment lui écrire : il manque {', '.join(missing)} dans vigie.toml. "
            "Écrivez-les (ou servez sur 127.0.0.1, pour vous seul)."
        )
    digest_of(folder / PUBLIC)  # a folder that is mistyped is told before a port that is taken
    sock = listen(host, port)
    try:
        portal = Portal(
            title=title,
            address=address,
            licence=licence,
            **legal,
            notice=notice or (OURS_ALONE if private else None),
            private=private,
            stale_hours=stale_hours,
        )
        app = Latest(folder / PUBLIC, portal)
        shown = f"[{host}]" if ":" in host else host
        with suppress(KeyboardInterrupt):
            server(app, f"http://{shown}:{sock.getsockname()[1]}/", ready).run(sockets=[sock])
    finally:
        sock.close()


def server(app: Latest, url: str, ready: Callable[[str], None] | None = None) -> Any:
    """An HTTP server for the portal, which says when it answers."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            # Before uvicorn begins: what cannot be served is our error to tell, not a failed start of its own.
            await warm(app.datasette)
            await super().startup(sockets=sockets)
            if ready is not None and not self.should_exit:
                ready(url)

    return Server(
        uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", server_header=False, timeout_graceful_shutdown=5)
    )
