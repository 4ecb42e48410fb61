"""How watches fare: what each has told, what waits, what is in the dead letters. Plain data; `vigie_watch.py` prints it."""

from collections.abc import Collection
from dataclasses import dataclass
from json import loads

from sqlite_utils import Database

from crawler import ports
from db.alert_events import Found, found
from db.alert_words import title
from db.watch_match import Look
from db.watches import Watch


@dataclass(frozen=True, kw_only=True)
class State:
    """One watch."""

    since: str
    told: int
    silent: int
    """What it matched without telling: known before, or too old."""
    last: str | None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message that is not delivered."""

    number: int
    target: str
    made: str
    due: str
    tries: int
    error: str | None
    titles: tuple[str, ...]


def states(db: Database) -> dict[str, State]:
    """Each watch in force, by its name."""
    sql = """select w.name, w.since, coalesce(sum(a.told), 0), count(a.id) - coalesce(sum(a.told), 0), max(case when a.told then a.made end)
      from watches w left join alerts a on a.watch = w.name group by w.id order by w.name"""
    return {name: State(since=since, told=told, silent=silent, last=last) for name, since, told, silent, last in db.conn.execute(sql)}


def letters(db: Database, *states: str) -> list[Letter]:
    """The messages in one of these states, the oldest first."""
    found = []
    marks = ", ".join("?" * len(states))
    for row in db.query(f"select * from outbox where state in ({marks}) order by id", list(states)):  # noqa: S608 - question marks
        sql = (
            "select a.words from alerts a join outbox_alerts o on o.alert = a.id where o.message = ? and a.words is not null order by a.id"
        )
        titles = tuple(title(loads(words)) for (words,) in db.conn.execute(sql, [row["id"]]))
        found.append(
            Letter(
                number=row["id"],
                target=row["target"],
                made=row["made"],
                due=row["due"],
                tries=row["tries"],
                error=row["error"],
                titles=titles,
            )
        )
    return found


def revive(db: Database, numbers: Collection[int] = ()) -> int:
    """Put dead letters back into the outbox, all or those of these numbers, as if they had never been tried; how many."""
    with db.atomic():
        sql = "update outbox set state = 'waiting', tries = 0, due = ?, error = null, ended = null where state = 'dead'"
        if not numbers:
            return db.conn.execute(sql, [ports.now()]).rowcount
        return sum(db.conn.execute(f"{sql} and id = ?", [ports.now(), number]).rowcount for number in numbers)


def would_tell(db: Database, watch: Watch, *, since: str) -> list[Found]:
    """What a watch matches in articles since a day, told or not, the latest first."""
    return [one for one in reversed(found(db, watch, Look(since=since))) if one.day >= since]
