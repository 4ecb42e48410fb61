"""A site's listings: read in order of preference, page by page, down to what is known.

An ordinary run reads all feeds; if one of them fails, or there is none, the next way takes its place: WordPress' API, the
sitemap, the front page. A feed that failed stays a trouble of the source, even if another way gave articles.
With `since` the ways that go back are preferred: the API, the sitemap, dated archives, the pages of the feed. Each page is handed on as
it is read; what a run has walked is passed over by the next one, the first page excepted (`crawler.backwards`).
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from crawler import errors
from crawler.addresses import clean, with_query
from crawler.backwards import Way, dated_pages, parts_of
from crawler.broken import is_cut_short, unreadable
from crawler.choice import FAR, Choice
from crawler.fetch import Elsewhere, Off, Trouble, ask, conditional, trouble, validators_of
from crawler.listing import Entry, read_links, read_listing
from crawler.ports import Listed, Validators
from crawler.tally import Batch, Tally
from crawler.wanted import is_since

if TYPE_CHECKING:
    from crawler.spider import SiteSpider


class Listings:
    def __init__(self, spider: "SiteSpider", tally: Tally, keep: Callable[..., Any]) -> None:
        self.spider = spider
        self.tally = tally
        self.keep = keep
        """Calls the memory; what goes wrong there is not the site's fault."""
        self.visit = spider.visit
        self.choice = Choice(spider, tally, keep)
        self.since = self.visit.settings.since
        self.pages = FAR if self.since else self.visit.settings.pages
        self.way = Way(self.since or "")

    async def read(self) -> AsyncGenerator[Batch]:
        """All that is wanted, by listing, oldest first; troubles go to the tally."""
        if self.spider.page:
            self.tally.listed = 1
            yield Batch("", Validators(), [Listed(url=self.spider.page)])
            return
        for addresses, reader in self.ways():
            troubles = len(self.tally.troubles)
            for url in addresses:
                if self.choice.found and self.too_slow:
                    self.cut_off()  # it has its turn in a run that finds less to do
                    break
                try:
                    async for batch in reader(url):
                        yield batch
                except (Trouble, Off) as error:
                    self.note(url, error)
                if self.asked_to_leave:
                    return
            if len(self.tally.troubles) == troubles and not (self.since and reader == self.feed and not self.spider.goes_back()):
                break

    def ways(self) -> Iterator[tuple[tuple[str, ...], Callable[[str], AsyncIterator[Batch]]]]:
        """The ways that there are, the best first. What robots.txt names is known once something was asked for."""
        spider = self.spider
        feeds = (spider.feeds, self.feed)
        older = [((spider.wp_json,) if spider.wp_json else (), self.wordpress), (spider.sitemaps, self.sitemap)]
        yield from (way for way in ([*older, (spider.dated, self.dated), feeds] if self.since else [feeds, *older]) if way[0])
        if self.since and self.visit.sitemaps and not spider.sitemaps:
            yield tuple(self.visit.sitemaps), self.sitemap
        if spider.fronts:
            yield spider.fronts, self.front

    async def feed(self, url: str) -> AsyncIterator[Batch]:
        """The feed, and its further pages as long as they bring nothing known."""
        async for batch in self.paged(url, lambda page: with_query(url, f"paged={page}"), last=self.pages if self.spider.paged else 1):
            yield batch

    async def wordpress(self, url: str) -> AsyncIterator[Batch]:
        fields = "_fields=link,title,excerpt,date,date_gmt,modified,modified_gmt"
        after = f"&after={self.since}T00:00:00" if self.since else ""
        first = with_query(url, f"per_page={100 if self.since else 20}{after}&{fields}")
        async for batch in self.paged(first, lambda page: with_query(first, f"page={page}"), last=self.pages):
            yield batch

    async def paged(self, first: str, address: Callable[[int], str], *, last: int) -> AsyncIterator[Batch]:
        """The first page, and the next ones down to what was there when all was complete: an outage or a kill leaves no hole."""
        before = self.keep(self.visit.memory.validators, clean(first))
        complete = before.complete if before else None
        whole: list[Listed] = []
        newest_version = Validators()
        whole_way = True
        for page, url in self.pages_of(first, address, last=last):
            if page > 1 and self.too_slow:
                whole_way = self.cut_off()
                break
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
            met = len(self.choice.seen)
            listed = self.choice.take(entries, first)
            if len(self.choice.seen) == met and page > 1:
                break  # a site that shows its first page whatever is asked
            whole += listed
            part = self.choice.batch(first, Validators(), listed)
            if self.since:
                yield self.walk(part, url, entries)
            if self.goes_no_deeper(listed, complete):
                break
        if newest_version != Validators() or whole:
            batch = self.choice.batch(first, newest_version, whole)
            # Without its address its version is not kept: what lies below would be taken for known.
            yield batch if whole_way else replace(batch, url="")

    def pages_of(self, first: str, address: Callable[[int], str], *, last: int) -> Iterator[tuple[int, str]]:
        """The pages of a listing, without those that were walked."""
        yield 1, first
        for page in range(2, last + 1):
            if not self.is_walked(url := address(page)):
                yield page, url

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
        batches: list[Batch] = []
        whole_way = True
        for place, part in enumerate(parts_of(entries, follow=self.spider.follow, since=self.since)[: self.pages]):
            if self.is_walked(part.link) if self.since and place else self.is_as_before(part):
                continue
            if batches and self.too_slow:
                whole_way = self.cut_off()
                break
            try:
                inside = await self.ask(part.link)
            except (Trouble, Off) as error:
                self.note(part.link, error)
                if self.asked_to_leave:
                    break
                continue
            if inside:
                kept = Validators(etag=inside[1].etag, last_modified=inside[1].last_modified, modified=part.modified)
                batch = self.choice.batch(part.link, kept, self.choice.take(inside[0], part.link))
                if self.since:
                    yield replace(self.walk(batch, part.link, inside[0]), url=batch.url)
                else:
                    batches.append(batch)
        for batch in reversed(batches):
            yield batch
        batch = self.choice.batch(url, validators, self.choice.take(entries, url))
        yield batch if whole_way else replace(batch, url="")

    def is_as_before(self, part: Entry) -> bool:
        """Whether a part of a sitemap did not change since all of it was kept, as far as its index tells."""
        before = self.keep(self.visit.memory.validators, clean(part.link)) if part.modified and not self.since else None
        return self.tally.known_ground(bool(before and before.modified == part.modified))

    async def front(self, url: str) -> AsyncIterator[Batch]:
        yield self.choice.batch(url, Validators(), self.choice.take(await self.links(url), url))

    async def dated(self, template: str) -> AsyncIterator[Batch]:
        """A day on which nothing came out has no page."""
        for place, url in enumerate(dated_pages(template, since=self.since or "")):
            if place and self.is_walked(url):
                continue
            links = await self.links(url, optional=True)
            yield self.walk(self.choice.batch(url, Validators(), self.choice.take(links, url)), url, links)

    async def links(self, url: str, *, optional: bool = False) -> list[Entry]:
        """The articles that a page of links leads to. `optional`: there need not be such a page."""
        response = await ask(self.spider, url)
        if optional and response.status in (404, 410):
            return []
        if response.status != 200:
            raise trouble(response.status)
        try:
            return [Entry(link=link) for link in read_links(response.body, response.url)]
        except errors.ListingError as error:
            raise unreadable(error, response.body) from error

    def is_walked(self, page: str) -> bool:
        """Whether a run before this one has been through that page of a listing, on its way into the past."""
        return self.tally.known_ground(bool(self.since and self.keep(self.visit.memory.walked, page, since=self.since)))

    def walk(self, batch: Batch, page: str, entries: list[Entry]) -> Batch:
        """The batch of a page on the way into the past: it is noted once its articles are asked for."""
        self.way.shown([entry.published or entry.modified for entry in entries])
        return replace(batch, url="", page=page)

    def note(self, url: str, error: Trouble | Off) -> None:
        """A listing in trouble."""
        if isinstance(error, Off):
            error = Trouble("changed" if isinstance(error, Elsewhere) else "blocked", str(error))
        self.tally.troubles.append(Trouble(error.status, f"{url} : {error.reason}", leave=error.leave))

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
            raise unreadable(error, response.body) from error
        if is_cut_short(response.body):
            # What it holds is taken; that it lacks the rest must not go unsaid.
            self.tally.troubles.append(Trouble("changed", f"{url} : XML tronqué, {len(entries)} entrées lues"))
        total = response.headers.get("X-WP-Total") or b""
        if self.since and total.isdigit():
            self.way.total = int(total)
        return entries, validators_of(response)

    @property
    def asked_to_leave(self) -> bool:
        """The site wants no more requests for now."""
        return any(trouble.leave for trouble in self.tally.troubles)

    def cut_off(self) -> Literal[False]:
        """Older pages wait for the next run, and the report says so."""
        self.tally.notes.append("la suite de la liste attend la prochaine fois")
        return False

    @property
    def too_slow(self) -> bool:
        """Half the time of the visit is over: the rest is for the articles that were found. With `since` they come between the pages."""
        return not self.since and (self.visit.spent or (self.choice.found and self.visit.halfway))
