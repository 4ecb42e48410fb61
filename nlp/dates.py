"""Dates: every way the French press says when, at the precision it is said. Pure functions over characters.

    Dans la nuit du 10 au 11 juillet, mardi soir, fin août, en décembre dernier, la veille, il y a trois jours, cet été
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^  ^^^^^^^^  ^^^^^^^^^^^^^^^^^^^  ^^^^^^^^  ^^^^^^^^^^^^^^^^^  ^^^^^^^^
    day                               day         month     month                day       day                year

Relative dates are reckoned from the publication date and are no more precise than it; a date without a year is the last one
before publication whose weekday fits. Nothing is dated after publication: what would be has no value.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.data import load
from nlp.date_patterns import YEAR, Kind, S, grammar, options
from nlp.moments import (
    as_day,
    back,
    cut,
    is_future,
    last_weekday,
    months_back,
    resolve_day,
    resolve_month,
    years_back,
)  # fmt: skip
from nlp.phrases import expression

_JUST_NAMED = 120
_LOOKED_BACK = 20
"""Earlier dates among which "la veille" finds the one that it is reckoned from."""


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


def find_dates(text: str, *, published: str | None = None) -> list[Moment]:
    """Every date of a text, in order, none overlapping, resolved from the publication date.

    >>> [(d.value, d.kind) for d in find_dates("Dans la nuit du 10 au 11 juillet, puis vendredi soir.", published="2022-07-17")]
    [('2022-07-10', 'night'), ('2022-07-15', 'weekday')]
    """
    anchor = cut(published)
    matches = [
        (match.start(), -match.end(), order, kind, match)
        for order, (kind, pattern) in enumerate(grammar())
        for match in pattern.finditer(text)
    ]
    found: list[Moment] = []
    year = _context_year(text) if not anchor else None
    for _, _, _, kind, match in sorted(matches, key=lambda entry: entry[:3]):
        if found and match.start() < found[-1].end:
            continue
        moment = _moment(match, kind, anchor, found, year)
        if moment:
            found.append(moment)
    return found


def _context_year(text: str) -> str | None:
    """Without a publication date: the last year named with a month, for days named without one."""
    years = re.findall(rf"(?:{options(load('dates')['months'])}){S}({YEAR})(?!\w)", text, re.IGNORECASE)
    return f"{years[0]}-12-31" if len(set(years)) == 1 else None


def _moment(match: re.Match[str], kind: Kind, anchor: str | None, found: list[Moment], year: str | None) -> Moment | None:
    groups = {name: said for name, said in match.groupdict().items() if said}
    if kind == "month" and match[0] == groups.get("month"):
        return None  # a bare "mars" or "mai" is no date
    value, anchored = _value(groups, anchor, found, year)
    if kind == "weekday" and match[0].lower().startswith("le ") and "last" not in groups:
        value = _next(groups["weekday"], match.start(), anchor, found) or value
    if value == "":
        return None
    if value and is_future(value, anchor):
        value = None
    return Moment(start=match.start(), end=match.end(), value=value, kind=kind, anchored=anchored)


def _next(weekday: str, at: int, anchor: str | None, found: list[Moment]) -> str | None:
    """ "Le 7 mai, …; le mercredi, …": the first such weekday after a day just named."""
    last = found[-1] if found else None
    day = as_day(last.value) if last and last.kind in ("day", "night") and at - last.end < _JUST_NAMED else None
    value = back(day.isoformat(), days=-((_named("weekdays", weekday) - day.weekday()) % 7)) if day else None
    return value if value and not is_future(value, anchor) else None


def _named(table: str, word: str) -> int:
    """The number of a month or weekday, whatever its accents."""
    numbers: dict[str, int] = load("dates")[table]
    return next(number for name, number in numbers.items() if re.fullmatch(expression(name), word, re.IGNORECASE))


def _value(groups: dict[str, str], anchor: str | None, found: list[Moment], year: str | None) -> tuple[str | None, bool]:
    """The value and whether it is reckoned; an empty value: no date after all."""
    for name, reckon in _RECKONED.items():
        if name in groups:
            return reckon(groups, anchor, found), True
    if "day" in groups:
        return _day(groups, anchor or year), "year" not in groups
    if "lastweek" in groups:
        day = as_day(anchor)
        weekday = _named("weekdays", groups["weekday"])
        return (back(anchor, days=day.weekday() + 7 - weekday) if day else anchor), True
    if "weekday" in groups:
        return last_weekday(_named("weekdays", groups["weekday"]), anchor, strictly="last" in groups), True
    said = int(groups["year"]) if "year" in groups else None
    if "month" in groups:
        return _month(groups, said, anchor), said is None
    if "season" in groups:
        if said is None and "last" not in groups and anchor is None:
            return None, True
        return _season(groups, said, anchor), said is None
    return groups["year"], False


def _day(groups: dict[str, str], anchor: str | None) -> str | None:
    day = int(re.sub(r"[^0-9]", "", groups["day"]))
    month = int(groups["number"]) if "number" in groups else _named("months", groups.get("first") or groups["month"])
    year = groups.get("firstyear") or groups.get("year")
    weekday = _named("weekdays", groups["weekday"]) if "weekday" in groups else None
    number = int(year) if year else None
    if "until" in groups and "first" not in groups and day > int(re.sub(r"[^0-9]", "", groups["until"])):
        month, number = (12, number - 1 if number else None) if month == 1 else (month - 1, number)
    elif "first" in groups and number and not groups.get("firstyear") and month > _named("months", groups["month"]):
        number -= 1
    return resolve_day(day, month, year=number, weekday=weekday, anchor=anchor) or ("" if "number" in groups else None)


def _month(groups: dict[str, str], year: int | None, anchor: str | None) -> str | None:
    if year is None and "endyear" in groups:
        year = int(groups["endyear"])
    return resolve_month(_named("months", groups["month"]), year=year, anchor=anchor)


def _season(groups: dict[str, str], year: int | None, anchor: str | None) -> str | None:
    if year is not None:
        return str(year)
    if not anchor:
        return None
    starts = {"p": 3, "é": 6, "e": 6, "a": 9, "h": 12}[groups["season"][0].lower()]
    behind = len(anchor) > 4 and int(anchor[5:7]) < starts
    return years_back(anchor, years=int(behind))


def _today(groups: dict[str, str], anchor: str | None, _found: list[Moment]) -> str | None:
    return back(anchor, days=_lookup("days_back", groups["today"]))


def _before(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """Reckoned from the last day named, or from publication."""
    named = next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value and len(moment.value) == 10), None)
    return back(named or anchor, days=_lookup("days_before", groups["before"]))


def _lone(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    """ "Le 5 au matin": a day of the month last named, else of the last one before publication."""
    named = next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value and len(moment.value) == 10), None)
    day = int(re.sub(r"[^0-9]", "", groups["lone"]))
    for base in (named, anchor, months_back(anchor, months=1)):
        value = resolve_day(day, int(base[5:7]), year=int(base[:4])) if base and len(base) > 4 else None
        if value and not is_future(value, anchor):
            return value
    return ""


def _lookup(table: str, word: str) -> int:
    numbers: dict[str, int] = load("dates")[table]
    return next(days for name, days in numbers.items() if re.fullmatch(expression(name), word, re.IGNORECASE))


def _ago(groups: dict[str, str], anchor: str | None, found: list[Moment]) -> str | None:
    number = int(groups["number"]) if groups["number"].isdigit() else _lookup("numbers", groups["number"])
    unit = next(name for word, name in load("dates")["units"].items() if re.fullmatch(expression(word), groups["unit"], re.IGNORECASE))
    named = next((moment.value for moment in reversed(found[-_LOOKED_BACK:]) if moment.value), None) if "earlier" in groups else None
    base = named or anchor
    if not base:
        return None
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


_RECKONED: dict[str, Callable[[dict[str, str], str | None, list[Moment]], str | None]] = {
    "lone": _lone,
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
