"""Versions: what an article said to the version of the pipeline that read it before, kept to see what a new one changes.

One earlier reading an article is kept: the last of another version, as long as the article has the same words. The view
`changed_by_version` says what appeared and what vanished between the two.
"""

from sqlite_utils import Database

TABLES = (
    """create table past_readings (
      id integer primary key, article integer not null references articles(id) on delete cascade, version text not null,
      text_sha256 text not null, title_sha256 text not null, unique (article, version)) strict""",
    """create table past_findings (
      id integer primary key, past_reading integer not null references past_readings(id) on delete cascade,
      kind text not null, value text not null, raw text) strict""",
    "create index past_findings_by_past_reading on past_findings(past_reading)",
)

FINDINGS = """create view findings as
  select article, 'about' as kind, about as value, null as raw from readings
  union all select article, role, name, raw from mentions
  union all select article, what, case when low = high then cast(low as text) else low || '–' || high end || ' ' || unit, raw from counts
  union all select article, case when denied_by is null then 'taken' else 'not_taken' end, type, raw from data_types
  union all select article, 'attack_type', type, raw from attack_types
  union all select article, 'claim', claim, null from reading_parts where claim is not null
  union all select article, 'sector', sector, null from reading_parts where sector is not null
  union all select article, 'date', date, date_raw from reading_parts where date is not null"""
"""Every finding of the present readings in one form: what kind, which value, in which words."""

CHANGED = """create view changed_by_version as
  with pairs as (
    select p.id as past, p.article, a.url, p.version as from_version, r.version as to_version
    from past_readings p join readings r on r.article = p.article and r.text_sha256 = p.text_sha256 and r.title_sha256 = p.title_sha256
      join articles a on a.id = p.article
    where r.version <> p.version)
  select s.article, s.url, s.from_version, s.to_version, 'appeared' as change, f.kind, f.value, min(f.raw) as raw
    from pairs s join findings f on f.article = s.article
    where not exists (select 1 from past_findings o where o.past_reading = s.past and o.kind = f.kind and o.value = f.value)
    group by s.past, f.kind, f.value
  union all
  select s.article, s.url, s.from_version, s.to_version, 'vanished', o.kind, o.value, min(o.raw)
    from pairs s join past_findings o on o.past_reading = s.past
    where not exists (select 1 from findings f where f.article = s.article and f.kind = o.kind and f.value = o.value)
    group by s.past, o.kind, o.value"""
"""What the present version finds that the one before did not, and the reverse, article by article."""


def remember(db: Database, article: int, version: str, text_sha256: str, title_sha256: str) -> None:
    """Keep the reading that one of `version` is about to replace; inside the caller's transaction.

    A reading of the same version is replaced without trace: what the version before it said stays remembered.
    """
    held = db.conn.execute("select version, text_sha256, title_sha256 from readings where article = ?", [article]).fetchone()
    if held is None:
        return
    if held[0] != version:
        # What two readers find differs by the readers: no publisher is said to have changed it.
        db.conn.execute("delete from former_findings where article = ?", [article])
    if held[1:] != (text_sha256, title_sha256):
        if held[0] == version:
            keep_former(db, article, held[1])
        db.conn.execute("delete from past_readings where article = ?", [article])
    elif held[0] != version:
        db.conn.execute("delete from past_readings where article = ?", [article])
        number = db.conn.execute(
            "insert into past_readings (article, version, text_sha256, title_sha256) values (?, ?, ?, ?) returning id", [article, *held]
        ).fetchone()[0]
        db.conn.execute(
            "insert into past_findings (past_reading, kind, value, raw) select distinct ?, kind, value, raw from findings where article = ?",
            [number, article],
        )


def keep_former(db: Database, article: int, text_sha256: str) -> None:
    """Keep what an article said before it was written anew, the last time that it was."""
    when = db.conn.execute("select coalesce(modified, fetched, published, '') from articles where id = ?", [article]).fetchone()[0]
    db.conn.execute("delete from former_findings where article = ?", [article])
    db.conn.execute(
        """insert into former_findings (article, text_sha256, until, kind, value, raw)
        select distinct article, ?, ?, kind, value, raw from findings where article = ? and kind <> 'about'""",
        [text_sha256, when, article],
    )
