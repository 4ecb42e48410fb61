"""A victim that is told of thousands of times: the same incidents as by comparing each telling with every other, without doing so."""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from db.incidents import BEFORE, FOLLOWED, REPORTED, Figure, Telling, chains, group, split, when
from db.periods import period, precision
from db.spans import Days
from db.summary import summarise


def telling(number: int, published: str | None, stated: str | None, people: int = 0) -> Telling:
    return Telling(
        url=f"https://a.example/{number:05}", part=0, published=published, victims=("x",), date=stated, claim="confirmed", sector="health",
        figures=(Figure(low=people, high=people, unit="person", exact=True),) if people else (),
    )  # fmt: skip


def compared_with_every_other(tellings: Sequence[Telling], block: Sequence[int]) -> list[list[int]]:
    """What `split` must give, written as its docstring says it."""
    clusters: list[list[int]] = []
    by_rank: dict[int, list[int]] = defaultdict(list)
    for index in block:
        stated = tellings[index].date
        by_rank[{"moment": 0, "day": 0, "month": 1, "year": 2}[precision(stated)] if stated else 3].append(index)
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


def fits(one: Telling, cluster: Sequence[Telling]) -> bool:
    if one.stated:
        return any(one.stated.gap(when(other)) == 0 for other in cluster)
    if one.out is None:
        return False
    begun = min(when(other) for other in cluster)
    last_out = max((other.out for other in cluster if other.out), default=None)
    near = (one.out.last - begun.first).days <= REPORTED or (last_out is not None and one.out.gap(last_out) <= FOLLOWED)
    return (begun.first - one.out.last).days <= BEFORE and near


def distance(one: Telling, cluster: Sequence[Telling]) -> tuple[int, object]:
    own = one.out or when(one)
    return min(own.gap(other.out or when(other)) for other in cluster), min(when(other) for other in cluster)


def invented(seed: int) -> list[Telling]:
    """Some dozens of tellings of a few years, at every precision, some without any date."""
    draw = random.Random(seed)

    def some(years: int) -> str | None:
        day = date(2020, 1, 1) + timedelta(draw.randrange(365 * years))
        return draw.choice([day.isoformat(), day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", None])

    years = draw.choice([1, 2, 6])
    return [telling(number, some(years), some(years), draw.choice([0, 0, 50, 900])) for number in range(draw.randrange(2, 50))]


@pytest.mark.parametrize("seed", range(60))
def test_the_same_incidents_as_by_comparing_all(seed: int) -> None:
    tellings = sorted(invented(seed), key=lambda one: one.order)
    block = range(len(tellings))

    assert split(tellings, block) == compared_with_every_other(tellings, block)


def day(number: int) -> str:
    return (date(2000, 1, 1) + timedelta(number)).isoformat()


SHAPES: dict[str, Callable[[int], list[Telling]]] = {
    "one long story": lambda n: [telling(i, day(i % 900), None, 5) for i in range(n)],
    "one day, then echoes without a date": lambda n: [telling(i, day(3 + i % 60), day(1) if i % 2 else None) for i in range(n)],
    "a story a fortnight, and vague echoes": lambda n: [telling(i, day(14 * i), day(14 * i) if i % 2 else day(14 * i)[:7]) for i in range(n)],
}  # fmt: skip


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and Python's own."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_tellings_cost_little_more_than_twice(shape: str) -> None:
    few, many = SHAPES[shape](400), SHAPES[shape](800)

    assert calls(lambda: group(many)) < 2.6 * calls(lambda: group(few))


def test_what_an_incident_is_costs_little_more_than_twice_too() -> None:
    few, many = SHAPES["one long story"](400), SHAPES["one long story"](800)

    assert calls(lambda: summarise(many)) < 2.6 * calls(lambda: summarise(few))


@pytest.mark.parametrize("seed", range(20))
def test_days(seed: int) -> None:
    draw = random.Random(seed)
    held = [period(draw.choice([day(draw.randrange(900)), day(draw.randrange(900))[:7]])) for _ in range(30)]
    days = Days()
    for one in held:
        days.add(one)

    for _ in range(50):
        asked = period(day(draw.randrange(1500))[: draw.choice([4, 7, 10])])
        assert days.gap(asked) == min(asked.gap(one) for one in held)
