"""The tables of the working database. A change is a new function at the end, never an edit of one above.

Null is unknown, never 0. Every finding keeps its words (`raw`), where they stand (`start` in `place`) and which part of the
article they belong to (`part`; null: a round-up that does not say).
"""

# ruff: noqa: S608 - the only names put into SQL are the constants below

from sqlite_utils import Database, Migrations

from db import collecting, copies, history, keeping_tables, linking_tables, outbox, versions

schema = Migrations("vigie")

FINDING = """
  id integer primary key,
  article integer not null references articles(id) on delete cascade,
  part integer check (part >= 0),
  raw text not null,
  start integer not null check (start >= 0),
  place text not null check (place in ('text', 'title')),
  score real not null check (score between 0 and 1),
  found_by text not null
"""
"""The columns that every finding has."""


@schema()
def m001_runs(db: Database) -> None:
    """What was done, when, and what each source gave."""
    db.execute("""create table runs (
      id integer primary key, command text not null, started text not null, finished text,
      status text check (status in ('well', 'partly', 'failed', 'stopped')), report text) strict""")
    db.execute("""create table source_runs (
      id integer primary key, run integer references runs(id) on delete cascade, site text not null, finished text not null,
      status text not null, reason text not null, requests integer not null, listed integer not null, off_topic integer not null,
      new integer not null, changed integer not null, same integer not null, refused text not null, failures text not null,
      left integer not null, delay real not null, waits text not null, seconds real not null) strict""")
    db.execute("create index source_runs_by_site on source_runs(site, finished)")
    db.execute("create index source_runs_by_run on source_runs(run)")


@schema()
def m002_articles(db: Database) -> None:
    """Articles as they stand now, as they stood before, and what their servers gave to ask again cheaply."""
    db.execute("""create table articles (
      id integer primary key, url text not null unique, publisher text not null, title text not null,
      lead text not null, text text not null, title_sha256 text not null, text_sha256 text not null, authors text not null,
      published text, modified text, section text, tags text not null, language text, fetched text,
      comments integer check (comments >= 0), paywalled integer not null check (paywalled in (0, 1))) strict""")
    db.execute("create index articles_by_publisher on articles(publisher, published)")
    db.execute("""create table article_revisions (
      id integer primary key, article integer not null references articles(id) on delete cascade,
      title text not null, lead text not null, text text not null, text_sha256 text not null,
      modified text, fetched text) strict""")
    db.execute("create index article_revisions_by_article on article_revisions(article)")
    db.execute("""create table addresses (
      id integer primary key, url text not null unique, site text not null, article integer references articles(id) on delete set null,
      fetched text not null, modified text, gone integer not null check (gone in (0, 1)), reason text, status integer) strict""")
    db.execute("create index addresses_by_article on addresses(article)")
    db.execute("create index addresses_by_site on addresses(site)")
    db.execute("""create table fetch_failures (
      id integer primary key, url text not null unique, site text not null, published text, modified text, tries integer not null,
      reason text not null, last text not null) strict""")
    db.execute("create index fetch_failures_by_site on fetch_failures(site)")
    db.execute("""create table validators (
      id integer primary key, url text not null unique, site text not null, etag text, last_modified text, complete text, modified text) strict""")


@schema()
def m003_readings(db: Database) -> None:
    """What each article says: one reading an article, its parts, and the words behind its plain values."""
    db.execute("""create table readings (
      article integer primary key references articles(id) on delete cascade, text_sha256 text not null,
      title_sha256 text not null, version text not null,
      about text not null check (about in ('incident', 'roundup', 'other'))) strict""")
    db.execute("create index readings_by_version on readings(version)")
    db.execute("""create table reading_parts (
      id integer primary key, article integer not null references articles(id) on delete cascade,
      part integer not null check (part >= 0), start integer not null, end integer not null,
      date text, date_raw text, date_start integer, date_place text, date_score real, date_found_by text,
      claim text check (claim in ('confirmed', 'claimed', 'denied')), sector text,
      unique (article, part)) strict""")
    db.execute(f"create table evidence ({FINDING}, field text not null, value text not null) strict")
    db.execute("create index evidence_by_article on evidence(article)")


