"""One visit: the listings, what is wanted of them, the articles one after the other, and the judgement on the source.

1. new and changed      listings ─ entries ─▶ wanted (unknown, changed), oldest first ─┐
2. looks                articles of 1, 3 and 10 days, whatever the listing says ───────┼─▶ page ─▶ Article ─▶ sink
3. retries              pages that failed before, the one that waits longest first ────┘

All three share the site's budget and its patience; the last two have their turn also where a listing failed and the site
still answers. Oldest first, because those are about to leave the listing.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from crawler.again import again
from crawler.answers import NoArticle, own, read
from crawler.fetch import Elsewhere, Off, Trouble, ask, conditional, validators_of
from crawler.guard import Stopped
from crawler.listings import Listings
from crawler.ports import PRESENT, Change, Listed, Validators, now
from crawler.report import SourceReport
from crawler.reservations import Reservations
from crawler.tally import Batch, Tally, count, day_spent, judge, why_left
from crawler.visit import Event, Step
from crawler.wanted import is_its_own_fault, is_young, tells_more

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

log = logging.getLogger("vigie.crawler")


class KeepError(Exception):
    """The sink or the memory failed: nothing to do with the site."""


class Collector:
    def __init__(self, spider: "SiteSpider") -> None:
        self.spider = spider
        self.visit = spider.visit
        self.tally = Tally()
        self.listings = Listings(spider, self.tally, self.keep)
        self.in_a_row = 0
        self.asked = 0
        self.total = 0
        self.leave = False
        """The site asked us to come back later."""
        self.failed: dict[str, Listed] = {}
        """Before this visit."""
        self.met: set[str] = set()
        """Asked for in this visit."""
        self.suspects: list[tuple[Listed, Trouble]] = []
        self.reservations = Reservations(spider)

    async def collect(self) -> SourceReport:
        """Never raises: a fault is a report's status; one of the sink's also ends the run."""
        begun = monotonic()
        try:
            await self._collect()
        except Stopped:
            self.tally.cut = True
        except KeepError as error:
            self.tally.troubles.append(Trouble("failed", f"ce qui est lu ne peut être enregistré : {error.__cause__}"))
        except Exception as error:
            log.exception("%s: a fault of ours", self.spider.name)
            self.tally.troubles.append(Trouble("failed", f"erreur de Vigie ({type(error).__name__} : {error}), voir le journal"))
        report = judge(self.spider.name, self.tally, self.visit, seconds=monotonic() - begun)
        self.step("done", report.reason)
        return report

    async def _collect(self) -> None:
        self.failed = {listed.url: listed for listed in self.keep(self.visit.memory.failed, self.spider.name)}
        self.visit.earlier = self.keep(self.visit.memory.spent, self.spider.name)
        if self.visit.is_exhausted():
            self.tally.exhausted = (
                f"budget du jour épuisé ({count(self.visit.earlier, 'requête', 'requêtes')} en 24 h) : rien n’est demandé"
            )
            return
        batches = await self.look_through()
        if not batches and self.tally.troubles and self.in_a_row < self.visit.settings.patience:
            self.in_a_row = max(self.in_a_row, self.visit.settings.patience - 1)  # one page tells whether the site answers
        self.leave = self.leave or self.listings.asked_to_leave
        await self.work(self.first(batches))
        listed = {listed.url: listed for batch in batches for listed in batch.wanted}
        once_more = again(self.spider, self.keep, failed=self.failed, wanted=listed, met=self.met)
        self.tally.waiting, self.tally.refusing = once_more.waiting, once_more.refusing
        await self.work(once_more.looks)
        await self.work(once_more.retries)
        self.blame()
        if self.tally.left:
            self.tally.notes.append(why_left(self.tally, self.visit, leave=self.leave, in_a_row=self.in_a_row))
        elif self.visit.is_exhausted():
            self.tally.notes.append(day_spent(self.visit))
        if self.tally.left or self.tally.troubles or self.tally.cut or self.tally.none_to_be_had:
            return
        for batch in batches:
            if batch.url and not any(listed.url in self.tally.failures for listed in batch.wanted):
                self.keep(self.visit.sink.validators, batch.url, replace(batch.validators, complete=now()), site=self.spider.name)

    async def look_through(self) -> list[Batch]:
        """What the listings show; on the way into the past each page is worked through before the next one is read."""
        batches: list[Batch] = []
        since = self.visit.settings.since
        async with aclosing(self.listings.read()) as found:
            async for batch in found:
                batches.append(batch)
                if since:
                    await self.work(self.first([batch]))
                    if self.over:
                        self.listings.cut_off()
                        break
                    if batch.page:
                        self.keep(self.visit.sink.walked, batch.page, site=self.spider.name, since=since)
                        self.step("walked", self.way)
        if self.way:
            self.tally.notes.append(self.way)
        return batches

    def first(self, batches: Sequence[Batch]) -> list[Listed]:
        """What the listings show, is wanted, and did not fail before as it stands."""
        wanted = {listed.url: listed for batch in batches for listed in batch.wanted if listed.url not in self.met}
        return [listed for url, listed in wanted.items() if url not in self.failed or tells_more(listed, self.failed[url])]

    async def work(self, queue: Sequence[Listed]) -> None:
        """Ask for these, one after the other, as long as the visit may last."""
        self.total += len(queue)
        self.tally.left += len(queue)
        self.step("listed")
        for listed in queue:
            if self.over:
                return
            self.met.add(listed.url)
            await self.article(listed)
            self.tally.left -= 1

    @property
    def over(self) -> bool:
        self.tally.cut = self.visit.stop.asked.is_set()
        return self.tally.cut or self.enough

    @property
    def enough(self) -> bool:
        """No more of this source in this run. One article at least is asked for, however slow the site wants us to be."""
        settings = self.visit.settings
        worn = self.in_a_row >= settings.patience or (self.visit.spent and self.asked > 0)
        return self.leave or worn or self.asked >= settings.budget or self.visit.is_exhausted()

    @property
    def way(self) -> str:
        """How far the way into the past has come; empty without `since`."""
        settings = self.visit.settings
        return self.listings.way.words(delay=self.visit.delay, budget=settings.budget) if settings.since else ""

    async def article(self, listed: Listed) -> None:
        """Ask for one article, only for a change if it is known, and keep what comes."""
        self.asked += 1
        known = self.keep(self.visit.memory.known, listed.url)
        held = self.keep(self.visit.memory.validators, listed.url) if known and not known.gone else None
        try:
            await self.reservations.check(listed.url)
            response = await ask(self.spider, listed.url, headers=conditional(held) if held else None)
            if held and response.status == 304:
                self.keep(self.visit.sink.unchanged, listed, site=self.spider.name)
                self.good("same", listed.url)
                return
            article = own(read(response, listed, obey=self.reservations.obeyed), self.spider, listed.url)
        except Elsewhere as error:
            self.refuse(listed, NoArticle("elsewhere", 0, str(error)))
        except Off as error:
            self.tally.refused[listed.url] = str(error)
            self.tally.forbidden |= self.listings.choice.seen & {listed.url}
        except NoArticle as error:
            self.refuse(listed, error)
        except Trouble as trouble:
            self.fail(listed, trouble)
        else:
            # A sitemap gives its date of change for both: that is no date of publication.
            dated = article.published or (listed.published if listed.published != listed.modified else None)
            kept = replace(article, fetched=self.visit.moment, published=dated)
            change: Change = self.keep(self.visit.sink.article, kept, site=self.spider.name, listed=listed)
            version = validators_of(response)
            if version != Validators() and is_young(dated):
                self.keep(self.visit.sink.validators, listed.url, version, site=self.spider.name)
                if kept.url != listed.url:
                    self.keep(self.visit.sink.validators, kept.url, version, site=self.spider.name)
            self.good(change, kept.url)

    def good(self, change: Change, url: str) -> None:
        self.tally.changes[change] += 1
        self.in_a_row = 0
        self.step("article", url)

    def refuse(self, listed: Listed, why: "NoArticle") -> None:
        self.in_a_row = 0
        self.tally.refused[listed.url] = why.words
        if why.reason not in PRESENT:
            self.tally.nowhere |= self.listings.choice.seen & {listed.url}
        self.tally.reserved += why.reason == "reserved"
        self.keep(self.visit.sink.refused, listed, site=self.spider.name, reason=why.reason, status=why.status)
        self.step("refused", listed.url)

    def fail(self, listed: Listed, trouble: Trouble) -> None:
        self.in_a_row += trouble.status != "changed"
        self.leave = self.leave or trouble.leave
        self.tally.failures[listed.url] = trouble.reason
        (self.tally.kinds_again if listed.tries else self.tally.kinds)[trouble.status] += 1
        tried = replace(listed, tries=listed.tries + 1, tried=now())
        self.keep(self.visit.sink.failed, tried, site=self.spider.name, reason=trouble.reason)
        self.suspects.append((tried, trouble))
        self.step("failure", listed.url)

    def blame(self) -> None:
        """Now that the visit is over it is known which pages failed by their own fault; those that did so too often are given up."""
        good, failed = self.tally.good, len(self.tally.failures)
        for tried, trouble in self.suspects:
            if not is_its_own_fault(trouble.blame, good=good, failed=failed):
                continue
            guilty = replace(tried, faults=tried.faults + 1)
            if guilty.faults < self.visit.settings.failed_tries:
                self.keep(self.visit.sink.failed, guilty, site=self.spider.name, reason=trouble.reason)
                continue
            self.tally.given_up.append(guilty.url)
            self.tally.notes.append(f"{guilty.url} abandonné après {count(guilty.tries, 'essai', 'essais')} ({trouble.reason})")
            self.keep(self.visit.sink.refused, guilty, site=self.spider.name, reason="given_up", status=0)

    def keep(self, door: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the sink or the memory; their fault ends the whole run."""
        try:
            return door(*args, **kwargs)
        except Exception as error:
            self.visit.stop.ask(f"rien ne peut plus être enregistré : {error}", grace=0.0, error=error)
            raise KeepError from error

    def step(self, event: Event, words: str = "") -> None:
        done = self.tally.good + len(self.tally.refused) + len(self.tally.failures)
        self.visit.progress(Step(site=self.spider.name, event=event, done=done, total=self.total, words=words))
