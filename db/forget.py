"""Forget: an article's text, its revisions and all that was found in it, deleted so that nothing of them is left in the database's files.

What stays is a number and the fingerprint of the addresses, so that no crawl, archive or file brings the article back. SQLite's deleted rows live on
in free pages, in the unused ends of others and in the write-ahead log: `secure_delete` overwrites, `vacuum` writes the file anew without them (and
without what earlier updates left behind), the checkpoint empties the log.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps

from sqlite_utils import Database

from db.errors import VaultError
from db.history import Change, append
from db.unmatched import mark

BUSY = (
    "L’article est effacé, mais un autre programme lit la base (« vigie serve --private » ?) : son journal garde encore l’ancien contenu. "
    "Arrêtez ce programme, puis relancez la même commande."
)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was deleted."""

    found: bool
    """Whether there was an article; its address is remembered either way."""
    title: str = ""
    revisions: int = 0
    incidents: int = 0
    """Incidents that only this article told."""
    values: int = 0
    """Values of history."""


def forget(db: Database, url: str) -> Forgotten:
    """Delete an article for good, in one transaction; `scrub` then takes what is left of it out of the files."""
    db.conn.execute("pragma secure_delete = on").fetchall()
    with db.atomic():
        row = db.execute(
            """select a.id, a.url, a.title, (select count(*) from article_revisions v where v.article = a.id) from articles a
            where a.url = ?1 or a.id = (select article from addresses where url = ?1)""",
            [url],
        ).fetchone()
        if row is None:
            remember(db, None, {url})
            db.execute("delete from fetch_failures where url = ?", [url])
            return Forgotten(found=False)
        article, address, title, revisions = row
        urls = {url, address} | {other for (other,) in db.execute("select url from addresses where article = ?", [article])}
        alone = """select distinct incident from incident_articles i where article = ?1
          and not exists (select 1 from incident_articles o where o.incident = i.incident and o.article <> ?1)
          union select incident from withdrawn_tellings w where article = ?1 and incident is not null
          and not exists (select 1 from withdrawn_tellings o where o.incident = w.incident and o.article <> ?1)
          and not exists (select 1 from incident_articles o where o.incident = w.incident)"""
        incidents = sorted(number for (number,) in db.execute(alone, [article]))
        known = {number for (number,) in db.execute("select distinct incident from published_facts")} | {
            number for (number,) in db.execute("select incident from history where incident is not null")
        }
        append(
            db, [Change(kind="forgotten", article=article), *(Change(kind="forgotten", incident=one) for one in incidents if one in known)]
        )
        values = erase(db, article, urls, incidents)
        remember(db, article, urls)
        for table in ("addresses", "fetch_failures", "validators"):
            db.execute(f"delete from {table} where url in (select value from json_each(?))", [dumps(sorted(urls))])  # noqa: S608
        # Deleted first, for what they quote of names; the trigger tells the next link, which is to be a whole one: proposals quote too.
        db.execute("delete from articles where id = ?", [article])
        db.execute("delete from proposals where kind = 'incident' and (one in (select value from json_each(?1)) or other in (select value from json_each(?1)))",
                   [dumps(sorted(urls))])  # fmt: skip
        db.execute("delete from link_state")
    return Forgotten(found=True, title=title, revisions=revisions, incidents=len(incidents), values=values)


def erase(db: Database, article: int, urls: set[str], incidents: list[int]) -> int:
    """Delete the values of history that speak of an article, or of what it alone told; how many."""
    numbers = dumps(incidents)
    db.execute("delete from published_facts where incident in (select value from json_each(?))", [numbers])
    deleted: int = db.execute(
        """delete from history_values where history in (select id from history
          where article = ?1 or incident in (select value from json_each(?2)))
          or exists (select 1 from json_each(?3) where instr(history_values.value, json_each.value))""",
        [article, numbers, dumps(sorted(urls))],
    ).rowcount
    return deleted


def remember(db: Database, article: int | None, urls: set[str]) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sql = "insert into forgotten (article, address, time) values (?, ?, ?) on conflict (address) do nothing"
    db.conn.executemany(sql, [(article, mark(url), now) for url in sorted(urls)])


def scrub(db: Database) -> None:
    """Take what was deleted out of the database's files. Raises VaultError where another program holds the log."""
    db.conn.execute("pragma temp_store = default").fetchall()  # not in memory: a vacuum copies the whole database
    db.conn.execute("vacuum")
    if db.conn.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
        raise VaultError(BUSY)