@schema()
def m004_organisations(db: Database) -> None:
    """Organisations, and every name by which they are called."""
    db.execute("""create table organisations (
      id integer primary key, key text not null unique, slug text not null unique, name text not null,
      kind text, sector text, country text, region text) strict""")
    db.execute("""create table organisation_aliases (
      id integer primary key, organisation integer not null references organisations(id) on delete cascade,
      name text not null, key text not null, unique (organisation, name)) strict""")
    db.execute("create index organisation_aliases_by_key on organisation_aliases(key)")


@schema()
def m005_findings(db: Database) -> None:
    """Organisations named, figures, kinds of data, attacks. `denied_by` null: the text says that it was taken."""
    db.execute(f"""create table mentions ({FINDING}, name text not null, role text not null, position integer not null,
      organisation integer references organisations(id) on delete set null) strict""")
    db.execute("create index mentions_by_organisation on mentions(organisation, role)")
    db.execute(f"""create table counts ({FINDING}, low integer not null check (low >= 0), high integer not null check (high >= 0),
      unit text not null, what text not null, exact integer not null check (exact in (0, 1))) strict""")
    db.execute(f"""create table data_types ({FINDING}, type text not null, attribute text,
      possible integer not null check (possible in (0, 1)), denied_by text) strict""")
    db.execute("""create table attack_types (
      id integer primary key, article integer not null references articles(id) on delete cascade, part integer,
      raw text, start integer, place text, score real, found_by text, type text not null) strict""")
    for table in ("mentions", "counts", "data_types", "attack_types"):
        db.execute(f"create index {table}_by_article on {table}(article)")


@schema()
def m006_incidents(db: Database) -> None:
    """What happened to whom: articles and organisations gathered. `number` and `slug` are the permanent address."""
    db.execute("""create table incidents (
      id integer primary key, slug text not null, victim text,
      date text, date_precision text check (date_precision in ('moment', 'day', 'month', 'year')),
      date_basis text check (date_basis in ('stated', 'published')), date_from text, date_to text,
      status text check (status in ('confirmed', 'claimed', 'denied')), sector text,
      low integer, high integer, unit text, exact integer, first_article text, last_article text) strict""")
    db.execute("""create table incident_articles (
      id integer primary key, incident integer not null references incidents(id) on delete cascade,
      article integer not null references articles(id) on delete cascade, part integer not null,
      unique (article, part)) strict""")
    db.execute("create index incident_articles_by_incident on incident_articles(incident)")
    db.execute("""create table incident_organisations (
      id integer primary key, incident integer not null references incidents(id) on delete cascade,
      organisation integer not null references organisations(id) on delete cascade,
      role text not null, position integer not null, unique (incident, organisation, role)) strict""")
    db.execute("create index incident_organisations_by_organisation on incident_organisations(organisation, role)")
    db.execute(RECURRING)


PERSONS = "('person', 'customer', 'patient', 'employee', 'account', 'record', 'email_address', 'phone_number')"
"""Units that stand for people, as SQL."""

RECURRING = f"""create view recurring_victims as
select
  o.id as organisation, o.slug, o.name, o.sector,
  count(*) as incidents,
  min(i.date_from) as first_incident,
  max(i.date_from) as last_incident,
  cast(julianday(max(i.date_from)) - julianday(min(i.date_from)) as integer) as days_between,
  cast(julianday('now') - julianday(max(i.date_from)) as integer) as days_since,
  sum(case when i.unit in {PERSONS} then i.low end) as low,
  sum(case when i.unit in {PERSONS} then i.high end) as high
from organisations o
  join incident_organisations io on io.organisation = o.id and io.role = 'victim'
  join incidents i on i.id = io.incident
where i.date_from is not null
group by o.id
having count(*) >= 2 and julianday(max(i.date_from)) - julianday(min(i.date_from)) >= 30
"""
"""Victims of two or more incidents at least 30 days apart; the public edition holds the same view."""


