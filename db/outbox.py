"""The outbox: what was decided and has to be delivered, a row each. Decided once, in the transaction of the link that caused it; `db.deliver` empties it.

`watches`: since when each watch is in force. `alerts`: what each watch has matched, under a key that it has once; `told` 0: known before the watch
began, or too old to be news. `outbox`: messages, under an identity that every try of a delivery bears.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlite_utils import Database

from db.store import insert

TABLES = (
    "create table watches (id integer primary key, name text not null unique, since text not null, held text not null) strict",
    """create table alerts (
      id integer primary key, watch text not null, key text not null, event text not null, made text not null,
      told integer not null check (told in (0, 1)), incident integer, article integer, part integer, words text, unique (watch, key)) strict""",
    "create index alerts_by_article on alerts(article)",
    """create table outbox (
      id integer primary key, uid text not null unique, target text not null, kind text not null check (kind in ('alert', 'digest')),
      made text not null, due text not null, tries integer not null default 0,
      state text not null check (state in ('open', 'waiting', 'sent', 'dead', 'dropped')), error text, ended text) strict""",
    "create index outbox_by_state on outbox(state, due)",
    """create table outbox_alerts (
      id integer primary key, message integer not null references outbox(id) on delete cascade,
      alert integer not null references alerts(id) on delete cascade, unique (message, alert)) strict""",
    "create index outbox_alerts_by_alert on outbox_alerts(alert)",
    "create table incident_status (incident integer primary key, status text) strict",
    "insert into incident_status select id, status from incidents",
    "create trigger alerts_forget before delete on articles begin update alerts set words = null where article = old.id; end",
    "create trigger alerts_erased after update of text on articles when new.text = '' begin update alerts set words = null where article = new.id; end",
)
"""`incident_status`: the status that each incident had at the last link. An article that is deleted takes along the words that alerts quote of it."""
MOST = 20
"""Alerts of one watch in one link beyond which they are one message."""


def identity(*parts: str) -> str:
    """The identity of a message, the same whenever it is made of the same.

    >>> identity("redaction", "Armoria", "incident/1")
    '344b49ac-717f-5a77-8904-9a04eca28588'
    """
    return str(uuid5(NAMESPACE_URL, "/".join(("vigie", *parts))))


def queue(
    db: Database,
    watch: str,
    alerts: Sequence[tuple[int, str]],
    targets: Iterable[str],
    *,
    feeds: Iterable[str],
    digest: str | None,
    now: str,
) -> None:
    """Put alerts (number and key) into the outbox, for each target; inside the caller's transaction. `digest`: when the day's letter is due, if they are to be in one."""
    alone = set(feeds)
    for target in targets:
        if target not in alone and digest:
            add(db, letter(db, target, due=digest, now=now), [number for number, _ in alerts])
        elif target not in alone and len(alerts) > MOST:
            uid = identity(target, watch, now, *sorted(key for _, key in alerts))
            add(db, message(db, uid, target, kind="digest", state="waiting", due=now, now=now), [number for number, _ in alerts])
        else:
            for number, key in alerts:
                add(db, message(db, identity(target, watch, key), target, kind="alert", state="waiting", due=now, now=now), [number])


def letter(db: Database, target: str, *, due: str, now: str) -> int:
    """The day's letter to a target: the one that is open, or a new one."""
    held = db.conn.execute("select id from outbox where target = ? and state = 'open'", [target]).fetchone()
    return held[0] if held else message(db, identity(target, "digest", due, now), target, kind="digest", state="open", due=due, now=now)


def message(db: Database, uid: str, target: str, *, kind: str, state: str, due: str, now: str) -> int:
    """A new message; its number."""
    sql = "insert into outbox (uid, target, kind, made, due, state) values (?, ?, ?, ?, ?, ?) returning id"
    number: int = db.conn.execute(sql, [uid, target, kind, now, due, state]).fetchone()[0]
    return number


def add(db: Database, number: int, alerts: Iterable[int]) -> None:
    insert(db, "outbox_alerts", [{"message": number, "alert": alert} for alert in alerts])


def digest_due(now: str, hour: int) -> str:
    """The next moment at which this machine's clock shows the hour.

    >>> digest_due("2026-03-01T12:00:00+00:00", 7) > "2026-03-01T12:00:00+00:00"
    True
    """
    here = datetime.fromisoformat(now).astimezone()
    due = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return moment(due if due > here else due + timedelta(days=1))


def moment(when: datetime) -> str:
    """A moment as the tables hold it: UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds")
