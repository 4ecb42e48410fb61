"""Incidents: which tellings are of one event. Pure functions over frozen dataclasses; `db.summary` says what the event is, all told.

A telling is one part of one reading. Two tellings are of one incident when they have a victim in common and their dates agree within their
precision; a telling without a date counts from its publication. Tellings with a precise date are gathered first, vaguer ones join the
nearest that fits, so the outcome depends on the set of tellings and never on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.clusters import leaders
from db.periods import Period, period, precision
from db.timeline import Cluster, Timeline

SAME_EVENT = 10
"""Days between two stated dates of one event: the attack in one paper, its discovery in another."""
REPORTED = 90
"""Days after an event during which an article that gives no date still speaks of it."""
BEFORE = 3
"""Days by which an article may precede the date that another gives: zones and slips."""
FOLLOWED = 30
"""Days between two articles without dates that follow one event."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A count of what was affected."""

    low: int
    high: int
    unit: str
    exact: bool


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

    @property
    def order(self) -> tuple[str, str, int]:
        return (self.published or "9999", self.url, self.part)

    @property
    def stated(self) -> Period | None:
        return period(self.date) if self.date else None

    @property
    def out(self) -> Period | None:
        return period(self.published) if self.published else None


def believable(date: str | None, published: str | None) -> str | None:
    """A date that an article may give: none reports what happens after it is out."""
    if date is None or published is None:
        return date
    return None if (period(date).first - period(published).last).days > BEFORE else date


def group(tellings: Iterable[Telling]) -> list[tuple[Telling, ...]]:
    """The tellings of each incident, incidents and tellings in a settled order."""
    ordered = sorted(tellings, key=lambda telling: telling.order)
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(ordered):
        for victim in telling.victims:
            blocks[victim].append(index)
    joined = ((together[0], index) for victim in sorted(blocks) for together in split(ordered, blocks[victim]) for index in together[1:])
    groups: dict[int, list[Telling]] = defaultdict(list)
    for index, first in leaders(range(len(ordered)), joined).items():
        groups[first].append(ordered[index])
    return [tuple(group) for _, group in sorted(groups.items())]


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
    return (cluster for cluster in near_by if follows(telling.out, cluster))


def follows(out: Period, cluster: Cluster) -> bool:
    """Whether an article without a date, out then, may speak of what a cluster tells."""
    if cluster.begun is None or (cluster.begun.first - out.last).days > BEFORE:
        return False
    since = (out.last - cluster.begun.first).days
    return since <= REPORTED or (cluster.last_out is not None and out.gap(cluster.last_out) <= FOLLOWED)
