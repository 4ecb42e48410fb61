"""The incidents found, written over those held: numbers and slugs stay, what is joined to another keeps its address."""

# ruff: noqa: S608 - the conditions put into SQL are those of db.scope, values are always parameters

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from json import dumps

from sqlite_utils import Database

from db.differences import differs, write_set
from db.moves import former, move, successors, write_moves
from db.permanence import permanent_numbers
from db.rows import Row
from db.scope import WHOLE, Scope
from db.slugs import is_slug
from db.store import insert
from db.summary import Incident

INCIDENT_COLUMNS = (
    "slug", "victim", "date", "date_precision", "date_basis", "date_from", "date_to", "status", "sector", "low", "high", "unit", "exact",
    "first_article", "last_article", "figure_by", "least", "most",
)  # fmt: skip


def write_incidents(db: Database, incidents: list[Incident], organisations: Mapping[str, int], scope: Scope = WHOLE) -> dict[str, int]:
    """Write incidents with their articles and organisations; counts what is new, changed and gone. `scope`: which of those held are in question."""
    articles: dict[str, int] = dict(db.conn.execute(f"select url, id from articles where {scope.articles('id')}").fetchall())
    held = {row["id"]: row for row in db.query(f"select * from incidents where {scope.incidents('id')}")}
    told_before = f"select article, part, incident from incident_articles where {scope.incidents('incident')}"
    # What was withdrawn comes back under its number; while it stays away, its former addresses lead to it still.
    aside = {(article, part): incident for article, part, incident in db.conn.execute(ASIDE)}
    members = aside | {(article, part): incident for article, part, incident in db.conn.execute(told_before)}
    numbers = permanent_numbers(
        incidents,
        {(url, part): members.get((articles[url], part)) for url, part in places(incidents)},
        lambda number: exists(db, number) or number in aside.values(),
    )
    slugs = "select id, slug from organisations where id in (select value from json_each(?))"
    names = dict(db.conn.execute(slugs, [dumps(sorted({organisations[key] for one in incidents for key in one.victims}))]).fetchall())
    wanted = {}
    for number, incident in zip(numbers, incidents, strict=True):
        victim = names[organisations[incident.victims[0]]] if incident.victims else "victime-non-nommee"
        before = str(held[number]["slug"]) if number in held else ""
        slug = before if is_slug(before) else "-".join(filter(None, [victim, (incident.date_from or "")[:7]]))
        wanted[number] = incident_row(incident, slug)
    gone = [number for number in held if number not in wanted]
    now = {
        (articles[telling.url], telling.part): number for number, one in zip(numbers, incidents, strict=True) for telling in one.tellings
    }
    went = successors(((number, now.get(place)) for place, number in members.items()), gone)
    write_moves(db, "incident", move(former(db, "incident"), (), went, map(str, wanted)))
    changed = [number for number, row in wanted.items() if number in held and differs(held[number], row)]
    new = [number for number in wanted if number not in held]
    db.conn.executemany("delete from incidents where id = ?", [[number] for number in gone])
    sets = ", ".join(f"{name} = ?" for name in INCIDENT_COLUMNS)
    sql = f"update incidents set {sets} where id = ?"
    db.conn.executemany(sql, [[*(wanted[number][name] for name in INCIDENT_COLUMNS), number] for number in changed])
    insert(db, "incidents", [{"id": number, **wanted[number]} for number in new])
    pairs = list(zip(numbers, incidents, strict=True))
    db.conn.execute("create temp table if not exists written (id integer primary key)")
    db.conn.execute("delete from temp.written")
    db.conn.executemany("insert into temp.written values (?)", [[number] for number in {*wanted, *held}])
    among = "incident in (select id from temp.written)"
    told = {(number, articles[telling.url], telling.part, telling.news) for number, incident in pairs for telling in incident.tellings}
    write_set(db, "incident_articles", ("incident", "article", "part", "news"), told, among=among)
    write_set(
        db,
        "incident_organisations",
        ("incident", "organisation", "role", "position"),
        set(roles(db, pairs, organisations, scope)),
        among=among,
    )
    return {"new": len(new), "changed": len(changed), "gone": len(gone)}


ASIDE = "select article, part, incident from withdrawn_tellings where incident is not null"


def exists(db: Database, number: int) -> bool:
    return db.conn.execute("select 1 from incidents where id = ?", [number]).fetchone() is not None


def places(incidents: Iterable[Incident]) -> list[tuple[str, int]]:
    return [(telling.url, telling.part) for incident in incidents for telling in incident.tellings]


def incident_row(incident: Incident, slug: str) -> Row:
    figure = incident.figure
    return {
        "slug": slug, "victim": incident.victim, "date": incident.date, "date_precision": incident.date_precision,
        "date_basis": incident.date_basis, "date_from": incident.date_from, "date_to": incident.date_to, "status": incident.status,
        "sector": incident.sector, "low": figure.low if figure else None, "high": figure.high if figure else None,
        "unit": figure.unit if figure else None, "exact": int(figure.exact) if figure else None,
        "first_article": incident.first_article, "last_article": incident.last_article,
        "figure_by": figure.by if figure else None, "least": incident.least, "most": incident.most,
    }  # fmt: skip


def roles(
    db: Database, pairs: list[tuple[int, Incident]], organisations: Mapping[str, int], scope: Scope
) -> Iterable[tuple[int, int, str, int]]:
    """Who had which role in each incident: victims in causal order, the others as often as named."""
    others: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    sql = f"""select a.url, m.part, m.organisation, m.role from mentions m join articles a on a.id = m.article
      where m.organisation is not null and m.role not in ('victim', 'past_victim', 'other') and m.part is not null
        and {scope.articles("m.article")} order by a.url, m.position"""
    for url, part, organisation, role in db.conn.execute(sql):
        others[url, part].append((organisation, role))
    for number, incident in pairs:
        victims = [organisations[key] for key in incident.victims]
        yield from ((number, organisation, "victim", position) for position, organisation in enumerate(victims))
        named = Counter(
            one for telling in incident.tellings for one in others.get((telling.url, telling.part), ()) if one[0] not in victims
        )
        for position, (organisation, role) in enumerate(sorted(named, key=lambda one: (one[1], -named[one], one[0])), len(victims)):
            yield number, organisation, role, position
