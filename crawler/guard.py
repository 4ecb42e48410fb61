"""The last door before the network: only the site's own hosts, only public addresses, and the kiosk on loopback.

Redirections, robots.txt and second tries pass here too, and a host's addresses are checked where the connection is made:
neither a link, a redirection nor a name that changes its mind leads into the operator's own network.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet import address as endpoints
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.public import is_literal, is_public

log = logging.getLogger("vigie.crawler")


class Refused(IgnoreRequest):
    """A request that Vigie does not send."""


class Stopped(IgnoreRequest):
    """The run ended before the answer was there."""


def is_own(host: str, hosts: Sequence[str]) -> bool:
    """Whether a host is one of `hosts`, or below one."""
    host = host.lower().rstrip(".")
    return any(host == own or host.endswith("." + own) for own in hosts)


def check(url: str, *, hosts: Sequence[str], loopback: bool) -> None:
    """Raises Refused, unless a site with these hosts may be asked for this address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused(f"{url} : adresse illisible ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise Refused(f"{url} : ni http ni https")
    if not is_own(host, hosts):
        raise Refused(f"{url} : « {host} » n’est pas un hôte du site ({', '.join(hosts)})")
    if port not in (None, 80, 443):
        raise Refused(f"{url} : port {port} refusé")
    if not loopback and (host == "localhost" or host.endswith(".localhost") or is_literal(host)):
        raise Refused(f"{url} : adresse locale ou numérique refusée")


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's, behind the checks; counts what it sends in `spider.visit.requests`, ends with the run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawler = crawler

    async def download_request(self, request: Request) -> Response:
        spider: Any = self.crawler.spider
        check(request.url, hosts=spider.hosts, loopback=spider.loopback)
        if spider.visit.stop.asked.is_set():
            raise Stopped(spider.visit.stop.reason)
        spider.visit.requests += 1
        spider.visit.under_way += 1
        log.info("%s: GET %s", spider.name, request.url)
        sent = to_loopback(request, spider.visit.settings.loopback) if spider.loopback else request
        answer = asyncio.ensure_future(super().download_request(sent))
        ended = asyncio.ensure_future(spider.visit.stop.now.wait())
        try:
            await asyncio.wait((answer, ended), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise Stopped(spider.visit.stop.reason)
            response = answer.result()
        finally:
            spider.visit.under_way -= 1
            ended.cancel()
            answer.cancel()
        return response if sent is request else response.replace(url=request.url, request=request)


def to_loopback(request: Request, ports: dict[str, int]) -> Request:
    """The same request, sent to 127.0.0.1 with the host's name in the Host header."""
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    if host not in ports:
        raise Refused(f"{request.url} : aucun port sur cette machine n’est donné pour « {host} »")
    sent = request.replace(url=urlunsplit(("http", f"127.0.0.1:{ports[host]}", parts.path, parts.query, "")))
    sent.headers["Host"] = host
    sent.meta.pop("proxy", None)
    return sent


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name
        self.task: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        if self.task:
            self.task.cancel()


@implementer(IHostnameResolver)
class PublicResolver:
    """Names to public addresses only. An address that is already a number is the guard's business and passes."""

    def __init__(self, timeout: float = 20.0) -> None:
        self.timeout = timeout

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803, ARG002
        transportSemantics: str = "TCP",  # noqa: N803, ARG002
    ) -> _Resolution:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolution.task = asyncio.ensure_future(self._resolve(resolutionReceiver, hostName, portNumber))
        return resolution

    async def _resolve(self, receiver: Any, name: str, port: int) -> None:
        try:
            for address in await self.addresses(name):
                kind = endpoints.IPv6Address if ":" in address else endpoints.IPv4Address
                receiver.addressResolved(kind("TCP", address, port))
        finally:
            receiver.resolutionComplete()

    async def addresses(self, name: str) -> list[str]:
        if is_literal(name):
            return [name]
        look_up = asyncio.get_running_loop().getaddrinfo(name, None, proto=6)
        try:
            found = await asyncio.wait_for(look_up, self.timeout)
        except (OSError, TimeoutError, UnicodeError):
            return []
        return [address for address in dict.fromkeys(str(info[4][0]) for info in found) if is_public(address)]
