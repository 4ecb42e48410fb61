"""The way into the past: `vigie crawl --since`, on both memories."""

import re
from datetime import date
from itertools import pairwise

import pytest
from werkzeug import Response

from crawler.backwards import Way, dated_pages, duration, parts_of
from crawler.entries import Entry
from crawler.rights import WELL_KNOWN
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.spider import SiteSpider
from tests.crawler.press import InDatabase, OnShelf, page

ARTICLES = 24
PER_PAGE = 4
TODAY = date(2026, 2, 1)
ITEM = "<item><title>Un titre</title><link>http://echo.example/a{n}</link><pubDate>{day}</pubDate></item>"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Fil</title>{}</channel></rss>'


class FeedSpider(SiteSpider):
    name = "echo"
    title = "L’Écho"
    home = "http://echo.example/"
    hosts = ("echo.example",)
    feeds = ("http://echo.example/feed",)
    paged = True
    loopback = True


class ApiSpider(FeedSpider):
    wp_json = "http://echo.example/wp-json/wp/v2/posts"


class SitemapSpider(FeedSpider):
    feeds = ()
    sitemaps = ("http://echo.example/sitemap.xml",)


class DatedSpider(FeedSpider):
    feeds = ()
    dated = ("http://echo.example/archives/{year}/{month:02}/",)


WAYS = [FeedSpider, ApiSpider, SitemapSpider, DatedSpider]


def day(number):
    """When an article came out: one a month, the first one the newest."""
    return date(2025 - (number - 1) // 12, 12 - (number - 1) % 12, 15)


def shown(request, name, per_page):
    place = (int(request.args.get(name, 1)) - 1) * per_page
    return list(range(1, ARTICLES + 1))[place : place + per_page]


def serve(server):
    def feed(request):
        numbers = shown(request, "paged", PER_PAGE)
        items = "".join(ITEM.format(n=n, day=f"{day(n):%a, %d %b %Y} 08:00:00 +0100") for n in numbers)
        return Response(RSS.format(items) if numbers else "", 200 if numbers else 404, content_type="application/rss+xml")

    def api(request):
        assert request.args["after"]
        posts = [
            f'{{"link": "http://echo.example/a{n}", "title": {{"rendered": "T"}}, "date": "{day(n)}T08:00:00"}}'
            for n in shown(request, "page", PER_PAGE)
        ]
        headers = {"X-WP-Total": str(ARTICLES)}
        return Response(f"[{', '.join(posts)}]", 200 if posts else 400, content_type="application/json", headers=headers)

    def month(request):
        year, number = map(int, re.findall(r"\d+", request.path))
        links = [
            f'<h2><a href="/a{n}">La mairie de Montrevel et ses serveurs, {n}</a></h2>'
            for n in range(1, ARTICLES + 1)
            if day(n) == date(year, number, 15)
        ]
        return Response(f"<html><body>{''.join(links)}</body></html>", 200 if links else 404, content_type="text/html")

    server.expect_request("/robots.txt").respond_with_data("", status=404)
    server.expect_request("/feed").respond_with_handler(feed)
    server.expect_request("/wp-json/wp/v2/posts").respond_with_handler(api)
    server.expect_request(re.compile("/archives/.*")).respond_with_handler(month)
    parts = [range(n, n + PER_PAGE) for n in range(1, ARTICLES + 1, PER_PAGE)]
    index = "".join(f"<sitemap><loc>http://echo.example/s{p[0]}.xml</loc><lastmod>{day(p[0])}</lastmod></sitemap>" for p in parts)
    server.expect_request("/sitemap.xml").respond_with_data(f"<sitemapindex>{index}</sitemapindex>")
    for part in parts:
        urls = "".join(f"<url><loc>http://echo.example/a{n}</loc><lastmod>{day(n)}</lastmod></url>" for n in part)
        server.expect_request(f"/s{part[0]}.xml").respond_with_data(f"<urlset>{urls}</urlset>")
    server.expect_request(re.compile(r"/a\d+")).respond_with_handler(
        lambda request: Response(
            page(title=f"La mairie, {request.path}", published=f"{day(int(request.path[2:]))}"), content_type="text/html"
        )
    )


@pytest.fixture(params=[OnShelf, InDatabase])
def walk(request, httpserver, tmp_path):
    """One run into the past: its report, and what was asked for."""
    keeping = request.param(tmp_path)
    serve(httpserver)

    def run(site, *, since="2024-01-01", progress=None, **settings):
        memory, sink = keeping.doors()
        httpserver.clear_log()
        options = CrawlSettings(loopback={"echo.example": httpserver.port}, tries=0, rechecks=0, since=since, **settings)
        [report] = crawl([site], memory=memory, sink=sink, settings=options, progress=progress)
        asked = [request.full_path.rstrip("?") for request, _ in httpserver.log if request.path not in ("/robots.txt", WELL_KNOWN)]
        return report, [path for path in asked if re.match(r"/a\d", path)], [path for path in asked if not re.match(r"/a\d", path)]

    run.keeping = keeping
    yield run
    if isinstance(keeping, InDatabase):
        keeping.db.close()


@pytest.mark.parametrize("site", WAYS)
def test_it_goes_back_to_the_day_and_no_further(walk, site):
    _, articles, _ = walk(site, since="2024-12-01")

    assert sorted(articles) == sorted(f"/a{n}" for n in range(1, 14))


class BlindSpider(FeedSpider):
    """Its feed has one page, and nothing else is known of it."""

    paged = False


def test_a_site_without_a_way_back_of_its_own_is_walked_by_the_sitemaps_that_its_robots_txt_names(walk, httpserver):
    httpserver.clear_all_handlers()
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nSitemap: http://echo.example/sitemap.xml\nSitemap: http://elsewhere.example/sitemap.xml\n"
    )
    serve(httpserver)
    report, articles, _ = walk(BlindSpider, since="2024-12-01")

    assert sorted(articles) == sorted(f"/a{n}" for n in range(1, 14))
    assert report.new == 13
    assert walk(BlindSpider, since=None)[1] == []


