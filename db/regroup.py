"""Regroup: the incidents that a link of what changed has to look at again, each with its tellings.

All tellings of the victims of what changed are gathered anew. An incident of which they come back as they were, together and alone, is left as it
is: what else it holds is held by victims of whom nothing changed. The others are in question, and their other victims are gathered anew too,
until no more are in question (`tests/db/test_incremental.py`).
"""

# ruff: noqa: S608 - the names put into SQL are constants

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from json import dumps

from sqlite_utils import Database

from db.decisions import Decisions
from db.incidents import Telling, group
from db.scope import column

Place = tuple[str, int]

OF_TELLINGS = """select distinct m.organisation from reading_parts p join mentions m on m.article = p.article and m.part = p.part
  where m.role = 'victim' and m.organisation is not null and p.id in"""
OF_INCIDENTS = "select organisation from incident_organisations where role = 'victim' and incident in"
BY_VICTIM = """select p.id from mentions m join reading_parts p on p.article = m.article and p.part = m.part
  where m.role = 'victim' and m.organisation in"""
BY_INCIDENT = (
    "select p.id from incident_articles ia join reading_parts p on p.article = ia.article and p.part = ia.part where ia.incident in"
)
HELD = "select ia.incident from reading_parts p join incident_articles ia on ia.article = p.article and ia.part = p.part where p.id in"
MOVED = """select p.id from temp.scope_moved t join mentions m on m.id = t.id
  join reading_parts p on p.article = m.article and p.part = m.part"""
PLACES = """select a.url, p.part, p.id, ia.incident from reading_parts p join articles a on a.id = p.article
  left join incident_articles ia on ia.article = p.article and ia.part = p.part where p.id in"""


@dataclass(kw_only=True)
class Reach:
    """What was looked at so far, by numbers."""

    victims: set[int] = field(default_factory=set)
    """All tellings of these are there."""
    tellings: dict[Place, Telling] = field(default_factory=dict)
    numbers: dict[Place, int] = field(default_factory=dict)
    held: dict[Place, int] = field(default_factory=dict)
    """The incident that a telling is of now."""
    incidents: set[int] = field(default_factory=set)
    """In question."""


def regroup(db: Database, decisions: Decisions, read: Callable[[], Sequence[Telling]]) -> list[tuple[Telling, ...]]:
    """The tellings of each incident in question, organisations being written; fills the temporary tables of `db.scope` with them.

    `read` gives the tellings that the temporary tables name.
    """
    decided = {at[0] for one in decisions.of("merge-incidents", "split-incidents", "distinct-incidents") for at in one.places}
    reach = Reach()
    found: list[tuple[Telling, ...]] = []
    tellings, incidents = changed(db)
    victims: set[int] = set()
    while tellings or victims or incidents:
        reach.incidents |= incidents
        tellings |= column(db, BY_INCIDENT, incidents)
        victims |= column(db, OF_INCIDENTS, incidents) | column(db, OF_TELLINGS, tellings)
        look_at(db, reach, tellings | column(db, BY_VICTIM, victims - reach.victims), read)
        reach.victims |= victims
        names = column(db, "select key from organisations where id in", reach.victims)
        found = group(reach.tellings.values(), decisions, of=names)
        incidents = unsettled(found, reach)
        if any(url in decided for url, _ in reach.tellings):
            # What an editor joins or parts may share no victim.
            incidents = set(reach.held.values())
        # Whether a late date is background hangs on what all its victims' articles tell; the group may stay, and its date go.
        late = [place for place, telling in reach.tellings.items() if telling.foreign]
        victims = column(db, OF_TELLINGS, {reach.numbers[place] for place in late}) - reach.victims
        incidents = (incidents | {reach.held[place] for place in late if place in reach.held}) - reach.incidents
        tellings = set()
    asked = [members for members in found if any(reach.held.get(place_of(one)) in {None, *reach.incidents} for one in members)]
    fill(db, "scope_tellings", (reach.numbers[place_of(one)] for members in asked for one in members))
    fill(db, "scope_incidents", reach.incidents)
    fill_articles(db)
    return asked


def changed(db: Database) -> tuple[set[int], set[int]]:
    """Tellings and incidents that something happened to since the last link: read anew, or what they name is another organisation now."""
    articles = numbers(db, "select id from temp.scope_changed")
    tellings = column(db, "select id from reading_parts where article in", articles) | numbers(db, MOVED)
    incidents = column(db, "select incident from incident_articles where article in", articles) | column(db, HELD, tellings)
    return tellings, incidents | numbers(db, "select id from link_queue where kind = 'incident'")


def look_at(db: Database, reach: Reach, wanted: Iterable[int], read: Callable[[], Sequence[Telling]]) -> None:
    """Read those tellings that were not read yet."""
    new = set(wanted) - set(reach.numbers.values())
    fill(db, "scope_tellings", new)
    fill_articles(db)
    for url, part, number, incident in db.conn.execute(f"{PLACES} (select id from temp.scope_tellings)"):
        reach.numbers[url, part] = number
        if incident is not None:
            reach.held[url, part] = incident
    reach.tellings.update((place_of(one), one) for one in read())


def unsettled(found: Iterable[Sequence[Telling]], reach: Reach) -> set[int]:
    """The incidents whose tellings, of those that were looked at, are no longer one group of their own."""
    members: dict[int, set[Place]] = defaultdict(set)
    for place in reach.tellings:
        if place in reach.held:
            members[reach.held[place]].add(place)
    settled = set()
    for group_found in found:
        places = {place_of(one) for one in group_found}
        incident = reach.held.get(min(places))
        if incident is not None and members[incident] == places:
            settled.add(incident)
    return members.keys() - settled


def place_of(telling: Telling) -> Place:
    return (telling.url, telling.part)


def numbers(db: Database, sql: str) -> set[int]:
    return {number for (number,) in db.conn.execute(sql)}


def fill(db: Database, table: str, ids: Iterable[int]) -> None:
    """Make a temporary table hold these numbers."""
    db.conn.execute(f"delete from temp.{table}")
    db.conn.execute(f"insert or ignore into temp.{table} select value from json_each(?)", [dumps(sorted(ids))])


def fill_articles(db: Database) -> None:
    fill(db, "scope_articles", numbers(db, "select p.article from temp.scope_tellings t join reading_parts p on p.id = t.id"))
