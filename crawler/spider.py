"""The base of every site. A site is a class of a few lines, in a file of its own:

class EchoSpider(SiteSpider):
    name = "echo"
    title = "L’Écho des réseaux"
    home = "https://www.echo.example/"
    hosts = ("echo.example",)
    feeds = ("https://www.echo.example/feed/",)
    paged = True
"""

from collections.abc import AsyncIterator
from typing import Any, ClassVar, Literal

from scrapy import Spider

from crawler.collect import Collector
from crawler.report import SourceReport
from crawler.visit import Visit

WAYS = {
    "feed": "flux",
    "paged": "flux paginé",
    "wp_json": "API WordPress",
    "sitemap": "plan du site",
    "dated": "archives datées",
    "front": "page d’accueil",
}
"""What the ways in which articles are listed are called."""


class SiteSpider(Spider):
    """One site. A subclass says who it is and where its articles are listed; everything else is the collector's."""

    # `name`, Scrapy's own: as in `vigie crawl NAME`, and that of the file.
    title: ClassVar[str]
    """As readers know it."""
    home: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]]
    """Its hosts, those below them included. No other is ever asked."""
    country: ClassVar[str] = "FR"
    kind: ClassVar[Literal["specialist", "general", "official"]] = "specialist"

    feeds: ClassVar[tuple[str, ...]] = ()
    """RSS or Atom; all of them are read."""
    paged: ClassVar[bool] = False
    """The feeds go back with `?paged=2`, as WordPress' do."""
    wp_json: ClassVar[str] = ""
    """Address of WordPress' posts: `https://…/wp-json/wp/v2/posts`."""
    sitemaps: ClassVar[tuple[str, ...]] = ()
    """Sitemaps or sitemap indexes, packed or not."""
    follow: ClassVar[str] = ""
    """Regular expression: the parts of a sitemap index to read."""
    dated: ClassVar[tuple[str, ...]] = ()
    """Archives by day or month, for `--since`: `https://…/archives/{year}/{month:02}/{day:02}/`."""
    fronts: ClassVar[tuple[str, ...]] = ()
    """Front pages whose links are the last resort."""
    articles: ClassVar[str] = ""
    """Regular expression that an article's address holds."""
    page: ClassVar[str] = ""
    """One address instead of all listings, for `vigie look`."""
    topic: ClassVar[bool] = False
    """A general site: only entries whose title or summary speaks of security."""

    checked: ClassVar[str | None] = None
    """The day of a first success against the real site; None: nobody could try."""
    loopback: ClassVar[bool] = False
    """Lives on this machine only (the kiosk): its hosts are mapped to a port of 127.0.0.1, and only such a site's are."""

    visit: Visit
    report: SourceReport | None = None

    def __init__(self, *, visit: Visit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visit = visit

    async def start(self) -> AsyncIterator[Any]:
        """The whole visit, one request after the other. Yields nothing: articles go to the sink as they are read."""
        self.report = await Collector(self).collect()
        for nothing in list[None]():
            yield nothing

    @classmethod
    def ways(cls) -> list[str]:
        """How it is listed, in French, best first."""
        feed = "paged" if cls.paged else "feed"
        found = {feed: cls.feeds, "wp_json": cls.wp_json, "sitemap": cls.sitemaps, "dated": cls.dated, "front": cls.fronts}
        return [WAYS[way] for way, addresses in found.items() if addresses]

    @classmethod
    def goes_back(cls) -> bool:
        """Whether one of its own ways leads into the past; else, with `--since`, the sitemaps that its robots.txt names may."""
        return bool(cls.paged or cls.wp_json or cls.sitemaps or cls.dated)
