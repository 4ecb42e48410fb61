"""What of a listing's entries is ours to ask for: the site's own, of our subject, met for the first time, and wanted."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.addresses import clean
from crawler.entries import Entry
from crawler.front import is_section
from crawler.guard import is_own
from crawler.ports import Listed, Validators
from crawler.tally import Batch, Tally
from crawler.topic import is_topical
from crawler.wanted import choose, fingerprint, is_since, newest

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

FAR = 10_000
"""Pages of a listing, with `since`."""


class Choice:
    def __init__(self, spider: "SiteSpider", tally: Tally, keep: Callable[..., Any]) -> None:
        self.spider = spider
        self.tally = tally
        self.keep = keep
        """Calls the memory; what goes wrong there is not the site's fault."""
        self.visit = spider.visit
        self.since = self.visit.settings.since
        self.seen: set[str] = set()
        """Every article that a listing of this visit showed."""
        self.found = False
        """Something that is wanted."""

    def take(self, entries: list[Entry], listing: str) -> list[Listed]:
        """The articles among them that are the site's own, of our subject, and not yet met in this run."""
        found: list[Listed] = []
        for entry in entries:
            url = clean(entry.link)
            own = is_own(urlsplit(url).hostname or "", self.spider.hosts)
            if entry.kind != "article" or url in self.seen or not own or not re.search(self.spider.articles, url):
                continue
            if self.since and not entry.title and is_section(url):
                continue  # a sitemap lists all that a site has
            self.seen.add(url)
            if self.spider.topic and not is_topical(entry.title, entry.content, urlsplit(url).path):
                self.tally.off_topic += 1
                continue
            words = fingerprint(entry, clean(listing))
            found.append(Listed(url=url, title=entry.title, published=entry.published, modified=entry.modified, fingerprint=words))
        self.tally.listed += len(found)
        return found

    def batch(self, url: str, validators: Validators, listed: list[Listed]) -> Batch:
        looked_at = [one for one in listed if not self.since or is_since(one, self.since)]
        looked_at = newest(looked_at, FAR**2 if self.since else self.visit.settings.window)
        known = {one.url: self.keep(self.visit.memory.known, one.url) for one in looked_at}
        self.tally.nowhere |= {address for address, seen in known.items() if seen and seen.gone}
        wanted, disbelieved = choose(looked_at, known.get, now=datetime.now(UTC))
        if disbelieved:
            self.tally.notes.append(f"{url} donne pour modifiés presque tous ses articles à la fois : ces changements sont ignorés")
        self.found = self.found or bool(wanted)
        return Batch(clean(url), validators, wanted)
