"""`vigie_fts(question)`: what a person types, as a question for the full-text tables; for whoever writes SQL."""

from sqlite3 import Connection

from datasette import hookimpl

from db.fold import fold, fts_query


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection) -> None:
    conn.create_function("vigie_fold", 1, lambda text: fold(str(text or "")), deterministic=True)
    conn.create_function("vigie_fts", 1, lambda text: fts_query(str(text or "")), deterministic=True)
