"""Which tellings are of one incident, and what the incident is. Every case is also told in every other order."""

from itertools import permutations

import pytest

from db.incidents import Figure, Telling, believable, group
from db.recurrence import News
from db.summary import best_date, status, summarise


def telling(
    name: str,
    published: str | None,
    date: str | None = None,
    *,
    victims: str = "x",
    claim: str | None = None,
    people: int = 0,
    news: News | None = None,
) -> Telling:
    return Telling(
        url=f"https://a.example/{name}", part=0, published=published, victims=tuple(victims.split()), date=date, claim=claim, sector=None,
        figures=(Figure(low=people, high=people, unit="person", exact=True),) if people else (),
        news=news,
    )  # fmt: skip


CASES = {
    "the same day in two papers": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-03-12", "2024-03-08")], "ab"),
    "attack in one, discovery in the other": ([telling("a", "2024-03-20", "2024-03-08"), telling("b", "2024-03-21", "2024-03-15")], "ab"),
    "another victim": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-03-10", "2024-03-08", victims="y")], "a b"),
    "hit again after six months": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-09-12", "2024-09-10")], "a b"),
    "hit again after a month": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-04-12", "2024-04-10")], "a b"),
    "no date: close to the first article": ([telling("a", "2024-03-10"), telling("b", "2024-03-25")], "ab"),
    "no date: a year later": ([telling("a", "2024-03-10"), telling("b", "2025-03-25")], "a b"),
    "no date joins the dated one": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-04-02")], "ab"),
    "no date joins the latest that fits": (
        [telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-05-02", "2024-05-01"), telling("c", "2024-05-04")], "a bc",
    ),
    "no date, published before": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-02-01")], "a b"),
    "a month holds its day": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-03-30", "2024-03")], "ab"),
    "a month is not another": ([telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-06-30", "2024-06")], "a b"),
    "a year joins the nearest in it": (
        [telling("a", "2024-02-10", "2024-02-08"), telling("b", "2024-11-10", "2024-11-08"), telling("c", "2024-11-20", "2024")], "a bc",
    ),
    "sold again: the date of the theft is that of the old incident": (
        [telling("a", "2021-03-10", "2021-03-08"), telling("b", "2024-11-10", "2021-03-08", news="back")], "ab",
    ),
    "judged, looked back at: the old one": (
        [telling("a", "2021-03-10", "2021-03-08"), telling("b", "2023-11-10", "2021-03", news="later")], "ab",
    ),
    "hit again, and the first time recalled": (
        [telling("a", "2024-05-14", "2024-04-22"), telling("b", "2026-11-18", "2024-04", news="again")], "a b",
    ),
    "hit again, told with its supplier": (
        [telling("a", "2024-05-14", "2024-04-22"), telling("b", "2026-11-18", "2024-04", victims="s x", news="again")], "a b",
    ),
    "hit again soon, and the first time recalled": (
        [telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-07-12", "2024-03-08", news="again")], "a b",
    ),
    "long after, and nothing says why: another": (
        [telling("a", "2024-03-10", "2024-03-08"), telling("b", "2025-07-12", "2024-03-08")], "a b",
    ),
    "some months after, nothing says why: the same": (
        [telling("a", "2024-03-10", "2024-03-08"), telling("b", "2024-07-12", "2024-03-08")], "ab",
    ),
    "known late only: by all its tellings": (
        [telling("a", "2026-03-10", "2024-03-08"), telling("b", "2026-03-12", "2024-03-08", news="again")], "ab",
    ),
    "two papers on the second time": (
        [telling("a", "2024-05-14", "2024-04-22"), telling("b", "2026-11-18", "2024-04", news="again"), telling("c", "2026-11-20", "2026-11-16")],
        "a bc",
    ),
    "other dates, same week, same figure": (
        [telling("a", "2024-03-10", "2023-11-02", people=4321), telling("b", "2024-03-11", "2024-03-05", people=4321)], "ab",
    ),
    "other dates, same week, other figures": (
        [telling("a", "2024-03-10", "2023-11-02", people=4321), telling("b", "2024-03-11", "2024-03-05", people=99)], "a b",
    ),
    "a supplier and its clients": (
        [telling("a", "2024-03-10", "2024-03-08", victims="s x y"), telling("b", "2024-03-11", victims="x"), telling("c", "2024-03-12", victims="y")],
        "abc",
    ),
    "nobody named": ([telling("a", "2024-03-10", victims=""), telling("b", "2024-03-10", victims="")], "a b"),
    "nothing but an address": ([telling("a", None), telling("b", None)], "ab"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_group(case: str) -> None:
    tellings, expected = CASES[case]

    for order in permutations(tellings):
        found = sorted("".join(one.url[-1] for one in together) for together in group(order))
        assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("date", "published", "expected"),
    [
        ("2024-03-08", "2024-03-10", "2024-03-08"),
        ("2024-03-11", "2024-03-10", "2024-03-11"),  # a zone, a slip
        ("2024-12-31", "2024-03-10", None),  # the day an offer ends
        ("2024", "2024-03-10", "2024"),
        ("2024-03-08", None, "2024-03-08"),
        (None, "2024-03-10", None),
    ],
)
def test_no_article_reports_the_future(date: str | None, published: str | None, expected: str | None) -> None:
    assert believable(date, published) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([None], None),
        (["claimed", None], "claimed"),
        (["claimed", "confirmed"], "confirmed"),
        (["claimed", "denied", "claimed"], "denied"),
        (["denied", "confirmed"], "confirmed"),
    ],
)
def test_status(claims: list[str | None], expected: str | None) -> None:
    assert status(claims) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2024", "2024-03"], "2024-03"),
        (["2024-03-09", "2024-03-08", "2024-03-09"], "2024-03-09"),
        (["2024-03-09", "2024-03-08"], "2024-03-08"),
        ([], None),
    ],
)
def test_best_date(dates: list[str], expected: str | None) -> None:
    assert best_date(dates) == expected


def test_the_day_of_publication_stands_in_for_a_date() -> None:
    incident = summarise([telling("a", "2024-03-10T08:00:00+01:00"), telling("b", "2024-03-12")])

    assert (incident.date, incident.date_basis, incident.date_from) == ("2024-03-10", "published", "2024-03-10")


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        # the latest confirmed telling, not the seller's boast
        ([telling("a", "2024-03-10", claim="claimed", people=900), telling("b", "2024-03-12", claim="confirmed", people=600)], 600),
        ([telling("a", "2024-03-10", claim="confirmed", people=500), telling("b", "2024-03-12", claim="confirmed", people=600)], 600),
        ([telling("a", "2024-03-10", claim="confirmed", people=500), telling("b", "2024-03-12", claim="claimed", people=900)], 500),
        # not what is told years later
        ([telling("a", "2024-03-10", people=500), telling("b", "2026-03-12", claim="confirmed", people=900)], 500),
        # the whole, not one client's part
        (
            [telling("a", "2024-03-10", victims="s x", people=900), telling("b", "2024-03-12", victims="x", claim="confirmed", people=50)],
            900,
        ),
    ],
)
def test_best_figure(tellings: list[Telling], expected: int) -> None:
    figure = summarise(tellings).figure

    assert figure is not None
    assert figure.low == expected


def test_no_figure_is_null() -> None:
    assert summarise([telling("a", "2024-03-10")]).figure is None
