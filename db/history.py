"""History: every change of what was published, a row each, in a chain that nobody can rewrite unseen.

A row says when, of which kind, of which incident or article, in which field and why; the value before and after stand there as salted SHA-256. The
values themselves, with their salts, are in `history_values`: from there they can be deleted without breaking the chain. Each row's hash covers the
row and the hash of the one before, so that the last hash, once others have noted it, holds us to all that precedes.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from secrets import token_hex
from typing import Any, Literal

from sqlite_utils import Database

from db.decisions import Decision, Decisions

Kind = Literal["decision", "correction", "status", "withdrawal", "restored", "merged", "removed", "forgotten"]
KINDS: Mapping[Kind, str] = {
    "decision": "décision", "correction": "correction", "status": "statut", "withdrawal": "retrait", "restored": "retour", "merged": "réunion",
    "removed": "disparition", "forgotten": "effacement",
}  # fmt: skip
ROW = "id, time, kind, incident, article, field, reason, old_sha256, new_sha256"
"""What a row's hash covers, in this order, after the hash of the row before."""

CHAINED = """create table history (
  id integer primary key, time text not null, kind text not null, incident integer, article integer, field text, reason text,
  old_sha256 text, new_sha256 text, hash text not null) strict"""
VALUES = """create table history_values (
  id integer primary key, history integer not null references history(id), side text not null check (side in ('old', 'new')),
  salt text not null, value text not null, unique (history, side)) strict"""
"""Both databases hold these two."""
KEPT = (
    "create index history_by_incident on history(incident)",
    "create index history_by_article on history(article)",
    "create trigger history_is_kept before delete on history begin select raise(abort, 'history is append-only'); end",
    "create trigger history_stands before update on history begin select raise(abort, 'history is append-only'); end",
    # « insert or replace » deletes without asking the trigger above: no row may take a number that another has.
    """create trigger history_grows before insert on history when new.id <> coalesce((select max(id) from history), 0) + 1
      begin select raise(abort, 'history is append-only'); end""",
    "create trigger values_stand before update on history_values begin select raise(abort, 'history is append-only'); end",
)
HELD = """create table decisions_held (
  id integer primary key, kind text not null, subject text not null, reason text, why text, unique (kind, subject)) strict"""
"""The decisions in force at the last link."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of what is published."""

    kind: Kind
    incident: int | None = None
    article: int | None = None
    field: str | None = None
    reason: str | None = None
    old: str | None = None
    new: str | None = None


def migrate(db: Database) -> None:
    """Chain the rows that were kept without one."""
    for name in ("history_is_kept", "history_stands"):
        db.execute(f"drop trigger {name}")
    db.execute("alter table history rename to unchained")
    for sql in (CHAINED, VALUES, *KEPT, HELD):
        db.execute(sql)
    for time, kind, subject, action, reason, why in db.execute(
        "select time, kind, subject, action, reason, why from unchained order by id"
    ).fetchall():
        append(db, [decided(kind, subject, reason=reason, why=why, undone=action == "undone")], time=time)
    db.execute("""insert into decisions_held (kind, subject, reason, why) select kind, subject, reason, why from unchained
      where id in (select max(id) from unchained group by kind, subject) and action = 'applied' order by id""")
    db.execute("drop table unchained")


def log(db: Database, decisions: Decisions) -> int:
    """Note which decisions came into force since the last time, and which were taken back; how many rows that took. Inside the caller's transaction."""
    held = {
        (kind, subject): (reason, why) for kind, subject, reason, why in db.execute("select kind, subject, reason, why from decisions_held")
    }
    wanted: Mapping[tuple[str, str], Decision] = {(one.kind, one.subject): one for one in decisions.all}
    undone = [key for key in held if key not in wanted]
    applied = [(key, one) for key, one in wanted.items() if key not in held or held[key][0] != one.reason]
    append(db, [decided(*key, reason=held[key][0], why=held[key][1], undone=True) for key in undone])
    append(db, [decided(*key, reason=one.reason, why=one.why) for key, one in applied])
    db.conn.executemany("delete from decisions_held where kind = ? and subject = ?", [*undone, *(key for key, _ in applied)])
    db.conn.executemany(
        "insert into decisions_held (kind, subject, reason, why) values (?, ?, ?, ?)", [(*key, one.reason, one.why) for key, one in applied]
    )
    return len(undone) + len(applied)


