"""Crawls over real HTTP on loopback: the kiosk's papers, their faults, and runs that end early."""

import os
import signal
import threading
from dataclasses import dataclass, field

import pytest
from werkzeug import Request as WsgiRequest
from werkzeug import Response
from werkzeug.serving import make_server

from crawler.article import Article
from crawler.kiosk import Kiosk
from crawler.kiosk.server import on_sale
from crawler.kiosk.stories import PAPERS
from crawler.ports import Listed
from crawler.run import crawl, find_sites
from crawler.settings import CrawlSettings
from crawler.shelf import Shelf
from crawler.spider import SiteSpider
from tests.crawler.press import FEED, ITEM, page

SITES = {name: site for name, site in find_sites().items() if site.loopback}
GUETTEUR, ESTUAIRE, BULLETIN = (SITES[name] for name in ("guetteur_du_net", "estuaire_libre", "bulletin_du_modem"))


def run(kiosk, shelf, *, sites=None, progress=None, **settings):
    kiosk.requests.clear()
    reports = crawl(
        list(sites or SITES.values()),
        memory=shelf.memory,
        sink=shelf,
        settings=CrawlSettings.kiosk(kiosk.port, **settings),
        progress=progress,
    )
    return {report.site: report for report in reports}


def addresses(edition, hosts=PAPERS):
    return {url for url, host, _ in on_sale(edition) if host in hosts}


def pages(kiosk):
    """Addresses of the articles that were asked for."""
    known = addresses(2)
    return [url for host, path, _ in kiosk.requests if (url := f"http://{host}{path}") in known]


@pytest.fixture(scope="module")
def first():
    """The kiosk's articles after one undisturbed run, with what it took."""
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        reports = run(kiosk, shelf)
    return shelf, reports, list(kiosk.requests)


def test_every_article_is_collected_once_under_its_canonical_address(first):
    shelf, reports, _ = first

    assert set(shelf.articles) == addresses(1)
    assert {report.status for report in reports.values()} == {"ok"}
    assert all(report.well for report in reports.values())
    assert sum(report.new for report in reports.values()) == len(addresses(1))
    assert all(article.fetched for article in shelf.articles.values())


def test_the_report_counts_all_requests(first):
    _, reports, requests = first

    assert sum(report.requests for report in reports.values()) == len(requests)


def test_what_is_no_article_is_told_and_is_no_failure(first):
    _, reports, requests = first

    assert ["404" in why for why in reports["guetteur_du_net"].refused.values()] == [True]
    assert ["pdf" in why for why in reports["bulletin_du_modem"].refused.values()] == [True]
    assert ["robots.txt interdit" in why for why in reports["estuaire_libre"].refused.values()] == [True]
    assert not [path for _, path, _ in requests if path.startswith("/partenaires/")]


def test_the_second_run_asks_for_no_article():
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        run(kiosk, shelf)
        reports = run(kiosk, shelf)

    assert {report.status for report in reports.values()} == {"nothing_new"}
    assert sorted(path for _, path, _ in kiosk.requests) == [
        "/feed/",
        "/robots.txt",
        "/robots.txt",
        "/robots.txt",
        "/rss.xml",
        "/sitemap.xml",
    ]
    assert {status for _, path, status in kiosk.requests if path != "/robots.txt"} == {304}


def test_only_what_is_new_or_edited_is_fetched_again():
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        run(kiosk, shelf)
        kiosk.edition = 2
        reports = run(kiosk, shelf)
        asked = pages(kiosk)
        third = run(kiosk, shelf)

    edited = {url for url, _, story in on_sale(2) if story.edition == 2}
    # The sitemap tells the date of a change; the Guetteur's feed tells none, but its words are others.
    assert set(asked) == edited
    assert [reports[site].changed for site in ("estuaire_libre", "guetteur_du_net", "bulletin_du_modem")] == [1, 1, 0]
    assert len(asked) == len(set(asked))
    assert sum(report.new + report.changed for report in reports.values()) == len(asked)
    assert {report.status for report in third.values()} == {"nothing_new"}


