"""Text and data mining that a publisher reserves (TDMRep): read, honoured, told. On both memories."""

import json
import time

import pytest
from werkzeug import Response

from crawler.rights import WELL_KNOWN, is_reserved, read_rules, says_reserved
from tests.crawler.press import ATOM, FEED, InDatabase, feed, page

META = '<meta name="tdm-reservation" content="{}">'


def rules(*pairs):
    return json.dumps([{"location": location, "tdm-reservation": value} for location, value in pairs]).encode()


@pytest.mark.parametrize(
    ("told", "path", "reserved"),
    [
        # a whole host; a folder; a file; anything between
        (rules(("/", 1)), "/a", True),
        (rules(("/actu/*", 1)), "/actu/2026/a", True),
        (rules(("/actu/*", 1)), "/avis/a", False),
        (rules(("actu/", "1")), "/actu/a", True),
        (rules(("/*.html$", 1)), "/actu/a.html", True),
        (rules(("/*.html$", 1)), "/actu/a.html?page=2", False),
        (rules(("/a$", 1)), "/ab", False),
        (rules(("/*/paid/*", 1)), "/fr/paid/a", True),
        (rules(("/caf%C3%A9/", 1)), "/café/a", True),
        (rules(("/?p=*", 1)), "/?p=3", True),
        # the nearest rule, whatever the order
        (rules(("/", 1), ("/libre/", 0)), "/libre/a", False),
        (rules(("/libre/", 0), ("/", 1)), "/libre/a", False),
        (rules(("/a", 0), ("/a", 1)), "/a", True),
        # what is no rule, or no file
        (rules(("/", 2), ("/", None)), "/a", False),
        (b'[{"location": 3, "tdm-reservation": 1}, "x", {"tdm-reservation": 1}]', "/a", False),
        (b'{"location": "/", "tdm-reservation": 1}', "/a", False),
        (b"<html>introuvable</html>", "/a", False),
        (b"[" * 100_000, "/a", False),
        (b"", "/a", False),
        (rules(*[("/", 1)] * 9000), "/a", False),
    ],
)
def test_a_hosts_file_says_what_is_reserved(told, path, reserved):
    assert is_reserved(read_rules(told), f"https://echo.example{path}") is reserved


def test_a_location_of_many_stars_takes_no_time():
    [rule] = read_rules(rules(("/" + "*a" * 5000 + "b", 1)))
    begun = time.process_time()

    assert not rule.covers("/" + "a" * 20_000)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("header", "meta", "reserved"),
    [("1", None, True), ("0", None, False), (None, "1", True), (None, None, False), ("peut-être", None, False), (" 1 ", None, True),
     # what is nearer to the page decides
     ("1", "0", False), ("0", "1", True), ("1", "oui", True)],
)  # fmt: skip
def test_an_answer_says_what_is_reserved(header, meta, reserved):
    body = f"<html><head>{META.format(meta) if meta else ''}</head><body>tdm-reservation</body></html>".encode()

    assert says_reserved({"TDM-Reservation": header} if header else {}, body) is reserved


LISTING = FEED.format(
    "<item><title>Une mairie paralysée</title><link>http://echo.example/a</link><pubDate>Fri, 09 Feb 2024 08:00:00 +0100</pubDate></item>"
)
BY_HEADER = Response(page(), headers={"TDM-Reservation": "1"}, content_type="text/html; charset=utf-8")
BY_META = Response(page().replace("<head>", "<head>" + META.format(1)), content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("answer", "file", "asked"), [(BY_HEADER, None, 1), (BY_META, None, 1), (page(), rules(("/a", 1)), 0)], ids=["header", "meta", "file"]
)
def test_of_a_reserved_article_address_title_and_date_are_kept_and_the_report_says_why(echo, answer, file, asked):
    echo.anew(answer, LISTING)
    if file:
        echo.serve(WELL_KNOWN, Response(file, content_type="application/json"))
    report = echo()

    assert (report.status, report.well, report.new, len(echo.asked()), echo.keeping.texts()) == ("nothing_new", True, 0, asked, [])
    assert ["réservé" in why for why in report.refused.values()] == [True]
    assert "1 article réservé (fouille de textes refusée par l’éditeur)" in report.reason
    if isinstance(echo.keeping, InDatabase):
        [row] = echo.keeping.db.conn.execute("select url, title, published, reason, gone, article from addresses").fetchall()
        assert row == ("http://echo.example/a", "Une mairie paralysée", "2024-02-09T08:00:00+01:00", "reserved", 0, None)

    # and it is not asked for again…
    assert (echo().status, echo.asked()) == ("nothing_new", [])


