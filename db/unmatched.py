"""Decisions that match nothing: a name misspelt, an address that no article has, an article that tells no incident."""

from collections.abc import Iterable
from hashlib import sha256

from sqlite_utils import Database

from db.decisions import Decision, Decisions, Place
from db.settled import Settled


def unmatched(db: Database, decisions: Decisions, settled: Settled) -> tuple[str, ...]:
    """Each decision that looks in vain for something, in words: its place in the file, its kind, what it does not find."""
    found = []
    for number, one in enumerate(decisions.all, 1):
        missing = [*missing_names(db, one, settled), *missing_places(db, one)]
        if missing:
            found.append(f"décision {number} ({one.kind}) : {' ; '.join(missing)}")
    return tuple(found)


def missing_names(db: Database, one: Decision, settled: Settled) -> Iterable[str]:
    """The names that no article writes; the name that is to be given need not be known."""
    for name in one.names[:1] if one.kind == "rename" else one.names:
        key = settled.key(name)
        sql = """select exists (select 1 from organisation_aliases where key = ?1) or exists (select 1 from organisations where key = ?1)
          or exists (select 1 from mentions where name = ?2)"""
        if db.execute(sql, [key, name]).fetchone()[0]:
            continue
        # What is decided to be no organisation has none: it is looked for among the names that have none.
        alone = db.execute("select distinct name from mentions where organisation is null")
        if not any(settled.key(other) == key for (other,) in alone):
            yield f"« {name} » n’est le nom d’aucune organisation"


def missing_places(db: Database, one: Decision) -> Iterable[str]:
    """The addresses that no article has, and the articles that tell no incident where the decision is about one."""
    for at in one.places:
        article = db.execute("select id from articles where url = ?", [at[0]]).fetchone()
        if article is None:
            if not is_forgotten(db, at[0]):
                yield f"{at[0]} n’est l’adresse d’aucun article"
        elif one.kind != "withdraw" and not tells(db, article[0], at):
            yield f"{at[0]} ne raconte aucun incident{f' n° {at[1]}' if at[1] else ''}"


def tells(db: Database, article: int, at: Place) -> bool:
    sql = "select 1 from reading_parts p join readings r on r.article = p.article where p.article = ? and p.part = ? and r.about <> 'other'"
    return db.execute(sql, [article, at[1]]).fetchone() is not None


def is_forgotten(db: Database, url: str) -> bool:
    """Whether an article was there and is forgotten for good: only the fingerprint of its address is kept."""
    return db.execute("select 1 from forgotten where address = ?", [mark(url)]).fetchone() is not None


def mark(url: str) -> str:
    """The fingerprint of an address, of which nothing else is kept."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
