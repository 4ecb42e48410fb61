"""Articles out of WARC archives: read by the same readers and held to the same rules as what is fetched.

    ingest      other people's archives, such as Common Crawl's news: what is unknown, or younger than what is held
    reread      our own (`vigie crawl --archive`): the pages of articles that are held are read again, by a better reader

An archive does not say which of its pages were listed: sections, tags and front pages are told by their addresses.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from scrapy.http import Headers, Response

from crawler.addresses import clean
from crawler.answers import NoArticle, own, read
from crawler.article import Article
from crawler.fetch import Trouble
from crawler.front import is_section
from crawler.guard import is_own
from crawler.ports import Listed, Memory, Sink
from crawler.tongue import declared_language
from crawler.topic import is_topical
from crawler.warc import Capture, Spoilt, captures

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

Result = Literal["new", "changed", "same", "older", "section", "language", "off_topic", "reserved", "no_article"]
"""What became of a page; `older`: what is held is as young; `language`: it says that it is in another one."""


@dataclass
class Ingested:
    """What reading archives gave."""

    results: Counter[Result] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    """New and changed articles, by site."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why pages gave no article."""
    spoilt: list[Spoilt] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """Whose pages are read, and where articles go."""

    sites: Sequence["type[SiteSpider]"]
    memory: Memory
    sink: Sink
    obey: bool = True
    """Reservations of text and data mining."""
    again: bool = False
    """Read again what is held."""
    languages: frozenset[str] | None = None
    """Of pages that say theirs, those that are parsed; None: all."""

    def site_of(self, url: str) -> "type[SiteSpider] | None":
        """The site that an address belongs to."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return None
        return next((site for site in self.sites if is_own(host, site.hosts)), None)

    def take(self, capture: Capture) -> tuple[Result, str]:
        """What becomes of a page, and why."""
        site = self.site_of(capture.url)
        url = clean(capture.url)
        if site is None or capture.status != 200 or is_section(url) or not re.search(site.articles, url):
            return "section", ""
        if not self.is_wanted(url, capture.moment):
            return "older", ""
        if self.languages and (declared_language(capture.body) or "fr") not in self.languages:
            return "language", ""
        try:
            article = own(read(answer_of(capture), Listed(url=url), obey=self.obey), site, url)
        except NoArticle as why:
            return ("reserved" if why.reason == "reserved" else "no_article"), why.words
        except Trouble as why:
            return "no_article", why.reason
        if site.topic and not is_topical(article.title, article.text, urlsplit(url).path):
            return "off_topic", ""
        if article.url != url and not self.is_wanted(article.url, capture.moment):
            return "older", ""
        return self.keep(replace(article, fetched=capture.moment), site, url), ""

    def is_wanted(self, url: str, moment: str) -> bool:
        """Whether a page of that moment tells more than what is held, or is the one that was read for it."""
        known = self.memory.known(url)
        if known is None or moment > known.fetched:
            return True
        return self.again and moment == self.memory.held(url)

    def keep(self, article: Article, site: "type[SiteSpider]", url: str) -> Result:
        if self.again and article.fetched == self.memory.held(article.url):
            return self.sink.reread(article, site=site.name)
        return self.sink.article(article, site=site.name, listed=Listed(url=url))


def ingest(paths: Iterable[Path], reader: Reader, *, advance: Callable[[], None] = lambda: None) -> Ingested:
    """Read archives; one that is spoilt in places gives the rest. Raises OSError where a file cannot be read at all."""
    found = Ingested()
    for path in paths:
        for capture in captures(path, wanted=lambda url: reader.site_of(url) is not None):
            if isinstance(capture, Spoilt):
                found.spoilt.append(capture)
                continue
            result, why = reader.take(capture)
            found.results[result] += 1
            if why:
                found.reasons[why] += 1
            site = reader.site_of(capture.url)
            if site and result in ("new", "changed"):
                found.sites[site.name] += 1
        advance()
    return found


def answer_of(capture: Capture) -> Response:
    """A page as if it had just come."""
    return Response(capture.url, status=capture.status, headers=Headers(capture.headers), body=capture.body)
