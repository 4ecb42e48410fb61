"""SIGTERM and Ctrl-C: a run that is asked to end says so, and ends where nothing is lost.

with stoppable() as wish:      # a signal raises StopAsked here…
    crawl(…)                   # …unless something inside has taken it for its own: the crawl finishes the article in hand
    wish.check()               # …then this raises it
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StopAsked(BaseException):
    """The run is to end now; what was saved stays."""


@dataclass
class Wish:
    """Whether somebody asked for the end."""

    reason: str = ""
    """In French; empty: nobody did."""

    def check(self) -> None:
        """Raises StopAsked if somebody did."""
        if self.reason:
            raise StopAsked(self.reason)


_wishes: list[Wish] = []


@contextmanager
def on_signal(act: Callable[[str], None]) -> Iterator[None]:
    """SIGTERM and SIGINT call `act` with the reason in French. In another thread than the first, nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def received(number: int, _: object) -> None:
        reason = f"arrêt demandé ({signal.Signals(number).name})"
        for wish in _wishes:
            wish.reason = wish.reason or reason
        act(reason)

    before = {number: signal.signal(number, received) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stoppable() -> Iterator[Wish]:
    """SIGTERM and SIGINT raise StopAsked in here, and are noted in the wish."""

    def stop(reason: str) -> None:
        raise StopAsked(reason)

    wish = Wish()
    _wishes.append(wish)
    try:
        with on_signal(stop):
            yield wish
    finally:
        _wishes.remove(wish)


def check() -> None:
    """Raises StopAsked if the end was asked for: in long work, where code that is not ours may have swallowed the signal's exception."""
    for wish in _wishes:
        wish.check()
