"""One visit to one site: what the spider, the manners and the guard share while it lasts; and how a run is asked to end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from crawler.ports import Memory, Sink
from crawler.settings import CrawlSettings

Event = Literal["listed", "article", "refused", "failure", "waiting", "done"]


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
    """An address, or what is waited for."""


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
    under_way: int = 0
    """Requests sent and not yet answered: the others wait their turn."""
    delay: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def spent(self) -> bool:
        """Whether the delays between the requests so far have used up the time of a run."""
        return self.requests * self.delay >= self.settings.waiting > 0 < self.delay
