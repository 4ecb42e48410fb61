"""Manners: robots.txt with its Crawl-delay, and Retry-After. Scrapy obeys neither of these two."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from crawler.guard import Refused, Stopped
from crawler.visit import Step, Visit

AGENT = "Vigie"
"""Our name in robots.txt."""

PLEASE_WAIT = (429, 503)
PASSING = (408, 500, 502, 504, 520, 521, 522, 523, 524, 525)


class Forbidden(IgnoreRequest):
    """robots.txt forbids this address."""


class RobotsUnreachable(IgnoreRequest):
    """Nobody knows what robots.txt says: RFC 9309 wants us to stay away."""


class AskedToWait(IgnoreRequest):
    """The site asks to wait longer than a run may (Retry-After, Crawl-delay)."""


def engine_of(crawler: Crawler) -> ExecutionEngine:
    if crawler.engine is None:
        raise RuntimeError("this crawler has not begun, or has ended")
    return crawler.engine


class Robots:
    """Asks for each host's robots.txt first, once a run, and keeps to it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.rules: dict[str, RobotParser | RobotsUnreachable] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        return cls(crawler)

    @property
    def visit(self) -> Visit:
        spider: Any = self.crawler.spider
        found: Visit = spider.visit
        return found

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self.rules:
            self.rules[place] = await self.ask(f"{place}/robots.txt")
            told: Any = getattr(self.rules[place], "rp", None)
            self.visit.sitemaps += [url for url in (told.sitemaps if told else ()) if url not in self.visit.sitemaps]
        rules = self.rules[place]
        self.visit.robots[place] = str(rules) if isinstance(rules, RobotsUnreachable) else "lu"
        if isinstance(rules, RobotsUnreachable):
            raise rules
        self.slow_down(rules.crawl_delay(AGENT), place)
        if not rules.allowed(request.url, AGENT):
            self.visit.robots[place] = f"interdit {parts.path}"
            raise Forbidden(f"{place}/robots.txt interdit {parts.path}")

    async def ask(self, url: str) -> RobotParser | RobotsUnreachable:
        spider: Any = self.crawler.spider
        request = Request(url, meta={"is_robots": True, "download_slot": spider.name})
        try:
            response = await engine_of(self.crawler).download_async(request)
        except Refused:
            return self.read(b"")  # a robots.txt that moved to another house rules nothing here
        except Stopped:
            raise
        except Exception as error:
            return RobotsUnreachable(f"{url} ne répond pas ({say(error)})")
        if response.status >= 500 or response.status == 429:
            return RobotsUnreachable(f"{url} répond {response.status}")
        return self.read(response.body if response.status == 200 else b"")

    def read(self, body: bytes) -> RobotParser:
        return ProtegoRobotParser.from_crawler(self.crawler, body[:500_000])

    def slow_down(self, asked: float | None, place: str) -> None:
        """All hosts of a site share one queue, so that its delay is the site's. Raises AskedToWait where no run is long enough for it."""
        spider: Any = self.crawler.spider
        longest = spider.visit.settings.longest_delay
        if asked and asked > longest:
            raise AskedToWait(
                f"{place}/robots.txt demande {asked:g} s entre deux requêtes ; Vigie attend au plus {longest:g} s, et n’interroge donc pas ce site"
            )
        downloader = engine_of(self.crawler).downloader
        own = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        obeyed = asked if asked and not (spider.loopback and not spider.visit.settings.obey_crawl_delay) else 0.0
        spider.visit.delay = max(spider.visit.delay, own, obeyed)
        # Both: an idle queue is thrown away after a minute, and made again from these settings.
        downloader.per_slot_settings[spider.name] = {"concurrency": 1, "delay": spider.visit.delay, "jitter": 0}
        if spider.name in downloader.slots:
            downloader.slots[spider.name].delay = spider.visit.delay


class RetryAfter:
    """A second try after a passing fault; later, if the site says when."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RetryAfter":
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status not in PLEASE_WAIT + PASSING:
            return response
        asked = seconds(response.headers.get("Retry-After"), datetime.now(UTC)) if response.status in PLEASE_WAIT else None
        spider: Any = self.crawler.spider
        longest = spider.visit.settings.longest_wait
        if asked is not None and asked > longest:
            raise AskedToWait(f"le site demande d’attendre {round(asked)} s (réponse {response.status})")
        return await self.again(request, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        # A name that does not exist, a page too large and a refusal of ours will not change in a minute.
        if isinstance(exception, IgnoreRequest | CannotResolveHostError | DownloadCancelledError):
            return None
        return await self.again(request, None)

    async def again(self, request: Request, asked: float | None) -> Request | None:
        spider: Any = self.crawler.spider
        tried = request.meta.get("tries", 0)
        if tried >= spider.visit.settings.tries or spider.visit.stop.asked.is_set():
            return None
        wait = asked if asked is not None else self.crawler.settings.getfloat("DOWNLOAD_DELAY") * 2**tried
        if asked is not None:
            spider.visit.waits.append(asked)
            spider.visit.progress(Step(site=spider.name, event="waiting", words=f"{round(asked)} s, à la demande du site"))
        if wait and not await spider.visit.stop.sleep(wait):
            return None
        return request.replace(meta={**request.meta, "tries": tried + 1})


def seconds(header: bytes | None, now: datetime) -> float | None:
    """What Retry-After says: `120`, or a date.

    >>> seconds(b"120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> seconds(b"Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    words = (header or b"").decode("latin-1").strip()
    if words.isascii() and words.isdigit():
        return float(words)
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())


def say(error: Exception) -> str:
    """An error of the network, in plain French."""
    name = type(error).__name__
    if "certificate" in str(error).lower():
        return "certificat refusé"
    known = {
        "CannotResolveHostError": "nom d’hôte introuvable, ou adresse privée",
        "DownloadTimeoutError": "délai dépassé",
        "DownloadConnectionRefusedError": "connexion refusée",
        "ResponseDataLossError": "réponse interrompue",
        "DownloadCancelledError": "réponse trop grosse",
        "DownloadFailedError": "connexion perdue",
    }
    return known.get(name) or str(error) or name
