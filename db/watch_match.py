"""What a watch matches: incidents and articles, each with the words that prove it. Reads the database, writes nothing.

A proof is a place in an article: where the victim is named, the kind of data said to be taken, a watched word found.
"""

# ruff: noqa: S608 - the conditions put into SQL are those of `Look`, values are always parameters

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from json import dumps

from sqlite_utils import Database

from db.extracts import sentences
from db.fold import WORD, fold, plain
from db.scope import kin
from db.watches import Watch
from nlp.names import match_key

ROLES: Mapping[str, str] = {"organisation": "victim", "supplier": "third_party", "attacker": "attacker"}
"""The role in which an article names what a criterion asks for."""


@dataclass(frozen=True)
class Look:
    """Which incidents and articles are looked at, as conditions for SQL; and the first day of articles whose words are."""

    incidents: str = "is not null"
    articles: str = "is not null"
    since: str = ""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Where an article says it. `asked`: which criterion; `value`: what of it was found."""

    asked: str
    value: str
    article: int
    part: int = 0
    place: str = "text"
    start: int
    length: int


Proofs = Mapping[int, list[Proof]]
"""The proofs of each incident."""


def matches(db: Database, watch: Watch, look: Look) -> dict[int, list[Proof]]:
    """The incidents that meet every criterion, with the proofs of each; of a watch without criteria all, with where the victim is named."""
    found = [proofs_of(db, watch, name, look) for name in watch.asked] or [named(db, look, asked="incident")]
    common = set(found[0]).intersection(*found[1:])
    return {incident: [proof for one in found for proof in one[incident]] for incident in sorted(common)}


def proofs_of(db: Database, watch: Watch, name: str, look: Look) -> Proofs:
    """What proves one criterion."""
    values = getattr(watch, name)
    if name in ROLES:
        return in_role(db, values, look, asked=name)
    if name == "data":
        return by_incident(db, look, values, asked=name, column="d.type", of="data_types d", where="d.denied_by is null")
    if name == "sector":
        return by_sector(db, values, look)
    if name == "region":
        where = "d.role = 'victim' and d.organisation = o.id"
        return by_incident(db, look, values, asked=name, column="o.region", of="mentions d join organisations o", where=where)
    return by_words(db, watch, look)


def by_incident(
    db: Database, look: Look, values: Iterable[str], *, asked: str, column: str, of: str, where: str, said: str = ""
) -> dict[int, list[Proof]]:
    """The findings with a value, by the incidents that their parts tell of."""
    sql = f"""select ia.incident, d.article, ia.part, d.place, d.start, length(d.raw), {said or column} from incident_articles ia join {of}
      where d.article = ia.article and (d.part = ia.part or d.part is null) and {where}
        and {column} in (select value from json_each(?)) and ia.incident {look.incidents}"""
    found: dict[int, list[Proof]] = defaultdict(list)
    for incident, article, part, place, start, length, value in db.conn.execute(sql, [dumps(list(values))]):
        found[incident].append(Proof(asked=asked, value=value, article=article, part=part, place=place, start=start, length=length))
    return found


def in_role(db: Database, names: Iterable[str], look: Look, *, asked: str) -> dict[int, list[Proof]]:
    """Where organisations that bear one of these names, by any of their aliases, are named in a role."""
    keys = {match_key(name) for name in names}
    keys |= {other for key in keys for other in kin(key)}
    sql = "select distinct organisation from organisation_aliases where key in (select value from json_each(?))"
    numbers = [number for (number,) in db.conn.execute(sql, [dumps(sorted(keys))])]
    where = f"d.role = '{ROLES[asked]}'"
    return by_incident(db, look, numbers, asked=asked, column="d.organisation", of="mentions d", where=where, said="d.name")


def named(db: Database, look: Look, *, asked: str) -> dict[int, list[Proof]]:
    """Where the victims of incidents are named."""
    return by_incident(db, look, ["victim"], asked=asked, column="d.role", of="mentions d", where="true", said="d.name")


def by_sector(db: Database, codes: Iterable[str], look: Look) -> dict[int, list[Proof]]:
    """Incidents of a sector: the words that say it, else those that name the victim."""
    sql = f"select id, sector from incidents where sector in (select value from json_each(?)) and id {look.incidents}"
    sectors = dict(db.conn.execute(sql, [dumps(list(codes))]).fetchall())
    if not sectors:
        return {}
    said = by_incident(db, look, codes, asked="sector", column="d.value", of="evidence d", where="d.field = 'sector'")
    victims = named(db, look, asked="sector")
    return {
        incident: [one for one in said.get(incident, ()) if one.value == code]
        or [replace(one, value=code) for one in victims.get(incident, ())]
        for incident, code in sectors.items()
        if incident in said or incident in victims
    }


def by_words(db: Database, watch: Watch, look: Look) -> dict[int, list[Proof]]:
    """Incidents told in articles that hold the words; of a round-up, those whose part does."""
    found: dict[int, list[Proof]] = defaultdict(list)
    held = articles_with(db, watch, look)
    sql = """select ia.incident, ia.article, p.part, p.start, p.end from incident_articles ia
      join reading_parts p on p.article = ia.article and p.part = ia.part where ia.article in (select value from json_each(?)) order by 2, 3"""
    for incident, article, part, start, end in db.conn.execute(sql, [dumps(sorted(held))]):
        own = next((one for one in held[article] if end <= start or one.place == "title" or start <= one.start < end), None)
        if own:
            found[incident].append(replace(own, part=part))
    return found


def articles_with(db: Database, watch: Watch, look: Look) -> dict[int, list[Proof]]:
    """The articles of a look that hold one of the words, with the sentences that do."""
    sql = f"select id, title, text from articles where id {look.articles} and coalesce(published, fetched, '9') >= ? order by id"
    found = {}
    for number, title, text in db.conn.execute(sql, [look.since]):
        proofs = [
            Proof(asked="words", value=value, article=number, place=place, start=start, length=end - start)
            for place, words in (("title", title), ("text", text))
            for start, end, value in sentences_with(words, watch.words, watch.without)
        ]
        if proofs:
            found[number] = proofs
    return found


def sentences_with(text: str, words: Iterable[str], without: Iterable[str] = ()) -> Iterator[tuple[int, int, str]]:
    """The sentences with one of the words and none of the exceptions, and which word it is.

    >>> list(sentences_with("Le jus d’orange. Orange alerte ses clients.", ["Orange"], ["jus d'orange"]))
    [(17, 43, 'Orange')]
    >>> list(sentences_with("Deux rançongiciels.", ["rançon*"])), list(sentences_with("Une orangeraie.", ["Orange"]))
    ([(0, 19, 'rançon*')], [])
    """
    wanted, refused = [(one, pattern(one)) for one in words], [pattern(one) for one in without]
    for start, end in sentences(text):
        stems, plainly = f" {fold(text[start:end])} ", f" {' '.join(WORD.findall(plain(text[start:end])))} "
        hit = next((one for one, (form, whole) in wanted if form in (stems if whole else plainly)), None)
        if hit and not any(form in (stems if whole else plainly) for form, whole in refused):
            yield start, end, hit


def pattern(words: str) -> tuple[str, bool]:
    """What is looked for in a folded sentence; whether as whole words, by their stems, or as a beginning."""
    if words.endswith("*"):
        return f" {' '.join(WORD.findall(plain(words)))}", False
    return f" {fold(words)} ", True