def test_a_run_that_dies_in_the_middle_fetches_nothing_twice_but_what_it_had_in_hand(walk, monkeypatch):
    sink = type(walk.keeping.doors()[1])
    saved, whole = [], sink.article

    def dying(self, article, **told):
        saved.append(article.url)
        if len(saved) == 7:
            raise OSError(28, "No space left on device")
        return whole(self, article, **told)

    monkeypatch.setattr(sink, "article", dying)
    with pytest.raises(OSError, match="No space left"):
        walk(ApiSpider)
    _, articles, _ = walk(ApiSpider)

    assert sorted([*articles, *(url[len("http://echo.example") :] for url in saved[:6])]) == sorted(
        f"/a{n}" for n in range(1, ARTICLES + 1)
    )


@pytest.mark.parametrize("site", WAYS)
def test_run_after_run_it_asks_for_each_article_once_and_passes_over_the_pages_that_it_has_been_through(walk, site):
    """Each run has a budget of five; a run that is killed has one too."""
    asked, listings = [], []
    while len(asked) < ARTICLES:
        _, articles, pages = walk(site, budget=5)
        assert len(articles) == min(5, ARTICLES - len(asked))
        asked += articles
        listings.append(pages)

    assert sorted(asked) == sorted({f"/a{n}" for n in range(1, ARTICLES + 1)})
    # The first page is always read; of the others, only the one at which the run before ended.
    repeated = [page for before, pages in pairwise(listings) for page in set(pages) & set(before)]
    opening = {"/feed", "/sitemap.xml", "/s1.xml", listings[0][0]}
    assert all(repeated.count(page) <= 1 for page in set(repeated) - opening)
    assert len(listings[-1]) <= 9 if site is not DatedSpider else len(listings[-1]) <= 12
    assert (walk(site, budget=5)[0].status, len(walk.keeping.texts())) == ("nothing_new", ARTICLES)


