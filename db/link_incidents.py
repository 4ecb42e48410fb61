"""The incidents found, written over those held: numbers and slugs stay, what is joined to another keeps its address."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from db.differences import differs, write_set
from db.moves import former, move, successors, write_moves
from db.permanence import permanent_numbers
from db.rows import Row
from db.slugs import is_slug
from db.store import insert
from db.summary import Incident

INCIDENT_COLUMNS = (
    "slug", "victim", "date", "date_precision", "date_basis", "date_from", "date_to", "status", "sector", "low", "high", "unit", "exact",
    "first_article", "last_article",
)  # fmt: skip


def write_incidents(db: Database, incidents: list[Incident], organisations: Mapping[str, int]) -> dict[str, int]:
    """Write incidents with their articles and organisations; counts what is new, changed and gone."""
    articles: dict[str, int] = dict(db.conn.execute("select url, id from articles").fetchall())
    held = {row["id"]: row for row in db.query("select * from incidents")}
    members = {
        (article, part): incident for article, part, incident in db.conn.execute("select article, part, incident from incident_articles")
    }
    numbers = permanent_numbers(incidents, {(url, part): members.get((articles[url], part)) for url, part in places(incidents)}, set(held))
    names = dict(db.conn.execute("select id, slug from organisations").fetchall())
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
    sql = f"update incidents set {sets} where id = ?"  # noqa: S608 - names of ours
    db.conn.executemany(sql, [[*(wanted[number][name] for name in INCIDENT_COLUMNS), number] for number in changed])
    insert(db, "incidents", [{"id": number, **wanted[number]} for number in new])
    pairs = list(zip(numbers, incidents, strict=True))
    told = {(number, articles[telling.url], telling.part) for number, incident in pairs for telling in incident.tellings}
    write_set(db, "incident_articles", ("incident", "article", "part"), told)
    write_set(db, "incident_organisations", ("incident", "organisation", "role", "position"), set(roles(db, pairs, organisations)))
    return {"new": len(new), "changed": len(changed), "gone": len(gone)}


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
    }  # fmt: skip


def roles(db: Database, pairs: list[tuple[int, Incident]], organisations: Mapping[str, int]) -> Iterable[tuple[int, int, str, int]]:
    """Who had which role in each incident: victims in causal order, the others as often as named."""
    others: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    sql = """select a.url, m.part, m.organisation, m.role from mentions m join articles a on a.id = m.article
      where m.organisation is not null and m.role not in ('victim', 'past_victim', 'other') and m.part is not null order by a.url, m.position"""
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
