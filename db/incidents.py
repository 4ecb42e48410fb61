"""Incidents: which tellings are of one event. Pure functions over frozen dataclasses; `db.summary` says what the event is, all told.

A telling is one part of one reading. Two tellings are of one incident when they have a victim in common and their dates agree within their
precision; a telling without a date counts from its publication. Tellings with a precise date are gathered first, vaguer ones join the
nearest that fits, so the outcome depends on the set of tellings and never on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.periods import Period, period, precision

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
    leaders = list(range(len(ordered)))

    def leader(index: int) -> int:
        while leaders[index] != index:
            leaders[index] = index = leaders[leaders[index]]
        return index

    for victim in sorted(blocks):
        for together in split(ordered, blocks[victim]):
            for index in together[1:]:
                low, high = sorted((leader(together[0]), leader(index)))
                leaders[high] = low
    groups: dict[int, list[Telling]] = defaultdict(list)
    for index, telling in enumerate(ordered):
        groups[leader(index)].append(telling)
    return [tuple(group) for _, group in sorted(groups.items())]


def split(tellings: Sequence[Telling], block: Sequence[int]) -> list[list[int]]:
    """The tellings of one victim, parted into its incidents: by day, then by month, by year, then the undated."""
    clusters: list[list[int]] = []
    ranks = {"moment": 0, "day": 0, "month": 1, "year": 2}
    by_rank: dict[int, list[int]] = defaultdict(list)
    for index in block:
        stated = tellings[index].date
        by_rank[ranks[precision(stated)] if stated else 3].append(index)
    for rank in sorted(by_rank):
        alone = []
        for index in by_rank[rank]:
            fitting = [cluster for cluster in clusters if rank and fits(tellings[index], [tellings[i] for i in cluster])]
            if fitting:
                min(fitting, key=lambda cluster: distance(tellings[index], [tellings[i] for i in cluster])).append(index)
            else:
                alone.append(index)
        clusters.extend(chains(tellings, alone))
    return clusters


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


def fits(telling: Telling, cluster: Sequence[Telling]) -> bool:
    """Whether a vague or undated telling may speak of what a cluster tells."""
    if telling.stated:
        return any(telling.stated.gap(when(other)) == 0 for other in cluster)
    if telling.out is None:
        return False
    begun = min(when(other) for other in cluster)
    last_out = max((other.out for other in cluster if other.out), default=None)
    since = (telling.out.last - begun.first).days
    before = (begun.first - telling.out.last).days
    follows = last_out is not None and telling.out.gap(last_out) <= FOLLOWED
    return before <= BEFORE and (since <= REPORTED or follows)


def distance(telling: Telling, cluster: Sequence[Telling]) -> tuple[int, Period]:
    """How far a cluster is from a telling: by publication where both are known, the earlier of two as far."""
    own = telling.out or when(telling)
    return min(own.gap(other.out or when(other)) for other in cluster), min(when(other) for other in cluster)
