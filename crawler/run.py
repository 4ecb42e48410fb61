"""Run the spiders: all sites at once, one request at a time each, in this process; as often as one likes.

Twisted's reactor cannot be started twice, so it is never stopped: started once on an asyncio loop, it runs whenever the
loop does, and the loop runs while a crawl lasts.
"""

import asyncio
import atexit
import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.archive import Archive
from crawler.guard import PublicResolver
from crawler.ports import Memory, Sink
from crawler.report import SourceReport
from crawler.settings import CrawlSettings, scrapy_settings
from crawler.signals import on_signal
from crawler.spider import SiteSpider
from crawler.visit import Progress, Step, Stop, Visit

log = logging.getLogger("vigie.crawler")

LOGGERS = ("scrapy", "twisted", "asyncio", "protego", "vigie.crawler")


def find_sites() -> dict[str, type[SiteSpider]]:
    """Every site in `crawler.sites`, by name."""
    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["crawler.sites"]}))
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: site for name, site in found.items() if issubclass(site, SiteSpider)}


def crawl(
    sites: Sequence[type[SiteSpider]],
    *,
    memory: Memory,
    sink: Sink,
    settings: CrawlSettings,
    progress: Progress | None = None,
) -> list[SourceReport]:
    """Visit these sites; one report each, in their order, also given to the sink as each site ends.

    Raises ContactError before the first request, and whatever the sink or the memory raises, after all sites have stopped.
    SIGTERM, SIGINT and `max_minutes` stop it gently: the reports are of what was done.
    """
    for site in sites:
        if not site.loopback:
            settings.check_contact(site.name)
    with quiet(settings.log_file, settings.log):
        return _loop().run_until_complete(_crawl(sites, memory, sink, settings, progress or _silent))


async def _crawl(
    sites: Sequence[type[SiteSpider]], memory: Memory, sink: Sink, settings: CrawlSettings, progress: Progress
) -> list[SourceReport]:
    stop = Stop()
    loop = asyncio.get_running_loop()
    limit = settings.max_minutes and loop.call_later(
        settings.max_minutes * 60, lambda: stop.ask(f"durée maximale de {settings.max_minutes:g} min atteinte", grace=settings.grace)
    )
    keeping = Archive(settings.archive, agent=settings.user_agent) if settings.archive else None
    with _signals(stop, settings.grace), keeping or nullcontext():
        visits = [Visit(settings=settings, memory=memory, sink=sink, stop=stop, progress=progress, archive=keeping) for _ in sites]
        reports = await asyncio.gather(*(_visit(site, visit) for site, visit in zip(sites, visits, strict=True)))
    if limit:
        limit.cancel()
    if stop.error:
        raise stop.error
    return list(reports)


async def _visit(site: type[SiteSpider], visit: Visit) -> SourceReport:
    runner = AsyncCrawlerRunner(scrapy_settings(visit.settings, loopback=site.loopback))
    crawler: Crawler = runner.create_crawler(site)
    task = runner.crawl(crawler, visit=visit)
    ended = asyncio.ensure_future(visit.stop.now.wait())
    await asyncio.wait((task, ended), return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if not task.done():
        # The collector was told; what still hangs two seconds later is Scrapy's.
        await asyncio.wait((task,), timeout=2.0)
    problem = "arrêt forcé" if not task.done() else str(task.exception() or "") if not task.cancelled() else "arrêt forcé"
    task.cancel()
    spider: Any = crawler.spider
    report: SourceReport | None = spider.report if spider else None
    if report is None:
        report = SourceReport(
            site=site.name,
            status="stopped" if visit.stop.by_hand else "failed",
            reason=visit.stop.reason or problem or "la visite n’a pas abouti, voir le journal",
        )
    if not visit.stop.error:
        try:
            visit.sink.outcome(report)
        except Exception as error:
            visit.stop.ask(f"rien ne peut plus être enregistré : {error}", grace=0.0, error=error)
    log.info("%s: %s, %s", report.site, report.status, report.reason or "nothing to add")
    return report


def _silent(step: Step) -> None:
    """Nobody looks on."""


def _signals(stop: Stop, grace: float) -> AbstractContextManager[None]:
    """SIGTERM and SIGINT ask for the end; a second one drops what is under way."""
    loop = asyncio.get_running_loop()

    def end(reason: str) -> None:
        if stop.asked.is_set():
            stop.now.set()
        stop.ask(reason, grace=grace, by_hand=True)

    def received(reason: str) -> None:
        loop.call_soon_threadsafe(end, reason)

    return on_signal(received)


class LogFile(logging.FileHandler):
    """A log that is never why a crawl fails: on a full disk it falls silent."""

    def __init__(self, file: Path) -> None:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(file, encoding="utf-8", delay=True)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: the terminal is for what the operator must do, and the next write to the database says that the disk is full."""

    def close(self) -> None:
        with suppress(OSError):
            super().close()


@contextmanager
def quiet(file: Path | None, given: logging.Handler | None = None) -> Iterator[None]:
    """Scrapy's and our own log: to the handler that is given, else to the file if there is one; never to the terminal of itself."""
    handler: logging.Handler = given or logging.NullHandler()
    if file and not given:
        handler = LogFile(file)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.propagate = False
        logger.setLevel(logging.INFO if logger is log else logging.WARNING)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate
            logger.setLevel(level)
        if not given:
            handler.close()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop that the reactor lives on: made, and started, once a process."""
    from twisted.internet import asyncioreactor
    from twisted.logger import STDLibLogObserver, globalLogBeginner

    loop = asyncio.new_event_loop()
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    atexit.register(loop.close)
    from twisted.internet import reactor

    to_logging: Any = STDLibLogObserver("twisted")
    globalLogBeginner.beginLoggingTo([to_logging], discardBuffer=True, redirectStandardIO=False)
    living: Any = reactor
    living.installNameResolver(PublicResolver())
    living.startRunning(installSignalHandlers=False)
    return loop
