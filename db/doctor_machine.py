"""What the doctor says of the machine: room, rights, and what its SQLite can do."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.french import figure

LEAST_SQLITE = (3, 37, 0)
"""Strict tables."""
ROOM = 500_000_000
"""Bytes that a disk should have left, beside the room for one more copy of each file."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing looked at."""

    name: str
    well: bool
    words: str
    remedy: str = ""


def disk(folder: Path) -> Iterator[Line]:
    """Room, and the right to write."""
    there = next(path for path in (folder, *folder.resolve().parents) if path.is_dir())
    free = shutil.disk_usage(there).free
    held = sum(path.stat().st_size for path in folder.glob("*.db*")) if folder.is_dir() else 0
    wanted = ROOM + held
    yield Line(
        name="disque",
        well=free >= wanted,
        words=f"{megabytes(free)} libres dans {there} ; les données en prennent {megabytes(held)}",
        remedy=f"Libérez de la place : il en faut {megabytes(wanted)} pour publier, sauvegarder et mettre à jour sans souci.",
    )
    files = [folder, *(path for path in folder.glob("*.db") if path.is_file())] if folder.is_dir() else [there]
    closed = [str(path) for path in files if not os.access(path, os.W_OK)]
    yield Line(
        name="droits",
        well=not closed,
        words=f"lecture seule : {', '.join(closed)}" if closed else "écriture permise",
        remedy="Lancez Vigie sous le compte qui possède ces fichiers, ou rendez-les-lui (chown).",
    )


def sqlite_itself() -> Line:
    """Whether this SQLite does what we ask of it."""
    missing = [name for name, sql in FEATURES.items() if not can(sql)]
    old = sqlite3.sqlite_version_info < LEAST_SQLITE
    words = f"SQLite {sqlite3.sqlite_version}" + (f", sans {', '.join(missing)}" if missing else ", FTS5, JSON et tables strictes")
    remedy = f"Il faut SQLite {'.'.join(map(str, LEAST_SQLITE))} ou plus, avec FTS5 et JSON : prenez un Python plus récent."
    return Line(name="sqlite", well=not (missing or old), words=words, remedy=remedy)


FEATURES = {
    "FTS5": "create virtual table f using fts5 (w, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2')",
    "JSON": "select * from json_each('[1]')",
    "les tables strictes": "create table s (a text) strict",
    "« returning »": "create table r (a); insert into r values (1) returning a",
}


def can(sql: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as conn:
        try:
            for one in sql.split(";"):
                conn.execute(one).fetchall()
        except sqlite3.Error:
            return False
    return True


def megabytes(size: int) -> str:
    """A size as a person says it."""
    if size >= 10**9:
        return f"{size / 10**9:.1f} Go".replace(".", ",")
    return f"{figure(round(size / 10**6))} Mo" if size >= 10**6 else f"{figure(round(size / 1000))} ko"
