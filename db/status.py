"""Status: what the database holds, how each source fares, what waits. Plain data; `commands.py` prints it."""

from dataclasses import dataclass

from sqlite_utils import Database

from db.rows import Row
from db.store import to_tag


@dataclass(frozen=True, kw_only=True)
class Status:
    """A look at a working database."""

    articles: int
    incidents: int
    organisations: int
    untagged: int
    """Articles without a reading of their present words (by this version of the pipeline, where it was given)."""
    unlinked: int
    """Parts of readings that report an incident and belong to none yet."""
    failures: int
    """Addresses that failed and will be tried again."""
    sources: tuple[Row, ...]
    """Each source: `site`, `articles`, `last_success`, `silent_since` (its newest article), `status`, `reason`."""
    runs: tuple[Row, ...]
    """The last runs, the latest first."""


def status(db: Database, *, version: str | None = None, runs: int = 5) -> Status:
    """Look at a working database."""

    def number(sql: str) -> int:
        found: int = db.conn.execute(sql).fetchone()[0]
        return found

    return Status(
        articles=number("select count(*) from articles"),
        incidents=number("select count(*) from incidents"),
        organisations=number("select count(*) from organisations"),
        untagged=to_tag(db, version).total,
        unlinked=number(
            """select count(*) from reading_parts p join readings r on r.article = p.article where r.about <> 'other'
            and not exists (select 1 from incident_articles ia where ia.article = p.article and ia.part = p.part)"""
        ),
        failures=number("select count(*) from fetch_failures"),
        sources=tuple(db.query(SOURCES)),
        runs=tuple(db.query("select id, command, started, finished, status from runs order by id desc limit ?", [runs])),
    )


SOURCES = """
with sites as (select site from source_runs union select site from addresses)
select s.site,
  (select count(distinct d.article) from addresses d where d.site = s.site) as articles,
  (select max(r.finished) from source_runs r where r.site = s.site and r.status in ('ok', 'nothing_new')) as last_success,
  (select max(a.published) from addresses d join articles a on a.id = d.article where d.site = s.site) as silent_since,
  (select r.status from source_runs r where r.site = s.site order by r.id desc limit 1) as status,
  (select r.reason from source_runs r where r.site = s.site order by r.id desc limit 1) as reason
from sites s order by s.site
"""
