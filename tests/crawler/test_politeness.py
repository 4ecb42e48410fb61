"""Manners, over real HTTP: robots.txt, Crawl-delay, Retry-After, who we say we are; and where we do not go."""

import gzip
import threading
from datetime import UTC, datetime

import pytest
from werkzeug import Response

from crawler.guard import PublicResolver, Refused, check, is_public
from crawler.politeness import seconds
from crawler.rights import WELL_KNOWN
from crawler.run import crawl
from crawler.settings import ContactError, CrawlSettings, scrapy_settings
from crawler.shelf import Shelf
from crawler.spider import SiteSpider
from crawler.tally import Tally, judge
from crawler.visit import Stop, Visit

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>La mairie de Montrevel paralysée</title></head><body><article>
<h1>La mairie de Montrevel paralysée</h1><p>La mairie de Montrevel a été victime d’une attaque dans la nuit de mardi à mercredi,
ont indiqué ses services. Les données de 1 200 agents ont été copiées, selon un premier examen des serveurs touchés.</p>
<p>Les services d’état civil rouvriront lundi. Une plainte a été déposée et la CNIL a été prévenue du vol.</p></article></body></html>"""

FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Fil</title>{}</channel></rss>"""


class EchoSpider(SiteSpider):
    name = "echo"
    title = "L’Écho"
    home = "http://echo.example/"
    hosts = ("echo.example",)
    feeds = ("http://echo.example/feed",)
    loopback = True


class LiveSpider(SiteSpider):
    name = "live"
    title = "Un site réel"
    home = "https://live.example/"
    hosts = ("live.example",)
    feeds = ("https://live.example/feed",)


def feed(*paths):
    return FEED.format("".join(f"<item><title>Un titre</title><link>http://echo.example{path}</link></item>" for path in paths))


@pytest.fixture
def echo(httpserver):
    """A paper with one article; `echo()` visits it and returns the report."""
    httpserver.expect_request("/feed").respond_with_data(feed("/a"), content_type="application/rss+xml")
    httpserver.shelf = Shelf()

    def visit(**settings):
        options = CrawlSettings(loopback={"echo.example": httpserver.port}, **settings)
        return crawl([EchoSpider], memory=httpserver.shelf.memory, sink=httpserver.shelf, settings=options)[0]

    visit.server = httpserver
    visit.shelf = httpserver.shelf
    visit.asked = lambda: [request.path for request, _ in httpserver.log if request.path != WELL_KNOWN]
    return visit


@pytest.fixture
def waits(monkeypatch):
    """Waiting takes no time, and is written down."""
    noted = []

    async def sleep(self, seconds):
        noted.append(seconds)
        return True

    monkeypatch.setattr(Stop, "sleep", sleep)
    return noted


def article(echo, *, robots="User-agent: *\nDisallow:\n"):
    echo.server.expect_request("/robots.txt").respond_with_data(robots, content_type="text/plain")
    echo.server.expect_request("/a").respond_with_data(PAGE, content_type="text/html; charset=utf-8")


def test_robots_is_asked_first_and_says_who_we_are(echo):
    article(echo)

    assert echo(contact="veille@organisme.example").status == "ok"
    assert echo.asked() == ["/robots.txt", "/feed", "/a"]
    for request, _ in echo.server.log:
        assert request.headers["User-Agent"].startswith("Vigie/")
        assert request.headers["User-Agent"].endswith("(+veille@organisme.example)")
        assert request.headers["Host"] == "echo.example"
        assert "Cookie" not in request.headers
        assert "Referer" not in request.headers


@pytest.mark.parametrize(
    ("robots", "asked", "status"),
    [
        # all that is listed, by name, or for all
        ("User-agent: Vigie\nDisallow: /a\n", ["/robots.txt", "/feed"], "blocked"),
        ("User-agent: *\nDisallow: /a\n", ["/robots.txt", "/feed"], "blocked"),
        # the listing itself
        ("User-agent: *\nDisallow: /\n", ["/robots.txt"], "blocked"),
        # somebody else
        ("User-agent: GrandRobot\nDisallow: /\n", ["/robots.txt", "/feed", "/a"], "ok"),
    ],
)
def test_robots_is_obeyed(echo, robots, asked, status):
    article(echo, robots=robots)

    assert echo().status == status
    assert echo.asked() == asked


@pytest.mark.parametrize(
    ("answer", "status", "asked"),
    [
        (404, "ok", ["/robots.txt", "/feed", "/a"]),
        (403, "ok", ["/robots.txt", "/feed", "/a"]),
        # RFC 9309: a rule that nobody can read forbids everything
        (500, "failed", ["/robots.txt"]),
        (503, "failed", ["/robots.txt"]),
    ],
)
def test_a_robots_txt_that_cannot_be_read(echo, answer, status, asked):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=answer)
    echo.server.expect_request("/a").respond_with_data(PAGE, content_type="text/html; charset=utf-8")

    assert echo(tries=0).status == status
    assert echo.asked() == asked


