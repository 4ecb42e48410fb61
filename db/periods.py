"""Periods: what a date of a given precision covers, and how far two are apart."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["moment", "day", "month", "year"]


@dataclass(frozen=True, order=True)
class Period:
    """The first and the last day that a date may mean."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it covers beyond the first."""
        return (self.last - self.first).days

    def gap(self, other: "Period") -> int:
        """Days between two periods; 0 if they touch or overlap."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)


def precision(moment: str) -> Precision:
    """How precise an ISO date is.

    >>> precision("2024-02")
    'month'
    """
    if "T" in moment:
        return "moment"
    return "year" if len(moment) == 4 else "month" if len(moment) == 7 else "day"


def period(moment: str) -> Period:
    """What an ISO date covers; a moment counts for the day of its own zone.

    >>> str(period("2024-02").last)
    '2024-02-29'
    """
    given = precision(moment)
    year = int(moment[:4])
    if given == "year":
        return Period(date(year, 1, 1), date(year, 12, 31))
    month = int(moment[5:7])
    if given == "month":
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    day = date(year, month, int(moment[8:10]))
    return Period(day, day)
