"""One visit: the listings, what is wanted of them, the articles one after the other, and the judgement on the source.

listings ─ entries ─▶ wanted (unknown, changed) ─ oldest first ─┐
                              failed before, young ones due again ─┴─▶ page ─▶ Article ─▶ sink
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.answers import NoArticle, own, read
from crawler.fetch import Elsewhere, Off, Trouble, ask, conditional, validators_of
from crawler.guard import Stopped, is_own
from crawler.listings import Listings
from crawler.ports import Change, Listed, Validators, now
from crawler.report import SourceReport
from crawler.tally import Tally, count, judge
from crawler.visit import Event, Step
from crawler.wanted import YOUNG, is_due, may_retry, tells_more

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
        batches = await self.listings.read()
        queue = self.queue({listed.url: listed for batch in batches for listed in batch.wanted})
        self.total = len(queue)
        self.step("listed")
        for place, listed in enumerate(queue):
            self.tally.left = len(queue) - place
            self.tally.cut = self.visit.stop.asked.is_set()
            if self.tally.cut or self.enough:
                break
            await self.article(listed)
        else:
            self.tally.left = 0
        self.explain_the_rest()
        for batch in batches:
            if (
                batch.url
                and not self.tally.left
                and not self.tally.troubles
                and not any(listed.url in self.tally.failures for listed in batch.wanted)
            ):
                self.keep(self.visit.sink.validators, batch.url, replace(batch.validators, complete=now()), site=self.spider.name)

    total = 0

    def queue(self, wanted: Mapping[str, Listed]) -> list[Listed]:
        """What to ask for. First tries first: pages that fail every time must not keep the others waiting, run after run."""
        now = datetime.now(UTC)
        failed = {listed.url: listed for listed in self.keep(self.visit.memory.failed, self.spider.name)}
        anew = [url for url, listed in failed.items() if url in wanted and tells_more(wanted[url], listed)]
        again = [url for url, listed in failed.items() if url not in anew and may_retry(listed, now=now)]
        self.tally.waiting = len(failed) - len(anew) - len(again)
        first = [listed for url, listed in wanted.items() if url not in failed or url in anew]
        recent = (
            ()
            if self.spider.page
            else self.keep(self.visit.memory.recent, self.spider.name, since=str((now - timedelta(days=YOUNG)).date()))
        )
        due = [
            listed
            for listed in recent
            if listed.url not in wanted
            and listed.url not in failed
            and is_own(urlsplit(listed.url).hostname or "", self.spider.hosts)
            and is_due(listed.published, self.keep(self.visit.memory.known, listed.url), now=now)
        ]
        retries = [replace(wanted.get(url, failed[url]), tries=failed[url].tries) for url in again]
        return [*first, *retries, *due[: self.visit.settings.rechecks]]

    @property
    def enough(self) -> bool:
        """No more of this source in this run. One article at least is asked for, however slow the site wants us to be."""
        settings = self.visit.settings
        return self.asked >= settings.budget or self.in_a_row >= settings.patience or (self.visit.spent and self.asked > 0)

    async def article(self, listed: Listed) -> None:
        """Ask for one article, only for a change if it is known, and keep what comes."""
        self.asked += 1
        known = self.keep(self.visit.memory.known, listed.url)
        held = self.keep(self.visit.memory.validators, listed.url) if known and not known.gone else None
        try:
            response = await ask(self.spider, listed.url, headers=conditional(held) if held else None)
            if held and response.status == 304:
                self.keep(self.visit.sink.unchanged, listed, site=self.spider.name)
                self.good("same", listed.url)
                return
            article = own(read(response, listed), self.spider, listed.url)
        except Elsewhere as error:
            self.refuse(listed, NoArticle("elsewhere", 0, str(error)))
        except Off as error:
            self.tally.refused[listed.url] = str(error)
        except NoArticle as error:
            self.refuse(listed, error)
        except Trouble as trouble:
            self.fail(listed, trouble)
        else:
            # A sitemap gives its date of change for both: that is no date of publication.
            dated = article.published or (listed.published if listed.published != listed.modified else None)
            kept = replace(article, fetched=now(), published=dated)
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
        self.keep(self.visit.sink.refused, listed, site=self.spider.name, reason=why.reason, status=why.status)
        self.step("refused", listed.url)

    def fail(self, listed: Listed, trouble: Trouble) -> None:
        self.in_a_row += trouble.status != "changed" and not listed.tries
        self.tally.failures[listed.url] = trouble.reason
        if not listed.tries:
            self.tally.kinds[trouble.status] += 1
        tried = replace(listed, tries=listed.tries + 1, tried=now())
        if tried.tries >= self.visit.settings.failed_tries:
            self.tally.given_up.append(listed.url)
            self.tally.notes.append(f"{listed.url} abandonné après {count(tried.tries, 'essai', 'essais')} ({trouble.reason})")
            self.keep(self.visit.sink.refused, tried, site=self.spider.name, reason="given_up", status=0)
        else:
            self.keep(self.visit.sink.failed, tried, site=self.spider.name, reason=trouble.reason)
        self.step("failure", listed.url)

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

    def explain_the_rest(self) -> None:
        if not self.tally.left:
            return
        if self.visit.stop.asked.is_set():
            why = self.visit.stop.reason
        elif self.in_a_row >= self.visit.settings.patience:
            why = f"{self.in_a_row} échecs de suite"
        elif self.visit.spent:
            why = f"un délai de {self.visit.delay:g} s entre deux requêtes ne laisse pas le temps d’en faire plus"
        else:
            why = f"budget de {self.visit.settings.budget} requêtes épuisé"
        self.tally.notes.append(f"{why} ; {count(self.tally.left, 'article reste', 'articles restent')} pour la prochaine fois")


def is_young(published: str | None) -> bool:
    """Whether its page will be asked for again, and what it says of its version is worth keeping."""
    return published is None or published >= str((datetime.now(UTC) - timedelta(days=YOUNG)).date())
