"""The reservations of a site's hosts: each host's tdmrep.json, asked for once a visit, before the host's first article."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.answers import RESERVED, NoArticle
from crawler.fetch import Off, Trouble, ask
from crawler.rights import WELL_KNOWN, Rule, is_reserved, read_rules

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
        """What the host says; a file that cannot be had reserves nothing."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self.hosts:
            self.hosts[place] = ()
            try:
                response = await ask(self.spider, place + WELL_KNOWN)
            except Off:
                return ()
            except Trouble as trouble:
                if trouble.leave:
                    raise
                return ()
            self.hosts[place] = read_rules(response.body) if response.status == 200 else ()
        return self.hosts[place]
