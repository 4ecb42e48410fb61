"""A victim's timeline: its clusters of tellings, found by the months in which they are, so that a telling meets only those of its time.

How many clusters begin in one month is bounded by the calendar (they are days apart), not by the number of articles. Only a week in which
hundreds of an organisation's incidents are told at once makes an undated article of that week look at each of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from db.periods import Period
from db.spans import Days


class Cluster:
    """Tellings that are of one event, and what is asked of them all."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.members: list[int] = []
        self.days = Days()
        """When they say it was."""
        self.news = Days()
        """When they were out, or when they say it was."""
        self.begun: Period | None = None
        self.last_out: Period | None = None


class Timeline:
    """Clusters in the order in which they were begun."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self.told: dict[int, set[int]] = defaultdict(set)
        self.begun: dict[int, set[int]] = defaultdict(set)
        self.latest: dict[int, set[int]] = defaultdict(set)

    def open(self) -> Cluster:
        """A new cluster, without members yet."""
        self.clusters.append(Cluster(len(self.clusters)))
        return self.clusters[-1]

    def add(self, cluster: Cluster, member: int, *, when: Period, out: Period | None) -> None:
        """Give a cluster a member, with when it says it was and when it was out."""
        cluster.members.append(member)
        cluster.days.add(when)
        cluster.news.add(out or when)
        self.note(self.told, cluster, when)
        if cluster.begun is None or when < cluster.begun:
            cluster.begun = when
            self.note(self.begun, cluster, Period(when.first, when.first))
        if out is not None and (cluster.last_out is None or out > cluster.last_out):
            cluster.last_out = out
            self.note(self.latest, cluster, out)

    def note(self, index: dict[int, set[int]], cluster: Cluster, covered: Period) -> None:
        for month in months(covered):
            index[month].add(cluster.number)

    def touching(self, stated: Period) -> Iterator[Cluster]:
        """The clusters of which a member touches a period."""
        return (one for one in self.pick(self.told, stated) if one.days.gap(stated) == 0)

    def around(self, out: Period, *, since: int, after: int, follows: int) -> Iterator[Cluster]:
        """The clusters begun from `since` days before a period to `after` days after it, and those told of within `follows` days of it.

        It may give others too: whoever asks looks at each.
        """
        begun = self.find(self.begun, widened(Period(out.last, out.last), since, after))
        told = self.find(self.latest, widened(out, follows, follows))
        return (self.clusters[number] for number in sorted(begun | told))

    def pick(self, index: dict[int, set[int]], covered: Period) -> Iterator[Cluster]:
        return (self.clusters[number] for number in sorted(self.find(index, covered)))

    def find(self, index: dict[int, set[int]], covered: Period) -> set[int]:
        return set().union(*(index[month] for month in months(covered) if month in index))


def months(covered: Period) -> Iterable[int]:
    """The months of a period, counted from year 0."""
    return range(covered.first.year * 12 + covered.first.month, covered.last.year * 12 + covered.last.month + 1)


def widened(covered: Period, before: int, after: int) -> Period:
    """A period with days before and after, as far as the calendar goes."""
    first = covered.first - min(timedelta(before), covered.first - date.min)
    return Period(first, covered.last + min(timedelta(after), date.max - covered.last))
