"""Sources: how each site fares and what each outlet gave. SQL over the working database, for `status` and for the edition.

A visit of which every listed page was refused or failed is no success, whatever it is called: a run of an older Vigie called it `nothing_new`.
"""

from sqlite_utils import Database

from db.health import bands
from db.rows import Row

# ruff: noqa: S608 - the only names put into SQL are the constants below

HOLLOW = """(r.status in ('ok', 'nothing_new') and r.listed >= 3 and r.new + r.changed + r.same = 0
  and (select count(*) from json_each(r.refused)) + (select count(*) from json_each(r.failures)) >= r.listed)"""
"""Whether a visit `r` that is called well had nothing that it could read; of one page or two that lead nowhere, nothing follows."""
SUCCESS = f"(r.status in ('ok', 'nothing_new') and not {HOLLOW})"
STATUS = f"iif({HOLLOW}, 'blocked', r.status)"
REASON = f"iif({HOLLOW}, 'toutes les pages de la liste ont été refusées', r.reason)"

SITES = f"""
with sites as (select site from source_runs union select site from addresses),
  latest as (select * from source_runs where id in (select max(id) from source_runs group by site))
select s.site,
  (select count(distinct d.article) from addresses d where d.site = s.site) as articles,
  (select max(r.finished) from source_runs r where r.site = s.site and {SUCCESS}) as last_success,
  (select max(a.published) from addresses d join articles a on a.id = d.article where d.site = s.site) as silent_since,
  (select {STATUS} from latest r where r.site = s.site) as status,
  (select {REASON} from latest r where r.site = s.site) as reason
from sites s order by s.site
"""
"""Each site, for the operator."""

OUTLETS = f"""
with held as (
    select a.publisher, count(*) as articles, min(substr(a.published, 1, 10)) as first_article, max(substr(a.published, 1, 10)) as last_article,
      (select count(distinct ia.incident) from incident_articles ia join articles b on b.id = ia.article where b.publisher = a.publisher) as incidents
    from articles a group by a.publisher),
  sites as (select distinct c.publisher, d.site from addresses d join articles c on c.id = d.article),
  latest as (select * from source_runs where id in (select max(id) from source_runs group by site)),
  states as (select r.site, iif({STATUS} in ('ok', 'nothing_new'), 'well', {STATUS}) as state from latest r)
select h.publisher, h.articles, h.incidents, h.first_article, h.last_article,
  (select max(substr(r.finished, 1, 10)) from source_runs r where {SUCCESS}
    and r.site in (select s.site from sites s where s.publisher = h.publisher)) as last_success,
  (select t.state from states t join sites s on s.site = t.site where s.publisher = h.publisher order by t.state = 'well' limit 1) as state
from held h
union all
select t.site, 0, 0, null, null, (select max(substr(r.finished, 1, 10)) from source_runs r where r.site = t.site and {SUCCESS}), t.state
from states t where t.site not in (select site from sites) and t.site not in (select publisher from held)
order by 1
"""
"""Each outlet, for the public; a site that never gave an article stands under its own name. Days, not hours, and no difference between a visit
that brought something and one that did not: an edition changes for them at most once a day, or when a source falls ill or is well again."""

PUBLISHED_BY = (
    """select c.publisher, d.site, count(*) as articles from addresses d join articles c on c.id = d.article group by 1, 2 order by 1, 3"""
)
"""The sites that an outlet's articles came by, the one that gave most last."""


def outlets(db: Database) -> list[Row]:
    """Each outlet, with what its site gives in a usual week and what is out of that."""
    sites = {row["publisher"]: row["site"] for row in db.query(PUBLISHED_BY)}
    known = bands(db)
    found = []
    for row in db.query(OUTLETS):
        band = known.get(sites.get(row["publisher"], row["publisher"]))
        found.append({**row, "usual_low": band and band.low, "usual_high": band and band.high, "odd": band and band.odd})
    return found
