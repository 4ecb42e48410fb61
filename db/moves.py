"""Moves: addresses that led to a record and now lead to another, for as long as there are links to them.

An address that is given again to a living record leads to that record; an organisation that comes back takes its own again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from sqlite_utils import Database

Kind = Literal["incident", "organisation"]


def former(db: Database, kind: Kind) -> dict[str, int]:
    """Every address of the past, with the number of the record that it leads to."""
    return dict(db.conn.execute("select address, record from former_addresses where kind = ? order by id", [kind]).fetchall())


def move(
    held: Mapping[str, int], moved: Iterable[tuple[str, int]], gone: Mapping[int, int | None], living: Iterable[str]
) -> dict[str, int]:
    """The addresses of the past as they stand now. Pure.

    `moved`: addresses given up, with their record; `gone`: numbers that are no more, with that of the record they were joined to (None:
    nobody speaks of them any more); `living`: the addresses in use.

    >>> move({"old-name": 1}, [("name", 1)], {1: 2}, {"2", "other"})
    {'old-name': 2, 'name': 2, '1': 2}
    """
    leads = {**held, **dict(moved), **{str(number): number for number in gone}}
    in_use = set(living)
    found = {address: gone.get(record, record) for address, record in leads.items()}
    return {address: record for address, record in found.items() if record is not None and address not in in_use}


def write_moves(db: Database, kind: Kind, wanted: Mapping[str, int]) -> None:
    """Make the table say this of a kind, writing only the differences; inside the caller's transaction."""
    held = former(db, kind)
    db.conn.executemany(
        "delete from former_addresses where kind = ? and address = ?", [(kind, address) for address in held if address not in wanted]
    )
    changed = [(kind, address, record) for address, record in sorted(wanted.items()) if held.get(address) != record]
    db.conn.executemany(
        "insert into former_addresses (kind, address, record) values (?, ?, ?) on conflict (kind, address) do update set record = excluded.record",
        changed,
    )


def successors(places: Iterable[tuple[int, int | None]], gone: Iterable[int]) -> dict[int, int | None]:
    """For each number gone, where most of what it held went. `places`: a part of a record, by its number then and now.

    >>> successors([(1, 2), (1, 3), (1, 3), (4, None), (5, 5)], [1, 4])
    {1: 3, 4: None}
    """
    went: dict[int, Counter[int]] = {number: Counter() for number in gone}
    for before, now in places:
        if before in went and now is not None:
            went[before][now] += 1
    return {number: min(found, key=lambda one: (-found[one], one)) if found else None for number, found in went.items()}
