"""What is out of a source's own usual band, and what only chance explains."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.article import Article
from crawler.ports import Listed
from crawler.report import SourceReport
from db.health import Band, bands, chance_of_so_few, odd, yields
from db.memory import Keeper
from db.publish import publish
from db.status import status
from tests.site.serving import get, served

TODAY = date(2026, 11, 24)
STEADY = [9, 12, 10, 11, 14, 9, 10, 12, 11, 10, 13, 9]
"""Articles a week, the latest first, before the last seven days."""
UNEVEN = [2, 30, 5, 12, 0, 8, 25, 3, 14, 6, 2, 18]


def days(now: int, before: Iterable[int]) -> list[date]:
    """Days of publication: so many in the last week, and in each of those before."""
    return [TODAY - timedelta(days=7 * week + number % 7) for week, count in enumerate((now, *before)) for number in range(count)]


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (11, STEADY, None),
        (6, STEADY, None),
        (2, STEADY, "2 articles en 7 jours, de 9 à 14 par semaine d’ordinaire"),
        (0, STEADY, "aucun article en 7 jours, de 9 à 14 par semaine d’ordinaire"),
        (16, STEADY, None),
        (40, STEADY, "40 articles en 7 jours, de 9 à 14 par semaine d’ordinaire"),
        (1, UNEVEN, None),
        (50, UNEVEN, None),
        (0, [1] * 12, None),
        # too young to have a usual yield
        (0, [10, 12, 9], None),
        (0, [], None),
        # one article a week, then three weeks of nothing
        (0, [0, 0, *[1] * 10], "aucun article depuis 21 jours, 7 au plus d’ordinaire"),
        (0, [0, *[1] * 11], None),
        # a small source that was as silent before
        (0, [0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1], None),
    ],
)
def test_the_yield_of_a_week(now: int, before: list[int], words: str | None) -> None:
    assert list(yields(days(now, before), TODAY)) == ([words] if words else [])


@pytest.mark.parametrize(("number", "mean", "chance"), [(0, 1.0, 0.3679), (2, 11.0, 0.0012), (11, 11.0, 0.5793)])
def test_the_chance_of_so_few(number: int, mean: float, chance: float) -> None:
    assert chance_of_so_few(number, mean) == pytest.approx(chance, abs=0.0001)


def keep(db: Database, *, week: int, number: int, lag: int = 0, site: str = "phare", **fields: object) -> None:
    """An article of a week ago, two weeks ago…, fetched so many days after it came out."""
    out = TODAY - timedelta(days=7 * week + number % 7)
    url = f"https://phare.example/{week}-{number}-{lag}"
    given = {"published": str(out), "authors": ("Élise Corbel",), "lead": "Un chapô.", **fields}
    article = Article(
        url=url,
        publisher="phare.example",
        title="Un titre",
        text="Un texte.",
        fetched=f"{out + timedelta(days=lag)}T08:00:00+00:00",
        **given,
    )  # type: ignore[arg-type]
    Keeper(db).article(article, site=site, listed=Listed(url=url))


def visited(db: Database, day: date = TODAY, site: str = "phare") -> None:
    Keeper(db).outcome(SourceReport(site=site, status="ok"))
    with db.atomic():
        db.conn.execute("update source_runs set finished = ?", [f"{day}T08:00:00+00:00"])


@pytest.fixture
def steady(db: Database) -> Database:
    """A source with its past: three weeks of ten articles each, whole; the week is to come."""
    for week in (1, 2, 3, 4):
        for number in range(10):
            keep(db, week=week, number=number)
    visited(db)
    return db


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, None, None),
        ({"authors": ()}, "authors", "auteurs : 0\u202f% des articles de la semaine, 100\u202f% d’ordinaire"),
        ({"lead": ""}, "lead", "chapô : 0\u202f% des articles de la semaine, 100\u202f% d’ordinaire"),
        ({"published": None}, "published", "date : 0\u202f% des articles de la semaine, 100\u202f% d’ordinaire"),
    ],
)
def test_a_field_that_pages_have_lost(steady: Database, fields: dict[str, object], field: str | None, words: str | None) -> None:
    for number in range(9):
        keep(steady, week=0, number=number, **fields)
    found = {one.field: one.words for one in odd(steady, today=TODAY) if one.field != "yield"}

    assert found == ({field: words} if field else {})


def test_one_article_without_author_is_chance(steady: Database) -> None:
    for number in range(9):
        keep(steady, week=0, number=number, authors=("Élise Corbel",) if number else ())

    assert odd(steady, today=TODAY) == []


def test_what_is_fetched_from_the_archives_is_not_compared(steady: Database) -> None:
    for number in range(9):
        keep(steady, week=0, number=number)
    for number in range(40):
        keep(steady, week=9, number=number, lag=62, authors=())

    assert [one for one in odd(steady, today=TODAY) if one.field == "authors"] == []


def test_a_source_that_nobody_asks_is_not_judged(steady: Database) -> None:
    assert [one.field for one in odd(steady, today=TODAY)] == ["yield"]
    visited(steady, TODAY - timedelta(days=20))

    assert odd(steady, today=TODAY) == []


def test_status_tells_it(steady: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.status.odd", lambda db: odd(db, today=TODAY))

    assert [(one.site, one.field) for one in status(steady).odd] == [("phare", "yield")]


def test_the_public_is_told_what_is_usual_and_what_is_not(steady: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert bands(steady, today=TODAY) == {"phare": Band(low=10, high=10, odd="aucun article en 7 jours, 10 par semaine d’ordinaire")}
    # a site without a past
    keep(steady, week=1, number=11, site="jeune")
    assert list(bands(steady, today=TODAY)) == ["phare"]
    monkeypatch.setattr("db.sources.bands", lambda db: bands(db, today=TODAY))
    path = publish(steady, tmp_path).path
    with served(path) as address:
        page = get(address + "/sources").text

    assert "1\u00a0source sort de sa bande habituelle\u00a0: phare.example (aucun article en 7 jours" in page
    assert "<td>10 par semaine<br>" in page
