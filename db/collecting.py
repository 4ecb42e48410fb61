"""What collecting needs besides articles: the day of each site's last check, how far a walk into the past has come, what a day has cost.

Written inside the caller's transaction; `db.memory` opens the crawler's doors on them.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from crawler.ports import WALKED, now
from db.errors import VaultError

TABLES = (
    """create table site_checks (
      id integer primary key, site text not null unique, last text not null, last_success text, report text not null) strict""",
    """create table walked_pages (
      id integer primary key, url text not null unique, site text not null, since text not null, at text not null) strict""",
    "create index addresses_by_fetched on addresses(site, fetched)",
)

KEPT_FILES = """create table kept_files (
  id integer primary key, url text not null unique, site text not null, body text not null, etag text, last_modified text, at text not null) strict"""


def note_check(db: Database, site: str, *, well: bool, report: str) -> None:
    """Keep a check; the day of the last success stays when this one failed."""
    sql = """insert into site_checks (site, last, last_success, report) values (:site, :at, iif(:well, :at, null), :report)
      on conflict (site) do update set last = :at, last_success = iif(:well, :at, last_success), report = :report"""
    db.conn.execute(sql, {"site": site, "at": now(), "well": well, "report": report})


def checks(db: Database) -> dict[str, str]:
    """The moment of each site's last successful check."""
    return dict(db.conn.execute("select site, last_success from site_checks where last_success is not null").fetchall())


def checks_in(path: Path) -> dict[str, str]:
    """The same of a database that may not be there, or not be of this Vigie: then nothing is known."""
    from db.connect import read_database

    try:
        db = read_database(path)
    except VaultError:
        return {}
    try:
        return checks(db)
    finally:
        db.close()


def note_walk(db: Database, url: str, *, site: str, since: str) -> None:
    """A page of a listing is through, down to a day."""
    sql = """insert into walked_pages (url, site, since, at) values (:url, :site, :since, :at)
      on conflict (url) do update set at = :at, since = iif(at < :old, :since, min(since, :since))"""
    db.conn.execute(sql, {"url": url, "site": site, "since": since, "at": now(), "old": before(days=WALKED)})


def is_walked(db: Database, url: str, *, since: str) -> bool:
    """Whether a page is through, down to that day at least, and lately."""
    found = db.conn.execute("select 1 from walked_pages where url = ? and since <= ? and at >= ?", [url, since, before(days=WALKED)])
    return found.fetchone() is not None


def spent(db: Database, site: str) -> int:
    """Requests of the last 24 hours: those that runs told, and at least those whose answers are kept: a killed run tells nothing."""
    since = before(days=1)
    told = db.conn.execute("select coalesce(sum(requests), 0) from source_runs where site = ? and finished >= ?", [site, since]).fetchone()[
        0
    ]
    kept = db.conn.execute("select count(*) from addresses where site = ? and fetched >= ?", [site, since]).fetchone()[0]
    return max(int(told), int(kept))


def before(*, days: int) -> str:
    """The moment so many days ago, as `now` writes it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
