"""Asking again: what failed, until it is given up; what was edited, though its feed tells no date; what is young. On both memories."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from crawler.ports import Shelf
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.spider import SiteSpider
from db.connect import open_working
from db.memory import Keeper, Past

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{title}</title><meta property="article:published_time" content="{published}"></head>
<body><article><h1>{title}</h1><p>La mairie de Montrevel a été victime d’une attaque dans la nuit de mardi à mercredi, ont indiqué
ses services. Les données de {count} agents ont été copiées, selon un premier examen des serveurs touchés.</p></article></body></html>"""
ITEM = "<item><title>{title}</title><link>http://echo.example/a</link><description>{summary}</description></item>"
FEED = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Fil</title>{}</channel></rss>'
PLAIN = FEED.format(ITEM.format(title="Une mairie", summary="Attaquée"))
ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Fil</title><entry>
<title>Une mairie</title><link href="http://echo.example/a"/><updated>{}</updated></entry></feed>"""
ANTIBOT = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"


class EchoSpider(SiteSpider):
    name = "echo"
    title = "L’Écho"
    home = "http://echo.example/"
    hosts = ("echo.example",)
    feeds = ("http://echo.example/feed",)
    loopback = True


class OnShelf:
    """The memory of one process."""

    def __init__(self, folder):
        self.shelf = Shelf()

    def doors(self):
        return self.shelf.memory, self.shelf

    def age(self, hours):
        """As if all that was noted had been noted earlier."""
        moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        self.shelf.addresses = {url: replace(known, fetched=moment) for url, known in self.shelf.addresses.items()}
        for failures in self.shelf.failures.values():
            failures.update({url: replace(listed, tried=moment) for url, listed in failures.items()})

    def texts(self):
        return [article.text for article in self.shelf.articles.values()]


class InDatabase:
    """The database, opened anew for each run."""

    def __init__(self, folder):
        self.folder = folder
        self.db = open_working(folder)

    def doors(self):
        self.db.close()
        self.db = open_working(self.folder)
        return Past(self.db), Keeper(self.db)

    def age(self, hours):
        moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        with self.db.atomic():
            self.db.conn.execute("update addresses set fetched = ?", [moment])
            self.db.conn.execute("update fetch_failures set last = ?", [moment])

    def texts(self):
        return [text for (text,) in self.db.conn.execute("select text from articles")]


@pytest.fixture(params=[OnShelf, InDatabase])
def echo(request, httpserver, tmp_path):
    """A paper with one article; `echo()` visits it and returns the report."""
    keeping = request.param(tmp_path)

    def visit(**settings):
        memory, sink = keeping.doors()
        options = CrawlSettings(loopback={"echo.example": httpserver.port}, tries=0, **settings)
        httpserver.clear_log()
        return crawl([EchoSpider], memory=memory, sink=sink, settings=options)[0]

    def serve(path, answer, kind="text/html; charset=utf-8", **options):
        httpserver.expect_request(path, **options).respond_with_response(
            answer if isinstance(answer, Response) else Response(answer, content_type=kind)
        )

    def anew(page, listing=PLAIN, **options):
        httpserver.clear_all_handlers()
        serve("/robots.txt", Response("", 404))
        serve("/feed", listing, "application/rss+xml")
        serve("/a", page, **options)

    visit.anew = anew
    visit.keeping = keeping
    visit.asked = lambda: [request for request, _ in httpserver.log if request.path == "/a"]
    yield visit
    if isinstance(keeping, InDatabase):
        keeping.db.close()


def page(count="1 200", title="La mairie de Montrevel paralysée", published="2024-02-09T08:00:00+01:00"):
    return PAGE.format(count=count, title=title, published=published)


# --- What fails


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Response("", 500), "réponse 500"),
        (Response("", 403), "réponse 403"),
        (Response("<html><title>Accueil</title><body><p>Rien</p></body></html>", content_type="text/html"), "sans article lisible"),
        (Response(ANTIBOT, content_type="text/html"), "anti-robot"),
        (Response("x" * 9000, content_type="text/html"), "trop grosse"),
    ],
    ids=["500", "403", "no body", "anti-robot", "too large"],
)
def test_an_article_that_fails_is_given_up_and_the_report_says_so(echo, answer, says):
    echo.anew(answer)
    told = [echo(failed_tries=3, max_bytes=5000) for _ in range(3)]

    assert [(report.well, len(echo.keeping.texts())) for report in told] == [(False, 0)] * 3
    assert [report.given_up for report in told] == [(), (), ("http://echo.example/a",)]
    assert "http://echo.example/a abandonné après 3 essais" in told[-1].reason
    assert all(says in report.reason for report in told)

    # No more, however long it is listed…
    echo.keeping.age(hours=1000)
    for _ in range(2):
        report = echo(failed_tries=3)
        assert (report.status, report.given_up, echo.asked()) == ("nothing_new", (), [])


def test_an_article_that_is_too_slow_is_given_up(echo):
    import threading

    over = threading.Event()
    echo.anew(Response((b"<" for _ in range(4000) if not over.wait(0.01)), content_type="text/html"))
    reports = [echo(failed_tries=1, timeout=0.2), echo(failed_tries=1)]
    over.set()

    assert [report.given_up for report in reports] == [("http://echo.example/a",), ()]
    assert "délai dépassé" in reports[0].reason
    assert echo.asked() == []


def test_what_was_given_up_is_asked_for_again_when_it_is_listed_as_modified(echo):
    echo.anew(Response("", 500), ATOM.format("2026-01-01T08:00:00Z"))
    assert echo(failed_tries=1).given_up
    echo(failed_tries=1)
    assert not echo.asked()

    echo.anew(page(), ATOM.format("2026-01-02T08:00:00Z"))
    assert (echo(failed_tries=1).new, len(echo.asked())) == (1, 1)


def test_a_failing_article_that_is_listed_as_modified_begins_anew(echo):
    echo.anew(Response("", 500), ATOM.format("2026-01-01T08:00:00Z"))
    echo(failed_tries=2)
    future = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    echo.anew(Response("", 500), ATOM.format(future))

    assert echo(failed_tries=2).given_up == ()
    assert echo(failed_tries=2).given_up == ("http://echo.example/a",)


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
    echo.anew(Response("", 500), ATOM.format("2026-01-02T08:00:00Z"))

    assert echo(failed_tries=1).given_up == ("http://echo.example/a",)
    assert len(echo.keeping.texts()) == 1
    memory, _ = echo.keeping.doors()
    assert not memory.known("http://echo.example/a").gone
    assert list(memory.failed("echo")) == []


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
