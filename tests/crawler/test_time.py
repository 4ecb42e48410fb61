"""A run that has little time: what it keeps, and that the next ones take the rest. On both memories."""

import re
from time import monotonic

import pytest
from werkzeug import Response

from crawler.rights import WELL_KNOWN
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.shelf import Shelf
from crawler.spider import SiteSpider
from crawler.visit import Stop, Visit
from tests.crawler.press import InDatabase, OnShelf, feed, page

PAGES = 4
"""Of two articles each, the newest first."""


class PagedSpider(SiteSpider):
    name = "echo"
    title = "L’Écho"
    home = "http://echo.example/"
    hosts = ("echo.example",)
    feeds = ("http://echo.example/feed",)
    paged = True
    loopback = True


class SitemapSpider(PagedSpider):
    feeds = ()
    sitemaps = ("http://echo.example/sitemap.xml",)


def serve(httpserver, *, robots=""):
    def listing(request):
        number = int(request.args.get("paged", 1))
        if number > PAGES:
            return Response("", 404)
        return Response(feed(f"/a{2 * number - 1}", f"/a{2 * number}"), content_type="application/rss+xml", headers={"ETag": f'"{number}"'})

    index = "".join(
        f"<sitemap><loc>http://echo.example/s{n}.xml</loc><lastmod>2026-01-0{9 - n}</lastmod></sitemap>" for n in range(1, PAGES + 1)
    )
    httpserver.expect_request("/robots.txt").respond_with_data(robots)
    httpserver.expect_request("/feed").respond_with_handler(listing)
    httpserver.expect_request("/sitemap.xml").respond_with_data(f"<sitemapindex>{index}</sitemapindex>", headers={"ETag": '"i"'})
    for number in range(1, PAGES + 1):
        urls = "".join(f"<url><loc>http://echo.example/a{n}</loc></url>" for n in (2 * number - 1, 2 * number))
        httpserver.expect_request(f"/s{number}.xml").respond_with_data(f"<urlset>{urls}</urlset>", headers={"ETag": f'"s{number}"'})
    httpserver.expect_request(re.compile("/a.*")).respond_with_handler(
        lambda request: Response(page(title=f"La mairie de Montrevel, {request.path}"), content_type="text/html; charset=utf-8")
    )


@pytest.fixture(params=[OnShelf, InDatabase])
def visit(request, httpserver, tmp_path):
    keeping = request.param(tmp_path)

    def run(spider=PagedSpider, **settings):
        memory, sink = keeping.doors()
        httpserver.clear_log()
        options = CrawlSettings(loopback={"echo.example": httpserver.port}, tries=0, **settings)
        return crawl([spider], memory=memory, sink=sink, settings=options)[0]

    run.server = httpserver
    run.texts = keeping.texts
    run.paths = lambda: [
        request.full_path.rstrip("?").removeprefix("/") for request, _ in httpserver.log if request.path not in ("/robots.txt", WELL_KNOWN)
    ]
    yield run
    if isinstance(keeping, InDatabase):
        keeping.db.close()


@pytest.mark.parametrize(
    ("spider", "asked"),
    [
        (PagedSpider, ["feed", "a2", "a1", "feed?paged=2", "a4", "a3"]),
        (SitemapSpider, ["sitemap.xml", "s1.xml", "a2", "a1", "s2.xml", "a4", "a3"]),
    ],
    ids=["feed", "sitemap"],
)
def test_years_are_not_listed_before_the_first_article_is_kept(visit, spider, asked):
    """What `--since` with a budget, or `--max-minutes`, would have spent on lists alone."""
    serve(visit.server)
    report = visit(spider, since="2000-01-01", budget=4)

    assert (visit.paths(), report.new) == (asked, 4)
    assert "la suite de la liste attend la prochaine fois" in report.reason

    assert visit(spider, since="2000-01-01", budget=4).new == 4
    assert len(visit.texts()) == 2 * PAGES
    last = visit(spider, since="2000-01-01", budget=4)
    assert (last.status, [path for path in visit.paths() if path.startswith("a")]) == ("nothing_new", [])


@pytest.mark.parametrize("spider", [PagedSpider, SitemapSpider], ids=["feed", "sitemap"])
def test_a_first_collection_that_a_long_delay_bounds_is_not_empty_and_leaves_no_hole(visit, spider):
    """Half the time at most is for the listing; what is not listed is no known ground for the next run."""
    serve(visit.server, robots="User-agent: *\nCrawl-delay: 0.02\n")
    news = []
    for _ in range(12):
        report = visit(spider, waiting=0.16)  # eight requests
        assert report.requests <= 8
        news.append(report.new)

    assert news[0] > 0
    assert len(visit.texts()) == 2 * PAGES
    assert news[-1] == 0


@pytest.mark.parametrize(
    ("requests", "delay", "max_minutes", "ago", "halfway"),
    [
        (0, 0.0, None, 9999, False),
        (3, 600.0, None, 0, True),
        (2, 600.0, None, 0, False),
        # the run has four minutes: by the delays, by the clock
        (2, 60.0, 4, 0, True),
        (1, 60.0, 4, 0, False),
        (0, 0.0, 4, 121, True),
        (0, 0.0, 4, 60, False),
    ],
)
def test_when_half_of_the_time_is_over(requests, delay, max_minutes, ago, halfway):
    settings = CrawlSettings(max_minutes=max_minutes)
    visit = Visit(settings=settings, memory=Shelf().memory, sink=Shelf(), stop=Stop(), progress=print, requests=requests, delay=delay)
    visit.begun = monotonic() - ago

    assert visit.halfway is halfway
