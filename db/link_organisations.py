"""The organisations found, written over those held: numbers and slugs stay, what is joined to another keeps its address."""

from collections import Counter
from collections.abc import Mapping

from sqlite_utils import Database

from db.differences import differs, write_set
from db.identity import draw
from db.moves import former, move, successors, write_moves
from db.organisations import Register
from db.permanence import permanent_slugs
from db.store import insert


def write_organisations(db: Database, register: Register) -> dict[str, int]:
    """Write organisations and aliases; returns the number of each key."""
    held = {row["id"]: row for row in db.query("select * from organisations")}
    named = db.conn.execute("select key, organisation from organisation_aliases order by organisation desc").fetchall()
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
            number = draw("organisations", organisation.key, taken=lambda candidate: candidate in held or candidate in used)
        used.add(number)
        numbers[organisation.key] = number
    past = former(db, "organisation")
    slugs = permanent_slugs(register.organisations, numbers, held, past)
    wanted = {
        numbers[organisation.key]: {
            "key": organisation.key, "slug": slugs[organisation.key], "name": organisation.name, "kind": organisation.kind,
            "sector": organisation.sector, "country": organisation.country, "region": organisation.region,
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
