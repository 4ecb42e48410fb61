"""How dates that name no full day are reckoned: from publication, from the date last named in the text, from a feast. Pure.

« le surlendemain » after 2024-03-04  →  2024-03-06;  « depuis Noël », published 2024-03-15  →  2023-12-25
"""

import re
from collections.abc import Callable
from datetime import date

from nlp.data import load
from nlp.moments import (
    Moment,
    as_day,
    back,
    easter,
    is_future,
    last_weekday,
    months_back,
    resolve_day,
    years_back,
)
from nlp.phrases import expression

_LOOKED_BACK = 20
"""Earlier dates among which "la veille" finds the one that it is reckoned from."""
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0


def named_number(table: str, word: str) -> int:
    """The number of a month or weekday, whatever its accents."""
    numbers: dict[str, int] = load("dates")[table]
    return next(number for name, number in numbers.items() if re.fullmatch(expression(name), word, re.IGNORECASE))


def _today(groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
    return back(anchor, days=_lookup("days_back", groups["today"]))


def _before(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """Reckoned from the last day named, or from publication."""
    return back(_last_day(found) or anchor, days=_lookup("days_before", groups["before"]))


def _last_day(found: list[Moment]) -> str | None:
    """The day last named."""
    return next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value and len(moment.value) == 10), None)


def _lone(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """ "Le 5 au matin": a day of the month last named, else of the last one before publication; beside a weekday, of the last month where it fits."""
    month = next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value and len(moment.value) == 7), None)
    named = _last_day(found) or month
    day = int(re.sub(r"[^0-9]", "", groups["lone"]))
    weekday = named_number("weekdays", groups["weekday"]) if "weekday" in groups else None
    bases = [named, anchor, *(months_back(anchor, months=back) for back in range(1, 13 if weekday is not None else 2))]
    for base in bases:
        value = resolve_day(day, int(base[5:7]), year=int(base[:4])) if base and len(base) > 4 else None
        one = as_day(value)
        if value and one and not is_future(value, anchor) and (weekday is None or one.weekday() == weekday):
            return value
    return ""


def _feast(groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
    """The last such feast before publication, or that of the year said."""
    table = load("dates")["feasts"]
    year = int(groups["year"]) if "year" in groups else int(anchor[:4]) if anchor else None
    name = next(name for name in table["names"] if re.fullmatch(expression(name), groups["feast"], re.IGNORECASE))
    if year is None:
        return None
    for candidate in (year, year - 1):
        fixed = table["fixed"].get(name)
        value = f"{candidate}-{fixed}" if fixed else back(easter(candidate).isoformat(), days=-table["from_easter"][name])
        value = back(value, days=int("eve" in groups))
        if value and "long" in groups and (as_day(value) or date.min).weekday() in (_SUNDAY, _MONDAY):
            value = last_weekday(_SATURDAY, value)
        if value and not is_future(value, anchor):
            return value
    return None


def _that_day(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """ "Ce mercredi-là": the day last named, or the first such weekday behind it."""
    weekday, named = named_number("weekdays", groups["thatday"]), as_day(_last_day(found))
    value = back(named.isoformat(), days=-((weekday - named.weekday()) % 7)) if named else last_weekday(weekday, anchor)
    return value if value and not is_future(value, anchor) else last_weekday(weekday, anchor)


def _quarter(groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
    """A quarter or half gives the year; the last one of a kind that has begun."""
    if "year" in groups:
        return groups["year"]
    late = groups["quarter"].lower().startswith(("second", "quatrième", "dernier"))
    return years_back(anchor, years=int(late and bool(anchor) and (anchor or "")[5:7] < "07"))


def _lookup(table: str, word: str) -> int:
    numbers: dict[str, int] = load("dates")[table]
    return next(days for name, days in numbers.items() if re.fullmatch(expression(name), word, re.IGNORECASE))


def _ago(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """So long before publication, or before or after the date last named."""
    number = int(groups["number"]) if groups["number"].isdigit() else _lookup("numbers", groups["number"])
    unit = next(name for word, name in load("dates")["units"].items() if re.fullmatch(expression(word), groups["unit"], re.IGNORECASE))
    if unit == "hour":
        number, unit = number // 24, "day"
    named = next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value), None)
    from_named = groups.keys() & {"earlier", "later", "after"}
    if not named and from_named & {"later", "after"}:
        return ""
    base = (named if from_named else None) or anchor
    if not base:
        return None
    number = -number if "later" in groups else number
    if unit == "day":
        return back(base, days=number)
    if unit == "week":
        return (back(base, days=7 * number) or "")[:7] or None
    return months_back(base, months=number) if unit == "month" else years_back(base, years=number)


def _weekend(_groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
    return last_weekday(5, anchor)


def _week(weeks: int) -> Callable[[dict[str, str], str | None, list[Moment]], str | None]:
    """A week gives the month that its Friday falls in."""

    def reckon(_groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
        day = as_day(anchor)
        return (back(anchor, days=day.weekday() - 4 + 7 * weeks) or "")[:7] if day and weeks else (anchor or "")[:7] or None

    return reckon


RECKONED: dict[str, Callable[[dict[str, str], str | None, list[Moment]], str | None]] = {
    "lone": _lone,
    "feast": _feast,
    "thatday": _that_day,
    "quarter": _quarter,
    "today": _today,
    "before": _before,
    "unit": _ago,
    "weekend": _weekend,
    "last_week": _week(1),
    "this_week": _week(0),
    "this_month": lambda _, anchor, __: months_back(anchor, months=0),
    "last_month": lambda _, anchor, __: months_back(anchor, months=1),
    "this_year": lambda _, anchor, __: years_back(anchor, years=0),
    "last_year": lambda _, anchor, __: years_back(anchor, years=1),
    "end_of_year": lambda _, anchor, __: years_back(
        anchor, years=int(bool(anchor) and len(anchor or "") > 4 and (anchor or "")[5:7] < "10")
    ),
}
