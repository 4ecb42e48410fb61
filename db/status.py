"""Status: what the database holds, how each source fares, what waits. Plain data; `commands.py` prints it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlite_utils import Database

from db.health import Odd, odd
from db.quality import quality
from db.rows import Row
from db.sources import SITES
from db.store import to_tag
from db.titles import french_date


@dataclass(frozen=True, kw_only=True)
class Status:
    """A look at a working database."""

    articles: int
    incidents: int
    organisations: int
    untagged: int
    """Articles without a reading of their present words (by this version of the pipeline, where it was given)."""
    outdated: int | None
    """Readings by another version of the pipeline, which `vigie tag` will make again; None where no version was given."""
    versions: tuple[tuple[str, int], ...]
    """How many readings each version made, the most first."""
    measured: str | None
    """The version of the pipeline of which this Vigie knows how reliable it is…"""
    unmeasured: int
    """…and how many readings another version made: the figures are not theirs."""
    unlinked: int
    """Parts of readings that report an incident and belong to none yet."""
    failures: int
    """Addresses that failed and will be tried again."""
    sources: tuple[Row, ...]
    """Each source: `site`, `articles`, `last_success`, `silent_since` (its newest article), `status`, `reason`."""
    odd: tuple[Odd, ...]
    """What sources give that is out of their own usual band."""
    runs: tuple[Row, ...]
    """The last runs, the latest first."""


def status(db: Database, *, version: str | None = None, runs: int = 5) -> Status:
    """Look at a working database."""

    def number(sql: str) -> int:
        found: int = db.conn.execute(sql).fetchone()[0]
        return found

    versions = tuple(db.conn.execute("select version, count(*) from readings group by version order by 2 desc, 1").fetchall())
    measured = quality()
    return Status(
        articles=number("select count(*) from articles"),
        incidents=number("select count(*) from incidents"),
        organisations=number("select count(*) from organisations"),
        untagged=to_tag(db, version).total,
        outdated=None if version is None else sum(count for name, count in versions if name != version),
        versions=versions,
        measured=measured.version if measured else None,
        unmeasured=sum(count for name, count in versions if not measured or name != measured.version),
        unlinked=number(
            """select count(*) from reading_parts p join readings r on r.article = p.article where r.about <> 'other'
            and not exists (select 1 from incident_articles ia where ia.article = p.article and ia.part = p.part)"""
        ),
        failures=number("select count(*) from fetch_failures"),
        sources=tuple(db.query(SITES)),
        odd=tuple(odd(db)),
        runs=tuple(db.query("select id, command, started, finished, status from runs order by id desc limit ?", [runs])),
    )


def local(moment: str | None, *, zone: tzinfo | None = None) -> str | None:
    """A moment as a person here would say it; a date keeps its own precision. `zone`: this machine's, unless told.

    >>> from datetime import timedelta, timezone
    >>> local("2026-11-23T22:05:41+00:00", zone=timezone(timedelta(hours=1))), local("2026-11"), local(None)
    ('23 novembre 2026 à 23 h 05', 'novembre 2026', None)
    """
    if moment is None or "T" not in moment:
        return french_date(moment) if moment else None
    there = datetime.fromisoformat(moment).astimezone(zone)
    return f"{french_date(there.date().isoformat())} à {there.hour} h {there.minute:02}"
