"""The tables of the public edition: facts, short extracts, links. No article's text, no authors, commenters or persons.

`dictionary.toml` says in French what each table and column holds. Every code (`status`, `sector`, `type`…) is in `vocabulary`.
"""

from db.history import CHAINED, VALUES
from db.schema import FORMER, QUALITY, VOCABULARY

FORM = 5
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
      language text, paywalled integer not null, revisions integer not null, about text,
      version text) strict""",
    "organisations": """create table organisations (
      id integer primary key, slug text not null unique, name text not null, kind text, sector text, country text, region text,
      located_by text, parent integer references organisations(id),
      incidents integer not null, first_incident text, last_incident text) strict""",
    "organisation_aliases": """create table organisation_aliases (
      id integer primary key, organisation integer not null references organisations(id), name text not null) strict""",
    "incidents": """create table incidents (
      id integer primary key, slug text not null, title text not null, victim text not null,
      organisation integer references organisations(id), status text, sector text, country text, region text,
      date text, date_precision text, date_basis text, date_from text, date_to text, year integer,
      low integer, high integer, unit text, exact integer, figure_by text, least integer, most integer,
      attack_types text not null, data_taken text not null, data_denied text not null,
      articles integer not null, publishers integer not null, first_article text, last_article text) strict""",
    "incident_articles": """create table incident_articles (
      id integer primary key, incident integer not null references incidents(id), article integer not null references articles(id),
      claim text, claim_raw text, claim_extract text, claim_link text,
      date text, date_raw text, date_extract text, date_link text, sector text,
      low integer, high integer, unit text, exact integer, news text) strict""",
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
      first_article text, last_article text, last_success text, state text,
      usual_low integer, usual_high integer, odd text) strict""",
    "coverage": """create table coverage (
      id integer primary key, publisher text not null, week text not null, articles integer not null, reporting integer not null,
      unique (publisher, week)) strict""",
    "silent_edits": """create table silent_edits (
      id integer primary key, article integer not null references articles(id), incident integer references incidents(id),
      kind text not null, change text not null, value text not null, until text) strict""",
    "register_entries": """create table register_entries (
      id integer primary key, register text not null, name text not null, date text, month text, status text,
      low integer, high integer, unit text, incident integer references incidents(id)) strict""",
    "history": CHAINED,
    "history_values": VALUES,
    "withdrawals": """create table withdrawals (
      id integer primary key, kind text not null check (kind in ('incident', 'article')), record integer not null, reason text, since text not null,
      unique (kind, record)) strict""",
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
    "create index history_by_incident on history(incident)",
    "create index search_documents_by_record on search_documents(kind, record)",
    "create index data_types_by_type on data_types(type)",
    *(
        f"create index {table}_by_{column} on {table}({column})"
        for table in ("mentions", "counts", "data_types", "attack_types")
        for column in ("incident", "article")
    ),
)

FULL_TEXT = (
    """create virtual table search using fts5 (title, names, extracts, content = 'search_documents', content_rowid = 'id',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')""",
    "insert into search (search) values ('rebuild')",
    """create virtual table article_words using fts5 (words, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2')""",
)
"""`search` knows where a word stands; `article_words` (rowid: the article) only that it is there: with more detail, fts5vocab would give
the article's text back in order. Both hold words as `db.fold.fold` writes them, and are asked through `db.fold.fts_query`."""
