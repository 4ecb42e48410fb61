"""What a question in SQL may cost beside its time: the size of a value, of its text, of its answer."""

import sqlite3
from collections.abc import Sequence
from typing import Any

VALUE = 2_000_000
"""Bytes of one value; the longest of the edition's own are a few thousand."""
ANSWER = 32_000_000
"""Bytes of one answer."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
TOO_BIG = "la réponse est trop grande"


class Measured:
    """Makes the rows of a connection, and stops an answer that grows past `ANSWER`."""

    def __init__(self) -> None:
        self.cursor: sqlite3.Cursor | None = None
        self.size = 0

    def __call__(self, cursor: sqlite3.Cursor, values: Sequence[Any]) -> sqlite3.Row:
        if cursor is not self.cursor:
            # Held, so that no other can take its place in memory and be taken for it.
            self.cursor, self.size = cursor, 0
        self.size += sum(len(value) for value in values if isinstance(value, str | bytes))
        if self.size > ANSWER:
            self.cursor = None
            raise sqlite3.OperationalError(TOO_BIG)
        return sqlite3.Row(cursor, tuple(values))


def limit(conn: sqlite3.Connection) -> None:
    """Set the limits of a connection that anyone may ask questions of."""
    for what, most in LIMITS.items():
        conn.setlimit(what, most)
    conn.row_factory = Measured()