@pytest.mark.parametrize(
    ("own", "asked_for", "kept"),
    [(0.0, 0.02, 0.02), (0.03, 0.02, 0.03), (0.0, None, 0.0)],
)
def test_the_longer_of_crawl_delay_and_our_own_is_kept(echo, own, asked_for, kept):
    article(echo, robots="User-agent: *\nDisallow:\n" + (f"Crawl-delay: {asked_for}\n" if asked_for else ""))

    assert echo(loopback_delay=own).delay == kept


def test_a_real_site_is_never_hurried():
    assert scrapy_settings(CrawlSettings(delay=0.0), loopback=False)["DOWNLOAD_DELAY"] >= 1
    assert scrapy_settings(CrawlSettings(delay=0.0), loopback=False)["CONCURRENT_REQUESTS"] == 1


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(echo, waits, status):
    answers = [Response("Doucement", status, {"Retry-After": "7"}), Response(PAGE, 200, {"Content-Type": "text/html; charset=utf-8"})]
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_handler(lambda _: answers.pop(0))

    report = echo()

    assert (report.status, report.waits, waits) == ("ok", (7.0,), [7.0])
    assert echo.asked() == ["/robots.txt", "/feed", "/a", "/a"]


def test_a_wait_too_long_for_a_run_ends_the_matter(echo, waits):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_data("Demain", status=429, headers={"Retry-After": "86400"})

    report = echo()

    assert (report.status, waits) == ("blocked", [])
    assert "86400 s" in report.reason
    assert echo.asked().count("/a") == 1


def test_a_passing_fault_is_tried_again_and_not_for_ever(echo, waits):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_data("", status=502)

    assert echo(tries=2).status == "failed"
    assert echo.asked().count("/a") == 3


@pytest.mark.parametrize(
    ("asked_for", "requests", "kept"),
    [
        # what a site may well ask for
        (0.05, 5, 2),
        # what leaves time for one article, and one is always asked for
        (0.15, 4, 1),
    ],
)
def test_a_long_crawl_delay_is_kept_and_makes_the_run_shorter(echo, waits, asked_for, requests, kept):
    echo.server.clear_all_handlers()
    echo.server.expect_request("/feed").respond_with_data(feed("/a", "/b", "/c"), content_type="application/rss+xml")
    for path in ("/a", "/b", "/c"):
        echo.server.expect_request(path).respond_with_data(PAGE, content_type="text/html; charset=utf-8")
    echo.server.expect_request(WELL_KNOWN).respond_with_data("", status=404)
    article(echo, robots=f"User-agent: *\nCrawl-delay: {asked_for}\n")

    report = echo(waiting=0.25)

    assert (report.delay, report.requests, report.new + report.same, report.left) == (asked_for, requests, kept, 3 - kept)
    assert f"un délai de {asked_for:g} s" in report.reason


@pytest.mark.parametrize(("delay", "told"), [(2.0, False), (60.0, False), (61.0, True), (600.0, True)])
def test_a_delay_of_minutes_is_told(delay, told):
    visit = Visit(settings=CrawlSettings(), memory=Shelf().memory, sink=Shelf(), stop=None, progress=print, delay=delay)

    assert (
        f"{delay:g} s entre deux requêtes, à la demande du site" in judge("echo", Tally(unchanged=True), visit, seconds=1).reason
    ) is told


@pytest.mark.parametrize("asked_for", ["601", "86400", "1e9"])
def test_a_crawl_delay_that_no_run_can_keep_is_told_and_the_site_left_alone(echo, asked_for):
    article(echo, robots=f"User-agent: *\nDisallow:\nCrawl-delay: {asked_for}\n")

    report = echo()

    assert (report.status, report.well) == ("blocked", False)
    assert f"robots.txt demande {float(asked_for):g} s entre deux requêtes" in report.reason
    assert echo.asked() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        # already past
        (b"Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
        # nonsense
        (b"bient\xc3\xb4t", None),
        (b"-5", None),
        (None, None),
    ],
)
def test_retry_after_is_read(header, wait):
    assert seconds(header, datetime(2026, 1, 1, tzinfo=UTC)) == wait


@pytest.mark.parametrize("contact", [None, "", "personne", "moi@organisme.example\r\nX-Faux: 1", "un nom (moi@organisme.example)"])
def test_a_live_crawl_without_a_contact_is_refused_before_any_request(contact):
    with pytest.raises(ContactError, match=r'contact = "vous@votre-domaine\.fr"'):
        crawl([LiveSpider], memory=Shelf().memory, sink=Shelf(), settings=CrawlSettings(contact=contact))


