"""One visit: the listings, what is wanted of them, the articles one after the other, and the judgement on the source.

listings ─ entries ─▶ wanted (unknown, changed, failed before) ─ oldest first ─▶ page ─▶ Article ─▶ sink
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler import addresses, errors
from crawler.article import Article
from crawler.fetch import Elsewhere, Off, Trouble, ask
from crawler.guard import Stopped, is_own
from crawler.listings import Listings
from crawler.page import read_page
from crawler.ports import Listed, Refusal, now
from crawler.report import SourceReport
from crawler.tally import Tally, count, judge
from crawler.visit import Event, Step

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

log = logging.getLogger("vigie.crawler")


class KeepError(Exception):
    """The sink or the memory failed: nothing to do with the site."""


class NoArticle(Exception):  # noqa: N818
    """The answer is clear: there is no article at this address."""

    def __init__(self, reason: Refusal, status: int, words: str) -> None:
        self.reason: Refusal = reason
        self.status = status
        self.words = words
        super().__init__(words)


def read(response: Response, listed: Listed) -> Article:
    """The article of an answer. Raises NoArticle or Trouble."""
    if response.status in (404, 410):
        raise NoArticle("gone", response.status, f"réponse {response.status}")
    try:
        return read_page(response.body, response.url, headers=_headers(response))
    except errors.NotHtml as error:
        raise NoArticle("not_html", 200, f"pas une page ({error.what})") from error
    except errors.AntiBot as error:
        raise Trouble("blocked", "page anti-robot au lieu de l’article") from error
    except errors.TooLarge as error:
        raise Trouble("failed", "page trop grosse") from error
    except errors.PageError as error:
        if _is_home(response.url) and not _is_home(listed.url):
            raise NoArticle("gone", response.status, "renvoie à l’accueil") from error
        raise Trouble("changed", f"page sans article lisible ({error.what})") from error
    except Exception as error:
        # A fault of ours on one page: that article fails, the others are read.
        log.exception("%s: not read", response.url)
        raise Trouble("failed", f"page illisible pour Vigie ({type(error).__name__})") from error


def own(article: Article, spider: "SiteSpider", asked: str) -> Article:
    """The article under an address of this site: a page may not speak for another outlet's."""
    if is_own(urlsplit(article.url).hostname or "", spider.hosts):
        return article
    address = addresses.clean(asked)
    return replace(article, url=address, publisher=addresses.host(address))


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
            pass
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
        failed_before = {listed.url: listed for listed in self.keep(self.visit.memory.failed, self.spider.name)}
        wanted = {listed.url: listed for batch in batches for listed in batch.wanted}
        # First tries first: pages that fail every time must not keep the others waiting, run after run.
        queue = [listed for url, listed in wanted.items() if url not in failed_before]
        queue += [replace(wanted.get(url, listed), tries=listed.tries) for url, listed in failed_before.items() if self.may_retry(listed)]
        self.total = len(queue)
        self.step("listed")
        for place, listed in enumerate(queue):
            if self.visit.stop.asked.is_set() or self.asked >= self.visit.settings.budget or self.in_a_row >= self.visit.settings.patience:
                self.tally.left = len(queue) - place
                break
            try:
                await self.article(listed)
            except Stopped:
                self.tally.left = len(queue) - place
                break
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

    def may_retry(self, listed: Listed) -> bool:
        return listed.tries < self.visit.settings.failed_tries

    async def article(self, listed: Listed) -> None:
        """Ask for one article and keep what comes."""
        self.asked += 1
        try:
            article = own(read(await ask(self.spider, listed.url), listed), self.spider, listed.url)
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
            self.tally.changes[self.keep(self.visit.sink.article, kept, site=self.spider.name, listed=listed)] += 1
            self.in_a_row = 0
            self.step("article", kept.url)

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
        tried = replace(listed, tries=listed.tries + 1)
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
        else:
            why = f"budget de {self.visit.settings.budget} requêtes épuisé"
        self.tally.notes.append(f"{why} ; {count(self.tally.left, 'article reste', 'articles restent')} pour la prochaine fois")


def _headers(response: Response) -> dict[str, str]:
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
