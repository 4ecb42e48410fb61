"""What must hold of a data folder whatever happened to the run that worked there, looked at in a copy of its files as they lie."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from db.connect import PUBLIC, WORKING
from db.dump import dump
from db.edition_check import digest_of

FILES = (WORKING, f"{WORKING}-wal")
"""Without `-shm`: it is in memory, and no crash of the machine leaves it."""


KEYS = {"alerts": "watch, key", "outbox": "uid"}
"""What each alert and each message has once, where there are any."""


class Broken(AssertionError):  # noqa: N818 - read as a sentence
    """Something that must hold does not."""


@dataclass(frozen=True)
class State:
    """What is kept, to be found again later."""

    articles: frozenset[tuple[str, str]] = frozenset()
    """Addresses with the hash of their text."""
    readings: frozenset[int] = frozenset()
    incidents: int = 0
    history: tuple[str, ...] = ()
    """The chain's hashes, in order."""
    published: bool = False

    @property
    def stage(self) -> str:
        """How far the run had come."""
        if not self.articles:
            return "before the first article"
        if not self.readings:
            return "while collecting"
        if not self.incidents:
            return "while reading"
        return "once published" if self.published else "while linking or publishing"


NOTHING = State()


def whole(data: Path, before: State = NOTHING, *, lost: bool = False) -> State:
    """Check a folder: integrity, foreign keys, the chain of history, no alert twice, nothing of `before` lost (unless it may be). Raises Broken."""
    if not (data / WORKING).exists():
        check(lost or not before.articles, "the working database is gone")
        return State()
    with TemporaryDirectory() as folder:
        for name in FILES:
            if (data / name).exists():
                shutil.copyfile(data / name, Path(folder) / name)
        conn = sqlite3.connect(Path(folder) / WORKING)
        try:
            now = looked_at(conn, published=edition(data))
        finally:
            conn.close()
    if not lost:
        check(before.articles <= now.articles, f"{len(before.articles - now.articles)} articles are lost")
        check(before.readings <= now.readings, f"{len(before.readings - now.readings)} readings are lost")
        check(now.history[: len(before.history)] == before.history, "history was rewritten")
    return now


def looked_at(conn: sqlite3.Connection, *, published: bool) -> State:
    """What a database holds, once it is found whole."""
    check(conn.execute("pragma integrity_check").fetchall() == [("ok",)], "integrity_check finds damage")
    check(conn.execute("pragma foreign_key_check").fetchall() == [], "foreign_key_check finds rows that lead nowhere")
    tables = {name for (name,) in conn.execute("select name from sqlite_master where type = 'table'")}
    if not {"articles", "readings", "incidents"} <= tables:
        return State()
    for table, key in KEYS.items():
        if table in tables:
            twice = conn.execute(f"select {key} from {table} group by {key} having count(*) > 1").fetchone()
            check(twice is None, f"{table} holds a key twice: {twice}")
    halves = """select count(*) from articles a join readings r on r.article = a.id where r.about = 'incident'
      and not exists (select 1 from reading_parts p where p.article = a.id)"""
    check(conn.execute(halves).fetchone() == (0,), "half a reading was saved")
    return State(
        articles=frozenset(conn.execute("select url, text_sha256 from articles").fetchall()),
        readings=frozenset(number for (number,) in conn.execute("select article from readings")),
        incidents=conn.execute("select count(*) from incidents").fetchone()[0],
        history=chain(conn) if "history" in tables else (),
        published=published,
    )


def chain(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The hashes of history, once the chain is found whole."""
    if "hash" not in {name for _, name, *_ in conn.execute("pragma table_info(history)")}:
        return ()
    from db.history import verify

    found = verify(conn)
    check(not found.faults, "; ".join(found.faults))
    return tuple(one for (one,) in conn.execute("select hash from history order by id"))


def edition(data: Path) -> bool:
    """Whether there is a public edition; it is whole then."""
    if not (data / PUBLIC).exists():
        return False
    digest_of(data / PUBLIC)
    return True


def content(data: Path) -> list[str]:
    """`vigie dump` of a folder."""
    from db.connect import read_database

    db = read_database(data / WORKING)
    try:
        return list(dump(db))
    finally:
        db.close()


def check(holds: bool, words: str) -> None:
    if not holds:
        raise Broken(words)
