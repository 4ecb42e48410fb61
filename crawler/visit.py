"""One visit to one site: what the spider, the manners and the guard share while it lasts; and how a run is asked to end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from crawler.archive import Archive
from crawler.ports import Memory, Sink
from crawler.settings import CrawlSettings

Event = Literal["listed", "article", "refused", "failure", "waiting", "walked", "done"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """For whoever draws progress."""

    site: str
    event: Event
    done: int = 0
    """Articles of this site dealt with…"""
    total: int = 0
    """…of so many to ask for."""
    words: str = ""
    """An address, what is waited for, how far the way into the past has come."""


Progress = Callable[[Step], None]


@dataclass
class Stop:
    """`asked`: no new request. `now`: what is under way is dropped."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    now: asyncio.Event = field(default_factory=asyncio.Event)
    reason: str = ""
    error: Exception | None = None
    """What ended the run, if that is a fault of our own."""
    by_hand: bool = False
    """A signal ended it."""

    def ask(self, reason: str, *, grace: float, error: Exception | None = None, by_hand: bool = False) -> None:
        if not self.asked.is_set():
            self.reason, self.error, self.by_hand = reason, error, by_hand
            self.asked.set()
            asyncio.get_running_loop().call_later(grace, self.now.set)

    async def sleep(self, seconds: float) -> bool:
        """Whether the whole time passed: no, if the run is to end."""
        try:
            await asyncio.wait_for(self.asked.wait(), seconds)
        except TimeoutError:
            return True
        return False


@dataclass(kw_only=True)
class Visit:
    settings: CrawlSettings
    memory: Memory
    sink: Sink
    stop: Stop
    progress: Progress
    requests: int = 0
    earlier: int = 0
    """Requests of other visits to this site in the last 24 hours."""
    under_way: int = 0
    """Requests sent and not yet answered: the others wait their turn."""
    delay: float = 0.0
    waits: list[float] = field(default_factory=list)
    begun: float = field(default_factory=monotonic)
    robots: dict[str, str] = field(default_factory=dict)
    """What became of each host's robots.txt, in French."""
    sitemaps: list[str] = field(default_factory=list)
    """Those that the site's robots.txt names."""
    archive: Archive | None = None
    moment: str = ""
    """When the last answer came, UTC."""

    @property
    def spent(self) -> bool:
        """Whether the delays between the requests so far have used up the time of a run."""
        return self.requests * self.delay >= self.settings.waiting > 0 < self.delay

    def is_exhausted(self) -> bool:
        """Whether the site has had as many requests as it may get in a day."""
        return self.earlier + self.requests >= self.settings.daily > 0

    @property
    def halfway(self) -> bool:
        """Whether half of the time is over: that for the delays, or that of the whole run."""
        waited = self.requests * self.delay
        limit = (self.settings.max_minutes or 0.0) * 60
        return (waited >= self.settings.waiting / 2 > 0 < self.delay) or (limit > 0 and max(waited, monotonic() - self.begun) >= limit / 2)
