"""Registers in the database: their entries written over those held, and each with our incident where we have it."""

# ruff: noqa: S608 - the condition put into SQL is a constant, values are always parameters

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps

from sqlite_utils import Database

from db.differences import differs
from db.periods import Period, period
from db.register import Entry, entry_row
from db.store import insert, update

REACH = 45
"""Days between a register's date and ours, of the incident or of an article that tells it, within which they are one."""


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What reading a register did."""

    entries: int
    new: int
    changed: int
    gone: int
    found: int
    months: tuple[tuple[str | None, int, int], ...]
    """Each month: entries, and how many of them are ours too; the latest first."""


def register(db: Database, entries: Sequence[Entry], *, name: str) -> Registered:
    """Make the table hold exactly these entries of a register, in one transaction."""
    with db.atomic():
        held = {row["entry"]: row for row in db.query("select * from register_entries where register = ?", [name])}
        wanted = {one.entry: entry_row(one, name) for one in entries}
        gone = [row["id"] for entry, row in held.items() if entry not in wanted]
        db.conn.executemany("delete from register_entries where id = ?", [[number] for number in gone])
        changed = [entry for entry, row in wanted.items() if entry in held and differs(held[entry], row)]
        for entry in changed:
            update(db, "register_entries", held[entry]["id"], wanted[entry])
        new = [row for entry, row in wanted.items() if entry not in held]
        insert(db, "register_entries", new)
        match(db)
        months = tuple(
            db.conn.execute("select month, entries, found from register_shares where register = ? order by month desc", [name]).fetchall()
        )
    return Registered(
        entries=len(wanted), new=len(new), changed=len(changed), gone=len(gone), found=sum(found for _, _, found in months), months=months
    )


def match(db: Database) -> None:
    """Point each entry to our organisation and our incident; writes only what differs. Inside the caller's transaction."""
    entries = db.conn.execute("select id, key, date, organisation, incident from register_entries order by id").fetchall()
    if not entries:
        return
    asked = dumps(sorted({key for _, keys, *_ in entries for key in keys.split()}))
    among = "where key in (select value from json_each(?))"
    owners = dict(
        db.conn.execute(f"select key, organisation from organisation_aliases {among} order by organisation desc", [asked]).fetchall()
    )
    owners.update(dict(db.conn.execute(f"select key, id from organisations {among}", [asked]).fetchall()))
    told: dict[int, list[tuple[int, list[Period]]]] = defaultdict(list)
    sql = """select io.organisation, i.id, i.date, i.first_article, i.last_article from incident_organisations io
      join incidents i on i.id = io.incident where io.role = 'victim' and io.organisation in (select value from json_each(?)) order by i.id"""
    for organisation, incident, *moments in db.conn.execute(sql, [dumps(sorted(set(owners.values())))]):
        told[organisation].append((incident, [period(moment) for moment in moments if moment]))
    changed = []
    for number, keys, date, *before in entries:
        ours = [owners[key] for key in keys.split() if key in owners]
        near = [
            (min((when.gap(period(date)) for when in periods), default=REACH + 1), incident)
            for organisation in ours
            for incident, periods in told[organisation]
        ] if date else []  # fmt: skip
        gap, incident = min(near, default=(REACH + 1, None))
        after = [ours[0] if ours else None, incident if gap <= REACH else None]
        if after != before:
            changed.append((*after, number))
    db.conn.executemany("update register_entries set organisation = ?, incident = ? where id = ?", changed)
