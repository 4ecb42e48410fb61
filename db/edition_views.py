"""The views of the public edition: questions that come back so often that they have a name."""

# ruff: noqa: S608 - the only names put into SQL are the constants below and those of db.kits

from db import edition_questions
from db.kits import CIVIL, PROOFS
from db.schema import RECURRING

FACTS = """create view facts as
  select 'victim' as kind, m.incident, m.article, m.name as value, m.raw, m.extract, m.link, a.publisher, a.published
  from mentions m join articles a on a.id = m.article where m.role = 'victim'
  union all
  select c.what, c.incident, c.article,
    case when c.low = c.high then cast(c.low as text) else c.low || '–' || c.high end || ' ' || c.unit, c.raw, c.extract, c.link,
    a.publisher, a.published
  from counts c join articles a on a.id = c.article
  union all
  select case when d.denied_by is null then 'taken' else 'not_taken' end, d.incident, d.article, d.type, d.raw, d.extract, d.link,
    a.publisher, a.published
  from data_types d join articles a on a.id = d.article
  union all
  select 'attack_type', t.incident, t.article, t.type, t.raw, t.extract, t.link, a.publisher, a.published
  from attack_types t join articles a on a.id = t.article
  union all
  select 'claim', i.incident, i.article, i.claim, i.claim_raw, i.claim_extract, i.claim_link, a.publisher, a.published
  from incident_articles i join articles a on a.id = i.article where i.claim is not null
  union all
  select 'date', i.incident, i.article, i.date, i.date_raw, i.date_extract, i.date_link, a.publisher, a.published
  from incident_articles i join articles a on a.id = i.article where i.date is not null"""

SUPPLIERS = """create view suppliers as
  select s.organisation, o.slug, o.name, count(distinct v.organisation) as victims, count(distinct s.incident) as incidents,
    min(i.date_from) as first_incident, max(i.date_from) as last_incident,
    group_concat(distinct r.name) as victim_names
  from incident_organisations s
    join organisations o on o.id = s.organisation
    join incidents i on i.id = s.incident
    join incident_organisations v on v.incident = s.incident and v.role = 'victim' and v.organisation <> s.organisation
    join organisations r on r.id = v.organisation
  where s.role = 'third_party' or (s.role = 'victim' and s.position = 0 and exists (
    select 1 from attack_types t where t.incident = s.incident and t.type = 'supply_chain'))
  group by s.organisation"""

SPARED = """create view spared as
  select d.incident, i.title, i.status, i.date, d.type, d.raw, d.denied_by, d.extract, d.link, a.publisher, a.published
  from data_types d join incidents i on i.id = d.incident join articles a on a.id = d.article
  where d.denied_by is not null"""

CLASSES = """case
      when c.what = 'systems' then iif(c.unit = 'site', 'sites', 'systems')
      when c.unit in ('person', 'customer', 'patient', 'account', 'record') then 'people'
      when c.unit = 'employee' then 'staff'
      when c.unit in ('email_address', 'phone_number') then 'contacts' end"""
"""What may be compared: one article's clients with another's accounts, never clients with staff."""
ROUNDED = 0.02
"""How far an approximate figure may be from another and still be the same."""

DISAGREEMENTS = f"""create view count_disagreements as
  with kinds as (
    select c.id, c.incident, c.article, c.low, c.high,
      iif(c.exact, c.low, c.low * {1 - ROUNDED}) as least, iif(c.exact, c.high, c.high * {1 + ROUNDED}) as most, {CLASSES} as counted
    from counts c join articles a on a.id = c.article join incidents i on i.id = c.incident
    where c.what in ('affected', 'systems')
      and (select count(*) from incident_organisations o where o.incident = c.incident and o.role = 'victim') < 3
      and coalesce(julianday(substr(a.published, 1, 10)) - julianday(substr(i.first_article, 1, 10)), 0) <= 365),
  firsts as (
    select k.* from kinds k
    join (select min(id) as id from kinds where counted is not null group by incident, article, counted) f on f.id = k.id),
  said as (
    select k.* from kinds k join firsts f on f.incident = k.incident and f.article = k.article and f.counted = k.counted
    where k.id = f.id or (k.low > f.high and k.low <= 2 * f.high))
  select s.incident, i.title, i.status, i.date, s.counted, min(s.low) as lowest, max(s.high) as highest, count(distinct s.article) as articles
  from said s join incidents i on i.id = s.incident
  group by s.incident, s.counted having count(distinct s.article) > 1 and max(s.least) > min(s.most)"""
"""Incidents of which articles give figures of one class that cannot all be true. Of each article: its first figure, and those up to twice
as great that it sets beside it (smaller ones are parts of it, much greater ones count something else). Left out: incidents with three
victims or more, whose articles count parts of the whole, and articles a year later."""

IDENTITY_THEFT_KIT = f"""create view identity_theft_kit as
  with taken as (select distinct incident, type from data_types where denied_by is null and incident is not null)
  select i.id as incident, i.title, i.status, i.date, i.data_taken
  from incidents i
  where exists (select 1 from taken t where t.incident = i.id and t.type = 'birth_date')
    and exists (select 1 from taken t where t.incident = i.id and t.type in {PROOFS})
    and (exists (select 1 from taken t where t.incident = i.id and t.type in {CIVIL})
      or (select count(*) from taken t where t.incident = i.id and t.type in {PROOFS}) = {len(PROOFS)})"""
"""As `db.kits.identity_theft` says."""

VIEWS = (RECURRING, FACTS, SUPPLIERS, SPARED, DISAGREEMENTS, IDENTITY_THEFT_KIT, *edition_questions.VIEWS)
