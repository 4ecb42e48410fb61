"""The way into the past (`vigie crawl --since`): pages of dated archives, how far a walk has come, how much of it is left. Pure.

>>> list(dated_pages("https://echo.example/{year}/{month:02}/", since="2025-12-20", today=date(2026, 2, 1)))
['https://echo.example/2026/02/', 'https://echo.example/2026/01/', 'https://echo.example/2025/12/']
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from crawler.entries import Entry
from crawler.french import figure

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def dated_pages(template: str, *, since: str, today: date | None = None) -> Iterator[str]:
    """The addresses of an archive by day, month or year, the newest first."""
    day, first = today or datetime.now(UTC).date(), date.fromisoformat(since)
    form = "%Y-%m-%d" if "{day" in template else "%Y-%m" if "{month" in template else "%Y"
    before = ""
    while day >= first or format(day, form) == format(first, form):
        if format(day, form) != before:
            before = format(day, form)
            yield template.format(year=day.year, month=day.month, day=day.day)
        day -= timedelta(days=1)


def parts_of(entries: Sequence[Entry], *, follow: str, since: str | None) -> list[Entry]:
    """The parts of a sitemap index, the newest first; with `since`, without those that changed last before then."""
    parts = [entry for entry in entries if entry.kind == "listing" and re.search(follow, entry.link)]
    young = [part for part in parts if not since or not part.modified or part.modified >= since]
    return sorted(young, key=_age, reverse=True)


def _age(part: Entry) -> tuple[str, list[int]]:
    """The newest part last: by its date, else by the numbers in its name (`posts-2024-11`)."""
    return part.modified or "", [int(number) for number in re.findall(r"\d{1,9}", urlsplit(part.link).path)]


@dataclass
class Way:
    """A walk from today back to a day."""

    since: str
    oldest: str | None = None
    """The day that it has come to."""
    total: int | None = None
    """Articles on the way, where the site tells."""
    met: int = 0
    """Articles that the listings have shown."""

    def shown(self, days: list[str | None]) -> None:
        """A page of a listing showed articles of these days."""
        self.met += len(days)
        told = [day[:10] for day in days if day and len(day) >= len("2026-01-31")]
        if told:
            # The middle one: a single old article among new ones, or one that is dated tomorrow, says nothing of how far this is.
            middle = sorted(told)[len(told) // 2]
            self.oldest = min(self.oldest or middle, middle)

    def left(self, today: date | None = None) -> int | None:
        """How many articles are still to come, about; None where nobody can tell."""
        if self.total is not None:
            return max(0, self.total - self.met)
        if self.oldest is None or not self.met:
            return None
        last = today or datetime.now(UTC).date()
        walked = (last - date.fromisoformat(self.oldest)).days
        ahead = (date.fromisoformat(self.oldest) - date.fromisoformat(self.since)).days
        return round(self.met * ahead / walked) if walked > 0 < ahead else 0

    def words(self, *, delay: float, budget: int, today: date | None = None) -> str:
        """`remonté au 3 mars 2021 ; encore 4 200 articles environ, 2 h 20 min`; empty before anything was shown."""
        if self.oldest is None:
            return ""
        day = date.fromisoformat(self.oldest)
        words = f"remonté au {day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}"
        left = self.left(today)
        if not left:
            return words
        about = left if left < 100 else round(left, -2)
        words += f" ; encore {figure(about)} article{'s' if about > 1 else ''} environ"
        if delay:
            words += f", {duration(left * delay)}"
        runs = -(-left // budget)
        return words + (f", {figure(runs)} passages de {figure(budget)} requêtes" if runs > 1 else "")


def duration(seconds: float) -> str:
    """A length of time as one says it.

    >>> duration(8_460), duration(50), duration(200_000)
    ('2 h 21 min', '1 min', '2 j 7 h')
    """
    minutes = max(1, round(seconds / 60))
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} j {hours} h"
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
