"""Write what differs, and nothing else: what is held, against what is wanted. Inside the caller's transaction."""

from collections.abc import Set as AbstractSet
from typing import Any

from sqlite_utils import Database

from db.rows import Row
from db.store import insert


def write_set(db: Database, table: str, columns: tuple[str, ...], wanted: AbstractSet[tuple[Any, ...]], *, among: str = "") -> None:
    """Make a table hold exactly these rows, writing only the differences; `among`: the condition of the rows that are looked at, if not all."""
    names = ", ".join(columns)
    held = {tuple(row): number for number, *row in db.conn.execute(f"select id, {names} from {table} {'where ' + among if among else ''}")}  # noqa: S608 - names of ours
    sql = f"delete from {table} where id = ?"  # noqa: S608 - names of ours
    db.conn.executemany(sql, [[number] for row, number in held.items() if row not in wanted])
    insert(db, table, [dict(zip(columns, row, strict=True)) for row in sorted(wanted - held.keys(), key=repr)])


def differs(held: Row, wanted: Row) -> bool:
    return any(held[name] != value for name, value in wanted.items())
