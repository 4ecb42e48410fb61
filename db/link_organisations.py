"""The organisations found, written over those held: numbers and slugs stay, what is joined to another keeps its address."""

# ruff: noqa: S608 - the conditions put into SQL are those of db.scope, values are always parameters

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from sqlite_utils import Database

from db.differences import differs, write_set
from db.identity import draw
from db.moves import former, move, successors, write_moves
from db.organisations import Register
from db.permanence import permanent_slugs
from db.scope import WHOLE, Scope
from db.store import insert
from nlp.gazetteer import known_organisations
from nlp.names import match_key


def write_organisations(db: Database, register: Register, scope: Scope = WHOLE) -> dict[str, int]:
    """Write organisations and aliases; returns the number of each key. `scope`: which of those held are in question."""
    held = {row["id"]: row for row in db.query(f"select * from organisations where {scope.organisations('id')}")}
    aliases_held = (
        f"select key, organisation from organisation_aliases where {scope.organisations('organisation')} order by organisation desc"
    )
    named = db.conn.execute(aliases_held).fetchall()
    owners: dict[str, int] = dict(named)
    owners.update({row["key"]: number for number, row in held.items()})
    numbers: dict[str, int] = {}
    used: set[int] = set()
    for organisation in register.organisations:
        before = Counter(owners[key] for key in organisation.aliases.values() if key in owners and owners[key] not in used)
        number = owners.get(organisation.key)
        if number is None or number in used:
            number = min(before, key=lambda candidate: (-before[candidate], candidate)) if before else None
        if number is None or number not in held:
            number = draw("organisations", organisation.key, taken=lambda candidate: candidate in used or exists(db, "id = ?", candidate))
        used.add(number)
        numbers[organisation.key] = number
    past = former(db, "organisation")
    slugs = permanent_slugs(
        register.organisations, numbers, held, past, in_use=lambda slug: exists(db, f"slug = ? and not ({scope.organisations('id')})", slug)
    )
    wanted = {
        numbers[organisation.key]: {
            "key": organisation.key, "slug": slugs[organisation.key], "name": organisation.name, "kind": organisation.kind,
            "sector": organisation.sector, "country": organisation.country, "region": organisation.region,
            "located_by": organisation.located_by, "parent": held.get(numbers[organisation.key], {}).get("parent"),
        }
        for organisation in register.organisations
    }  # fmt: skip
    numbers_of = {key: numbers[organisation.key] for key, organisation in register.by_key.items()}
    gone = [number for number in held if number not in wanted]
    went = successors(((owner, numbers_of.get(key)) for key, owner in named), gone)
    given_up = [(str(row["slug"]), number) for number, row in held.items() if number in went or row["slug"] != wanted[number]["slug"]]
    living = {address for number, row in wanted.items() for address in (str(row["slug"]), str(number))}
    write_moves(db, "organisation", move(past, given_up, went, living))
    # Keys and slugs are unique: those that move between organisations are freed first.
    moved = [number for number, row in wanted.items() if number in held and differs(held[number], row)]
    db.conn.executemany("update mentions set organisation = null where organisation = ?", [[number] for number in gone])
    db.conn.executemany("delete from organisations where id = ?", [[number] for number in gone])
    db.conn.executemany("update organisations set key = '?' || id, slug = '?' || id where id = ?", [[number] for number in moved])
    for number in moved:
        row = wanted[number]
        sql = f"update organisations set {', '.join(f'{name} = ?' for name in row)} where id = ?"
        db.conn.execute(sql, [*row.values(), number])
    insert(db, "organisations", [{"id": number, **row} for number, row in wanted.items() if number not in held])
    aliases = {
        (numbers[organisation.key], name, key) for organisation in register.organisations for name, key in organisation.aliases.items()
    }
    db.conn.execute("create temp table if not exists written (id integer primary key)")
    db.conn.execute("delete from temp.written")
    db.conn.executemany("insert into temp.written values (?)", [[number] for number in {*wanted, *held}])
    among = "organisation in (select id from temp.written)"
    write_set(db, "organisation_aliases", ("organisation", "name", "key"), aliases, among=among)
    write_parents(db, register, numbers, gone)
    return numbers


def exists(db: Database, condition: str, value: int | str) -> bool:
    """Whether an organisation is there."""
    return db.conn.execute(f"select 1 from organisations where {condition}", [value]).fetchone() is not None


def write_parents(db: Database, register: Register, numbers: Mapping[str, int], gone: list[int]) -> None:
    """Point each organisation to its group, and those that wait for a group that has come."""
    db.conn.executemany("update organisations set parent = null where parent = ?", [[number] for number in gone])
    parents = {organisation.key: organisation.parent for organisation in register.organisations if organisation.parent}
    children = [(child, key) for key in numbers for child in families().get(key, ())]
    sql = """update organisations set parent = (select p.id from organisations p where p.key = ?1)
      where key = ?2 and parent is not (select p.id from organisations p where p.key = ?1)"""
    db.conn.executemany(sql, [*((parent, child) for child, parent in parents.items()), *((parent, child) for child, parent in children)])
    orphans = [[numbers[organisation.key]] for organisation in register.organisations if not organisation.parent]
    db.conn.executemany("update organisations set parent = null where id = ? and parent is not null", orphans)


@cache
def families() -> Mapping[str, tuple[str, ...]]:
    """The keys of the organisations that the gazetteer says belong to each group, by its key."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in known_organisations():
        if row.parent:
            found[match_key(row.parent)].append(match_key(row.name))
    return {parent: tuple(children) for parent, children in found.items()}


def write_mentions(db: Database, register: Register, numbers: Mapping[str, int], scope: Scope = WHOLE) -> None:
    """Point each mention to its organisation."""
    changed = []
    for number, name, held in db.conn.execute(f"select id, name, organisation from mentions m where {scope.mentions('m.id')}").fetchall():
        organisation = register.find(name)
        wanted = numbers[organisation.key] if organisation else scope.known.get(register.settled.key(name))
        if wanted != held:
            changed.append((wanted, number))
    db.conn.executemany("update mentions set organisation = ? where id = ?", changed)
    if scope.partial:
        db.conn.executemany("insert or ignore into temp.scope_moved values (?)", [[number] for _, number in changed])
