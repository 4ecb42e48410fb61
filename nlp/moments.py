"""Moments: dates at the precision they are known to, `2024-02-26`, `2024-02` or `2024`, and arithmetic on them.

>>> resolve_day(6, 11, anchor="2022-11-17")
'2022-11-06'
>>> resolve_day(24, 12, anchor="2022-01-05")
'2021-12-24'
>>> back("2022-11-17", days=1), back("2022-11", days=1)
('2022-11-16', '2022-11')
"""

from dataclasses import dataclass
from datetime import date, timedelta

from nlp.date_patterns import Kind

DAY, MONTH, YEAR = 10, 7, 4
"""Lengths of the three forms."""
_YEARS_BACK = 7


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date as said: `text[start:end]`."""

    start: int
    end: int
    value: str | None
    """`2024-02-26`, `2024-02` or `2024`; None where nothing says the year, or after publication."""
    kind: Kind
    anchored: bool
    """Reckoned from the publication date, or from another date of the text."""

    @property
    def precision(self) -> str | None:
        """`day`, `month` or `year`."""
        return {10: "day", 7: "month", 4: "year"}.get(len(self.value)) if self.value else None


def cut(published: str | None) -> str | None:
    """The date part of a moment with or without an hour."""
    return published[:DAY] if published else None


def is_future(value: str, anchor: str | None) -> bool:
    """Whether a value lies wholly after the anchor, at the precision that both have.

    >>> is_future("2024-03", "2024-02-26"), is_future("2024-02", "2024-02-26"), is_future("2024-02-27", "2024-02")
    (True, False, False)
    """
    if not anchor:
        return False
    length = min(len(value), len(anchor))
    return value[:length] > anchor[:length]


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def resolve_day(day: int, month: int, *, year: int | None = None, weekday: int | None = None, anchor: str | None = None) -> str | None:
    """A day of a month: its year as given, else the last one before the anchor whose weekday fits.

    >>> resolve_day(3, 3, weekday=1, anchor="2024-03-15")  # a Tuesday
    '2020-03-03'
    """
    if year is not None:
        found = day_of(year, month, day)
        return found.isoformat() if found else None
    if not anchor:
        return None
    years = [int(anchor[:YEAR]) - back for back in range(_YEARS_BACK)]
    days = [found for found in (day_of(candidate, month, day) for candidate in years) if found and not is_future(found.isoformat(), anchor)]
    fitting = [found for found in days if weekday is None or found.weekday() == weekday] or days
    return fitting[0].isoformat() if fitting else None


def resolve_month(month: int, *, year: int | None = None, anchor: str | None = None) -> str | None:
    """A month: its year as given, else the last one before the anchor.

    >>> resolve_month(12, anchor="2019-08-14")
    '2018-12'
    """
    if year is None:
        if not anchor:
            return None
        year = int(anchor[:YEAR])
        if len(anchor) > YEAR and month > int(anchor[5:7]):
            year -= 1
    return f"{year:04d}-{month:02d}"


def as_day(anchor: str | None) -> date | None:
    """The anchor as a day, if it is one."""
    try:
        return date.fromisoformat(anchor) if anchor and len(anchor) == DAY else None
    except ValueError:
        return None


def back(anchor: str | None, *, days: int) -> str | None:
    """So many days before the anchor; an anchor without a day stays as it is."""
    day = as_day(anchor)
    try:
        return (day - timedelta(days=days)).isoformat() if day else anchor
    except OverflowError:
        return anchor


def last_weekday(weekday: int, anchor: str | None, *, strictly: bool = False) -> str | None:
    """The last such weekday, the anchor's own day included unless `strictly`.

    >>> last_weekday(4, "2017-05-17")
    '2017-05-12'
    """
    day = as_day(anchor)
    if not day:
        return anchor
    return back(anchor, days=(day.weekday() - weekday) % 7 or (7 if strictly else 0))


def months_back(anchor: str | None, *, months: int) -> str | None:
    """The month so many months before the anchor; a year stays a year.

    >>> months_back("2024-02-26", months=3), months_back("2024", months=3)
    ('2023-11', '2024')
    """
    if not anchor or len(anchor) < MONTH:
        return anchor
    total = int(anchor[:YEAR]) * 12 + int(anchor[5:7]) - 1 - months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def years_back(anchor: str | None, *, years: int) -> str | None:
    """The year so many years before the anchor's."""
    return f"{int(anchor[:YEAR]) - years:04d}" if anchor else None


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian computus.

    >>> easter(2024).isoformat()
    '2024-03-31'
    """
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    full = moon - (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + full + 2 - century + century // 4) % 7
    days = full - sunday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))
