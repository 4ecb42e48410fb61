"""Link: organisations and incidents from all readings, written back as what changed.

The grouping is pure and sees everything at once (`db.organisations`, `db.incidents`); permanent numbers and slugs stay with the majority
of an incident's articles. Linking twice writes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from db.differences import write_set
from db.incidents import Figure, Telling, believable, group
from db.link_incidents import write_incidents
from db.link_organisations import write_mentions, write_organisations
from db.organisations import Named, Register, gather, known_keys
from db.quality import quality_rows
from db.rows import Row
from db.summary import summarise
from db.vocabulary import vocabulary_rows


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
        write_rows(db, "vocabulary", vocabulary_rows())
        write_rows(db, "quality", quality_rows())
        register = gather(named(db), known=known_keys())
        numbers = write_organisations(db, register)
        write_mentions(db, register, numbers)
        incidents = [summarise(tellings) for tellings in group(tellings_of(db, register))]
        report = write_incidents(db, incidents, numbers)
    return Linked(organisations=len(register.organisations), incidents=len(incidents), **report)


def write_rows(db: Database, table: str, rows: list[Row]) -> None:
    """Make a table say what this Vigie says of itself."""
    write_set(db, table, tuple(rows[0]) if rows else ("id",), {tuple(row.values()) for row in rows})


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
