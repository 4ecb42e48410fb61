"""The main job on a real page: served on loopback, crawled, read, linked, published, and compared with what a reader takes from it.

    python benchmarks/real.py PAGE.html EXPECTED.json

The page stays its publisher's and out of the repository. EXPECTED is one line of the annotation guide's form; its `url` tells the host.
"""

import argparse
import json
import sqlite3
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.spider import SiteSpider
from db.connect import open_working
from db.link import link
from db.memory import Keeper, Past
from db.publish import publish
from nlp.evaluate import LISTS, SINGLES, tally
from vigie import tag_all
from vigie_settings import Settings

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>{title}</title><link>{url}</link></item></channel></rss>'
)


def site_of(expected: dict[str, Any]) -> type[SiteSpider]:
    """A site that declares itself loopback, for the page's host."""
    host = urlsplit(expected["url"]).netloc
    body = {
        "name": "real",
        "title": host,
        "home": f"http://{host}/",
        "hosts": (host,),
        "feeds": (f"http://{host}/feed/",),
        "loopback": True,
    }
    return type("RealSpider", (SiteSpider,), body)


def serve(page: bytes, expected: dict[str, Any]) -> ThreadingHTTPServer:
    """The page and a feed that lists it."""
    parts = urlsplit(expected["url"])
    feed = FEED.format(title="x", url=f"http://{parts.netloc}{parts.path}").encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {parts.path: (page, "text/html; charset=utf-8"), "/feed/": (feed, "application/rss+xml")}.get(self.path)
            body, kind = found or (b"", "text/plain")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    """Print each field, right or wrong, and what the public edition shows."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", type=Path)
    options.add_argument("expected", type=Path)
    given = options.parse_args()
    expected = json.loads(given.expected.read_text("utf-8"))
    server = serve(given.page.read_bytes(), expected)
    host = urlsplit(expected["url"]).netloc
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        db = open_working(settings.data)
        crawling = CrawlSettings(loopback={host: server.server_address[1]}, delay=0.0)
        print(crawl([site_of(expected)], memory=Past(db), sink=Keeper(db), settings=crawling))
        print("read", tag_all(db, settings), "linked", link(db))
        publish(db, settings.data)
        [article] = db.query("select title, text, published from articles")
        print(
            "title", article["title"] == expected["title"], " text", article["text"] == expected["text"], " published", article["published"]
        )
        compare(expected, article)
        show(settings.public)
        db.close()
    server.shutdown()


def compare(expected: dict[str, Any], article: dict[str, Any]) -> None:
    """Each field against the expected one."""
    from nlp.pipeline import build
    from nlp.reading import reading_row
    from nlp.tagger import read
    from nlp.text import Source

    source = Source(
        url=expected["url"], title=article["title"], text=article["text"], published=article["published"], publisher=expected["publisher"]
    )
    found = reading_row(read(build(), source))
    for name in (*LISTS, *SINGLES):
        errors = tally(name, expected, found).errors
        print(f"{name:<20}", errors or "right")


def show(edition: Path) -> None:
    """The facts as a reader of the public edition finds them."""
    db = sqlite3.connect(edition)
    for table in ("incidents", "counts", "data_types"):
        print(table)
        for row in db.execute(f"select * from {table}"):
            print("   ", row)
    db.close()


if __name__ == "__main__":
    main()
