"""Link: organisations and incidents from all readings, written back as what changed.

The grouping is pure and sees everything at once (`db.organisations`, `db.incidents`); permanent numbers and slugs stay with the majority
of an incident's articles. Linking twice writes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.identity import draw
from db.incidents import Figure, Telling, believable, group
from db.organisations import Named, Register, gather, known_keys
from db.permanence import permanent_numbers, permanent_slugs
from db.rows import Row
from db.store import insert
from db.summary import Incident, summarise
from db.vocabulary import vocabulary_rows

INCIDENT_COLUMNS = (
    "slug", "victim", "date", "date_precision", "date_basis", "date_from", "date_to", "status", "sector", "low", "high", "unit", "exact",
    "first_article", "last_article",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What linking found, and how many rows it wrote."""

    organisations: int
    incidents: int
    new: int
    changed: int
    gone: int


def link(db: Database) -> Linked:
    """Resolve organisations and gather incidents; only differences are written, in one transaction."""
    with db.atomic():
        write_vocabulary(db)
        register = gather(named(db), known=known_keys())
        numbers = write_organisations(db, register)
        write_mentions(db, register, numbers)
        incidents = [summarise(tellings) for tellings in group(tellings_of(db, register))]
        report = write_incidents(db, incidents, numbers)
    return Linked(organisations=len(register.organisations), incidents=len(incidents), **report)


def write_vocabulary(db: Database) -> None:
    """Make the table say what the program's vocabulary says."""
    rows = vocabulary_rows()
    write_set(db, "vocabulary", tuple(rows[0]), {tuple(row.values()) for row in rows})


def named(db: Database) -> Iterable[Named]:
    """Every organisation that an article names; the sector goes to the first victim of a part."""
    sql = """select m.name, m.raw, m.role, m.article, m.part, p.sector from mentions m
      left join reading_parts p on p.article = m.article and p.part = m.part and m.role = 'victim'
      order by m.article, m.part, m.position"""
    before = None
    for name, raw, role, article, part, sector in db.conn.execute(sql):
        first = (article, part) != before
        before = (article, part)
        yield Named(name=name, raw=raw, role=role, sector=sector if first else None)


def tellings_of(db: Database, register: Register) -> list[Telling]:
    """One telling for each part of each reading that reports an incident."""
    victims: dict[tuple[int, int], list[str]] = defaultdict(list)
    for article, part, name in db.conn.execute("select article, part, name from mentions where role = 'victim' order by article, position"):
        victims[article, part].append(name)
    figures: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    counted = "select article, part, low, high, unit, exact from counts where what = 'affected' order by article, place desc, start, id"
    for article, part, low, high, unit, exact in db.conn.execute(counted):
        figures[article, part].append(Figure(low=low, high=high, unit=unit, exact=bool(exact)))
    parts = """select a.id, a.url, a.published, p.part, p.date, p.claim, p.sector from reading_parts p
      join articles a on a.id = p.article join readings r on r.article = p.article
      where r.about <> 'other' order by a.url, p.part"""
    tellings = []
    for article, url, published, part, date, claim, sector in db.conn.execute(parts):
        names = victims.get((article, part), [])
        found = [organisation.key for organisation in map(register.find, names) if organisation]
        telling = Telling(
            url=url, part=part, published=published, victims=tuple(dict.fromkeys(found)), date=believable(date, published), claim=claim, sector=sector,
            figures=tuple(figures.get((article, part), ())), victim=names[0] if names and not found else None,
        )  # fmt: skip
        tellings.append(telling)
    return tellings


def write_organisations(db: Database, register: Register) -> dict[str, int]:
    """Write organisations and aliases; returns the number of each key."""
    held = {row["id"]: row for row in db.query("select * from organisations")}
    owners: dict[str, int] = dict(
        db.conn.execute("select key, organisation from organisation_aliases order by organisation desc").fetchall()
    )
    owners.update({row["key"]: number for number, row in held.items()})
    numbers: dict[str, int] = {}
    used: set[int] = set()
    for organisation in register.organisations:
        before = Counter(owners[key] for key in organisation.aliases.values() if key in owners and owners[key] not in used)
        number = owners.get(organisation.key)
        if number is None or number in used:
            number = min(before, key=lambda candidate: (-before[candidate], candidate)) if before else None
        if number is None or number not in held:
            number = draw("organisations", organisation.key, taken=lambda candidate: candidate in held or candidate in used)
        used.add(number)
        numbers[organisation.key] = number
    slugs = permanent_slugs(register.organisations, numbers, held)
    wanted = {
        numbers[organisation.key]: {
            "key": organisation.key, "slug": slugs[organisation.key], "name": organisation.name, "kind": organisation.kind,
            "sector": organisation.sector, "country": organisation.country, "region": organisation.region,
        }
        for organisation in register.organisations
    }  # fmt: skip
    gone = [number for number in held if number not in wanted]
    # Keys and slugs are unique: those that move between organisations are freed first.
    moved = [number for number, row in wanted.items() if number in held and differs(held[number], row)]
    db.conn.executemany("update mentions set organisation = null where organisation = ?", [[number] for number in gone])
    db.conn.executemany("delete from organisations where id = ?", [[number] for number in gone])
    db.conn.executemany("update organisations set key = '?' || id, slug = '?' || id where id = ?", [[number] for number in moved])
    for number in moved:
        row = wanted[number]
        sql = f"update organisations set {', '.join(f'{name} = ?' for name in row)} where id = ?"  # noqa: S608 - names of ours
        db.conn.execute(sql, [*row.values(), number])
    insert(db, "organisations", [{"id": number, **row} for number, row in wanted.items() if number not in held])
    aliases = {
        (numbers[organisation.key], name, key) for organisation in register.organisations for name, key in organisation.aliases.items()
    }
    write_set(db, "organisation_aliases", ("organisation", "name", "key"), aliases)
    return numbers


def write_mentions(db: Database, register: Register, numbers: Mapping[str, int]) -> None:
    """Point each mention to its organisation."""
    changed = []
    for number, name, held in db.conn.execute("select id, name, organisation from mentions").fetchall():
        organisation = register.find(name)
        wanted = numbers[organisation.key] if organisation else None
        if wanted != held:
            changed.append((wanted, number))
    db.conn.executemany("update mentions set organisation = ? where id = ?", changed)


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
        slug = held[number]["slug"] if number in held else "-".join(filter(None, [victim, (incident.date_from or "")[:7]]))
        wanted[number] = incident_row(incident, slug)
    gone = [number for number in held if number not in wanted]
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


def write_set(db: Database, table: str, columns: tuple[str, ...], wanted: AbstractSet[tuple[Any, ...]]) -> None:
    """Make a table hold exactly these rows, writing only the differences."""
    names = ", ".join(columns)
    held = {tuple(row): number for number, *row in db.conn.execute(f"select id, {names} from {table}")}  # noqa: S608 - names of ours
    sql = f"delete from {table} where id = ?"  # noqa: S608 - names of ours
    db.conn.executemany(sql, [[number] for row, number in held.items() if row not in wanted])
    insert(db, table, [dict(zip(columns, row, strict=True)) for row in sorted(wanted - held.keys(), key=repr)])


def differs(held: Row, wanted: Row) -> bool:
    return any(held[name] != value for name, value in wanted.items())
