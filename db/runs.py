"""Runs: when one began, what came of it. A run that was killed has no end, and says so in `vigie status`."""

from collections.abc import Mapping
from json import dumps
from typing import Any, Literal

from sqlite_utils import Database

from crawler.ports import now

Outcome = Literal["well", "partly", "failed", "stopped"]


def begin(db: Database, command: str) -> int:
    """Note that a run begins; its number."""
    with db.atomic():
        return int(db.conn.execute("insert into runs (command, started) values (?, ?) returning id", [command, now()]).fetchone()[0])


def finish(db: Database, run: int, outcome: Outcome, report: Mapping[str, Any]) -> None:
    """Note how it ended."""
    with db.atomic():
        db.table("runs").update(run, {"finished": now(), "status": outcome, "report": dumps(report, ensure_ascii=False)})