def test_a_walk_that_goes_further_back_does_not_trust_the_shorter_one(walk):
    walk(FeedSpider, since="2025-10-01")
    _, articles, _ = walk(FeedSpider, since="2024-01-01")

    assert len(articles) == ARTICLES - 3


def test_a_walk_of_long_ago_is_made_again(walk):
    _, _, first = walk(FeedSpider)
    if isinstance(walk.keeping, OnShelf):
        return
    walk.keeping.db.conn.execute("update walked_pages set at = '2020-01-01T00:00:00+00:00'")
    walk.keeping.db.conn.commit()
    _, _, again = walk(FeedSpider)

    assert again == first


def test_the_day_has_a_budget_for_all_its_runs(walk):
    reports = [walk(FeedSpider, daily=12)[0] for _ in range(4)]

    assert sum(report.requests for report in reports) <= 13
    assert "budget du jour épuisé" in reports[0].reason
    assert (reports[-1].status, reports[-1].requests, reports[-1].well) == ("stopped", 0, False)
    assert "rien n’est demandé" in reports[-1].reason


def test_it_says_how_far_it_has_come_and_how_much_is_left(walk):
    steps = []
    report, _, _ = walk(ApiSpider, budget=9, progress=steps.append)

    said = [step.words for step in steps if step.event == "walked"]
    assert re.match(r"remonté au 15 (octobre|novembre) 2025 ; encore 20 articles environ, 3 passages de 9 requêtes", said[0])
    assert "encore 12 articles environ" in report.reason


@pytest.mark.parametrize(
    ("since", "days", "total", "left"),
    [
        ("2024-02-01", [], None, None),
        ("2024-02-01", ["2025-02-01"] * 40, None, 40),
        ("2024-02-01", ["2025-02-01"] * 40, 50, 10),
        ("2025-02-01", ["2025-02-01"] * 40, None, 0),
        # one old article among new ones says nothing
        ("2024-02-01", ["2026-01-30", "2026-01-29", "2009-01-01"], None, 728),
        ("2024-02-01", [None, "2026", "2026-01-27T10:00:00Z"], None, 436),
    ],
)
def test_how_much_is_left(since, days, total, left):
    way = Way(since)
    way.shown(days)
    way.total = total

    assert way.left(TODAY) == left


def test_the_estimate_in_words():
    way = Way("2015-01-01")
    assert way.words(delay=2.0, budget=500, today=TODAY) == ""
    way.shown(["2026-01-01"] * 100)

    assert way.words(delay=2.0, budget=500, today=TODAY) == (
        "remonté au 1er janvier 2026 ; encore 13\u202f000 articles environ, 7 h 12 min, 26 passages de 500 requêtes"
    )


@pytest.mark.parametrize(("seconds", "words"), [(0, "1 min"), (3_600, "1 h 00 min"), (90_000, "1 j 1 h")])
def test_a_length_of_time(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("template", "pages"),
    [
        ("https://echo.example/{year}", ["2026", "2025", "2024"]),
        ("https://echo.example/{year}/{month:02}", [f"2026/{m:02}" for m in (1,)]),
        ("https://echo.example/{year}/{month:02}/{day:02}", ["2026/01/03", "2026/01/02", "2026/01/01", "2025/12/31"]),
    ],
)
def test_the_pages_of_a_dated_archive(template, pages):
    since = {"2024": "2024-12-31", "2026/01": "2026-01-02"}.get(pages[-1], "2025-12-31")
    found = list(dated_pages(template, since=since, today=date(2026, 1, 3)))

    assert found == [f"https://echo.example/{page}" for page in pages]


def test_the_parts_of_an_index_that_may_hold_what_is_as_young():
    parts = [
        Entry(link=f"https://echo.example/posts-{year}.xml", modified=moved, kind="listing")
        for year, moved in ((2023, "2023-12-31"), (2025, "2025-12-31"), (2024, "2024-12-31"), (2022, None))
    ]

    assert [part.link[-8:-4] for part in parts_of(parts, follow="posts", since="2024-06-01")] == ["2025", "2024", "2022"]
