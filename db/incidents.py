"""Incidents: which tellings are of one event. Pure functions over frozen dataclasses; `db.summary` says what the event is, all told.

A telling is one part of one reading. Two tellings are of one incident when they have a victim in common and their dates agree within their
precision; a telling without a date counts from its publication. A telling that comes long after an incident that was told in its time, and that
does not bring it back, is of another one: the old date that it gives is background, and it counts as undated. Tellings with a precise date are gathered first, vaguer ones join the
nearest that fits, so the outcome depends on the set of tellings and never on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise

from db.clusters import leaders
from db.decisions import NONE, Decision, Decisions
from db.periods import Period, period, precision
from db.recurrence import News
from db.spans import Days
from db.speakers import Speaker
from db.timeline import Cluster, Timeline

SAME_EVENT = 10
"""Days between two stated dates of one event: the attack in one paper, its discovery in another."""
REPORTED = 90
"""Days after an event during which an article that gives no date still speaks of it."""
BEFORE = 3
"""Days by which an article may precede the date that another gives: zones and slips."""
FOLLOWED = 30
"""Days between two articles without dates that follow one event."""

LATE = 183
"""Days after an incident beyond which an article that neither brings it back nor looks back at it is not of it; `REPORTED` where it says
that this happened another time."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A count of what was affected."""

    low: int
    high: int
    unit: str
    exact: bool
    by: Speaker | None = None
    """Who gives it; None: the victim, of an article that confirms, else the press."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One incident as one article tells it."""

    url: str
    part: int
    published: str | None
    victims: tuple[str, ...]
    """Keys of organisations, in causal order; none if nobody is named."""
    date: str | None
    claim: str | None
    sector: str | None
    figures: tuple[Figure, ...] = ()
    victim: str | None = None
    """The words for the first victim where no organisation stands for it."""
    news: News | None = None
    """What the article says of the old and the new, where it comes more than `REPORTED` days after its date; `again` where it gives no date and
    its title announces another attack."""

    @property
    def order(self) -> tuple[str, str, int]:
        return (self.published or "9999", self.url, self.part)

    @property
    def stated(self) -> Period | None:
        return period(self.date) if self.date else None

    @property
    def out(self) -> Period | None:
        return period(self.published) if self.published else None

    @property
    def since(self) -> int:
        """Days from the date that it gives to its publication; 0 if it gives none."""
        return (self.out.first - self.stated.last).days if self.out and self.stated else 0

    @property
    def foreign(self) -> bool:
        """Whether its date may be another incident's: it comes too late after it for what it says."""
        return self.since > (REPORTED if self.news == "again" else LATE) and self.news not in {"back", "later"}


def believable(date: str | None, published: str | None) -> str | None:
    """A date that an article may give: none reports what happens after it is out."""
    if date is None or published is None:
        return date
    return None if (period(date).first - period(published).last).days > BEFORE else date


def group(tellings: Iterable[Telling], decisions: Decisions = NONE, *, of: Collection[str] | None = None) -> list[tuple[Telling, ...]]:
    """The tellings of each incident, incidents and tellings in a settled order; what an editor decided overrules the rest.

    `of`: the victims who join tellings, if not all do: those whose tellings are all there.
    """
    dropped, withdrawn = decisions.dropped(), decisions.withdrawn()
    kept = (telling for telling in tellings if (telling.url, telling.part) not in dropped and telling.url not in withdrawn)
    ordered = without_background(sorted(kept, key=lambda telling: telling.order))
    index_of = {(telling.url, telling.part): index for index, telling in enumerate(ordered)}
    decided = {kind: together(index_of, decisions.of(kind)) for kind in ("split-incidents", "merge-incidents")}
    alone = {index for members in decided["split-incidents"] for index in members}
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(ordered):
        for victim in telling.victims if index not in alone else ():
            if of is None or victim in of:
                blocks[victim].append(index)
    joined = ((chained[0], index) for victim in sorted(blocks) for chained in split(ordered, blocks[victim]) for index in chained[1:])
    never = [pair for members in together(index_of, decisions.of("distinct-incidents")) for pair in combinations(members, 2)]
    settled = (pair for members in (*decided["split-incidents"], *decided["merge-incidents"]) for pair in pairwise(members))
    groups: dict[int, list[Telling]] = defaultdict(list)
    for index, first in leaders(range(len(ordered)), (*joined, *settled), never=never).items():
        groups[first].append(ordered[index])
    return [tuple(group) for _, group in sorted(groups.items())]


