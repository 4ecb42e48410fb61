"""History: what an editor decided and took back, a row each, never changed and never deleted."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlite_utils import Database

from db.decisions import Decision, Decisions
from db.store import insert


def log(db: Database, decisions: Decisions) -> int:
    """Note which decisions came into force since the last time, and which were taken back; how many rows that took. Inside the caller's transaction."""
    last = "select kind, subject, action, reason from history where id in (select max(id) from history group by kind, subject)"
    held = {(kind, subject): reason for kind, subject, action, reason in db.conn.execute(last) if action == "applied"}
    wanted: Mapping[tuple[str, str], Decision] = {(one.kind, one.subject): one for one in decisions.all}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {"time": now, "kind": kind, "subject": subject, "action": "undone", "reason": reason, "why": None}
        for (kind, subject), reason in held.items()
        if (kind, subject) not in wanted
    ]
    rows += [
        {"time": now, "kind": kind, "subject": subject, "action": "applied", "reason": one.reason, "why": one.why}
        for (kind, subject), one in wanted.items()
        if (kind, subject) not in held or held[kind, subject] != one.reason
    ]
    insert(db, "history", rows)
    return len(rows)
