"""Which articles to ask for, and when again: pure decisions, no network, no clock of their own."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from crawler.entries import Entry
from crawler.ports import Blame, Known, Listed

DISBELIEF = 20
"""A listing in which as many known entries, and more than half of them, changed at once, stamps them all alike."""


LOOKS = (1, 3, 10)
"""Days after its publication at which an article is looked at once more, whatever the listing says."""
YOUNG = 30
"""Days for which a look that was missed is made up for."""


def fingerprint(entry: Entry, listing: str) -> str | None:
    """Of what a listing says of an article: title and summary or text. None where it says nothing, or tells dates of change.

    It opens with that of the listing itself: what two listings say of one article cannot be compared.
    """
    said = re.sub(r"<[^<>]*>", " ", html.unescape(entry.content))
    words = " ".join(f"{entry.title} {said}".split())
    return None if entry.modified or not words else f"{_hash(listing)[:8]}-{_hash(words)[:16]}"


def is_changed(listed: Listed, known: Known) -> bool:
    """Whether the listing tells a change that we have not seen."""
    if listed.modified is None or listed.modified == known.modified:
        return False
    if known.modified is not None:
        return _start(listed.modified) > _start(known.modified)
    return _end(listed.modified) > _start(known.fetched)


def is_reworded(listed: Listed, known: Known, *, now: datetime) -> bool:
    """Whether the listing says it in other words than when we fetched it.

    A listing whose words change by themselves (a counter, a "three hours ago") is believed less with each look in vain:
    after one for a day, after two for two days, at most for a week.
    """
    if not listed.fingerprint or not known.fingerprint or listed.fingerprint == known.fingerprint:
        return False
    if listed.fingerprint.partition("-")[0] != known.fingerprint.partition("-")[0]:
        return False
    return now - _start(known.fetched) >= timedelta(days=min(known.unfounded, 7))


def is_wanted(listed: Listed, known: Known | None, *, now: datetime) -> bool:
    """Unknown, changed, or gone a moment ago: a listing may be ahead of its page, so that one is asked for daily while it is young."""
    if known is None or is_changed(listed, known) or is_reworded(listed, known, now=now):
        return True
    if not known.gone or listed.published is None:
        return False
    age = now - _start(listed.published)  # of one that is dated tomorrow it is negative
    return now - _start(known.fetched) > timedelta(days=1) and timedelta(days=-1) < age < timedelta(days=10)


def is_due(published: str | None, known: Known | None, *, now: datetime) -> bool:
    """Whether a young article has a look to come: the last of `LOOKS` that is past came after it was asked for."""
    if published is None or len(published) < len("2026-01-31") or known is None or known.gone:
        return False
    begun, asked = _start(published), _start(known.fetched)
    return now - begun < timedelta(days=YOUNG) and any(asked < begun + timedelta(days=days) <= now for days in LOOKS)


def is_young(published: str | None) -> bool:
    """Whether its page will be asked for again, and what it says of its version is worth keeping."""
    return published is None or published >= str((datetime.now(UTC) - timedelta(days=YOUNG)).date())


def may_retry(failed: Listed, *, now: datetime) -> bool:
    """Whether an article that failed is tried in this run: twice at once, then after pauses that grow to two days, at last to a week.

    So that a bad week of a site costs no article, and a page that is refused for ever few requests.
    """
    pause = 0 if failed.tries < 3 else min(6 * 2 ** (failed.tries - 3), 48) if failed.tries < 12 else 7 * 24
    return failed.tried is None or now - _start(failed.tried) >= timedelta(hours=pause)


def is_its_own_fault(blame: Blame, *, good: int, failed: int) -> bool:
    """Whether a failure counts against the page: it speaks of it, and the rest of the visit does not say that the whole site is ill.

    `good`, `failed`: how many pages of the site came in the visit, and how many did not.
    """
    return blame != "site" and (good > 0 or (blame == "page" and failed == 1))


VISIT = timedelta(hours=2)
"""Longer than a visit: what came so shortly before a failure came in the same one, which asks for new pages first and for failed ones last."""


def is_refusing(waiting: Sequence[Listed], seen: Sequence[Known], *, many: int) -> bool:
    """Whether the last that is known of a site's pages is that as `many` failed, and none came since, nor in the visit in which they failed."""
    last = max((_start(known.fetched) for known in seen if not known.gone), default=datetime.min.replace(tzinfo=UTC))
    return sum(one.tried is not None and _start(one.tried) - VISIT > last for one in waiting) >= many


def tells_more(listed: Listed, failed: Listed) -> bool:
    """Whether the listing tells a change since an article failed: it is a new one then."""
    return failed.tried is not None and is_changed(listed, Known(fetched=failed.tried, modified=failed.modified))


def choose(entries: Sequence[Listed], known: Callable[[str], Known | None], *, now: datetime) -> tuple[list[Listed], bool]:
    """The entries to ask for, oldest first; and whether the changes that the listing tells were disbelieved.

    Oldest first: what a run does not reach then stands at the top of the listing, where the next one begins.
    """
    pairs = [(entry, known(entry.url)) for entry in entries]
    met = [(entry, seen) for entry, seen in pairs if seen is not None]
    changed = [entry for entry, seen in met if is_changed(entry, seen) or is_reworded(entry, seen, now=now)]
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


def _hash(words: str) -> str:
    return sha256(words.encode()).hexdigest()


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