VOCABULARY = """create table vocabulary (
  id integer primary key, field text not null, code text not null, label_fr text not null, label_en text not null,
  definition text not null, category text, article_9 integer not null, article_10 integer not null,
  cnil text, hibp text, veris text, rsit text, unique (field, code)) strict"""
"""The codes with their labels, and whether the GDPR's articles 9 and 10 protect what they name; both databases hold it."""

QUALITY = """create table quality (
  id integer primary key, field text not null, precision real, recall real, f1 real not null, low real, high real, n integer not null,
  gold text not null, articles integer not null, version text not null, date text not null, unique (field, gold)) strict"""
"""How reliable each field is, measured on the `n` cases of a set of labelled articles (`gold`); `low` to `high` is the 95 % interval of F1.
Precision and recall are null where a field has one value an article and `f1` is how often it is right. Both databases hold it."""


@schema()
def m007_words(db: Database) -> None:
    """What the codes mean, and how reliable each field is."""
    db.execute(VOCABULARY)
    db.execute("""create table quality (
      id integer primary key, field text not null, precision real, recall real, f1 real, n integer,
      gold text not null, version text not null, unique (field, gold)) strict""")


@schema()
def m008_quality(db: Database) -> None:
    """Quality with its interval, its day and the size of its set; nothing ever filled the table that this one replaces."""
    db.execute("drop table quality")
    db.execute(QUALITY)


FORMER = """create table former_addresses (
  id integer primary key, kind text not null check (kind in ('incident', 'organisation')), address text not null,
  record integer not null, unique (kind, address)) strict"""
"""Addresses that led to a record: the slug that it had, the number or slug of one that was joined to it. Both databases hold it."""


@schema()
def m009_addresses(db: Database) -> None:
    """An address once given leads to what it stood for, whatever is joined or renamed later."""
    db.execute(FORMER)
    db.execute("create index former_addresses_by_record on former_addresses(kind, record)")


@schema()
def m010_versions(db: Database) -> None:
    """What the version of the pipeline before this one read, and what the present one changed."""
    for sql in (*versions.TABLES, versions.FINDINGS, versions.CHANGED):
        db.execute(sql)


@schema()
def m011_looks(db: Database) -> None:
    """What a listing said of an article when it was asked for, and how often in a row it was asked for again in vain."""
    db.execute("alter table addresses add column fingerprint text")
    db.execute("alter table addresses add column unfounded integer not null default 0")


@schema()
def m012_faults(db: Database) -> None:
    """How many of its failures speak of a page itself: only they make it given up, not an outage of its site or of ours."""
    db.execute("alter table fetch_failures add column faults integer not null default 0")


@schema()
def m013_reserved(db: Database) -> None:
    """What a listing says of an article that is not kept: all that there is of one whose publisher reserves text and data mining."""
    db.execute("alter table addresses add column title text")
    db.execute("alter table addresses add column published text")


@schema()
def m014_collecting(db: Database) -> None:
    """Checks of sites, walks into the past, and which articles are copies of others."""
    for sql in (*collecting.TABLES, *copies.TABLES):
        db.execute(sql)


@schema()
def m015_linking(db: Database) -> None:
    """Proposals and decisions, outside registers, and what linking knows more of an incident and of a place."""
    for sql in (*linking_tables.ALL, "drop view recurring_victims", RECURRING):
        db.execute(sql)


@schema()
def m020_outbox(db: Database) -> None:
    """What each watch has matched, and what has to be delivered."""
    for sql in outbox.TABLES:
        db.execute(sql)


@schema()
def m060_kept_files(db: Database) -> None:
    """A host's tdmrep.json, with its validators: it is asked for only as it changed, and holds while the host is down."""
    db.execute(collecting.KEPT_FILES)


@schema()
def m040_history(db: Database) -> None:
    """History as a chain."""
    history.migrate(db)


@schema()
def m041_keeping(db: Database) -> None:
    """What is withdrawn, what is forgotten, and what was published, to see what changes."""
    for sql in keeping_tables.ALL:
        db.execute(sql)
