"""The tables of the public edition: facts, short extracts, links. No article's text, no authors, commenters or persons.

`dictionary.toml` says in French what each table and column holds. Every code (`status`, `sector`, `type`…) is in `vocabulary`.
"""

from db.schema import FORMER, QUALITY, RECURRING, VOCABULARY

FORM = 2
"""Of these tables: another form is another edition, though the content be the same, and is not served by this Vigie."""
FACT = """
  id integer primary key,
  incident integer references incidents(id),
  article integer not null references articles(id),
"""
PROOF = """
  raw text, extract text, link text, score real, found_by text
"""
"""The fact's own words, their extract, their place at the publisher's."""

TABLES = {
    "edition": """create table edition (id integer primary key, name text not null unique, value text) strict""",
    "vocabulary": VOCABULARY,
    "quality": QUALITY,
    "articles": """create table articles (
      id integer primary key, url text not null unique, publisher text not null, title text not null, published text, modified text,
      language text, paywalled integer not null, revisions integer not null, about text) strict""",
    "organisations": """create table organisations (
      id integer primary key, slug text not null unique, name text not null, kind text, sector text, country text, region text,
      incidents integer not null, first_incident text, last_incident text) strict""",
    "organisation_aliases": """create table organisation_aliases (
      id integer primary key, organisation integer not null references organisations(id), name text not null) strict""",
    "incidents": """create table incidents (
      id integer primary key, slug text not null, title text not null, victim text not null,
      organisation integer references organisations(id), status text, sector text, country text, region text,
      date text, date_precision text, date_basis text, date_from text, date_to text, year integer,
      low integer, high integer, unit text, exact integer,
      attack_types text not null, data_taken text not null, data_denied text not null,
      articles integer not null, publishers integer not null, first_article text, last_article text) strict""",
    "incident_articles": """create table incident_articles (
      id integer primary key, incident integer not null references incidents(id), article integer not null references articles(id),
      claim text, claim_raw text, claim_extract text, claim_link text,
      date text, date_raw text, date_extract text, date_link text, sector text,
      low integer, high integer, unit text, exact integer) strict""",
    "incident_organisations": """create table incident_organisations (
      id integer primary key, incident integer not null references incidents(id),
      organisation integer not null references organisations(id), role text not null, position integer not null) strict""",
    "mentions": f"""create table mentions ({FACT} organisation integer references organisations(id),
      name text not null, role text not null, {PROOF}) strict""",
    "counts": f"""create table counts ({FACT} low integer not null, high integer not null, unit text not null, what text not null,
      exact integer not null, {PROOF}) strict""",
    "data_types": f"""create table data_types ({FACT} type text not null, attribute text, possible integer not null,
      denied_by text, {PROOF}) strict""",
    "attack_types": f"""create table attack_types ({FACT} type text not null, {PROOF}) strict""",
    "former_addresses": FORMER,
    "sources": """create table sources (
      id integer primary key, publisher text not null unique, articles integer not null, incidents integer not null,
      first_article text, last_article text, last_success text) strict""",
    "coverage": """create table coverage (
      id integer primary key, publisher text not null, week text not null, articles integer not null, reporting integer not null,
      unique (publisher, week)) strict""",
    "search_documents": """create table search_documents (
      id integer primary key, kind text not null, record integer not null, title text not null, names text not null,
      extracts text not null) strict""",
}
"""In the order of their references."""

INDEXES = (
    "create index articles_by_published on articles(published)",
    "create index articles_by_publisher on articles(publisher, published)",
    "create index organisation_aliases_by_organisation on organisation_aliases(organisation)",
    "create index incidents_by_date on incidents(date_from)",
    "create index incidents_by_sector on incidents(sector, date_from)",
    "create index incidents_by_status on incidents(status)",
    "create index incidents_by_organisation on incidents(organisation)",
    "create index incident_articles_by_incident on incident_articles(incident)",
    "create index incident_articles_by_article on incident_articles(article)",
    "create index incident_organisations_by_incident on incident_organisations(incident)",
    "create index incident_organisations_by_organisation on incident_organisations(organisation, role)",
    "create index mentions_by_organisation on mentions(organisation)",
    "create index search_documents_by_record on search_documents(kind, record)",
    "create index data_types_by_type on data_types(type)",
    *(
        f"create index {table}_by_{column} on {table}({column})"
        for table in ("mentions", "counts", "data_types", "attack_types")
        for column in ("incident", "article")
    ),
)

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

DISAGREEMENTS = """create view count_disagreements as
  with kinds as (
    select id, incident, article, low, high, what,
      case when what = 'systems' then 'systems' when unit in ('person', 'customer', 'patient', 'employee') then 'people'
        when unit = 'account' then 'accounts' when unit in ('record', 'email_address', 'phone_number') then 'records' end as counted
    from counts where incident is not null and what in ('affected', 'systems')),
  first_said as (select min(id) as id from kinds where counted is not null group by incident, article, counted)
  select k.incident, i.title, i.status, i.date, k.counted, min(k.low) as lowest, max(k.high) as highest, count(*) as articles
  from kinds k join first_said f on f.id = k.id join incidents i on i.id = k.incident join articles a on a.id = k.article
  where (select count(*) from incident_organisations o where o.incident = k.incident and o.role = 'victim') < 2
    and coalesce(julianday(substr(a.published, 1, 10)) - julianday(substr(i.first_article, 1, 10)), 0) <= 365
  group by k.incident, k.counted having count(*) > 1 and count(distinct k.low || '-' || k.high) > 1"""
"""Articles of one incident that put different figures of one kind first. Left out: incidents with several victims, whose articles
count parts of the whole, and articles a year later."""

VIEWS = (RECURRING, FACTS, SUPPLIERS, SPARED, DISAGREEMENTS)

FULL_TEXT = (
    """create virtual table search using fts5 (title, names, extracts, content = 'search_documents', content_rowid = 'id',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')""",
    "insert into search (search) values ('rebuild')",
    """create virtual table article_words using fts5 (words, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2')""",
)
"""`search` knows where a word stands; `article_words` (rowid: the article) only that it is there: with more detail, fts5vocab would give
the article's text back in order. Both hold words as `db.fold.fold` writes them, and are asked through `db.fold.fts_query`."""
