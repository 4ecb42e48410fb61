"""The crawler's two doors on a real database."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from crawler.ports import Known, Listed, Memory, Sink, Validators
from crawler.report import SourceReport
from db.memory import Keeper, Past
from db.status import status
from db.store import articles
from tests.db.samples import LINES, article_of

ARTICLE = replace(article_of(LINES[0]), fetched="2023-03-14T09:00:00+00:00")
LISTED = Listed(url="https://phare-numerique.example/?p=7", modified="2023-03-14T08:40:00+01:00")
SITE = "phare"


@pytest.fixture
def doors(db: Database) -> tuple[Memory, Sink]:
    return Past(db), Keeper(db)


def test_an_article_is_known_by_both_its_addresses(doors: tuple[Memory, Sink], db: Database) -> None:
    past, keeper = doors
    assert past.known(LISTED.url) is None

    assert keeper.article(ARTICLE, site=SITE, listed=LISTED) == "new"
    known = Known(fetched="2023-03-14T09:00:00+00:00", modified="2023-03-14T08:40:00+01:00")
    assert past.known(LISTED.url) == past.known(ARTICLE.url) == known
    assert list(articles(db)) == [ARTICLE]


def test_changed_and_same(doors: tuple[Memory, Sink]) -> None:
    _, keeper = doors
    keeper.article(ARTICLE, site=SITE, listed=LISTED)

    assert keeper.article(replace(ARTICLE, fetched="2023-03-15T09:00:00+00:00"), site=SITE, listed=LISTED) == "same"
    assert keeper.article(replace(ARTICLE, text="Autre chose."), site=SITE, listed=LISTED) == "changed"


def test_a_failure_is_remembered_until_it_ends(doors: tuple[Memory, Sink]) -> None:
    past, keeper = doors
    keeper.failed(LISTED, site=SITE, reason="délai dépassé")
    again = replace(LISTED, tries=1)
    keeper.failed(again, site=SITE, reason="délai dépassé")

    assert list(past.failed(SITE)) == [again]
    assert list(past.failed("another")) == []
    assert past.known(LISTED.url) is None
    keeper.article(ARTICLE, site=SITE, listed=again)
    assert list(past.failed(SITE)) == []


def test_what_leads_to_no_article(doors: tuple[Memory, Sink], db: Database) -> None:
    past, keeper = doors
    keeper.article(ARTICLE, site=SITE, listed=LISTED)
    keeper.failed(LISTED, site=SITE, reason="délai dépassé")
    keeper.refused(LISTED, site=SITE, reason="gone", status=404)
    known = past.known(LISTED.url)

    assert known is not None
    assert known.gone
    assert list(past.failed(SITE)) == []
    assert [article.url for article in articles(db)] == [ARTICLE.url], "an article kept before stays"


def test_validators(doors: tuple[Memory, Sink]) -> None:
    past, keeper = doors
    url = "https://phare-numerique.example/feed/"
    assert past.validators(url) is None
    for etag in ('"un"', '"deux"'):
        keeper.validators(url, Validators(etag=etag), site=SITE)

    assert past.validators(url) == Validators(etag='"deux"')


def test_outcomes_make_the_status(db: Database) -> None:
    keeper = Keeper(db)
    keeper.article(ARTICLE, site=SITE, listed=LISTED)
    keeper.outcome(SourceReport(site=SITE, status="ok", new=1, requests=3))
    keeper.outcome(SourceReport(site=SITE, status="blocked", reason="le site répond 403", failures={LISTED.url: "403"}))
    found = status(db)
    (source,) = found.sources

    assert (found.articles, found.untagged, found.incidents) == (1, 1, 0)
    assert (source["site"], source["articles"], source["status"], source["reason"]) == (SITE, 1, "blocked", "le site répond 403")
    assert source["last_success"] is not None
    assert source["silent_since"] == ARTICLE.published
