"""Deliver: empty the outbox, message by message, each under the identity that it keeps on every try.

A delivery is recorded after the receiver has taken the message: a crash between the two repeats that one message at most, under the same
identity. A failure waits longer each time and ends in the dead letters, whence `vigie watch retry` takes it. A target that fails is left
alone until the next time, and keeps none of the others waiting.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from json import loads
from pathlib import Path
from time import monotonic

from sqlite_utils import Database

from crawler import ports
from crawler.french import printable
from db.connect import folder_of
from db.decisions import read_decisions
from db.deliver_atom import write_feed
from db.deliver_hook import post
from db.deliver_limits import Failed, Message, Refused, quotes
from db.deliver_mail import send
from db.outbox import moment
from db.rows import Row
from db.watches import Target, Watches

log = logging.getLogger("vigie.alerts")
WAITS = (5, 15, 60, 180, 360, 720, 1440, 1440, 1440)
"""Minutes after each failed try; after the last one a message is a dead letter: some four days and a half in all."""
BUDGET = 120.0
"""Seconds that one round may take; what is left waits for the next."""


@dataclass
class Delivered:
    """What a round did."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)
    """A sentence for each target that failed."""
    dead: int = 0
    """Messages that became dead letters in this round."""
    waiting: int = 0
    """Messages that wait for another try, or for the day's letter."""


def deliver(
    db: Database,
    watches: Watches,
    *,
    base: str | None = None,
    at_once: bool = False,
    check: Callable[[], None] = lambda: None,
    budget: float = BUDGET,
) -> Delivered:
    """Send what is due (`at_once`: whatever waits, but for open letters). `check` is asked between two messages, and may raise."""
    done = Delivered()
    ends = monotonic() + budget
    withdrawn = frozenset(read_decisions(folder_of(db)).withdrawn())
    close_letters(db)
    for target in due(db, at_once=at_once):
        messages = due_of(db, target, at_once=at_once)
        if target in watches.targets and watches.targets[target].kind == "atom":
            attempt_feed(db, watches.targets[target], messages, done, base=base, withdrawn=withdrawn)
            continue
        for row in messages:
            check()
            if monotonic() > ends:
                break
            if not attempt(db, watches, target, row, done, base=base, withdrawn=withdrawn):
                break
    restore_feeds(db, watches, done, base=base, withdrawn=withdrawn)
    done.waiting = db.conn.execute("select count(*) from outbox where state in ('open', 'waiting')").fetchone()[0]
    return done


def close_letters(db: Database) -> None:
    """A day's letter whose hour has come takes no more alerts."""
    with db.atomic():
        db.conn.execute("update outbox set state = 'waiting' where state = 'open' and due <= ?", [ports.now()])


def due(db: Database, *, at_once: bool) -> list[str]:
    """The targets that something waits for."""
    sql = "select distinct target from outbox where state = 'waiting' and (? or due <= ?) order by target"
    return [target for (target,) in db.conn.execute(sql, [at_once, ports.now()])]


def due_of(db: Database, target: str, *, at_once: bool) -> list[Row]:
    sql = "select * from outbox where target = ? and state = 'waiting' and (? or due <= ?) order by due, id"
    return list(db.query(sql, [target, at_once, ports.now()]))


def attempt(db: Database, watches: Watches, name: str, row: Row, done: Delivered, *, base: str | None, withdrawn: Collection[str]) -> bool:
    """Try one message; whether its target takes others."""
    message = message_of(db, row, withdrawn)
    if not message.alerts:
        record(db, row, state="dropped", error="les articles cités sont retirés ou effacés")
        return True
    try:
        hand_over(watches, name, message, base=base)
    except Refused as error:
        failed(db, row, name, str(error), done, last=True)
        return True
    except Failed as error:
        failed(db, row, name, str(error), done)
        return False
    except Exception as error:  # of ours: it must not keep all other messages for ever
        log.exception("%s: %s", name, row["uid"])
        failed(db, row, name, f"erreur de Vigie ({type(error).__name__} : {error})", done)
        return True
    record(db, row, state="sent")
    log.info("%s: %s delivered", name, row["uid"])
    done.sent += 1
    return True