def test_a_reserved_article_is_asked_for_again_when_it_is_listed_as_modified(echo):
    echo.anew(BY_HEADER, ATOM.format("2026-01-01T08:00:00Z"))
    echo()
    echo.anew(page(), ATOM.format("2026-01-02T08:00:00Z"))

    assert echo().new == 1
    if isinstance(echo.keeping, InDatabase):
        assert echo.keeping.db.conn.execute("select reason, title from addresses").fetchall() == [(None, None)]


@pytest.mark.parametrize("answer", [BY_HEADER, BY_META], ids=["header", "meta"])
def test_those_whom_the_law_exempts_read_it_and_do_not_even_ask(echo, answer):
    echo.anew(answer, LISTING)
    echo.serve(WELL_KNOWN, Response(rules(("/", 1)), content_type="application/json"))

    assert echo(obey_reservations=False).new == 1
    assert WELL_KNOWN not in echo.all_paths()


def test_the_file_is_asked_for_once_a_visit_and_only_where_there_is_an_article_to_ask_for(echo):
    echo.anew(page(), feed("/a", "/b", "/c"))
    for path in ("/b", "/c"):
        echo.serve(path, page(title=f"La mairie de Montrevel {path}"))
    echo()
    assert echo.all_paths().count(WELL_KNOWN) == 1
    echo()
    assert WELL_KNOWN not in echo.all_paths()


@pytest.mark.parametrize(
    "answer",
    [Response("", 500), Response("", 403), Response("", 302, {"Location": "http://autre.example/"})],
    ids=["500", "403", "elsewhere"],
)
def test_a_file_that_cannot_be_had_reserves_nothing(echo, answer):
    echo.anew(page(), LISTING)
    echo.serve(WELL_KNOWN, answer)

    assert (echo().status, len(echo.asked())) == ("ok", 1)


def test_a_site_that_asks_for_a_pause_at_its_file_gets_it(echo):
    echo.anew(page(), LISTING)
    echo.serve(WELL_KNOWN, Response("", 429))

    assert (echo().status, echo.asked()) == ("blocked", [])


def test_a_header_sent_twice_reserves() -> None:
    assert says_reserved({"tdm-reservation": "0, 1"}, b"")
    assert not says_reserved({"tdm-reservation": "0, 0"}, b"")


def test_the_file_is_kept_with_its_validators_and_holds_while_the_host_is_down(echo):
    def visit(path, answer):
        """What is asked for when another article is listed."""
        echo.anew(page(), feed(path))
        echo.serve(path, page())
        if answer.status_code == 200:
            echo.serve(WELL_KNOWN, answer)
        else:
            echo.serve(WELL_KNOWN, answer, headers={"If-None-Match": '"un"'})
        echo()
        return path in echo.all_paths()

    told = Response(rules(("/prive/", 1)), content_type="application/json", headers={"ETag": '"un"'})
    assert visit("/libre/a", told)
    # not sent again where it did not change; not forgotten where it cannot be had
    assert [visit(f"/prive/{status}", Response("", status)) for status in (304, 500, 403)] == [False] * 3
    # the host takes it back
    assert visit("/prive/404", Response("", 404))
    assert visit("/prive/200", Response("", 200))
