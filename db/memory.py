"""The crawler's two doors, opened on the database: what was fetched before, and where articles go.

Each call is one transaction: whatever the moment of a crash, what was handed over before is kept. See `crawler/ports.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from json import dumps
from typing import Any

from sqlite_utils import Database

from crawler.article import Article
from crawler.ports import PRESENT, Change, Kept, Known, Listed, Refusal, Validators, now
from crawler.report import SourceReport
from db import collecting
from db.copies import mark
from db.store import correct_article, fetch, save_article
from db.unmatched import is_forgotten

CHANGES: dict[str, Change] = {"new": "new", "revised": "changed", "touched": "same", "same": "same"}


@dataclass(frozen=True)
class Past:
    """What was fetched before."""

    db: Database

    def known(self, url: str) -> Known | None:
        row = fetch(self.db, "select fetched, modified, fingerprint, unfounded, gone from addresses where url = ?", [url])
        if row is None and is_forgotten(self.db, url):
            return Known(fetched=now())  # known, and as it should be: never asked for
        return Known(**{**row, "gone": bool(row["gone"])}) if row else None

    def validators(self, url: str) -> Validators | None:
        row = fetch(self.db, "select etag, last_modified, modified, complete from validators where url = ?", [url])
        return Validators(**row) if row else None

    def kept(self, url: str) -> Kept | None:
        row = fetch(self.db, "select body, etag, last_modified from kept_files where url = ?", [url])
        return Kept(**row) if row else None

    def failed(self, site: str) -> Sequence[Listed]:
        sql = "select url, published, modified, tries, last as tried, faults from fetch_failures where site = ? order by url"
        return [Listed(**row) for row in self.db.query(sql, [site])]

    def given_up(self, site: str) -> Sequence[Listed]:
        sql = "select url, modified, fingerprint from addresses where site = ? and reason = 'given_up' order by url"
        return [Listed(**row) for row in self.db.query(sql, [site])]

    def recent(self, site: str, *, since: str) -> Sequence[Listed]:
        sql = """select a.url, a.published, d.modified, d.fingerprint from addresses d join articles a on a.url = d.url
          where d.site = ? and a.published >= ? order by a.published desc, a.url"""
        return [Listed(**row) for row in self.db.query(sql, [site, since])]

    def walked(self, url: str, *, since: str) -> bool:
        return collecting.is_walked(self.db, url, since=since)

    def held(self, url: str) -> str | None:
        row = fetch(self.db, "select a.fetched from addresses d join articles a on a.id = d.article where d.url = ?", [url])
        return str(row["fetched"]) if row and row["fetched"] else None

    def spent(self, site: str) -> int:
        return collecting.spent(self.db, site)

    def checks(self) -> Mapping[str, str]:
        return collecting.checks(self.db)


@dataclass
class Keeper:
    """Where things go, each the moment it is known."""

    db: Database
    run: int | None = None
    """The run that the outcomes belong to."""
    reports: list[SourceReport] = field(default_factory=list)

    def article(self, article: Article, *, site: str, listed: Listed) -> Change:
        with self.db.atomic():
            saved = save_article(self.db, article)
            if is_forgotten(self.db, article.url):
                return "same"
            number = self.db.conn.execute("select id from articles where url = ?", [article.url]).fetchone()[0]
            seen = {"site": site, "article": number, "fetched": article.fetched or now(), "gone": 0, **told(listed)}
            looks = self.db.conn.execute("select max(unfounded) from addresses where url in (?, ?)", [article.url, listed.url]).fetchone()[
                0
            ]
            seen["unfounded"] = (looks or 0) + 1 if CHANGES[saved] == "same" else 0
            for url in sorted({article.url, listed.url}):
                upsert(self.db, "addresses", {"url": url, **seen, "reason": None, "status": None, "title": None, "published": None})
            forget_failure(self.db, listed.url)
        return CHANGES[saved]

    def reread(self, article: Article, *, site: str) -> Change:  # noqa: ARG002 - the article is known
        with self.db.atomic():
            return "changed" if correct_article(self.db, article) else "same"

    def walked(self, url: str, *, site: str, since: str) -> None:
        with self.db.atomic():
            collecting.note_walk(self.db, url, site=site, since=since)

    def checked(self, site: str, *, well: bool, report: str) -> None:
        with self.db.atomic():
            collecting.note_check(self.db, site, well=well, report=report)

    def unchanged(self, listed: Listed, *, site: str) -> None:  # noqa: ARG002 - the address knows its site
        sql = "update addresses set fetched = ?, modified = ?, fingerprint = ?, unfounded = unfounded + 1, reason = null, status = null where url = ?"
        with self.db.atomic():
            self.db.conn.execute(sql, [now(), listed.modified, listed.fingerprint, listed.url])
            forget_failure(self.db, listed.url)

    def refused(self, listed: Listed, *, site: str, reason: Refusal, status: int) -> None:
        row = {"site": site, "fetched": now(), "gone": int(reason not in PRESENT), "reason": reason, "status": status, **told(listed)}
        row |= {"title": listed.title or None, "published": listed.published}
        with self.db.atomic():
            upsert(self.db, "addresses", {"url": listed.url, **row})
            forget_failure(self.db, listed.url)

    def failed(self, listed: Listed, *, site: str, reason: str) -> None:
        row = {
            "site": site,
            "published": listed.published,
            "modified": listed.modified,
            "tries": listed.tries,
            "faults": listed.faults,
            "reason": reason,
            "last": listed.tried or now(),
        }
        with self.db.atomic():
            upsert(self.db, "fetch_failures", {"url": listed.url, **row})

    def validators(self, url: str, validators: Validators, *, site: str) -> None:
        with self.db.atomic():
            upsert(self.db, "validators", {"url": url, "site": site, **asdict(validators)})

    def keep(self, url: str, kept: Kept, *, site: str) -> None:
        with self.db.atomic():
            upsert(self.db, "kept_files", {"url": url, "site": site, "at": now(), **asdict(kept)})

    def outcome(self, report: SourceReport) -> None:
        self.reports.append(report)
        names = ("site", "status", "reason", "requests", "listed", "off_topic", "new", "changed", "same", "left", "delay", "seconds")
        row: dict[str, Any] = {name: getattr(report, name) for name in names}
        row |= {"run": self.run, "finished": now(), "refused": as_text(report.refused), "failures": as_text(report.failures)}
        row["waits"] = dumps(report.waits)
        with self.db.atomic():
            self.db.table("source_runs").insert(row)
        mark(self.db)


def as_text(reasons: Any) -> str:
    """Addresses with their reasons, as JSON."""
    return dumps(dict(reasons), ensure_ascii=False, sort_keys=True)


def told(listed: Listed) -> dict[str, Any]:
    """What the listing said of an article, to be compared with what it will say."""
    return {"modified": listed.modified, "fingerprint": listed.fingerprint}


def forget_failure(db: Database, url: str) -> None:
    db.conn.execute("delete from fetch_failures where url = ?", [url])


def upsert(db: Database, table: str, row: dict[str, Any]) -> None:
    """Write a row under its `url`; inside the caller's transaction."""
    names = ", ".join(row)
    sets = ", ".join(f"{name} = excluded.{name}" for name in row if name != "url")
    sql = f"insert into {table} ({names}) values ({', '.join('?' * len(row))}) on conflict (url) do update set {sets}"  # noqa: S608
    db.conn.execute(sql, list(row.values()))
