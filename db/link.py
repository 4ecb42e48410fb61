"""Link: organisations and incidents from all readings, written back as what changed.

The grouping is pure and sees everything at once (`db.organisations`, `db.incidents`); permanent numbers and slugs stay with the majority
of an incident's articles. Linking twice writes nothing.
"""

# ruff: noqa: S608 - the conditions put into SQL are those of db.scope, values are always parameters

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from json import dumps

from sqlite_utils import Database

from db.alerts import begin, decide
from db.connect import folder_of
from db.copies import mark
from db.decisions import WITHDRAWALS, Decisions, read_decisions
from db.differences import write_set
from db.history import log
from db.incidents import REPORTED, Figure, Telling, believable, group
from db.link_incidents import write_incidents
from db.link_organisations import write_mentions, write_organisations
from db.organisations import Named, Register, gather, known_keys
from db.proposals import Proposal, propose_incidents, propose_organisations
from db.quality import quality_rows
from db.recurrence import OPENING, News, is_announced, news
from db.register_match import match
from db.regroup import regroup
from db.rows import Row
from db.scope import WHOLE, Scope, fingerprint, scope_of
from db.settled import Settled, settle
from db.speakers import REACH, sentence, speaker
from db.summary import Incident, summarise
from db.unmatched import unmatched
from db.vocabulary import vocabulary_rows
from db.withdrawn import numbers_held, parted, set_aside


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What linking found, and how many rows it wrote."""

    organisations: int
    incidents: int
    new: int
    changed: int
    gone: int
    told: int = 0
    """Alerts that were decided."""
    begun: dict[str, int] = field(default_factory=dict)
    """Watches that begin with this link, and how much they match already, which is not told."""
    fault: str | None = None
    """Why `watches.toml` cannot be used; the watches read last stay in force."""
    unmatched: tuple[str, ...] = ()
    """Decisions that concern nothing that is held, each with what it looks for in vain."""


def link(db: Database) -> Linked:
    """Resolve organisations and gather incidents; only differences are written, in one transaction.

    Where little changed since the last link, only what that touches is looked at again (`db.scope`); the outcome is the same.
    """
    mark(db)
    with db.atomic():
        write_rows(db, "vocabulary", vocabulary_rows())
        write_rows(db, "quality", quality_rows())
        decisions = read_decisions(folder_of(db))
        telling = begin(db, folder_of(db))
        settled, made_under = settle(decisions), fingerprint(repr(decisions))
        scope = WHOLE if touches_decided(db, decisions) else scope_of(db, settled, made_under)
        report = relink(db, scope, settled, decisions) if scope else {"new": 0, "changed": 0, "gone": 0}
        if scope:
            decide(db, telling, scope, withdrawn=decisions.withdrawn())
        match(db)
        log(db, decisions)
        db.conn.execute("delete from link_queue")
        sql = "insert into link_state values (1, ?1) on conflict (id) do update set fingerprint = ?1 where fingerprint <> ?1"
        db.conn.execute(sql, [made_under])
    organisations, events = (db.conn.execute(f"select count(*) from {table}").fetchone()[0] for table in ("organisations", "incidents"))
    return Linked(
        organisations=organisations,
        incidents=events,
        unmatched=unmatched(db, decisions, settled),
        **report,
        told=telling.told,
        begun=telling.begun,
        fault=telling.fault,
    )


def touches_decided(db: Database, decisions: Decisions) -> bool:
    """Whether an article that changed stands in a decision on incidents: its partners there may share nothing else with it."""
    urls = {
        at[0] for one in decisions.of("merge-incidents", "split-incidents", "distinct-incidents", "withdraw-incident") for at in one.places
    }
    sql = "select count(*) from link_queue q join articles a on a.id = q.id where q.kind = 'article' and a.url in (select value from json_each(?))"
    return bool(urls) and bool(db.conn.execute(sql, [dumps(sorted(urls))]).fetchone()[0])


def relink(db: Database, scope: Scope, settled: Settled, decisions: Decisions) -> dict[str, int]:
    """Gather anew what is in question; how many incidents are new, changed and gone."""
    register = gather(named(db, scope, settled), known=known_keys(), settled=settled)
    numbers = write_organisations(db, register, scope)
    write_mentions(db, register, numbers, scope)
    write_acronyms(db, register, scope)
    groups = regroup(db, decisions, lambda: tellings_of(db, scope)) if scope.partial else group(tellings_of(db, scope), decisions)
    kept, away = parted(groups, decisions)
    incidents = [summarise(tellings) for tellings in kept]
    before_withdrawal = numbers_held(db) if decisions.of(*WITHDRAWALS) else {}
    of_victims = "select key, id from organisations where key in (select value from json_each(?))"
    report = write_incidents(db, incidents, dict(db.conn.execute(of_victims, [victims_of(incidents)]).fetchall()), scope)
    set_aside(db, away, decisions, scope, before_withdrawal)
    if not scope.partial:
        propose(db, proposals_among(db, register, incidents, decisions))
    return report


def proposals_among(db: Database, register: Register, incidents: list[Incident], decisions: Decisions) -> list[Proposal]:
    """What may be one, of organisations and of incidents."""
    return [*propose_organisations(register, known_keys(), decisions), *propose_incidents(incidents, hands_of(db), decisions)]


def fresh_proposals(db: Database) -> list[Proposal]:
    """What may be one as things stand, the decisions written since the last link included; nothing is written."""
    decisions = read_decisions(folder_of(db))
    settled = settle(decisions)
    register = gather(named(db, WHOLE, settled), known=known_keys(), settled=settled)
    kept, _ = parted(group(tellings_of(db, WHOLE), decisions), decisions)
    return proposals_among(db, register, [summarise(tellings) for tellings in kept], decisions)


def write_acronyms(db: Database, register: Register, scope: Scope) -> None:
    """Keep which acronyms are explained by which full names."""
    keys = dumps(sorted({key for organisation in register.organisations for key in (organisation.key, *organisation.aliases.values())}))
    among = "where short in (select value from json_each(?1)) or full in (select value from json_each(?1))" if scope.partial else ""
    held = set(db.conn.execute(f"select short, full from acronyms {among}", [keys] if scope.partial else []).fetchall())
    db.conn.executemany("delete from acronyms where short = ? and full = ?", sorted(held - register.acronyms))
    db.conn.executemany("insert into acronyms (short, full) values (?, ?)", sorted(register.acronyms - held))


def victims_of(incidents: Iterable[Incident]) -> str:
    """The keys of all victims, as JSON."""
    return dumps(sorted({key for incident in incidents for key in incident.victims}))


def propose(db: Database, proposals: Iterable[Proposal]) -> None:
    """Keep what may be one; made anew by whole links only."""
    rows = {(one.kind, one.one, one.other, one.score, dumps(one.reasons, ensure_ascii=False)) for one in proposals}
    write_set(db, "proposals", ("kind", "one", "other", "score", "reasons"), rows)


def hands_of(db: Database) -> dict[tuple[str, int], set[str]]:
    """The attackers that each telling names."""
    hands: dict[tuple[str, int], set[str]] = defaultdict(set)
    sql = """select a.url, m.part, o.name from mentions m join articles a on a.id = m.article join organisations o on o.id = m.organisation
      where m.role = 'attacker' and m.part is not null"""
    for url, part, name in db.conn.execute(sql):
        hands[url, part].add(name)
    return hands


def write_rows(db: Database, table: str, rows: list[Row]) -> None:
    """Make a table say what this Vigie says of itself."""
    write_set(db, table, tuple(rows[0]) if rows else ("id",), {tuple(row.values()) for row in rows})


def named(db: Database, scope: Scope, settled: Settled) -> Iterable[Named]:
    """Every organisation that an article names; the sector goes to the first victim of a part."""
    sql = f"""select name, raw, role, sector, count(*) from (
        select m.name, m.raw, m.role, case when m.role = 'victim' and not exists (
          select 1 from mentions x where x.article = m.article and x.part is m.part and x.position < m.position) then p.sector end as sector
        from mentions m left join reading_parts p on m.role = 'victim' and p.article = m.article and p.part = m.part
        where {scope.mentions("m.id")})
      group by name, raw, role, sector"""
    for name, raw, role, sector, times in db.conn.execute(sql):
        if settled.key(name) not in scope.known:
            yield Named(name=name, raw=raw, role=role, sector=sector, times=times)


def tellings_of(db: Database, scope: Scope) -> list[Telling]:
    """One telling for each part of each reading that reports an incident."""
    victims: dict[tuple[int, int], list[tuple[str, str | None]]] = defaultdict(list)
    sql = f"""select m.article, m.part, m.name, o.key from mentions m left join organisations o on o.id = m.organisation
      where m.role = 'victim' and {scope.articles("m.article")} order by m.article, m.position"""
    for article, part, name, key in db.conn.execute(sql):
        victims[article, part].append((name, key))
    figures = figures_of(db, scope)
    parts = f"""select a.id, a.url, a.title, a.published, p.part, p.date, p.claim, p.sector, r.about from reading_parts p
      join articles a on a.id = p.article join readings r on r.article = p.article
      where r.about <> 'other' and {scope.tellings("p.id")} order by a.url, p.part"""
    tellings = []
    for article, url, title, published, part, date, claim, sector, about in db.conn.execute(parts):
        names = victims.get((article, part), [])
        found = [key for _, key in names if key]
        telling = Telling(
            url=url, part=part, published=published, victims=tuple(dict.fromkeys(found)), date=believable(date, published), claim=claim, sector=sector,
            figures=tuple(figures.get((article, part), ())), victim=names[0][0] if names and not found else None,
        )  # fmt: skip
        if telling.since > REPORTED:
            telling = replace(telling, news=news_of(db, article))
        elif telling.date is None and about == "incident" and is_announced(title):
            telling = replace(telling, news="again")
        tellings.append(telling)
    return tellings


def figures_of(db: Database, scope: Scope) -> dict[tuple[int, int], list[Figure]]:
    """What each part of an article counts as affected, in its order, each figure with who gives it."""
    names: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for article, role, raw in db.conn.execute(
        f"select article, role, raw from mentions where role in ('authority', 'attacker') and {scope.articles('article')}"
    ):
        names[article][role].add(raw)
    figures: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    counted = f"""select c.article, c.part, c.low, c.high, c.unit, c.exact, c.raw, p.claim,
        case c.place when 'title' then a.title else substr(a.text, max(1, c.start + 1 - :reach), 2 * :reach) end,
        case c.place when 'title' then c.start else min(c.start, :reach) end
      from counts c join articles a on a.id = c.article left join reading_parts p on p.article = c.article and p.part = c.part
      where c.what = 'affected' and {scope.articles("c.article")} order by c.article, c.place desc, c.start, c.id"""
    for article, part, low, high, unit, exact, raw, claim, words, at in db.conn.execute(counted, {"reach": REACH}):
        said = sentence(words, at, at + len(raw))
        by = speaker(said, authorities=names[article]["authority"], attackers=names[article]["attacker"], claim=claim)
        figures[article, part].append(Figure(low=low, high=high, unit=unit, exact=bool(exact), by=by))
    return figures


def news_of(db: Database, article: int) -> News | None:
    """What an article says of the old and the new; asked only of those that come long after the date that they give."""
    title, opening = db.conn.execute("select title, substr(text, 1, ?) from articles where id = ?", [OPENING, article]).fetchone()
    return news(title, opening)
