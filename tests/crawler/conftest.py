"""A paper on loopback, visited with each of the two memories."""

import pytest
from werkzeug import Response

from crawler.rights import WELL_KNOWN
from crawler.run import crawl
from crawler.settings import CrawlSettings
from tests.crawler.press import PLAIN, EchoSpider, InDatabase, OnShelf


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

    def anew(page, listing=PLAIN, robots="", **options):
        httpserver.clear_all_handlers()
        serve("/robots.txt", Response(robots, 200 if robots else 404))
        serve("/feed", listing, "application/rss+xml")
        serve("/a", page, **options)

    visit.anew = anew
    visit.serve = serve
    visit.keeping = keeping
    visit.asked = lambda: [request for request, _ in httpserver.log if request.path == "/a"]
    visit.paths = lambda: [request.path for request, _ in httpserver.log if request.path not in ("/robots.txt", "/feed", WELL_KNOWN)]
    visit.all_paths = lambda: [request.path for request, _ in httpserver.log]
    yield visit
    if isinstance(keeping, InDatabase):
        keeping.db.close()
