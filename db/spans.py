"""Spans of days: those that some periods cover, and how far another period is from them. Each question costs a search, not a walk."""

from bisect import bisect_left

from db.periods import Period


class Days:
    """Periods laid on one calendar; those that overlap become one stretch."""

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.lasts: list[int] = []

    def add(self, covered: Period) -> None:
        """Cover a period too."""
        first, last = covered.first.toordinal(), covered.last.toordinal()
        start = bisect_left(self.lasts, first)
        end = start
        while end < len(self.firsts) and self.firsts[end] <= last:
            end += 1
        if start < end:
            first, last = min(first, self.firsts[start]), max(last, self.lasts[end - 1])
        self.firsts[start:end], self.lasts[start:end] = [first], [last]

    def gap(self, other: Period) -> int:
        """Days between a period and the nearest that is covered; 0 if one is touched. Something must be covered.

        >>> from db.periods import period
        >>> days = Days()
        >>> days.add(period("2024-03")), days.add(period("2024-06-10"))
        (None, None)
        >>> days.gap(period("2024-03-31")), days.gap(period("2024-06-02")), days.gap(period("2023"))
        (0, 8, 61)
        """
        first, last = other.first.toordinal(), other.last.toordinal()
        at = bisect_left(self.lasts, first)
        before = first - self.lasts[at - 1] if at else None
        after = max(0, self.firsts[at] - last) if at < len(self.firsts) else None
        return min(gap for gap in (before, after) if gap is not None)
