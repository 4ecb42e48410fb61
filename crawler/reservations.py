"""The reservations of a site's hosts: each host's tdmrep.json, asked for once a visit, before the host's first article.

It is kept with what the host says of its version (ETag, Last-Modified): a file that did not change is not sent again, and one that
cannot be had today says what it said last.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.answers import RESERVED, NoArticle
from crawler.encoding import decode
from crawler.fetch import Off, Trouble, ask, conditional, validators_of
from crawler.ports import Kept, Validators
from crawler.rights import MAX_BYTES, WELL_KNOWN, Rule, is_reserved, read_rules

if TYPE_CHECKING:
    from crawler.spider import SiteSpider


class Reservations:
    def __init__(self, spider: "SiteSpider") -> None:
        self.spider = spider
        self.obeyed = spider.visit.settings.obey_reservations and not spider.page
        """`vigie look` shows one page to one person: that is no mining."""
        self.hosts: dict[str, tuple[Rule, ...]] = {}

    async def check(self, url: str) -> None:
        """Raises NoArticle where the host reserves this address; Trouble where the site wants to be left alone."""
        if self.obeyed and is_reserved(await self.rules(url), url):
            raise NoArticle("reserved", 0, RESERVED)

    async def rules(self, url: str) -> tuple[Rule, ...]:
        """What the host says; while its file cannot be had, what it said last."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self.hosts:
            self.hosts[place] = ()
            before = self.spider.visit.memory.kept(place + WELL_KNOWN)
            body = await self.ask(place + WELL_KNOWN, before)
            self.hosts[place] = read_rules(body.encode())
        return self.hosts[place]

    async def ask(self, url: str, before: Kept | None) -> str:
        """The file, asked for only if it changed."""
        asked = Validators(etag=before.etag, last_modified=before.last_modified) if before else Validators()
        held = before.body if before else ""
        try:
            response = await ask(self.spider, url, headers=conditional(asked))
        except Off:
            return held
        except Trouble as trouble:
            if trouble.leave:
                raise
            return held
        if response.status == 304:
            return held
        body = decode(response.body) if response.status == 200 and len(response.body) <= MAX_BYTES else ""
        told = validators_of(response) if body else Validators()
        if body or held:
            kept = Kept(body=body, etag=told.etag, last_modified=told.last_modified)
            self.spider.visit.sink.keep(url, kept, site=self.spider.name)
        return body
