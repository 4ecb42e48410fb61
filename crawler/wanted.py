"""Which of the listed articles to ask for: pure decisions, no network, no clock of their own."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from crawler.ports import Known, Listed

DISBELIEF = 20
"""A listing in which as many known entries, and more than half of them, changed at once, stamps them all alike."""


def is_changed(listed: Listed, known: Known) -> bool:
    """Whether the listing tells a change that we have not seen."""
    if listed.modified is None or listed.modified == known.modified:
        return False
    if known.modified is not None:
        return _start(listed.modified) > _start(known.modified)
    return _end(listed.modified) > _start(known.fetched)


def is_wanted(listed: Listed, known: Known | None, *, now: datetime) -> bool:
    """Unknown, changed, or gone a moment ago: a listing may be ahead of its page, so that one is asked for daily while it is young."""
    if known is None or is_changed(listed, known):
        return True
    if not known.gone or listed.published is None:
        return False
    return now - _start(known.fetched) > timedelta(days=1) and now - _start(listed.published) < timedelta(days=10)


def choose(entries: Sequence[Listed], known: Callable[[str], Known | None], *, now: datetime) -> tuple[list[Listed], bool]:
    """The entries to ask for, oldest first; and whether the listing's dates of change were disbelieved.

    Oldest first: what a run does not reach then stands at the top of the listing, where the next one begins.
    """
    pairs = [(entry, known(entry.url)) for entry in entries]
    met = [(entry, seen) for entry, seen in pairs if seen is not None]
    changed = [entry for entry, seen in met if is_changed(entry, seen)]
    disbelieved = len(changed) >= DISBELIEF and 2 * len(changed) > len(met)
    if disbelieved:
        pairs = [(entry, seen) for entry, seen in pairs if seen is None]
    return [entry for entry, seen in reversed(pairs) if is_wanted(entry, seen, now=now)], disbelieved


def newest(entries: Sequence[Listed], count: int) -> list[Listed]:
    """The newest, newest first; entries without a date keep their place behind those that have one."""
    return sorted(entries, key=_freshness, reverse=True)[:count]


def is_since(listed: Listed, since: str) -> bool:
    """Whether it may be as young as that: an entry without a date may."""
    moment = listed.published or listed.modified
    return moment is None or _end(moment) > _start(since)


def _freshness(listed: Listed) -> str:
    moment = listed.published or listed.modified
    return _start(moment).isoformat() if moment else ""


def _start(moment: str) -> datetime:
    """The first instant that a moment, a day, a month or a year can mean."""
    if "T" in moment:
        return datetime.fromisoformat(moment).astimezone(UTC)
    year, month, day = [*map(int, moment.split("-")), 1, 1][:3]
    return datetime(year, month, day, tzinfo=UTC)


def _end(moment: str) -> datetime:
    """An instant that is no earlier than any that it can mean."""
    length = {4: 366, 7: 31, 10: 1}.get(len(moment), 0)
    return _start(moment) + timedelta(days=length)
