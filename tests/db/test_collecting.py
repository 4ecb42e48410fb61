"""What collecting notes in the database: what a day has cost, a host's file, and which articles linking must look at again."""

from dataclasses import replace
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.article import Article
from crawler.ports import Kept, Listed, now
from crawler.report import SourceReport
from db.collecting import before, spent
from db.memory import Keeper, Past
from tests.db.samples import LINES, article_of

SITE = "phare"


def keep(db: Database, article: Article) -> None:
    Keeper(db).article(article, site=SITE, listed=Listed(url=article.url))


@pytest.mark.parametrize(
    ("told", "fetched", "requests"),
    [
        # a run that was killed tells nothing: what it kept is counted
        (None, now(), 3),
        (2, now(), 3),
        (40, now(), 40),
        # of another day
        (None, before(days=2), 0),
    ],
    ids=["killed", "killed after another", "ended", "long ago"],
)
def test_what_a_day_has_cost(db: Database, told: int | None, fetched: str, requests: int) -> None:
    for line in LINES[:3]:
        keep(db, replace(article_of(line), fetched=fetched))
    if told:
        Keeper(db).outcome(SourceReport(site=SITE, status="ok", requests=told))

    assert spent(db, SITE) == Past(db).spent(SITE) == requests
    assert spent(db, "another") == 0


@pytest.mark.parametrize(
    ("change", "queued"),
    [
        ({"title": "Un autre titre"}, True),
        ({"text": "Un autre texte."}, True),
        ({"published": "2026-02-10"}, True),
        ({"fetched": now()}, False),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_article_that_changes_is_linked_again(db: Database, change: dict[str, Any], queued: bool) -> None:
    article = replace(article_of(LINES[0]), fetched="2023-03-14T09:00:00+00:00")
    keep(db, article)
    db.conn.execute("delete from link_queue")
    db.conn.commit()
    keep(db, replace(article, **change))
    [number] = db.conn.execute("select id from articles").fetchone()

    assert db.conn.execute("select kind, id from link_queue").fetchall() == ([("article", number)] if queued else [])


def test_a_hosts_file_is_replaced(db: Database) -> None:
    url = "https://phare-numerique.example/.well-known/tdmrep.json"
    assert Past(db).kept(url) is None
    for kept in (Kept(body="[]", etag='"un"'), Kept(body="[1]", last_modified="Tue, 10 Feb 2026 08:00:00 GMT")):
        Keeper(db).keep(url, kept, site=SITE)

        assert Past(db).kept(url) == kept