def decided(kind: str, subject: str, *, reason: str | None, why: str | None, undone: bool = False) -> Change:
    """A decision that came into force, or was taken back; what it is about may name somebody, and stands among the values."""
    value = dumps({"subject": subject, "why": why}, ensure_ascii=False)
    return Change(kind="decision", field=kind, reason=reason, **{"old" if undone else "new": value})  # type: ignore[arg-type]


def append(db: Database, changes: Iterable[Change], *, time: str | None = None) -> None:
    """Add rows at the end of the chain; inside the caller's transaction."""
    number, last = db.execute("select coalesce(max(id), 0), (select hash from history order by id desc limit 1) from history").fetchone()
    for one in changes:
        number += 1
        salts = {side: token_hex(16) for side in ("old", "new")}
        values = {side: value for side, value in (("old", one.old), ("new", one.new)) if value is not None}
        sealed = {side: seal(salts[side], value) for side, value in values.items()}
        row = (
            number, time or datetime.now(UTC).isoformat(timespec="seconds"), one.kind, one.incident, one.article, one.field, one.reason,
            sealed.get("old"), sealed.get("new"),
        )  # fmt: skip
        last = linked(last, row)
        db.execute(f"insert into history ({ROW}, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, last])  # noqa: S608 - a constant
        db.conn.executemany(
            "insert into history_values (history, side, salt, value) values (?, ?, ?, ?)",
            [(number, side, salts[side], value) for side, value in values.items()],
        )


def seal(salt: str, value: str) -> str:
    """The fingerprint of a value, which says nothing of it without its salt."""
    return sha256(f"{salt}\n{value}".encode()).hexdigest()


def linked(last: str | None, row: Iterable[Any]) -> str:
    """The hash of a row after that of the row before (none: the first).

    >>> linked(None, (1, "2026-01-05T09:00:00+00:00", "status", 12, None, "status", "new_article", "ab", "cd"))[:16]
    '77c772e18d09a60c'
    """
    return sha256(dumps([last, *row], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a look at the whole chain found."""

    rows: int
    head: str | None
    """The last hash; None of an empty chain."""
    values: int
    """Values that are there still, and are those that were hashed."""
    faults: tuple[str, ...] = ()


def verify(conn: sqlite3.Connection, *, seen: str | None = None) -> Verified:
    """Compute the chain anew, in either database. `seen`: a head that was noted before, which the chain must hold."""
    last: str | None = None
    count = values = 0
    faults = []
    hashes = set()
    sealed: dict[tuple[int, str], str] = {}
    for *row, found in conn.execute(f"select {ROW}, hash from history order by id"):  # noqa: S608 - a constant
        count += 1
        if row[0] != count:
            faults.append(f"il manque la ligne {count}")
            break
        last = linked(last, row)
        if last != found:
            faults.append(f"la ligne {count} n’est pas celle qui a été écrite, ou une ligne avant elle a changé")
            break
        hashes.add(found)
        sealed |= {(count, side): seal for side, seal in (("old", row[7]), ("new", row[8])) if seal}
    for number, side, salt, value in conn.execute("select history, side, salt, value from history_values order by history, side"):
        values += 1
        if sealed.get((number, side)) != seal(salt, value) and not faults:
            faults.append(f"la valeur « {side} » de la ligne {number} n’est pas celle qui a été écrite")
    if seen is not None and not any(one.startswith(seen) for one in hashes):
        faults.append(f"l’empreinte {seen[:16]} n’est pas dans la chaîne : elle a été réécrite depuis")
    return Verified(rows=count, head=last, values=values, faults=tuple(faults))
