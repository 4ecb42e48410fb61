"""The main job on a real page: served on loopback, crawled, read, linked, published, and held to what a reader takes from it.

    python benchmarks/real.py PAGE.html EXPECTED.json

Prints every field, right or wrong: of the article as it was crawled, of its reading, and of the incident in the public edition. Exits 1 where
one differs. EXPECTED is one line of the annotation guide's form; its `url` tells the host. The page stays its publisher's and out of the
repository; `REAL_PAGE=PAGE.html REAL_EXPECTED=EXPECTED.json pytest tests/test_real.py` runs the same as a test.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.article import Article
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.spider import SiteSpider
from db.connect import open_working
from db.link import link
from db.memory import Keeper, Past
from db.publish import publish
from db.store import articles
from nlp.evaluate import LISTS, SINGLES, tally
from nlp.pipeline import build
from nlp.reading import reading_row
from nlp.tagger import read
from nlp.text import Source
from vigie_evaluate import short
from vigie_run import tag_all
from vigie_settings import Settings

Row = dict[str, Any]
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>{title}</title><link>{url}</link></item></channel></rss>'
)


def site_of(expected: Row) -> type[SiteSpider]:
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


def serve(page: bytes, expected: Row) -> ThreadingHTTPServer:
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


def differences(page: bytes, expected: Row) -> dict[str, list[str]]:
    """What is wrong with each field; an empty list where it is right."""
    server = serve(page, expected)
    host = urlsplit(expected["url"]).netloc
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data=Path(folder))
            db = open_working(settings.data)
            crawling = CrawlSettings(loopback={host: server.server_address[1]}, delay=0.0)
            [report] = crawl([site_of(expected)], memory=Past(db), sink=Keeper(db), settings=crawling)
            read, _ = tag_all(db, settings)
            linked = link(db)
            publish(db, settings.data)
            steps = {"crawled": report.new, "read": read, "linked": linked.incidents}
            found = {name: [] if number == 1 else [f"{number} instead of 1"] for name, number in steps.items()}
            if report.new:
                article = next(iter(articles(db)))
                found |= in_article(expected, article) | in_reading(expected, article) | in_edition(expected, settings.public)
            db.close()
    finally:
        server.shutdown()
        server.server_close()
    return found


def in_article(expected: Row, article: Article) -> dict[str, list[str]]:
    """The page's own particulars. A day is right where the page gave a moment of that day."""
    found = {
        name: [] if getattr(article, name) == expected[name] else [repr(getattr(article, name))[:200]]
        for name in ("url", "publisher", "title")
    }
    found["text"] = [] if article.text == expected["text"] else [f"differs at {first_difference(article.text, expected['text'])}"]
    day = expected.get("published")
    found["published"] = [] if day is None or (article.published or "").startswith(day) else [repr(article.published)]
    return found


def first_difference(one: str, two: str) -> str:
    """Where two texts part, with some words."""
    place = next((at for at, (mine, theirs) in enumerate(zip(one, two, strict=False)) if mine != theirs), min(len(one), len(two)))
    return f"character {place}: {one[place : place + 40]!r} instead of {two[place : place + 40]!r}"


def in_reading(expected: Row, article: Article) -> dict[str, list[str]]:
    """Each field of the annotation guide, by its rules of matching."""
    source = Source(url=article.url, title=article.title, text=article.text, published=article.published, publisher=article.publisher)
    found = reading_row(read(build(), source))
    return {name: [f"{kind} {short(item)}" for kind, item in tally(name, expected, found).errors] for name in (*LISTS, *SINGLES)}


def in_edition(expected: Row, edition: Path) -> dict[str, list[str]]:
    """The facts as a reader of the public edition finds them."""
    db = sqlite3.connect(edition)
    try:
        incident = db.execute("select victim, date, status, sector, low, high from incidents").fetchall()
        counts = {row[0] for row in db.execute("select low from counts")}
        taken, spared = (
            {row[0] for row in db.execute(f"select type from data_types where denied_by is {null} null")} for null in ("", "not")
        )
        texts = db.execute("select count(*) from pragma_table_info('articles') where name = 'text'").fetchone()[0]
    finally:
        db.close()
    affected = next((one for one in expected["counts"] if one["what"] == "affected"), {"low": None, "high": None})
    date = (expected["incident_date"] or {}).get("value")
    wanted = [(expected["victims"][0]["name"], date, expected["claim"], expected["sector"], affected["low"], affected["high"])]
    facts = {
        "incidents": (incident, wanted),
        "counts": (counts, {one["low"] for one in expected["counts"]}),
        "data_types taken": (taken, {one["type"] for one in expected["data_exposed"]}),
        "data_types not taken": (spared, {one["type"] for one in expected["data_denied"]}),
        "articles' text": (texts, 0),
    }
    return {f"edition: {name}": [] if found == wanted else [f"{found} instead of {wanted}"] for name, (found, wanted) in facts.items()}


def main() -> int:
    """Print each field, right or wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", type=Path)
    options.add_argument("expected", type=Path)
    given = options.parse_args()
    found = differences(given.page.read_bytes(), json.loads(given.expected.read_text("utf-8")))
    for name, wrong in found.items():
        print(f"{name:<30}{'; '.join(wrong) or 'right'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
