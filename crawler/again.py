"""What to ask for once more: young articles that may have been edited, pages that failed, and what an operator reopens.

After what is new and what the listings tell as changed, a visit has two more things to do, also where the listings failed:

    looks       an article is asked for again 1, 3 and 10 days after its publication (`crawler.wanted.LOOKS`), whatever the
                listing says, by ETag or Last-Modified where its page gave one; `rechecks` articles a visit at most
    retries     pages that failed, the one that waits longest first (`crawler.wanted.may_retry`); and, with `since` or
                `retry_given_up`, those that were given up
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.guard import is_own
from crawler.ports import Known, Listed
from crawler.wanted import YOUNG, is_due, is_refusing, may_retry

if TYPE_CHECKING:
    from crawler.spider import SiteSpider


@dataclass(frozen=True, kw_only=True)
class Again:
    """In the order in which it is asked for: the looks, then the retries."""

    looks: list[Listed]
    retries: list[Listed]
    waiting: int
    """Pages that failed and whose time has not come."""
    refusing: int
    """The same number, where no page of the site came since they failed: it is the site that is ill."""


def again(
    spider: "SiteSpider", keep: Callable[..., Any], *, failed: Mapping[str, Listed], wanted: Mapping[str, Listed], met: Collection[str]
) -> Again:
    """`wanted`: what the listings show; `met`: what this visit has asked for; `keep` calls the memory."""
    visit, now = spider.visit, datetime.now(UTC)
    left = [listed for url, listed in failed.items() if url not in met]
    ready = [listed for listed in left if may_retry(listed, now=now)]
    waiting = [listed for listed in left if listed not in ready]
    retries = [replace(wanted.get(one.url, one), tries=one.tries, faults=one.faults, tried=one.tried) for one in ready]
    if visit.settings.reopens:
        given_up = keep(visit.memory.given_up, spider.name)
        retries += [replace(one, tries=0, faults=0) for one in given_up if one.url not in failed and one.url not in met]
    recent = young(spider, keep, now=now)
    looks = [
        listed
        for listed, seen in recent
        if listed.url not in failed and listed.url not in met and listed.url not in wanted and is_due(listed.published, seen, now=now)
    ]
    return Again(
        looks=looks[: visit.settings.rechecks],
        retries=sorted(retries, key=lambda listed: (listed.tried or "", listed.tries)),
        waiting=len(waiting),
        refusing=len(waiting) if is_refusing(waiting, [seen for _, seen in recent], many=max(1, visit.settings.patience)) else 0,
    )


def young(spider: "SiteSpider", keep: Callable[..., Any], *, now: datetime) -> list[tuple[Listed, Known]]:
    """The site's articles of the last `YOUNG` days, with what came of them."""
    if spider.page:
        return []
    recent = keep(spider.visit.memory.recent, spider.name, since=str((now - timedelta(days=YOUNG)).date()))
    own = [listed for listed in recent if is_own(urlsplit(listed.url).hostname or "", spider.hosts)]
    return [(listed, seen) for listed in own if (seen := keep(spider.visit.memory.known, listed.url))]
