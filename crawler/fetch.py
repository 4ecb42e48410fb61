"""One request, and what its answer means for a source: a body, or the kind of trouble in plain French."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawler.guard import Refused, Stopped
from crawler.politeness import AskedToWait, Forbidden, RobotsUnreachable, engine_of, say
from crawler.ports import Blame, Validators, now
from crawler.report import Status
from crawler.rights import says_reserved

if TYPE_CHECKING:
    from crawler.spider import SiteSpider


class Trouble(Exception):  # noqa: N818
    """An answer that is no success. `status` is what it says of the source, `blame` what it says of a page."""

    def __init__(self, status: Status, reason: str, *, blame: Blame = "site", leave: bool = False) -> None:
        self.status: Status = status
        self.reason = reason
        self.blame: Blame = blame
        self.leave = leave
        """The site wants no more of our requests for now."""
        super().__init__(reason)


class Off(Exception):  # noqa: N818
    """No trouble, but no page for us: robots.txt forbids it."""


class Elsewhere(Off):
    """It leads to another house."""


async def ask(spider: "SiteSpider", url: str, *, headers: Mapping[str, str] | None = None, also: tuple[int, ...] = ()) -> Response:
    """The answer: 200, 304, 404, 410, or a status that is `also` an answer. Raises Trouble, Off or Stopped."""
    try:
        response = await _or_stopped(spider, Request(url, headers=dict(headers or {}), meta={"download_slot": spider.name}))
    except Stopped:
        raise
    except Exception as error:
        raise _said(error) from error
    spider.visit.moment = now()
    if response.status == 200 and spider.visit.archive:
        _archive(spider, response)
    if response.status not in (200, 304, 404, 410, *also):
        raise trouble(response.status)
    return response


def _archive(spider: "SiteSpider", response: Response) -> None:
    """Keep the answer, unless its publisher reserves it. A full disk ends the run."""
    visit = spider.visit
    headers = {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}
    if visit.archive is None or (visit.settings.obey_reservations and says_reserved(headers, response.body)):
        return
    try:
        visit.archive.keep(response, moment=visit.moment)
    except OSError as error:
        visit.stop.ask(f"l’archive ne peut être écrite : {error}", grace=0.0, error=error)
        raise Stopped(visit.stop.reason) from error


def _said(error: Exception) -> Trouble | Off:
    """What a request that came to nothing says."""
    match error:
        case Refused():
            return Elsewhere(str(error))
        case Forbidden():
            return Off(str(error))
        case AskedToWait():
            return Trouble("blocked", str(error), leave=True)
        case RobotsUnreachable():
            return Trouble("failed", f"{error} ; sans lui, Vigie reste à l’écart", leave=True)
        case IgnoreRequest() if "redirection" in str(error):
            return Trouble("failed", "trop de redirections", blame="either")
        case IgnoreRequest():
            return Trouble("failed", "réponse trop grosse une fois décompressée", blame="page")
        case DownloadCancelledError():
            return Trouble("failed", say(error), blame="page")
    return Trouble("failed", say(error))


async def _or_stopped(spider: "SiteSpider", request: Request) -> Response:
    """The answer. When the run is to end, a request that still waits its turn is dropped at once, one under way when its time is up."""
    stop = spider.visit.stop
    answer = asyncio.ensure_future(engine_of(spider.crawler).download_async(request))
    asked, over = asyncio.ensure_future(stop.asked.wait()), asyncio.ensure_future(stop.now.wait())
    try:
        await asyncio.wait((answer, asked), return_when=asyncio.FIRST_COMPLETED)
        idle = 0  # an answer that has come still passes through Scrapy's hands
        while not (answer.done() or over.done()) and idle < 2:
            await asyncio.wait((answer, over), timeout=0.1, return_when=asyncio.FIRST_COMPLETED)
            idle = 0 if spider.visit.under_way else idle + 1
        if not answer.done():
            raise Stopped(stop.reason)
        return answer.result()
    finally:
        for waiting in (answer, asked, over):
            waiting.cancel()


def trouble(status: int) -> Trouble:
    """What a status other than 200, 304, 404, 410 says."""
    if status in (401, 402, 403, 407, 429, 451):
        return Trouble("blocked", f"le site refuse : réponse {status}", leave=status == 429)
    if status == 202:
        return Trouble("blocked", "le site fait patienter : réponse 202 au lieu de la page")
    if status >= 500:
        return Trouble("failed", f"le site est en panne : réponse {status}", blame="either")
    return Trouble("changed", f"réponse inattendue : {status}", blame="either")


def conditional(before: Validators) -> dict[str, str]:
    """The headers that ask for a page only if it changed."""
    headers = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in headers.items() if value}


def validators_of(response: Response) -> Validators:
    """What an answer says of its version."""

    def value(name: str) -> str | None:
        given = response.headers.get(name)
        return given.decode("latin-1") if given else None

    return Validators(etag=value("ETag"), last_modified=value("Last-Modified"))
