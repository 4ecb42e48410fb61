"""`vigie_fts(question)`: what a person types, as a question for the full-text tables; for whoever writes SQL. And what a question may cost."""

from sqlite3 import Connection

from datasette import hookimpl

from db.fold import fold, fts_query
from db.site import DATABASE
from db.site.limits import limit


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection, database: str) -> None:
    conn.create_function("vigie_fold", 1, lambda text: fold(str(text or "")), deterministic=True)
    conn.create_function("vigie_fts", 1, lambda text: fts_query(str(text or "")), deterministic=True)
    if database == DATABASE:
        limit(conn)
