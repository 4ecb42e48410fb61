"""Scope: what a link has to look at again. All, or what the articles touch that changed since the last one.

Organisations are joined by keys: those of the names in the articles, of the acronyms that are explained, of the gazetteer's rows. Whatever such a
key reaches is gathered anew. Which incidents are in question is said by `db.regroup`. Nothing beyond can change, so the outcome is that of a
whole link (`tests/db/test_incremental.py`).
"""

# ruff: noqa: S608 - the only names put into SQL are the constants below

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from json import dumps
from typing import Any

from sqlite_utils import Database

from db.organisations import Named, acronym_pairs, changed_names, display, known_keys
from db.settled import Settled
from nlp.names import is_generic

MOST = 2000
"""Articles that may have changed for a link to be partial."""
LINKING = "2"
"""Raised when what linking does changes: the next link is a whole one."""
TABLES = ("scope_changed", "scope_organisations", "scope_mentions", "scope_moved", "scope_tellings", "scope_incidents", "scope_articles")


@dataclass(frozen=True)
class Scope:
    """Conditions for SQL; of the whole, always true."""

    partial: bool = False
    known: Mapping[str, int] = field(default_factory=dict)
    """The organisations of keys that nothing changes."""

    def organisations(self, column: str) -> str:
        return f"{column} in (select id from temp.scope_organisations)" if self.partial else "true"

    def articles(self, column: str) -> str:
        return f"{column} in (select id from temp.scope_articles)" if self.partial else "true"

    def incidents(self, column: str) -> str:
        return f"{column} in (select id from temp.scope_incidents)" if self.partial else "true"

    def tellings(self, column: str) -> str:
        return f"{column} in (select id from temp.scope_tellings)" if self.partial else "true"

    def mentions(self, column: str) -> str:
        return f"{column} in (select id from temp.scope_mentions)" if self.partial else "true"


WHOLE = Scope()


def fingerprint(decisions: str) -> str:
    """What a link is made under, beside the articles: rules, words, gazetteer, an editor's decisions."""
    held = sha256(f"{LINKING}\n{decisions}".encode())
    for name in ("names.toml", "recurrence.toml", "gazetteer.csv"):
        held.update(files("nlp.data").joinpath(name).read_bytes())
    return held.hexdigest()


def scope_of(db: Database, settled: Settled, made_under: str) -> Scope | None:
    """What is in question: all, if too much changed or the last link was made under other rules; None if nothing changed."""
    held = db.conn.execute("select fingerprint from link_state").fetchone()
    (changed,) = db.conn.execute("select count(*) from link_queue").fetchone()
    if held is None or held[0] != made_under or changed > MOST:
        return WHOLE
    if not changed:
        return None
    for table in TABLES:
        db.conn.execute(f"create temp table if not exists {table} (id integer primary key)")
        db.conn.execute(f"delete from temp.{table}")
    db.conn.execute("insert into temp.scope_changed select id from link_queue where kind = 'article'")
    names = db.conn.execute("select distinct name, raw, role from mentions where article in (select id from temp.scope_changed)").fetchall()
    keys: set[str] = set()
    known: dict[str, int] = {}
    for name, raw, role in names:
        one = Named(name=name, raw=raw, role=role)
        number = unmoved(db, one, settled)
        if number is None:
            keys |= set(keys_of(one, settled))
        else:
            known[settled.key(name)] = number
    organisations = {
        number
        for (number,) in db.conn.execute("""select id from link_queue where kind = 'organisation'
          union select organisation from mentions where organisation is not null and article in (select id from temp.scope_changed)""")
    }
    reach(db, keys, organisations, settled)
    reached = {number for (number,) in db.conn.execute("select id from temp.scope_organisations")}
    return Scope(partial=True, known={key: number for key, number in known.items() if number not in reached})


def unmoved(db: Database, one: Named, settled: Settled) -> int | None:
    """The organisation of a name that one more mention changes in nothing: all is in the gazetteer, and the name is an alias already.

    « CNIL » stands in every second article: it need not be gathered anew for each.
    """
    key = settled.key(one.name)
    row = known_keys().get(key)
    decided = {
        *settled.names,
        *settled.dropped,
        *settled.own.values(),
        *(key for pair in (*settled.joined, *settled.never) for key in pair),
    }
    if row is None or row.sector is None or key in decided or is_generic(one.name) or acronym_pairs(one):
        return None
    sql = """select organisation from organisation_aliases where key = ? and name = ?
      and organisation not in (select id from link_queue where kind = 'organisation')"""
    found = db.conn.execute(sql, [key, display(one.name)]).fetchone()
    return found[0] if found else None


def keys_of(one: Named, settled: Settled) -> Iterable[str]:
    """The keys that a name brings in."""
    yield settled.key(one.name)
    for short, full in acronym_pairs(one):
        yield from (settled.key(short), settled.key(full))


def reach(db: Database, keys: set[str], organisations: set[int], settled: Settled) -> None:
    """Fill `temp.scope_organisations` with all that keys and organisations lead to, and `temp.scope_mentions` with their mentions."""
    new_keys, new_organisations = set(keys), set(organisations)
    seen_keys: set[str] = set()
    seen: set[int] = set()
    while new_keys or new_organisations:
        seen_keys |= new_keys
        seen |= new_organisations
        found: set[str] = set()
        for sql in ("select key from organisation_aliases where organisation in", "select key from organisations where id in"):
            found |= column(db, sql, new_organisations)
        for sql in ("select full from acronyms where short in", "select short from acronyms where full in"):
            found |= column(db, sql, new_keys)
        found |= {other for key in new_keys for other in kin(key)}
        found |= {other for pair in (*settled.joined, *settled.never) if set(pair) & new_keys for other in pair}
        owners: set[int] = column(db, "select organisation from organisation_aliases where key in", new_keys)
        owners |= column(db, "select id from organisations where key in", new_keys)
        new_keys, new_organisations = found - seen_keys, owners - seen
    db.conn.executemany("insert or ignore into temp.scope_organisations values (?)", [[number] for number in sorted(seen)])
    db.conn.execute("""insert into temp.scope_mentions select id from mentions where organisation in (select id from temp.scope_organisations)
      union select id from mentions where article in (select id from temp.scope_changed)""")


def column(db: Database, sql: str, values: Iterable[int | str]) -> set[Any]:
    """What one column holds for these values."""
    return {value for (value,) in db.conn.execute(f"{sql} (select value from json_each(?))", [dumps(list(values))])}


@cache
def families() -> Mapping[str, frozenset[str]]:
    """The keys of each row of the gazetteer, by its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, row in known_keys().items():
        found[row.name].add(key)
    return {name: frozenset(keys) for name, keys in found.items()}


def kin(key: str) -> Iterable[str]:
    """The keys that the gazetteer, or a change of name, makes one with a key."""
    row = known_keys().get(key)
    if row:
        yield from families()[row.name]
    for pair in changed_names():
        if key in pair:
            yield from pair
