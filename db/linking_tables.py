"""The tables of linking beyond organisations and incidents: what may be one, what an editor decided, what outside registers hold."""

# ruff: noqa: S608 - the names put into SQL are constants

HISTORY = (
    """create table history (
      id integer primary key, time text not null, kind text not null, subject text not null,
      action text not null check (action in ('applied', 'undone')), reason text, why text) strict""",
    "create trigger history_is_kept before delete on history begin select raise(abort, 'history is append-only'); end",
    "create trigger history_stands before update on history begin select raise(abort, 'history is append-only'); end",
)
"""What was decided and taken back, a row each."""

PROPOSALS = (
    """create table proposals (
      id integer primary key, kind text not null check (kind in ('organisation', 'incident')), one text not null, other text not null,
      score real not null, reasons text not null, unique (kind, one, other)) strict""",
)

REGISTER = (
    """create table register_entries (
      id integer primary key, register text not null, entry text not null, name text not null, key text not null, date text,
      status text, volumes text not null, data_types text not null, links text not null, low integer, high integer, unit text,
      organisation integer references organisations(id) on delete set null,
      incident integer references incidents(id) on delete set null, unique (register, entry)) strict""",
    "create index register_entries_by_incident on register_entries(incident)",
    "create index register_entries_by_organisation on register_entries(organisation)",
    """create view blind_spots as
      select register, name, date, status, low, high, unit, volumes, data_types, links
      from register_entries where incident is null order by date desc, name""",
    """create view register_shares as
      select register, substr(date, 1, 7) as month, count(*) as entries, count(incident) as found,
        round(count(incident) * 1.0 / count(*), 3) as share
      from register_entries group by register, month order by month desc, register""",
)
"""Incidents of outside registers, each with ours where we have it."""

EDITS = (
    """create table former_findings (
      id integer primary key, article integer not null references articles(id) on delete cascade, text_sha256 text not null,
      until text not null, kind text not null, value text not null, raw text) strict""",
    "create index former_findings_by_article on former_findings(article)",
    """create view silent_edits as
      select f.article, a.url, f.kind, 'vanished' as change, f.value, f.until from former_findings f join articles a on a.id = f.article
      where not exists (
        select 1 from findings n where n.article = f.article and n.kind = f.kind and n.value = f.value)
      union
      select n.article, a.url, n.kind, 'appeared', n.value, (select max(until) from former_findings f where f.article = n.article)
      from findings n join articles a on a.id = n.article
      where n.article in (select article from former_findings) and not exists (
        select 1 from former_findings f where f.article = n.article and f.kind = n.kind and f.value = n.value)""",
)
"""What articles said before they were written anew, and what that changed."""

COLUMNS = (
    "alter table incident_articles add column news text check (news in ('back', 'again', 'later'))",
    "alter table incidents add column figure_by text check (figure_by in ('authority', 'victim', 'press', 'attacker'))",
    "alter table incidents add column least integer",
    "alter table incidents add column most integer",
    "alter table organisations add column located_by text check (located_by in ('gazetteer', 'name'))",
    "alter table organisations add column parent integer",
)
"""What an article has to do with an incident's date; whose figure stands and between which it lies; how a place is known."""

QUEUE = (
    """create table link_queue (number integer primary key, kind text not null check (kind in ('article', 'organisation', 'incident')),
      id integer not null, unique (kind, id)) strict""",
    "create table link_state (id integer primary key check (id = 1), fingerprint text not null) strict",
    "create table acronyms (id integer primary key, short text not null, full text not null, unique (short, full)) strict",
    "create index acronyms_by_full on acronyms(full)",
    *(
        f"create trigger {name} {when} begin insert or ignore into link_queue (kind, id) values ({queued}); end"
        for name, when, queued in (
            ("readings_made", "after insert on readings", "'article', new.article"),
            ("readings_changed", "after update on readings", "'article', new.article"),
            ("readings_gone", "before delete on readings", "'article', old.article"),
            ("mentions_gone", "before delete on mentions when old.organisation is not null", "'organisation', old.organisation"),
            ("tellings_gone", "before delete on incident_articles", "'incident', old.incident"),
            ("articles_changed", "after update of title, text, published on articles", "'article', new.id"),
        )
    ),
)
"""What changed since the last link, noted by the database itself; under what it was made; the acronyms that articles explain."""

ALL = (*QUEUE, *HISTORY, *PROPOSALS, *REGISTER, *EDITS, *COLUMNS)
