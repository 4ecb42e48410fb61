"""Copy a database while others write into it: SQLite's own backup, into a file that takes its name only once it is whole."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from db.errors import VaultError, explained

BACKUPS = "backups"
"""Folder, within that of the data, of the copies made before a migration."""


def copy_database(conn: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of what `conn` has open, one file without journals, found whole. Raises VaultError; no half copy stays."""
    fresh = target.with_name(f".{target.name}.fresh")
    remove(fresh)
    try:
        with explained(target):
            fresh.touch(mode=0o600)  # the press's texts are nobody else's to read
            with closing(sqlite3.connect(fresh)) as copy:
                conn.backup(copy)
                copy.execute("pragma journal_mode = delete").fetchall()
                faults = faults_of(copy)
            if faults:
                raise VaultError(f"La copie n’est pas saine ({faults}) : la base l’est-elle ? « vigie doctor » le dit. Rien n’est gardé.")
            settle(fresh, target)
    finally:
        remove(fresh)


def faults_of(conn: sqlite3.Connection) -> str:
    """What is wrong with a database's pages or references; empty: nothing."""
    said = [words for (words,) in conn.execute("pragma integrity_check(3)")]
    if said != ["ok"]:
        return " ; ".join(" ".join(words.split()) for words in said)
    broken = conn.execute("pragma foreign_key_check").fetchone()
    return f"la table {broken[0]} renvoie à une ligne absente de {broken[2]}" if broken else ""


def guard_copy(conn: sqlite3.Connection, path: Path, *, before: str) -> Path:
    """Keep a database as it is before a migration; where it is kept."""
    folder = path.parent / BACKUPS
    with explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-before-{before.split('_', maxsplit=1)[0]}-{stamp()}.db"
    copy_database(conn, target)
    return target


def stamp() -> str:
    """The moment, fit for a file's name; no two alike."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3] + "Z"


def settle(fresh: Path, target: Path) -> None:
    """Have the disk keep a file, then give it its name."""
    sync(fresh)
    fresh.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Have the disk keep a file, or a folder's list of files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Delete a file and its journals, if they are there."""
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()