def hand_over(watches: Watches, name: str, message: Message, *, base: str | None) -> None:
    """Send a message to its target. Raises Failed."""
    target = watches.targets.get(name)
    if target is None:
        raise Refused("cette cible n’est plus dans watches.toml")
    if target.kind == "webhook":
        post(target, message, base=base)
    elif watches.mail is None:
        raise Failed("il n’y a plus de table [mail] dans watches.toml")
    else:
        send(watches.mail, target, message, base=base)


def message_of(db: Database, row: Row, withdrawn: Collection[str] = ()) -> Message:
    """A message with what it says; alerts of articles that were deleted or withdrawn say nothing any more."""
    sql = "select a.words from alerts a join outbox_alerts o on o.alert = a.id where o.message = ? and a.words is not null order by a.id"
    alerts = [alert for (words,) in db.conn.execute(sql, [row["id"]]) if not quotes(alert := loads(words), withdrawn)]
    return Message(uid=row["uid"], kind=row["kind"], made=row["made"], alerts=alerts)


def failed(db: Database, row: Row, name: str, why: str, done: Delivered, *, last: bool = False) -> None:
    """Note a failed try: when the next one is, or that there is none."""
    why = printable(why)[:300]
    tries = row["tries"] + 1
    log.info("%s: %s not delivered, try %d: %s", name, row["uid"], tries, why)
    if last or tries > len(WAITS):
        record(db, row, state="dead", error=why)
        done.dead += 1
        done.failed.append(f"{name} : {why} ; message mis au rebut (« vigie watch dead »)")
        return
    wait = WAITS[tries - 1]
    with db.atomic():
        due = moment(datetime.fromisoformat(ports.now()) + timedelta(minutes=wait))
        db.conn.execute("update outbox set tries = ?, due = ?, error = ? where id = ?", [tries, due, why, row["id"]])
    done.failed.append(f"{name} : {why} ; nouvel essai dans {span(wait)} au plus tôt")


def span(minutes: int) -> str:
    """How long, in words.

    >>> span(15), span(180)
    ('15 minutes', '3 heures')
    """
    return f"{minutes} minutes" if minutes < 60 else f"{minutes // 60} heure{'s' if minutes >= 120 else ''}"


def record(db: Database, row: Row, *, state: str, error: str | None = None) -> None:
    """Note how a message ended."""
    with db.atomic():
        sql = "update outbox set state = ?, tries = tries + 1, error = ?, ended = ? where id = ?"
        db.conn.execute(sql, [state, error, ports.now(), row["id"]])


def attempt_feed(
    db: Database, target: Target, messages: Sequence[Row], done: Delivered, *, base: str | None, withdrawn: Collection[str]
) -> None:
    """Write an Atom file anew, with all that it holds: however often that is done, each alert stands there once."""
    try:
        write_feed(db, target, base=base, withdrawn=withdrawn)
    except OSError as error:
        for place, row in enumerate(messages):
            failed(db, row, target.name, f"{target.atom} ne peut être écrit ({error.strerror})", done if not place else Delivered())
        return
    with db.atomic():
        sql = "update outbox set state = 'sent', tries = tries + 1, error = null, ended = ? where id = ?"
        db.conn.executemany(sql, [[ports.now(), row["id"]] for row in messages])
    done.sent += len(messages)


def restore_feeds(db: Database, watches: Watches, done: Delivered, *, base: str | None, withdrawn: Collection[str]) -> None:
    """Atom files that watches name and that are not there: made, empty at first, so that a reader can subscribe before there is news."""
    used = {name for watch in watches.watches for name in watch.to}
    for name in sorted(used):
        target: Path | None = watches.targets[name].atom
        if target and not target.exists():
            try:
                write_feed(db, watches.targets[name], base=base, withdrawn=withdrawn)
            except OSError as error:
                done.failed.append(f"{name} : {target} ne peut être écrit ({error.strerror})")