def test_each_article_reaches_the_sink_before_the_next_is_asked_for():
    with Kiosk(delay=0.01) as kiosk:

        class Watch(Shelf):
            def article(self, article, *, site, listed):
                asked.append(kiosk.requests[-1].path)
                return super().article(article, site=site, listed=listed)

        asked = []
        shelf = Watch()
        run(kiosk, shelf, sites=[GUETTEUR])

    assert asked == [url.removeprefix("http://guetteur-du-net.example") for url in shelf.articles]


def test_the_oldest_comes_first(first):
    """So that a killed run leaves no hole below what it saved."""
    shelf, _, _ = first
    days = [article.published for article in shelf.articles.values() if article.publisher == "guetteur-du-net.example"]

    assert days == sorted(days)


@pytest.mark.parametrize(
    ("site", "fault", "status", "says"),
    [
        (GUETTEUR, "html-feed", "changed", "page HTML au lieu d’un flux"),
        (ESTUAIRE, "html-feed", "changed", "page HTML au lieu d’un flux"),
        (GUETTEUR, "antibot", "blocked", "anti-robot"),
        (ESTUAIRE, "antibot", "blocked", "anti-robot"),
        (BULLETIN, "empty-feed", "empty", "aucun article"),
        (BULLETIN, "500", "failed", "réponse 500"),
        (BULLETIN, "429", "blocked", "429"),
        (BULLETIN, "no-body", "changed", "page sans article lisible"),
        (ESTUAIRE, "no-body", "changed", "page sans article lisible"),
        (GUETTEUR, "antibot-pages", "blocked", "anti-robot"),
        (ESTUAIRE, "403-pages", "blocked", "réponse 403"),
        (BULLETIN, "500-pages", "failed", "réponse 500"),
        (BULLETIN, "redirects", "failed", "trop de redirections"),
        (ESTUAIRE, "bomb", "failed", "décompressée"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_fault_is_never_a_success_and_ends_with_the_next_good_run(site, fault, status, says):
    shelf = Shelf()
    host = site.hosts[0]
    with Kiosk(faults={host: fault}, delay=0.01) as kiosk:
        ill = run(kiosk, shelf, sites=[site], tries=0)[site.name]
        kiosk.faults.clear()
        cured = run(kiosk, shelf, sites=[site])[site.name]

    assert (ill.status, ill.well) == (status, False)
    assert says in ill.reason
    assert (cured.well, set(shelf.articles)) == (True, addresses(1, [host]))


@pytest.mark.parametrize("site", [GUETTEUR, BULLETIN], ids=lambda site: site.name)
def test_a_listing_that_breaks_off_is_told_though_the_rest_of_the_way_is_found(site):
    shelf = Shelf()
    with Kiosk(faults={site.hosts[0]: "broken-xml"}, delay=0.01) as kiosk:
        report = run(kiosk, shelf, sites=[site])[site.name]
        kiosk.faults.clear()
        run(kiosk, shelf, sites=[site])

    assert (report.status, "XML tronqué" in report.reason) == ("changed", True)
    assert set(shelf.articles) == addresses(1, site.hosts)


def test_an_anti_robot_wall_is_not_knocked_at_all_day():
    with Kiosk(faults={GUETTEUR.hosts[0]: "antibot-pages"}) as kiosk:
        report = run(kiosk, Shelf(), sites=[GUETTEUR], patience=3)[GUETTEUR.name]
        asked = pages(kiosk)

    assert len(asked) == 3
    assert report.left == report.listed - len(report.refused) - 3
    assert "3 échecs de suite" in report.reason


def test_a_site_that_hangs_keeps_no_other():
    shelf = Shelf()
    with Kiosk(faults={BULLETIN.hosts[0]: "slow"}, delay=60) as kiosk:
        kiosk.faults[BULLETIN.hosts[0]] = "slow"
        reports = run(kiosk, shelf, timeout=0.5, tries=0)

    assert (reports["bulletin_du_modem"].status, "délai dépassé" in reports["bulletin_du_modem"].reason) == ("failed", True)
    assert reports["guetteur_du_net"].new == len(addresses(1, GUETTEUR.hosts))


def test_a_listing_that_comes_a_byte_at_a_time_is_left_in_time():
    with Kiosk(faults={BULLETIN.hosts[0]: "drip"}, delay=0.05) as kiosk:
        report = run(kiosk, Shelf(), sites=[BULLETIN], timeout=0.5, tries=0)[BULLETIN.name]

    assert (report.status, "délai dépassé" in report.reason) == ("failed", True)


def test_five_of_thirty_sites_hang_and_the_run_ends_with_the_others_whole():
    """Listing or page, each hangs until the test lets go of it: one time-out and one second try, side by side."""
    over = threading.Event()

    @WsgiRequest.application
    def press(request):
        host = request.host.partition(":")[0]
        number = int(host.removeprefix("site").partition(".")[0])
        if number % 6 == 0 and request.path == ("/feed" if number % 12 else "/a"):
            over.wait(60)
        if request.path == "/feed":
            item = ITEM.format(title="Une mairie", summary="Attaquée").replace("echo.example", host)
            return Response(FEED.format(item), content_type="application/rss+xml")
        found = request.path == "/a"
        return Response(
            page(title=f"La mairie de Montrevel, jour {number}"), 200 if found else 404, content_type="text/html; charset=utf-8"
        )

    def site(number):
        host = f"site{number}.example"
        told = {"name": f"site{number}", "title": host, "home": f"http://{host}/", "hosts": (host,), "feeds": (f"http://{host}/feed",)}
        return type(f"Site{number}", (SiteSpider,), {**told, "loopback": True})

    sites = [site(number) for number in range(30)]
    server = make_server("127.0.0.1", 0, press, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings = CrawlSettings(loopback={one.hosts[0]: server.port for one in sites}, timeout=3, tries=1)
    shelf = Shelf()
    try:
        reports = crawl(sites, memory=shelf.memory, sink=shelf, settings=settings)
    finally:
        over.set()
        server.shutdown()
        server.server_close()

    assert [report.site for report in reports if report.status == "ok"] == [one.name for number, one in enumerate(sites) if number % 6]
    assert {(report.status, "délai dépassé" in report.reason) for report in reports if report.status != "ok"} == {("failed", True)}
    assert len(shelf.articles) == 25
    assert max(report.seconds for report in reports) < 30, "two waits of three seconds, not ten of them one after the other"


def test_the_budget_holds_and_the_next_run_takes_the_rest():
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        report = run(kiosk, shelf, sites=[GUETTEUR], budget=5)[GUETTEUR.name]
        assert (report.new + len(report.refused), "budget" in report.reason) == (5, True)
        run(kiosk, shelf, sites=[GUETTEUR], budget=500)

    assert set(shelf.articles) == addresses(1, GUETTEUR.hosts)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_after_the_article_in_hand(number):
    shelf = Shelf()
    before = signal.getsignal(number)

    def interrupt(step):
        if step.event == "article" and len(shelf.articles) == 4:
            os.kill(os.getpid(), number)

    with Kiosk(delay=0.01) as kiosk:
        reports = run(kiosk, shelf, progress=interrupt)
        assert len(shelf.articles) < len(addresses(1))
        assert {report.status for report in reports.values() if report.left} == {"stopped"}
        assert all(number.name in report.reason for report in reports.values() if report.left)
        assert any(report.left for report in reports.values())
        assert signal.getsignal(number) is before
        run(kiosk, shelf)

    assert set(shelf.articles) == addresses(1)


@pytest.mark.parametrize("fault", ["slow", "slow-pages"])
def test_a_signal_while_a_site_hangs_drops_what_is_under_way(fault):
    """The listing hangs, or an article: in both cases the grace is all that is waited for."""

    def interrupt(event, kiosk):
        event.wait(10)
        os.kill(os.getpid(), signal.SIGTERM)

    with Kiosk(faults={BULLETIN.hosts[0]: fault}, delay=60) as kiosk:
        kiosk.closing = InHand()
        threading.Thread(target=interrupt, args=(kiosk.closing.begun, kiosk), daemon=True).start()
        report = run(kiosk, Shelf(), sites=[BULLETIN], grace=0.1)[BULLETIN.name]
        kiosk.closing.set()

    assert (report.status, report.new, "SIGTERM" in report.reason) == ("stopped", 0, True)


def test_a_signal_does_not_wait_for_a_crawl_delay(httpserver):
    class Patient(BULLETIN):
        hosts = ("echo.example",)
        feeds = ("http://echo.example/feed",)

    feed = "<rss><channel><item><link>http://echo.example/a</link></item></channel></rss>"

    def robots(_):
        os.kill(os.getpid(), signal.SIGTERM)
        return Response("User-agent: *\nCrawl-delay: 500\n")

    httpserver.expect_request("/robots.txt").respond_with_handler(robots)
    httpserver.expect_request("/feed").respond_with_data(feed, content_type="application/rss+xml")
    shelf = Shelf()
    settings = CrawlSettings(loopback={"echo.example": httpserver.port}, grace=300)

    [report] = crawl([Patient], memory=shelf.memory, sink=shelf, settings=settings)

    assert (report.status, report.requests) == ("stopped", 1)


class InHand(threading.Event):
    """The kiosk's `closing`, which also says when a slow page is being served."""

    def __init__(self):
        super().__init__()
        self.begun = threading.Event()

    def wait(self, timeout=None):
        self.begun.set()
        return super().wait(timeout)


def test_a_run_that_is_out_of_time_while_articles_come_is_stopped_and_no_failure_of_the_site():
    shelf = Shelf()
    with Kiosk(faults={BULLETIN.hosts[0]: "slow-pages"}, delay=0.05) as kiosk:
        report = run(kiosk, shelf, sites=[BULLETIN], max_minutes=0.3 / 60)[BULLETIN.name]

    assert (report.status, report.well, "durée maximale" in report.reason) == ("stopped", False, True)
    assert report.left


def test_max_minutes_ends_a_run_that_hangs():
    with Kiosk(faults=dict.fromkeys(PAPERS, "slow"), delay=60) as kiosk:
        reports = run(kiosk, Shelf(), max_minutes=0.005, grace=0.1)

    assert {report.status for report in reports.values()} == {"failed"}
    assert all("durée maximale" in report.reason for report in reports.values())


@dataclass
class FullDisk(Shelf):
    saved: list[str] = field(default_factory=list)

    def article(self, article: Article, *, site: str, listed: Listed):
        if len(self.saved) == 3:
            raise OSError(28, "No space left on device")
        self.saved.append(article.url)
        return super().article(article, site=site, listed=listed)


def test_a_full_disk_ends_the_run_with_its_own_error():
    shelf = FullDisk()
    with Kiosk(delay=0.01) as kiosk, pytest.raises(OSError, match="No space left"):
        run(kiosk, shelf)

    assert len(shelf.saved) == 3
    assert not shelf.listings


def test_the_log_goes_to_its_file_and_nothing_to_the_terminal(tmp_path, capfd):
    log = tmp_path / "logs" / "crawl.log"
    with Kiosk(faults={BULLETIN.hosts[0]: "500"}) as kiosk:
        run(kiosk, Shelf(), sites=[BULLETIN], log_file=log, tries=0)

    assert "rss.xml" in log.read_text("utf-8")
    assert capfd.readouterr() == ("", "")


def test_since_goes_back_through_the_api_and_no_further(first):
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        run(kiosk, shelf, sites=[GUETTEUR], since="2026-01-01")
        listings = [path for _, path, _ in kiosk.requests if "wp-json" in path]

    whole, _, _ = first
    wanted = {url for url, article in whole.articles.items() if article.publisher == GUETTEUR.hosts[0] and article.published > "2026"}
    assert listings
    assert set(shelf.articles) == wanted


def test_a_log_on_a_full_disk_says_nothing(capfd):
    from pathlib import Path

    from crawler.run import log, quiet

    with quiet(Path("/dev/full")):
        log.info("x" * 10_000)

    assert capfd.readouterr() == ("", "")
