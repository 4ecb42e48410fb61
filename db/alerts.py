"""Alerts: what a link tells those who watch, decided in its transaction, each thing once.

A watch begins when it is first seen: what the database then holds is noted and not told. Nor is what an old article brings, whenever it is
collected. If `watches.toml` cannot be used, the watches stay in force that were read last, and `fault` says so.
"""

# ruff: noqa: S608 - the condition put into SQL is that of `Look`, values are always parameters

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from json import dumps, loads
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler import ports
from db.alert_events import Found, found
from db.alert_facts import facts
from db.errors import VaultError
from db.outbox import digest_due, queue
from db.scope import Scope
from db.watch_file import read_watches
from db.watch_match import Look
from db.watches import Watch, Watches

SLACK = 2
"""Days before a watch begins whose articles are news to it, if they are collected later."""
NEWS = 30
"""Days after which an article is no news any more."""
WRITTEN = "select id from temp.written"
"""The incidents that a partial link wrote, which `db.link_incidents` notes."""


@dataclass
class Telling:
    """The watches in force during one link."""

    watches: Mapping[str, tuple[Watch, str]]
    """By their names, with since when."""
    feeds: tuple[str, ...]
    digest_hour: int
    silent: bool
    """Whether this link is the first: all is known, nothing is news."""
    begun: dict[str, int] = field(default_factory=dict)
    """The watches that begin, with how much they match already."""
    fault: str | None = None
    told: int = 0


def begin(db: Database, folder: Path) -> Telling:
    """Take `watches.toml` into force, before anything is linked; inside the caller's transaction."""
    held = {name: (since, loads(text)) for name, since, text in db.conn.execute("select name, since, held from watches order by name")}
    first = db.conn.execute("select 1 from link_state").fetchone() is None
    try:
        wanted = read_watches(folder)
    except VaultError as error:
        settings: Any = next((text for _, text in held.values()), {"feeds": [], "digest_hour": 0})
        watches = {name: (as_watch(text["watch"]), since) for name, (since, text) in held.items()}
        return Telling(watches=watches, feeds=tuple(settings["feeds"]), digest_hour=settings["digest_hour"], silent=first, fault=str(error))
    return take(db, wanted, held, first=first)


def take(db: Database, wanted: Watches, held: Mapping[str, tuple[str, Any]], *, first: bool) -> Telling:
    """Make the table say what the file says; what a new watch matches already is noted."""
    feeds = tuple(name for name, one in wanted.targets.items() if one.kind == "atom")
    telling = Telling(watches={}, feeds=feeds, digest_hour=wanted.digest_hour, silent=first)
    watches = {}
    for watch in wanted.watches:
        since, before = held.get(watch.name, (None, None))
        text = {"watch": asdict(watch), "feeds": list(feeds), "digest_hour": wanted.digest_hour}
        if since is None or before is None or as_watch(before["watch"]).definition != watch.definition:
            since = ports.now()
            telling.begun[watch.name] = 0 if first else note(db, watch, found(db, watch, Look(since=earliest(since))), told=False)
        if loads(dumps(text)) != before:
            sql = "insert into watches (name, since, held) values (?1, ?2, ?3) on conflict (name) do update set since = ?2, held = ?3"
            db.conn.execute(sql, [watch.name, since, dumps(text, ensure_ascii=False)])
        watches[watch.name] = (watch, since)
    db.conn.executemany("delete from watches where name = ?", [[name] for name in held if name not in watches])
    telling.watches = watches
    return telling


def as_watch(held: Mapping[str, Any]) -> Watch:
    """A watch as it was kept."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}
    return Watch(**values)


def decide(db: Database, telling: Telling, scope: Scope, *, withdrawn: Iterable[str] = ()) -> None:
    """Note what each watch matches of what was linked, and put what is news into the outbox; inside the caller's transaction."""
    articles = f"select id from temp.scope_changed union select article from incident_articles where incident in ({WRITTEN})"
    for name, (watch, since) in telling.watches.items():
        news = earliest(since)
        look = Look(f"in ({WRITTEN})", f"in ({articles})", since=news) if scope.partial else Look(since=news)
        events = without(db, found(db, watch, look), withdrawn)
        if telling.silent:
            telling.begun[name] = note(db, watch, events, told=False)
            continue
        told = put(db, watch, leading(one for one in events if one.day >= news and is_new(db, name, one)))
        note(db, watch, events, told=False)
        due = digest_due(ports.now(), telling.digest_hour) if watch.digest else None
        queue(db, name, told, watch.to, feeds=telling.feeds, digest=due, now=ports.now())
        telling.told += len(told)
    remember_status(db, Look(f"in ({WRITTEN})") if scope.partial else Look())


def earliest(since: str) -> str:
    """The first day whose articles are news to a watch that began then."""
    begun = datetime.fromisoformat(since) - timedelta(days=SLACK)
    oldest = datetime.fromisoformat(ports.now()) - timedelta(days=NEWS)
    return max(begun, oldest).date().isoformat()


def without(db: Database, events: list[Found], withdrawn: Iterable[str]) -> list[Found]:
    """The events, but for those of withdrawn articles."""
    sql = "select id from articles where url in (select value from json_each(?))"
    gone = {number for (number,) in db.conn.execute(sql, [dumps(sorted(withdrawn))])}
    return [one for one in events if one.article not in gone]


def is_new(db: Database, watch: str, one: Found) -> bool:
    """Whether a watch has not matched it yet; nor the same part of the same article as an incident that is no more, being joined or parted anew."""
    sql = """select 1 from alerts where watch = ?1 and (key = ?2 or (event = ?3 and article = ?4 and part is ?5 and told and ?6 is not null
      and incident not in (select id from incidents)))"""
    return db.conn.execute(sql, [watch, one.key, one.event, one.article, one.part, one.incident]).fetchone() is None


LEADING = ("recurrence", "incident", "article")


def leading(events: Iterable[Found]) -> list[Found]:
    """The events, each incident's most telling one of those that come together: an incident's first article is no second news."""
    held = list(events)
    first = {one.incident: one.event for event in reversed(LEADING) for one in held if one.event == event}
    return [one for one in held if one.event not in LEADING or one.incident is None or first[one.incident] == one.event]


def note(db: Database, watch: Watch, events: Iterable[Found], *, told: bool, words: str | None = None) -> int:
    """Keep which keys a watch has matched; how many are new."""
    sql = """insert or ignore into alerts (watch, key, event, made, told, incident, article, part, words)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
    rows = [[watch.name, one.key, one.event, ports.now(), int(told), one.incident, one.article, one.part, words] for one in events]
    return sum(db.conn.execute(sql, row).rowcount for row in rows)


def put(db: Database, watch: Watch, events: Iterable[Found]) -> list[tuple[int, str]]:
    """Keep the events that are new to the watch, with their words: numbers and keys."""
    told = []
    for one in events:
        note(db, watch, [one], told=True, words=dumps(facts(db, watch, one), ensure_ascii=False))
        told.append((db.conn.execute("select id from alerts where watch = ? and key = ?", [watch.name, one.key]).fetchone()[0], one.key))
    return told


def remember_status(db: Database, look: Look) -> None:
    """Keep the status of each incident for the next link to compare."""
    db.conn.execute(f"delete from incident_status where incident {look.incidents} and incident not in (select id from incidents)")
    db.conn.execute(f"""insert into incident_status select id, status from incidents i where id {look.incidents} and not exists (
        select 1 from incident_status s where s.incident = i.id and s.status is i.status)
      on conflict (incident) do update set status = excluded.status""")
