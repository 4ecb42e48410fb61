"""A portal that runs in a thread, on a free port of this machine."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from db.connect import open_working
from db.quality import quality
from db.register import Entry
from db.register_match import register
from db.serve import Latest, Portal, listen, server
from tests.db.kiosk import gold
from tests.db.samples import sample_public

PORTAL = Portal(title="Vigie", address="https://vigie.example", contact="veille@vigie.example")


def baked(folder: Path, edition: int = 2) -> Path:
    """The kiosk's edition, baked in `folder`, as if read by the version that was measured."""
    measured = quality()
    if edition > 1:
        sample_public(
            folder, gold(edition - 1), version=measured.version if measured else ""
        )  # what was written anew since is a correction
    db = open_working(folder)
    register(db, [entry("Mutuelle Armoria", "2024-02-15"), entry("Comptoir de nulle part", "2024-02-20")], name="registre-d-exemple")
    db.close()
    return sample_public(folder, gold(edition), version=measured.version if measured else "")


def entry(name: str, day: str) -> Entry:
    """An entry of an outside register."""
    return Entry(entry=name, name=name, date=day, status="confirmed", volumes=(), data_types=(), links=())


def copied(path: Path, folder: Path) -> Path:
    """A copy of an edition, to spoil."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(path, folder / path.name))


@contextmanager
def served(path: Path, portal: Portal = PORTAL, *, look: float = 0.05, grace: float = 0.5) -> Iterator[str]:
    """The address of a portal over an edition, while it runs."""
    sock = listen("127.0.0.1", 0)
    answers = threading.Event()
    running = server(Latest(path, portal, look=look, grace=grace), "", lambda _: answers.set())
    thread = threading.Thread(target=running.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        assert answers.wait(60), "the portal did not start"
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(30)
        sock.close()
    assert not thread.is_alive()


def one(path: Path, sql: str, *values: object) -> tuple[object, ...]:
    """The first row that a question to an edition gives."""
    conn = sqlite3.connect(path)
    try:
        row: tuple[object, ...] = conn.execute(sql, values).fetchone()
    finally:
        conn.close()
    return row


def get(url: str, *, follow: bool = False) -> httpx.Response:
    return httpx.get(url, timeout=30, follow_redirects=follow)
