"""A site's listings: read in order of preference, page by page, down to what is known.

An ordinary run reads all feeds; if one of them fails, or there is none, the next way takes its place: WordPress' API, the
sitemap, the front page. A feed that failed stays a trouble of the source, even if another way gave articles.
With `since` the ways that go back are preferred: the API, the sitemap, the pages of the feed.
"""

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from scrapy.http import Response

from crawler import errors
from crawler.addresses import clean
from crawler.fetch import Elsewhere, Off, Trouble, ask, conditional, trouble, validators_of
from crawler.guard import is_own
from crawler.listing import Entry, read_links, read_listing
from crawler.markup import challenge
from crawler.ports import Listed, Validators
from crawler.tally import Batch, Tally
from crawler.topic import is_topical
from crawler.wanted import choose, fingerprint, is_since, newest

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

FAR = 10_000
"""Pages of a listing, with `since`."""


class Listings:
    def __init__(self, spider: "SiteSpider", tally: Tally, keep: Callable[..., Any]) -> None:
        self.spider = spider
        self.tally = tally
        self.keep = keep
        """Calls the memory; what goes wrong there is not the site's fault."""
        self.visit = spider.visit
        self.seen: set[str] = set()
        self.since = self.visit.settings.since
        self.pages = FAR if self.since else self.visit.settings.pages

    async def read(self) -> list[Batch]:
        """All that is wanted, by listing, oldest first; troubles go to the tally."""
        batches: list[Batch] = []
        if self.spider.page:
            self.tally.listed = 1
            return [Batch("", Validators(), [Listed(url=self.spider.page)])]
        for addresses, reader in self.ways():
            troubles = len(self.tally.troubles)
            for url in addresses:
                try:
                    batches += [batch async for batch in reader(url)]
                except (Trouble, Off) as error:
                    self.note(url, error)
            if len(self.tally.troubles) == troubles:
                break
        return batches

    def ways(self) -> list[tuple[tuple[str, ...], Callable[[str], AsyncIterator[Batch]]]]:
        spider = self.spider
        feeds = (spider.feeds, self.feed)
        older = [((spider.wp_json,) if spider.wp_json else (), self.wordpress), (spider.sitemaps, self.sitemap)]
        ways = [*older, feeds] if self.since else [feeds, *older]
        return [(addresses, reader) for addresses, reader in [*ways, (spider.fronts, self.front)] if addresses]

    async def feed(self, url: str) -> AsyncIterator[Batch]:
        """The feed, and its further pages as long as they bring nothing known."""
        async for batch in self.paged(url, lambda page: _with(url, f"paged={page}"), last=self.pages if self.spider.paged else 1):
            yield batch

    async def wordpress(self, url: str) -> AsyncIterator[Batch]:
        fields = "_fields=link,title,excerpt,date,date_gmt,modified,modified_gmt"
        first = _with(url, f"per_page={100 if self.since else 20}&{fields}")
        async for batch in self.paged(first, lambda page: _with(first, f"page={page}"), last=self.pages):
            yield batch

    async def paged(self, first: str, address: Callable[[int], str], *, last: int) -> AsyncIterator[Batch]:
        """The first page, and the next ones down to what was there when all was complete: an outage or a kill leaves no hole."""
        before = self.keep(self.visit.memory.validators, clean(first))
        complete = before.complete if before else None
        whole: list[Listed] = []
        newest_version = Validators()
        for page in range(1, last + 1):
            if page > 1 and self.too_slow:
                break
            url = first if page == 1 else address(page)
            try:
                found = await self.ask(url, past_the_end=page > 1)
            except (Trouble, Off) as error:
                # What was read stands; older pages wait for the next run, and the trouble is told.
                if page == 1:
                    raise
                self.note(url, error)
                break
            if found is None:
                break
            entries, validators = found
            newest_version = validators if page == 1 else newest_version
            met = len(self.seen)
            listed = self.take(entries, first)
            if len(self.seen) == met and page > 1:
                break  # a site that shows its first page whatever is asked
            whole += listed
            if self.goes_no_deeper(listed, complete):
                break
        if newest_version != Validators() or whole:
            yield self.batch(first, newest_version, whole)

    def goes_no_deeper(self, listed: list[Listed], complete: str | None) -> bool:
        """Whether a page reaches down to known ground, or beyond `since`."""
        if self.since:
            return bool(listed) and not any(is_since(one, self.since) for one in listed)
        known = [self.keep(self.visit.memory.known, one.url) for one in listed]
        return complete is not None and any(one and one.fetched <= complete for one in known)

    async def sitemap(self, url: str) -> AsyncIterator[Batch]:
        """A sitemap, or the newest parts of an index."""
        found = await self.ask(url)
        if found is None:
            return
        entries, validators = found
        parts = [entry for entry in entries if entry.kind == "listing" and re.search(self.spider.follow, entry.link)]
        batches: list[Batch] = []
        for part in sorted(parts, key=_age, reverse=True)[: self.pages]:
            before = self.keep(self.visit.memory.validators, clean(part.link))
            if part.modified and before and before.modified == part.modified and not self.since:
                self.tally.unchanged = True
                continue
            if batches and self.too_slow:
                break
            try:
                inside = await self.ask(part.link)
            except (Trouble, Off) as error:
                self.note(part.link, error)
                continue
            if inside:
                kept = Validators(etag=inside[1].etag, last_modified=inside[1].last_modified, modified=part.modified)
                batches.append(self.batch(part.link, kept, self.take(inside[0], part.link)))
        for batch in reversed(batches):
            yield batch
        yield self.batch(url, validators, self.take(entries, url))

    async def front(self, url: str) -> AsyncIterator[Batch]:
        response = await ask(self.spider, url)
        if response.status != 200:
            raise trouble(response.status)
        try:
            links = read_links(response.body, response.url)
        except errors.ListingError as error:
            raise _unreadable(error, response) from error
        yield self.batch(url, Validators(), self.take([Entry(link=link) for link in links], url))

    def note(self, url: str, error: Trouble | Off) -> None:
        """A listing in trouble."""
        if isinstance(error, Off):
            error = Trouble("changed" if isinstance(error, Elsewhere) else "blocked", str(error))
        self.tally.troubles.append(Trouble(error.status, f"{url} : {error.reason}"))

    async def ask(self, url: str, *, past_the_end: bool = False) -> tuple[list[Entry], Validators] | None:
        """The entries; None for a 304, or past the last page."""
        before = None if self.since or past_the_end else self.keep(self.visit.memory.validators, clean(url))
        response = await ask(self.spider, url, headers=conditional(before) if before else None, also=(400,) if past_the_end else ())
        if response.status == 304:
            self.tally.unchanged = True
            return None
        if response.status in (400, 404, 410):
            if past_the_end:
                return None  # a feed of WordPress answers 404 there, its API 400
            raise Trouble("changed", f"cette liste n’existe plus (réponse {response.status})")
        try:
            entries = read_listing(response.body, response.url)
        except errors.ListingError as error:
            raise _unreadable(error, response) from error
        if is_cut_short(response.body):
            # What it holds is taken; that it lacks the rest must not go unsaid.
            self.tally.troubles.append(Trouble("changed", f"{url} : XML tronqué, {len(entries)} entrées lues"))
        return entries, validators_of(response)

    @property
    def too_slow(self) -> bool:
        """The delay that the site asks for leaves no time for older pages: that is for its articles. `since` takes its time."""
        return self.visit.spent and not self.since

    def take(self, entries: list[Entry], listing: str) -> list[Listed]:
        """The articles among them that are the site's own, of our subject, and not yet met in this run."""
        found: list[Listed] = []
        for entry in entries:
            url = clean(entry.link)
            own = is_own(urlsplit(url).hostname or "", self.spider.hosts)
            if entry.kind != "article" or url in self.seen or not own or not re.search(self.spider.articles, url):
                continue
            self.seen.add(url)
            if self.spider.topic and not is_topical(f"{entry.title} {entry.content} {urlsplit(url).path}"):
                self.tally.off_topic += 1
                continue
            words = fingerprint(entry, clean(listing))
            found.append(Listed(url=url, published=entry.published, modified=entry.modified, fingerprint=words))
        self.tally.listed += len(found)
        return found

    def batch(self, url: str, validators: Validators, listed: list[Listed]) -> Batch:
        looked_at = [one for one in listed if not self.since or is_since(one, self.since)]
        looked_at = newest(looked_at, FAR**2 if self.since else self.visit.settings.window)
        known = self.visit.memory.known
        wanted, disbelieved = choose(looked_at, lambda address: self.keep(known, address), now=datetime.now(UTC))
        if disbelieved:
            self.tally.notes.append(f"{url} donne pour modifiés presque tous ses articles à la fois : ces changements sont ignorés")
        return Batch(clean(url), validators, wanted)