@pytest.mark.parametrize(
    "target",
    [
        # into the operator's own network
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://169.254.169.254/secret",
        # the same host on another port, another house, another scheme
        "http://echo.example:8080/secret",
        "http://autre.example/secret",
        "file:///etc/hostname",
    ],
)
def test_a_redirection_leads_nowhere_else(echo, target):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_data("", status=302, headers={"Location": target.format(port=echo.server.port)})

    report = echo(tries=0)

    assert report.new == 0
    assert echo.asked() == ["/robots.txt", "/feed", "/a"]


def test_redirections_end(echo):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/a"})

    report = echo()

    assert "redirections" in report.reason
    assert echo.asked().count("/a") < 10


def test_entries_of_other_houses_are_left_aside(echo):
    article(echo)
    elsewhere = feed("/a").replace(
        "</channel>", "<item><link>http://127.0.0.1/x</link></item><item><link>http://autre.example/y</link></item></channel>"
    )
    echo.server.clear_all_handlers()
    echo.server.expect_request("/feed").respond_with_data(elsewhere, content_type="application/rss+xml")
    article(echo)

    assert (echo().listed, echo.asked()) == (1, ["/robots.txt", "/feed", "/a"])


def test_a_page_of_fifty_megabytes_is_not_swallowed(echo):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_data("x" * 300_000, content_type="text/html")

    report = echo(max_bytes=100_000)

    assert "trop grosse" in report.reason
    assert echo.asked().count("/a") == 1


def test_a_bomb_is_not_unpacked(echo):
    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    packed = gzip.compress(b" " * 5_000_000)
    echo.server.expect_request("/a").respond_with_data(packed, content_type="text/html", headers={"Content-Encoding": "gzip"})

    report = echo(max_bytes=1_000_000)

    assert "décompressée" in report.reason
    assert echo.asked().count("/a") == 1


def test_a_site_that_answers_a_byte_at_a_time_is_left(echo):
    over = threading.Event()

    def drip(_):
        return Response((b"<" for _ in range(400) if not over.wait(0.01)), 200, {"Content-Type": "text/html"})

    echo.server.expect_request("/robots.txt").respond_with_data("", status=404)
    echo.server.expect_request("/a").respond_with_handler(drip)
    report = echo(timeout=0.3, tries=0)
    over.set()

    assert "délai dépassé" in report.reason


@pytest.mark.parametrize(
    ("url", "loopback", "allowed"),
    [
        ("https://live.example/a", False, True),
        ("https://www.live.example/a", False, True),
        ("https://notlive.example/a", False, False),
        ("https://live.example.attaquant.example/a", False, False),
        ("ftp://live.example/a", False, False),
        ("http://live.example:22/a", False, False),
        ("http://live.example:99999/a", False, False),
    ],
)
def test_what_a_site_may_be_asked_for(url, loopback, allowed):
    try:
        check(url, hosts=["live.example"], loopback=loopback)
    except Refused:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "localhost", "db.localhost"])
def test_a_site_on_the_web_has_a_name(host):
    with pytest.raises(Refused, match="refusée"):
        check(f"http://{host}/", hosts=[host.strip("[]")], loopback=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        # an IPv4 address in IPv6 clothes: mapped, compatible, translated, through NAT64 (well-known and local), 6to4, Teredo
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("::127.0.0.1", False),
        ("::10.1.2.3", False),
        ("::ffff:0:192.168.1.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::10.1.2.3", False),
        ("64:ff9b::93.184.215.14", True),
        ("64:ff9b:1::192.168.1.1", False),
        ("64:ff9b:1::93.184.215.14", True),
        ("64:ff9b:1:7f00:1::", False),
        ("2002:7f00:1::1", False),
        ("2002:a01:203::1", False),
        ("2002:5db8:d70e::1", True),
        ("2001:0:4136:e378:8000:63bf:f5fe:fdfc", False),
        # never given out
        ("::", False),
        ("fec0::1", False),
        ("4000::1", False),
        ("224.0.0.1", False),
    ],
)
def test_private_addresses_are_told_from_public_ones(address, public):
    assert is_public(address) is public


def test_a_name_that_means_this_machine_has_no_address():
    import asyncio

    assert asyncio.run(PublicResolver().addresses("localhost")) == []


def test_a_real_site_whose_name_means_a_private_machine_is_not_reached(monkeypatch):
    import asyncio
    import socket

    async def look_up(loop, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 0))]

    monkeypatch.setattr(asyncio.SelectorEventLoop, "getaddrinfo", look_up)
    [report] = crawl([LiveSpider], memory=Shelf().memory, sink=Shelf(), settings=CrawlSettings(contact="moi@organisme.example"))

    assert (report.status, "adresse privée" in report.reason) == ("failed", True)
