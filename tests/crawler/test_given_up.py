"""What failed is asked for again; it is given up only where its own answers are to blame, and an operator can reopen it. On both memories."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from tests.crawler.press import ANTIBOT, ATOM, NO_BODY, feed, page

A = "http://echo.example/a"


def html(words, status=200):
    return Response(words, status, content_type="text/html; charset=utf-8")


def beside_others(echo, answer, *, visits, **settings):
    """As many visits in which /a answers so while a new article of the site comes; their reports."""
    told = []
    for number in range(visits):
        echo.anew(answer, feed("/a", f"/autre-{number}"))
        echo.serve(f"/autre-{number}", page(title=f"La mairie de Montrevel, jour {number}"))
        told.append(echo(**settings))
        echo.keeping.age(hours=1000)
    return told


# --- Whom an answer speaks of


@pytest.mark.parametrize(
    ("answer", "says"),
    [(html(NO_BODY), "sans article lisible"), (html("x" * 9000), "trop grosse")],
    ids=["no body", "too large"],
)
def test_an_article_that_fails_by_itself_is_given_up_and_the_report_says_so(echo, answer, says):
    echo.anew(answer)
    told = [echo(failed_tries=3, max_bytes=5000) for _ in range(3)]

    assert [(report.well, len(echo.keeping.texts())) for report in told] == [(False, 0)] * 3
    assert [report.given_up for report in told] == [(), (), (A,)]
    assert f"{A} abandonné après 3 essais" in told[-1].reason
    assert all(says in report.reason for report in told)

    # No more, however long it is listed…
    echo.keeping.age(hours=1000)
    for _ in range(2):
        report = echo(failed_tries=3)
        assert (report.status, report.given_up, echo.asked()) == ("nothing_new", (), [])


@pytest.mark.parametrize(
    "answer", [Response("", 500), Response("", 302, {"Location": "/a"}), Response("", 406)], ids=["500", "redirections", "406"]
)
def test_an_article_that_fails_while_others_come_is_given_up(echo, answer):
    told = beside_others(echo, answer, visits=4, failed_tries=3)

    assert [report.given_up for report in told] == [(), (), (A,), ()]
    assert len(echo.keeping.texts()) == 4


@pytest.mark.parametrize("status", [401, 403, 202, 451])
def test_a_refusal_never_counts_against_a_page_even_while_others_come(echo, status):
    told = beside_others(echo, Response("", status), visits=4, failed_tries=2)

    assert not any(report.given_up for report in told)
    echo.anew(page())
    assert (echo().new, len(echo.asked())) == (1, 1)


@pytest.mark.parametrize(
    "answer",
    [Response("", 500), Response("", 503), Response("", 403), Response("", 429), html(ANTIBOT), Response("", 302, {"Location": "/a"})],
    ids=["500", "503", "403", "429", "anti-robot", "redirections"],
)
def test_weeks_of_trouble_with_the_whole_site_costs_no_article(echo, answer):
    echo.anew(answer)
    for _ in range(6):
        report = echo(failed_tries=2)
        assert (report.given_up, report.status in ("failed", "blocked"), report.well) == ((), True, False)
        assert echo.asked()
        echo.keeping.age(hours=24 * 8)

    echo.anew(page())
    assert (echo(failed_tries=2).new, len(echo.keeping.texts())) == (1, 1)


def test_pages_that_all_lost_their_text_at_once_are_a_change_of_the_site(echo):
    for _ in range(4):
        echo.anew(html(NO_BODY), feed("/a", "/b"))
        echo.serve("/b", html(NO_BODY))
        report = echo(failed_tries=2)
        assert (report.status, report.given_up) == ("changed", ())
        echo.keeping.age(hours=1000)


def test_silence_never_counts_against_a_page(echo):
    over = threading.Event()
    for _ in range(3):
        echo.anew(Response((b"<" for _ in range(4000) if not over.wait(0.01)), content_type="text/html"))
        report = echo(failed_tries=1, timeout=0.2)
        assert (report.status, report.given_up, "délai dépassé" in report.reason) == ("failed", (), True)
    over.set()


# --- Until when


def test_what_was_given_up_is_asked_for_again_when_it_is_listed_as_modified(echo):
    echo.anew(html(NO_BODY), ATOM.format("2026-01-01T08:00:00Z"))
    assert echo(failed_tries=1).given_up
    echo(failed_tries=1)
    assert not echo.asked()

    echo.anew(page(), ATOM.format("2026-01-02T08:00:00Z"))
    assert (echo(failed_tries=1).new, len(echo.asked())) == (1, 1)


def test_a_failing_article_that_is_listed_as_modified_begins_anew(echo):
    echo.anew(html(NO_BODY), ATOM.format("2026-01-01T08:00:00Z"))
    echo(failed_tries=2)
    future = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    echo.anew(html(NO_BODY), ATOM.format(future))

    assert echo(failed_tries=2).given_up == ()
    assert echo(failed_tries=2).given_up == (A,)


def test_the_later_tries_wait_and_the_report_says_so(echo):
    echo.anew(Response("", 500))
    for _ in range(3):
        echo()
    waits = echo()
    assert (waits.well, echo.asked()) == (True, [])
    assert "1 article en échec attend" in waits.reason

    echo.keeping.age(hours=6)
    echo.anew(page())
    assert (echo().new, len(echo.asked())) == (1, 1)


def test_an_article_that_was_kept_stays_when_its_new_version_is_given_up(echo):
    echo.anew(page(), ATOM.format("2026-01-01T08:00:00Z"))
    echo()
    echo.anew(html(NO_BODY), ATOM.format("2026-01-02T08:00:00Z"))

    assert echo(failed_tries=1).given_up == (A,)
    assert len(echo.keeping.texts()) == 1
    memory, _ = echo.keeping.doors()
    assert not memory.known(A).gone
    assert list(memory.failed("echo")) == []
    assert [listed.url for listed in memory.given_up("echo")] == [A]


# --- Reopened by an operator


@pytest.mark.parametrize("settings", [{"retry_given_up": True}, {"since": "2020-01-01"}], ids=str)
def test_what_was_given_up_is_reopened_on_demand(echo, settings):
    echo.anew(html(NO_BODY))
    assert echo(failed_tries=1).given_up == (A,)
    echo.anew(page())
    assert (echo().new, echo.asked()) == (0, [])

    assert (echo(**settings).new, len(echo.asked())) == (1, 1)
    memory, _ = echo.keeping.doors()
    assert list(memory.given_up("echo")) == []
    assert (echo(**settings).status, echo.asked()) == ("nothing_new", []), "and once only"


def test_what_is_reopened_and_fails_begins_anew(echo):
    echo.anew(html(NO_BODY))
    echo(failed_tries=1)

    assert echo(failed_tries=2, retry_given_up=True).given_up == ()
    assert echo(failed_tries=2).given_up == (A,)


def test_what_is_reopened_and_gone_is_closed(echo):
    echo.anew(html(NO_BODY))
    echo(failed_tries=1)
    echo.anew(Response("", 404))

    assert echo(retry_given_up=True).refused == {A: "réponse 404"}
    assert (echo(retry_given_up=True).well, echo.asked()) == (True, [])


def test_a_kept_article_that_is_reopened_and_unchanged_is_no_more_given_up(echo):
    """Its server answers 304."""
    versioned = {"ETag": '"un"', "Content-Type": "text/html; charset=utf-8"}
    today = datetime.now(UTC).isoformat(timespec="seconds")
    echo.anew(Response(page(published=today), headers=versioned), ATOM.format("2026-01-01T08:00:00Z"))
    echo()
    echo.anew(html(NO_BODY), ATOM.format("2026-01-02T08:00:00Z"))
    assert echo(failed_tries=1).given_up
    echo.anew(Response("", 304), ATOM.format("2026-01-02T08:00:00Z"), headers={"If-None-Match": '"un"'})

    assert echo(retry_given_up=True).same == 1
    memory, _ = echo.keeping.doors()
    assert list(memory.given_up("echo")) == []