def is_cut_short(data: bytes) -> bool:
    """Whether XML lacks its end: the reader repairs it, and cannot know what is missing."""
    if not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<", data):
        return False
    return not re.search(
        rb"(?i)</(?:\w{1,20}:)?(?:rss|feed|rdf|urlset|sitemapindex)\s*>|<(?:urlset|sitemapindex)\b[^<]*/>\s*$", data[-5000:]
    )


def _unreadable(error: errors.ListingError, response: Response) -> Trouble:
    if isinstance(error, errors.FeedIsHtml):
        robots = challenge(response.body[:100_000].decode("utf-8", "replace"))
        if robots:
            return Trouble("blocked", f"page anti-robot au lieu de la liste ({robots})")
        return Trouble("changed", "page HTML au lieu d’un flux ou d’un plan du site")
    if isinstance(error, errors.BrokenXml):
        return Trouble("changed", f"XML cassé à la ligne {error.line}")
    if isinstance(error, errors.ListingTooLarge):
        return Trouble("failed", "liste trop grosse")
    return Trouble("changed", "ni flux, ni plan du site, ni réponse de WordPress")


def _with(url: str, query: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, query)))))


def _age(part: Entry) -> tuple[str, list[int]]:
    """The newest part last: by its date, else by the numbers in its name (`posts-2024-11`)."""
    return part.modified or "", [int(number) for number in re.findall(r"\d{1,9}", urlsplit(part.link).path)]
