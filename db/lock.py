"""One writer at a time: a file lock in the data folder, that dies with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from db.errors import VaultError

LOCK = "vigie.lock"
HELD = 3
"""Exit status of a command that finds the lock taken."""


class Locked(Exception):  # noqa: N818 - read as a sentence
    """Another Vigie is writing into the folder."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises `Locked` at once if another process does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VaultError(f"Le dossier {folder} ne peut être créé ({error.strerror}). Donnez-en un autre par --data.") from error
    path = folder / LOCK
    note = folder / f"{LOCK}.pid"
    try:
        with FileLock(path, timeout=0):
            note.write_text(f"{os.getpid()}\n", "utf-8")
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout as error:
        raise Locked(
            f"Une autre Vigie écrit déjà dans {folder}{holder(note)}. Attendez qu’elle ait fini, ou arrêtez-la, puis recommencez."
        ) from error


def is_held(folder: Path) -> bool:
    """Whether somebody writes into the folder; it is left free for whoever comes the next moment."""
    try:
        FileLock(folder / LOCK, timeout=0).acquire().lock.release()
    except Timeout:
        return True
    return False


def holder(note: Path) -> str:
    """The process that holds the lock, if it said so."""
    try:
        number = note.read_text("utf-8").strip()
    except OSError:
        return ""
    return f" (processus {number})" if number.isdigit() else ""