def together(index_of: Mapping[tuple[str, int], int], decisions: Iterable[Decision]) -> list[list[int]]:
    """The tellings that each decision names, as far as they are there."""
    return [[index_of[place] for place in one.places if place in index_of] for one in decisions]


def without_background(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings, those without their date whose date is that of an incident of one of their victims, told in its time by others."""
    told: dict[str, Days] = defaultdict(Days)
    for telling in tellings:
        if telling.since <= LATE and not telling.foreign:
            for victim in telling.victims:
                told[victim].add(when(telling))

    def background(telling: Telling) -> bool:
        stated = telling.stated
        if stated is None or not telling.foreign:
            return False
        reach = SAME_EVENT if stated.days == 0 else 0
        return any(victim in told and told[victim].gap(stated) <= reach for victim in telling.victims)

    return [replace(telling, date=None) if background(telling) else telling for telling in tellings]


def split(tellings: Sequence[Telling], block: Sequence[int]) -> list[list[int]]:
    """The tellings of one victim, parted into its incidents: by day, then by month, by year, then the undated."""
    timeline = Timeline()
    ranks = {"moment": 0, "day": 0, "month": 1, "year": 2}
    by_rank: dict[int, list[int]] = defaultdict(list)
    for index in block:
        stated = tellings[index].date
        by_rank[ranks[precision(stated)] if stated else 3].append(index)
    for rank in sorted(by_rank):
        alone = []
        for index in by_rank[rank]:
            telling = tellings[index]
            own = telling.out or when(telling)
            nearest = min(fitting(telling, timeline), key=lambda one: (one.news.gap(own), one.begun), default=None) if rank else None
            if nearest is None:
                alone.append(index)
            else:
                timeline.add(nearest, index, when=when(telling), out=telling.out)
        for chain in chains(tellings, alone):
            cluster = timeline.open()
            for index in chain:
                timeline.add(cluster, index, when=when(tellings[index]), out=tellings[index].out)
    return [cluster.members for cluster in timeline.clusters]


def chains(tellings: Sequence[Telling], indexes: Sequence[int]) -> list[list[int]]:
    """Tellings as precise as one another, cut where the next is too far."""
    clusters: list[list[int]] = []
    for index in sorted(indexes, key=lambda i: (when(tellings[i]), tellings[i].order)):
        telling = tellings[index]
        reach = SAME_EVENT if telling.stated else FOLLOWED
        last = tellings[clusters[-1][-1]] if clusters else None
        if last and (near(last, telling, reach) or same_day_news(last, telling)):
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return clusters


def when(telling: Telling) -> Period:
    """When it was, as far as the telling goes; far in the future if it does not say."""
    return telling.stated or telling.out or Period(date.max, date.max)


def near(one: Telling, other: Telling, reach: int) -> bool:
    """Whether two tellings are at most `reach` days apart; vaguer dates must touch."""
    gap = when(one).gap(when(other))
    return gap <= (reach if when(one).days == 0 and when(other).days == 0 else 0)


def same_day_news(one: Telling, other: Telling) -> bool:
    """Whether two tellings with other dates are the same news: out within days of each other, with the same figure."""
    if one.out is None or other.out is None or one.out.gap(other.out) > SAME_EVENT:
        return False
    return bool({(f.low, f.high, f.unit) for f in one.figures} & {(f.low, f.high, f.unit) for f in other.figures})


def fitting(telling: Telling, timeline: Timeline) -> Iterable[Cluster]:
    """The clusters of which a vague or undated telling may speak, in their order."""
    if telling.stated:
        return timeline.touching(telling.stated)
    if telling.out is None:
        return ()
    near_by = timeline.around(telling.out, since=REPORTED, after=BEFORE, follows=FOLLOWED)
    return (cluster for cluster in near_by if follows(telling.out, cluster, again=telling.news == "again"))


def follows(out: Period, cluster: Cluster, *, again: bool = False) -> bool:
    """Whether an article without a date, out then, may speak of what a cluster tells; `again`: it announces another one."""
    if cluster.begun is None or (cluster.begun.first - out.last).days > BEFORE:
        return False
    since = (out.last - cluster.begun.first).days
    if again and since > SAME_EVENT:
        return False
    return since <= REPORTED or (cluster.last_out is not None and out.gap(cluster.last_out) <= FOLLOWED)
