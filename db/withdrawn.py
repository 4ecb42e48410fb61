"""What is withdrawn: which articles and which of their parts stay out of the public edition, and which incidents they told.

Decided in `decisions.toml` (`withdraw`, `withdraw-incident`); `set_aside` notes at each link which tellings that takes, with the number that their
incident has for good: it comes back under it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from db.connect import folder_of
from db.decisions import Decisions, read_decisions
from db.differences import write_set
from db.incidents import Telling
from db.scope import Scope

Tellings = tuple[Telling, ...]


@dataclass(frozen=True)
class Withdrawn:
    """What stays out of the public edition, by articles' numbers."""

    articles: Mapping[int, str]
    """Whole, with the reason."""
    parts: Mapping[int, frozenset[int]]
    """Of articles that are shown: the parts that are not."""

    def hides(self, article: int, part: int | None) -> bool:
        """Whether a finding stays out; one that belongs to no part that we know does wherever a part does."""
        return article in self.articles or (article in self.parts and (part is None or part in self.parts[article]))


def withdrawn(db: Database) -> Withdrawn:
    """What is withdrawn now. An article goes whole if all that it tells does, or if its title names the victim of what does."""
    decisions = read_decisions(folder_of(db))
    reasons = decisions.withdrawn()
    articles: dict[int, str] = {number: reasons[url] for number, url in db.execute("select id, url from articles") if url in reasons}
    hidden: dict[int, set[int]] = defaultdict(set)
    why: dict[int, str] = {}
    named = reasons_of_incidents(db, decisions)
    for article, part, incident in db.execute("select article, part, incident from withdrawn_tellings order by article, part"):
        if article not in articles:
            hidden[article].add(part)
            why[article] = named.get(incident, "error")
    for article in list(hidden):
        told = {part for (part,) in db.execute("select part from reading_parts where article = ?", [article])}
        sql = "select part from mentions where article = ? and place = 'title' and role = 'victim'"
        titled = {part for (part,) in db.execute(sql, [article])}
        if told <= hidden[article] or titled & {None, *hidden[article]}:
            articles[article] = why[article]
            del hidden[article]
    return Withdrawn(articles, {article: frozenset(parts) for article, parts in hidden.items()})


def reasons_of_incidents(db: Database, decisions: Decisions) -> dict[int | None, str]:
    """Why each incident is withdrawn that an editor named, or whose articles all are."""
    whole, places = decisions.withdrawn(), decisions.without()
    found: dict[int | None, str] = {}
    sql = "select w.incident, a.url, w.part from withdrawn_tellings w join articles a on a.id = w.article order by w.id"
    for incident, url, part in db.execute(sql):
        reason = places.get((url, part)) or whole.get(url)
        if reason:
            found.setdefault(incident, reason)
    return found


def parted(groups: Iterable[Tellings], decisions: Decisions) -> tuple[list[Tellings], list[Tellings]]:
    """The incidents that stand, and those that are withdrawn: whatever joins one that is goes with it. Pure."""
    places = decisions.without().keys()
    kept: list[Tellings] = []
    away: list[Tellings] = []
    for group in groups:
        (away if any((one.url, one.part) in places for one in group) else kept).append(group)
    return kept, away


def numbers_held(db: Database) -> dict[tuple[int, int], int]:
    """The number of the incident that each telling belongs or belonged to."""
    sql = """select article, part, incident from withdrawn_tellings where incident is not null
      union all select article, part, incident from incident_articles"""
    return {(article, part): incident for article, part, incident in db.execute(sql)}


def set_aside(db: Database, away: Sequence[Tellings], decisions: Decisions, scope: Scope, held: Mapping[tuple[int, int], int]) -> None:
    """Note which tellings are withdrawn and of which incident; inside the caller's transaction. `held`: numbers before incidents were written anew."""
    ids: dict[str, int] = dict(db.execute("select url, id from articles").fetchall()) if away or decisions.withdrawn() else {}
    wanted: set[tuple[int, int, int | None]] = set()
    for group in away:
        places = [(ids[one.url], one.part) for one in group]
        votes = Counter(held[place] for place in places if place in held)
        number = min(votes, key=lambda one: (-votes[one], one), default=None)
        wanted |= {(*place, number) for place in places}
    whole = {ids[url] for url in decisions.withdrawn() if url in ids}
    for article in whole:
        parts = {part for (part,) in db.execute("select part from reading_parts where article = ?", [article])}
        parts |= {part for number, part in held if number == article}
        wanted |= {(article, part, held.get((article, part))) for part in parts}
    if scope.partial:
        # Decisions are as they were: what was set aside stays, and only newcomers join it.
        taken = {(article, part) for article, part, _ in wanted}
        rows = db.execute("select article, part, incident from withdrawn_tellings").fetchall()
        wanted |= {(article, part, incident) for article, part, incident in rows if (article, part) not in taken}
    write_set(db, "withdrawn_tellings", ("article", "part", "incident"), wanted)
