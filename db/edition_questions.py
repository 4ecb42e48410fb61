"""More views of the public edition: what changes with time, who stands behind, what contradicts, what we lack."""

# ruff: noqa: S608 - the only words put into SQL are the constants below

SAME = """(t.type = {0} or ({0} = 'bank_details' and t.type in ('iban', 'bank_card'))
      or ({0} in ('personal_data', 'customer_data') and t.type in ('name', 'email', 'phone', 'postal_address', 'birth_date')))"""
"""Whether what was taken is what was said spared, or a part of it."""

LATER_CONTRADICTED = f"""create view later_contradicted as
  select d.incident, i.title, i.status, i.date, d.type, d.denied_by, da.publisher as denied_in, da.published as denied_on,
    t.raw, t.extract, t.link, ta.publisher, ta.published
  from data_types d
    join articles da on da.id = d.article
    join data_types t on t.incident = d.incident and t.denied_by is null and {SAME.format("d.type")}
    join articles ta on ta.id = t.article and ta.published > da.published
    join incidents i on i.id = d.incident
  where d.denied_by is not null
    and (select count(*) from incident_organisations o where o.incident = d.incident and o.role = 'victim') < 3
  union all
  select t.incident, i.title, i.status, i.date, e.value, null, a.publisher, a.published, t.raw, t.extract, t.link, a.publisher, coalesce(e.until, a.published)
  from silent_edits e
    join data_types t on t.article = e.article and t.denied_by is null and {SAME.format("e.value")}
    join articles a on a.id = e.article
    join incidents i on i.id = t.incident
  where e.kind = 'not_taken' and e.change = 'vanished'"""
"""Said not taken, and taken: by a later article, or by the same one once it was written anew (no `denied_by`: its words are gone). Left out:
incidents with three victims or more, where one is spared what another is not."""

DELAYS = """create view delays as
  select i.id as incident, i.title, i.status, i.sector, i.year, i.date, i.first_article, c.confirmed,
    case when i.date_basis = 'stated' and i.date_precision in ('day', 'moment') and length(i.first_article) >= 10
      then cast(julianday(substr(i.first_article, 1, 10)) - julianday(i.date_from) as integer) end as days_to_article,
    case when length(i.first_article) >= 10
      then cast(julianday(c.confirmed) - julianday(substr(i.first_article, 1, 10)) as integer) end as days_to_confirmation
  from incidents i left join (
    select ia.incident, min(substr(a.published, 1, 10)) as confirmed from incident_articles ia join articles a on a.id = ia.article
    where ia.claim = 'confirmed' and length(a.published) >= 10 group by ia.incident) c on c.incident = i.id"""

MEDIANS = """create view delay_medians as
  with steps as (
    select sector, year, 'article' as step, days_to_article as days from delays
    union all select sector, year, 'confirmation', days_to_confirmation from delays),
  ranked as (
    select sector, year, step, days, row_number() over w as place, count(*) over (partition by sector, year, step) as incidents
    from steps where days >= 0 and sector is not null and year is not null window w as (partition by sector, year, step order by days))
  select sector, year, step, incidents, avg(days) as median_days from ranked
  where place in ((incidents + 1) / 2, (incidents + 2) / 2) group by sector, year, step"""

SECTORS = """create view sectors_by_year as
  select sector, year, count(*) as incidents, sum(status = 'confirmed') as confirmed
  from incidents where sector is not null and year is not null group by sector, year"""

DATA_TYPES = """create view data_types_by_year as
  select d.type, i.year, count(distinct i.id) as incidents
  from data_types d join incidents i on i.id = d.incident
  where d.denied_by is null and i.year is not null group by d.type, i.year"""

ATTACKERS = """create view attackers as
  select io.organisation, o.slug, o.name, count(distinct io.incident) as incidents, sum(i.status = 'confirmed') as confirmed,
    min(i.date_from) as first_incident, max(i.date_from) as last_incident, group_concat(distinct i.victim) as victim_names
  from incident_organisations io join organisations o on o.id = io.organisation join incidents i on i.id = io.incident
  where io.role = 'attacker' group by io.organisation"""

SENSITIVE = """create view sensitive as
  select d.incident, i.title, i.status, i.date, d.type, w.article_9, w.article_10, d.possible, d.raw, d.extract, d.link, a.publisher, a.published
  from data_types d join vocabulary w on w.field = 'data_type' and w.code = d.type and (w.article_9 or w.article_10)
    join incidents i on i.id = d.incident join articles a on a.id = d.article
  where d.denied_by is null"""

UNCONFIRMED = """create view unconfirmed as
  select i.id as incident, i.title, i.status, i.date, i.low, i.high, i.unit, i.publishers, i.first_article, i.last_article
  from incidents i where i.status in ('claimed', 'denied')"""

COUNT_HISTORY = """create view count_history as
  select c.incident, i.title, i.status, a.published, a.publisher, c.what, c.low, c.high, c.unit, c.exact, c.raw, c.extract, c.link
  from counts c join incidents i on i.id = c.incident join articles a on a.id = c.article
  where c.what in ('affected', 'systems', 'volume')"""

STATUS_HISTORY = """create view status_history as
  with told as (
    select ia.incident, ia.claim, ia.claim_raw, ia.claim_extract, ia.claim_link, ia.article, a.publisher, a.published,
      row_number() over (partition by ia.incident order by coalesce(a.published, '9999'), a.url) as place
    from incident_articles ia join articles a on a.id = ia.article where ia.claim is not null),
  standing as (
    select told.*, case when max(claim = 'confirmed') over w then 'confirmed' when max(claim = 'denied') over w then 'denied'
      else 'claimed' end as now
    from told window w as (partition by incident order by place)),
  moves as (select standing.*, lag(now) over (partition by incident order by place) as before from standing)
  select m.incident, i.title, m.before as status_before, m.now as status, m.published, m.publisher, m.article,
    m.claim_raw as raw, m.claim_extract as extract, m.claim_link as link
  from moves m join incidents i on i.id = m.incident where m.before is null or m.before <> m.now"""
"""What an incident's status was and became: confirmed by anyone is confirmed, a denial outweighs a claim."""

REPUBLICATIONS = """create view republications as
  select ia.incident, i.title, i.status, i.date, ia.article, a.title as article_title, a.publisher, a.published,
    cast(julianday(substr(a.published, 1, 10)) - julianday(i.date_to) as integer) as days_after
  from incident_articles ia join incidents i on i.id = ia.incident join articles a on a.id = ia.article
  where ia.news = 'back'"""

BLIND_SPOTS = """create view blind_spots as
  select register, name, date, month, status, low, high, unit from register_entries where incident is null"""

VIEWS = (
    LATER_CONTRADICTED, DELAYS, MEDIANS, SECTORS, DATA_TYPES, ATTACKERS, SENSITIVE, UNCONFIRMED, COUNT_HISTORY, STATUS_HISTORY, REPUBLICATIONS,
    BLIND_SPOTS,
)  # fmt: skip
