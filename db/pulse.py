"""The pulse: when a run last did something, how it ended, which sources are ill. Few questions, for monitors that ask every minute."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from json import loads
from pathlib import Path
from typing import Any

from db.sources import STATUS

RUNS = "select id, command, started, finished, status, report from runs where command = 'run' order by id desc limit 1"
GOOD = "select max(finished) from runs where command = 'run' and status in ('well', 'partly')"
SITES = f"""select r.site, {STATUS} as status,
    (select max(s.finished) from source_runs s where s.site = r.site and s.status in ('ok', 'nothing_new')) as last_success
  from source_runs r where r.id in (select max(id) from source_runs group by site) order by r.site"""  # noqa: S608 - constants


@dataclass(frozen=True, kw_only=True)
class Source:
    """A site in its last run."""

    site: str
    status: str
    last_success: str | None

    @property
    def well(self) -> bool:
        return self.status in {"ok", "nothing_new", "stopped"}


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """A look at a working database's runs."""

    run: int | None = None
    started: str | None = None
    finished: str | None = None
    outcome: str | None = None
    """`well`, `partly`, `failed`, `stopped`; None: it is under way, or was killed."""
    published: bool | None = None
    good: str | None = None
    """When a run last did something: ended well, or in part."""
    sources: tuple[Source, ...] = ()
    failures: int = 0
    """Addresses that wait to be asked for again."""

    @property
    def ill(self) -> tuple[Source, ...]:
        return tuple(one for one in self.sources if not one.well)

    def age(self, at: datetime | None = None) -> float | None:
        """Hours since a run last did something; None: none ever did."""
        if self.good is None:
            return None
        return ((at or datetime.now(UTC)) - datetime.fromisoformat(self.good)).total_seconds() / 3600


def pulse(conn: sqlite3.Connection) -> Pulse:
    """The pulse of a working database."""
    last = conn.execute(RUNS).fetchone()
    report: Mapping[str, Any] = {}
    if last and last[5]:
        report = loads(last[5])
    sources = tuple(Source(site=site, status=status, last_success=success) for site, status, success in conn.execute(SITES))
    return Pulse(
        run=last[0] if last else None,
        started=last[2] if last else None,
        finished=last[3] if last else None,
        outcome=last[4] if last else None,
        published=report.get("published"),
        good=conn.execute(GOOD).fetchone()[0],
        sources=sources,
        failures=conn.execute("select count(*) from fetch_failures").fetchone()[0],
    )


def pulse_of(path: Path) -> Pulse | None:
    """The pulse of a file; None where there is no working database, or none that this Vigie can read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2)) as conn:
            return pulse(conn)
    except sqlite3.Error:
        return None
