"""Asking again: what was edited, though its feed tells no date; what is young. On both memories."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from db.connect import open_working
from db.memory import Past
from tests.crawler.press import FEED, ITEM, InDatabase, page

# --- What was edited


@pytest.mark.parametrize(
    ("title", "summary"),
    [("Une mairie : 12 000 agents", "Attaquée"), ("Une mairie", "Attaquée, et 12 000 agents touchés")],
    ids=["title", "summary"],
)
def test_an_edit_is_seen_by_the_words_of_a_feed_without_dates(echo, title, summary):
    echo.anew(page())
    echo()
    echo.anew(page(count="12 000"), FEED.format(ITEM.format(title=title, summary=summary)))

    report = echo()

    assert (report.status, report.changed) == ("ok", 1)
    assert ["12 000" in text for text in echo.keeping.texts()] == [True]
    assert (echo().status, echo.asked()) == ("nothing_new", [])


def test_a_feed_whose_words_change_by_themselves_is_believed_less_and_less(echo):
    asked = []
    for views in range(4):
        echo.anew(page(), FEED.format(ITEM.format(title="Une mairie", summary=f"Lu {views} fois")))
        echo()
        asked.append(len(echo.asked()))

    assert asked == [1, 1, 0, 0]
    echo.keeping.age(hours=25)
    echo()
    assert len(echo.asked()) == 1


# --- What is young


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


def test_a_young_article_is_looked_at_again_without_fetching_it(echo):
    versioned = Response(page(published=ago(hours=30)), headers={"ETag": '"un"', "Content-Type": "text/html; charset=utf-8"})
    echo.anew(versioned)
    echo()
    # the second run, a moment later, asks for no page
    assert (echo().status, echo.asked()) == ("nothing_new", [])

    echo.keeping.age(hours=29)
    echo.anew(Response("", 304), headers={"If-None-Match": '"un"'})
    report = echo()

    assert (report.status, report.same, len(echo.asked())) == ("nothing_new", 1, 1)
    assert len(echo.keeping.texts()) == 1
    assert (echo().same, echo.asked()) == (0, []), "one look a day"


def test_a_young_article_that_was_edited_is_revised(echo):
    echo.anew(page(published=ago(hours=30)))
    echo()
    echo.keeping.age(hours=29)
    echo.anew(page(count="12 000", published=ago(hours=30)))

    assert echo().changed == 1
    assert ["12 000" in text for text in echo.keeping.texts()] == [True]
    if isinstance(echo.keeping, InDatabase):
        assert ["1 200" in text for (text,) in echo.keeping.db.conn.execute("select text from article_revisions")] == [True]


def test_an_old_article_is_left_alone(echo):
    echo.anew(page(published=ago(days=40)))
    echo()
    echo.keeping.age(hours=1000)

    assert (echo().status, echo.asked()) == ("nothing_new", [])


def test_a_young_article_that_is_gone_is_noted_and_kept(echo):
    echo.anew(page(published=ago(hours=30)))
    echo()
    echo.keeping.age(hours=29)
    echo.anew(Response("", 404))

    report = echo()
    assert (report.well, report.refused) == (True, {"http://echo.example/a": "réponse 404"})
    memory, _ = echo.keeping.doors()
    assert memory.known("http://echo.example/a").gone
    assert len(echo.keeping.texts()) == 1


def test_looks_are_bounded(echo):
    echo.anew(page(published=ago(hours=30)))
    echo()
    echo.keeping.age(hours=29)

    assert (echo(rechecks=0).status, echo.asked()) == ("nothing_new", [])


def test_a_database_of_before_takes_part(tmp_path):
    """Migrated, it holds no words to compare with: nothing is asked for again for that."""
    open_working(tmp_path).close()
    db = sqlite3.connect(tmp_path / "vigie.db")
    db.execute("insert into addresses (url, site, fetched, gone) values ('http://echo.example/a', 'echo', '2026-01-01T00:00:00Z', 0)")
    db.commit()
    db.close()
    db = open_working(tmp_path)

    assert Past(db).known("http://echo.example/a").fingerprint is None
    assert Past(db).known("http://echo.example/a").unfounded == 0
    db.close()
