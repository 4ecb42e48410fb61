"""A site tried out (`vigie sites check`): its robots.txt, each of its listings, its newest article, and what was read of it.

For the first day with a network, and every week after: nothing is kept but whether all was well.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.article import Article
from crawler.backwards import dated_pages
from crawler.collect import Collector
from crawler.fetch import Off, Trouble
from crawler.guard import Stopped
from crawler.ports import Listed, now
from crawler.report import SourceReport
from crawler.shelf import Shelf
from crawler.spider import WAYS
from crawler.tally import Batch
from crawler.topic import is_topical

if TYPE_CHECKING:
    from crawler.settings import CrawlSettings
    from crawler.spider import SiteSpider
    from crawler.visit import Progress

TRIED = 3
"""Articles that are asked for until one can be read: the newest may be a video, or gone."""
ENTRIES = 50
FIELDS = {"lead": "chapô", "authors": "auteurs", "published": "date", "section": "rubrique", "tags": "mots-clés", "language": "langue"}
"""Those that an article may lack, and what they are called."""


@dataclass
class Listing:
    """One listing, tried."""

    way: str
    url: str
    entries: int = 0
    topical: int = 0
    """Of these, how many a general site's filter would let through."""
    trouble: str = ""


@dataclass
class Checked:
    """What came of a site."""

    site: str
    robots: str = ""
    listings: list[Listing] = field(default_factory=list)
    article: Article | None = None
    trouble: str = ""
    """Why there is no article."""
    delay: float = 0.0
    requests: int = 0
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        """Whether the first way works whole, and gave an article with its day. Of the others it is only told that they do not."""
        first = [one for one in self.listings if one.way == self.listings[0].way]
        listed = bool(first) and all(one.entries and not one.trouble for one in first)
        return listed and self.article is not None and self.article.published is not None

    @property
    def fields(self) -> dict[str, bool]:
        """Which fields came out, by their French names."""
        return {name: bool(self.article and getattr(self.article, key)) for key, name in FIELDS.items()}

    def as_json(self) -> str:
        """For the database: all but the article's words, which are not ours."""
        listings = [vars(one) for one in self.listings]
        told = {"robots": self.robots, "listings": listings, "fields": self.fields, "trouble": self.trouble, "seconds": self.seconds}
        told |= {"article": self.article.url if self.article else None, "characters": len(self.article.text) if self.article else 0}
        return json.dumps(told, ensure_ascii=False)


def check(sites: "Sequence[type[SiteSpider]]", *, settings: "CrawlSettings", progress: "Progress | None" = None) -> list[Checked]:
    """Try these sites, all at once, politely. Raises ContactError."""
    from crawler.run import crawl

    found = {site.name: Checked(site=site.name) for site in sites}
    shelf = Shelf()
    options = replace(settings, pages=1, window=ENTRIES, since=None, retry_given_up=False, rechecks=0)
    reports = crawl(
        [_trying(site, found[site.name]) for site in sites], memory=shelf.memory, sink=shelf, settings=options, progress=progress
    )
    for report in reports:
        one = found[report.site]
        one.trouble = one.trouble or ("" if one.article else report.reason)
    return list(found.values())


def _trying(site: "type[SiteSpider]", found: Checked) -> "type[SiteSpider]":
    """The site, whose visit is a trial."""

    async def start(self: "SiteSpider") -> AsyncIterator[Any]:
        begun = monotonic()
        try:
            await _try(self, found)
        except Stopped as error:
            found.trouble = str(error) or "arrêté"
        visit = self.visit
        found.robots = ", ".join(dict.fromkeys(visit.robots.values()))
        found.delay, found.requests, found.seconds = visit.delay, visit.requests, round(monotonic() - begun, 1)
        self.report = SourceReport(site=site.name, status="ok" if found.well else "failed", requests=visit.requests)
        for nothing in list[None]():
            yield nothing

    return type(site.__name__, (site,), {"topic": False, "start": start})


async def _try(spider: "SiteSpider", found: Checked) -> None:
    shelf = Shelf()
    spider.visit.memory, spider.visit.sink = shelf.memory, shelf
    collector = Collector(spider)
    seen: list[Listed] = []
    for way, addresses, reader in _ways(spider, collector):
        for url in addresses:
            listing = Listing(way=WAYS[way], url=url)
            found.listings.append(listing)
            entries = await _entries(collector, reader, listing)
            listing.entries = len(entries)
            listing.topical = sum(is_topical(one.title, "", urlsplit(one.url).path) for one in entries)
            seen += entries
            if collector.listings.asked_to_leave:
                found.trouble = listing.trouble
                return
    collector.tally.troubles.clear()
    for listed in sorted(seen, key=lambda one: one.published or "", reverse=True)[:TRIED]:
        await collector.article(listed)
        found.article = next(iter(shelf.articles.values()), None)
        if found.article or collector.leave:
            break
    if not found.article:
        reasons = [*collector.tally.failures.values(), *collector.tally.refused.values()]
        found.trouble = (
            reasons[0] if reasons else next((one.trouble for one in found.listings if one.trouble), "aucune liste ne donne d’article")
        )


def _ways(spider: "SiteSpider", collector: Collector) -> list[tuple[str, Sequence[str], Callable[[str], AsyncIterator[Batch]]]]:
    """Every way in which the site says that it lists its articles, the best first."""
    listings = collector.listings
    return [
        ("paged" if spider.paged else "feed", spider.feeds, listings.feed),
        ("wp_json", [spider.wp_json] if spider.wp_json else [], listings.wordpress),
        ("sitemap", spider.sitemaps, listings.sitemap),
        ("dated", [page for one in spider.dated for page in list(dated_pages(one, since=now()[:10]))[:1]], listings.front),
        ("front", spider.fronts, listings.front),
    ]


async def _entries(collector: Collector, reader: Callable[[str], AsyncIterator[Batch]], listing: Listing) -> list[Listed]:
    """What one listing shows; its trouble is noted. Each listing is looked at by itself: what another one showed counts again."""
    collector.listings.choice.seen.clear()
    before = len(collector.tally.troubles)
    found: dict[str, Listed] = {}
    try:
        async for batch in reader(listing.url):
            found |= {one.url: one for one in batch.wanted}
    except (Trouble, Off) as error:
        collector.listings.note(listing.url, error)
    troubles = [trouble.reason.removeprefix(f"{listing.url} : ") for trouble in collector.tally.troubles[before:]]
    listing.trouble = troubles[0] if troubles else "" if found else "aucun article"
    return list(found.values())
