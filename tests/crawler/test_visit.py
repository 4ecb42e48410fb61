"""One visit: what is asked for first, when a site is left alone, and what the source is said to be. On both memories."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from crawler.ports import Known, Listed
from crawler.wanted import is_refusing
from tests.crawler.press import ANTIBOT, NO_BODY, feed, page

RSS = "application/rss+xml"


def html(words, status=200):
    return Response(words, status, content_type="text/html; charset=utf-8")


def press(echo, pages, *, listing=None):
    """The paper, with these answers under their paths; listed in this order, newest first."""
    echo.anew(pages.get("/a", html("", 404)), listing or feed(*pages))
    for path, answer in pages.items():
        echo.serve(path, answer)


def story(number, **options):
    return html(page(title=f"La mairie de Montrevel, jour {number}", **options))


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


# --- What the source is said to be


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Response("", 403), "blocked"), (Response("", 500), "failed"), (html(ANTIBOT), "blocked"), (html(NO_BODY), "changed")],
    ids=["403", "500", "anti-robot", "no body"],
)
def test_a_site_that_refuses_every_page_is_never_well_though_its_listing_answers(echo, answer, status):
    press(echo, {f"/p{number}": answer for number in range(3)})
    assert [(report.status, report.well) for report in (echo(), echo(), echo())] == [(status, False)] * 3
    waits = echo()
    # their time has not come: nothing is asked for, and nothing came since
    assert (waits.status, waits.well, echo.paths()) == ("failed", False, [])
    assert "n’ont pu être lues, et aucune autre n’est venue depuis" in waits.reason
    echo.keeping.age(hours=200)
    much_later = echo()
    assert (much_later.status, much_later.well) == (status, False)

    press(echo, {f"/p{number}": story(number) for number in range(3)})
    echo.keeping.age(hours=200)
    cured = echo()
    assert (cured.status, cured.well, cured.new) == ("ok", True, 3)


def test_a_few_pages_that_fail_again_say_nothing_of_a_source_from_which_others_come(echo):
    press(echo, {"/a": Response("", 500), "/b": Response("", 500), "/c": story(1), "/d": story(2)})
    echo()
    press(echo, {"/a": Response("", 500), "/b": Response("", 500), "/e": story(3)})
    report = echo()

    assert (report.status, report.well, len(report.failures)) == ("ok", False, 2)


def test_pages_that_wait_while_others_came_leave_the_source_well(echo):
    pages = {f"/p{number}": Response("", 500) for number in range(3)}
    for new in range(3):
        press(echo, {**pages, f"/neuf{new}": story(new, published=ago(hours=1))})
        echo(patience=9)
    report = echo(patience=3)

    assert (report.status, report.well) == ("nothing_new", True)
    assert "3 articles en échec attendent" in report.reason


def test_a_site_whose_robots_txt_forbids_all_that_it_lists_is_blocked_every_time(echo):
    listing = Response(feed("/a", "/b"), content_type=RSS, headers={"ETag": '"un"'})
    echo.anew(story(1), listing, robots="User-agent: *\nDisallow: /a\nDisallow: /b\n")

    for _ in range(2):
        report = echo()
        assert (report.status, "robots.txt interdit les articles" in report.reason, echo.paths()) == ("blocked", True, [])
    memory, _ = echo.keeping.doors()
    assert memory.validators("http://echo.example/feed") is None, "a 304 would hide it"


def test_a_listing_of_which_nothing_leads_to_an_article_is_told_every_time(echo):
    press(echo, {f"/p{number}": Response("", 404) for number in range(4)})

    first, second = echo(), echo()

    assert ([first.status, second.status], echo.paths()) == (["changed"] * 2, [])
    assert "aucune des 4 adresses de la liste" in second.reason


# --- What comes first, and when a site is left alone


def test_what_is_new_comes_first_then_the_looks_then_the_retries(echo):
    press(echo, {"/casse": Response("", 500), "/jeune": story(1, published=ago(hours=30))})
    echo()
    echo.keeping.age(hours=29)
    press(echo, {"/neuf": story(2), "/casse": story(3), "/jeune": story(1, published=ago(hours=30))})
    report = echo()

    assert (echo.paths(), report.new, report.same) == (["/neuf", "/jeune", "/casse"], 2, 1)


@pytest.mark.parametrize(("budget", "asked"), [(1, ["/neuf"]), (2, ["/neuf", "/jeune"])])
def test_looks_and_retries_are_within_the_budget(echo, budget, asked):
    press(echo, {"/casse": Response("", 500), "/jeune": story(1, published=ago(hours=30))})
    echo()
    echo.keeping.age(hours=29)
    press(echo, {"/neuf": story(2), "/casse": story(3), "/jeune": story(1, published=ago(hours=30))})
    report = echo(budget=budget)

    assert (echo.paths(), report.left) == (asked, 3 - budget)
    assert "budget" in report.reason


def test_retries_are_bounded_by_patience_and_take_turns(echo):
    press(echo, {f"/p{number}": Response("", 500) for number in range(7)})
    echo(patience=9)
    first, turns = echo(patience=3), echo.paths()
    echo(patience=3)

    assert (len(turns), first.left, "3 échecs de suite" in first.reason) == (3, 4, True)
    assert len(echo.paths()) == 3
    assert not set(turns) & set(echo.paths()), "those that wait longest"


@pytest.mark.parametrize(
    "answer", [Response("", 500), Response("<html><body>Accueil</body></html>", content_type="text/html")], ids=["500", "html"]
)
def test_looks_and_retries_have_their_turn_where_the_listing_failed(echo, answer):
    press(echo, {"/casse": Response("", 500), "/jeune": story(1, published=ago(hours=30))})
    echo()
    echo.keeping.age(hours=29)
    press(echo, {"/casse": story(3), "/jeune": html(page(count="12 000", published=ago(hours=30)))}, listing=answer)
    report = echo()

    assert (echo.paths(), report.new, report.changed, report.well) == (["/jeune", "/casse"], 1, 1, False)


def test_one_page_tells_that_a_site_is_down_altogether(echo):
    press(echo, {f"/p{number}": Response("", 500) for number in range(3)})
    echo()
    press(echo, {f"/p{number}": Response("", 503) for number in range(3)}, listing=Response("", 503))
    report = echo()

    assert (len(echo.paths()), report.status, report.given_up) == (1, "failed", ())


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "86400"}], ids=["429", "429, tomorrow"])
def test_a_site_that_asks_for_a_pause_gets_it(echo, headers):
    press(echo, {f"/p{number}": Response("", 429, headers) for number in range(3)})
    report = echo()

    assert (len(echo.paths()), report.status, report.left) == (1, "blocked", 2)
    assert "le site demande de revenir plus tard" in report.reason

    press(echo, {"/p0": story(1)}, listing=Response("", 429, headers))
    assert (echo().status, echo.paths()) == ("blocked", [])


@pytest.mark.parametrize(("minutes", "refuses"), [(1, False), (90, False), (300, True)])
def test_pages_that_failed_in_the_visit_that_brought_others_do_not_speak_of_the_site(minutes, refuses):
    came = datetime(2026, 3, 1, 8, tzinfo=UTC)
    failed = [Listed(url=f"http://echo.example/{number}", tried=(came + timedelta(minutes=minutes)).isoformat()) for number in range(3)]

    assert is_refusing(failed, [Known(fetched=came.isoformat())], many=3) is refuses
