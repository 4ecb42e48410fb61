"""Dates: every way the French press says when, at the precision it is said. Pure functions over characters.

    Dans la nuit du 10 au 11 juillet, mardi soir, fin août, en décembre dernier, la veille, il y a trois jours, cet été
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^  ^^^^^^^^  ^^^^^^^^^^^^^^^^^^^  ^^^^^^^^  ^^^^^^^^^^^^^^^^^  ^^^^^^^^
    day                               day         month     month                day       day                year

Relative dates are reckoned from the publication date and are no more precise than it; a date without a year is the last one
before publication whose weekday fits. Nothing is dated after publication: what would be has no value.
"""

import re

from nlp.data import load
from nlp.date_patterns import YEAR, Kind, S, grammar, options
from nlp.date_reckoning import RECKONED, named_number
from nlp.moments import Moment, as_day, back, cut, is_future, last_weekday, resolve_day, resolve_month, years_back

__all__ = ["Moment", "find_dates"]

_JUST_NAMED = 120
_WORDS_TOO = frozenset(("mars", "mai", "avril"))


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
    if kind == "month" and match[0] == groups.get("month") and groups["month"].lower() in _WORDS_TOO:
        return None  # a bare "mars" or "mai" is no date
    if "some" in groups:
        return None  # "un vendredi soir": any of them
    value, anchored = _value(groups, anchor, found, year)
    if "next" in groups or ("ahead" in groups and value and anchor and "year" not in groups and _this_year(value, anchor) > anchor):
        value = None
    if kind == "weekday" and match[0].lower().startswith("le ") and "last" not in groups:
        value = _next(groups["weekday"], match.start(), anchor, found) or value
    if value == "":
        return None
    if value and is_future(value, anchor):
        value = None
    return Moment(start=match.start(), end=match.end(), value=value, kind=kind, anchored=anchored)


def _this_year(value: str, anchor: str) -> str:
    """The day of that name in the anchor's year."""
    return anchor[:4] + value[4:]


def _next(weekday: str, at: int, anchor: str | None, found: list[Moment]) -> str | None:
    """ "Le 7 mai, …; le mercredi, …": the first such weekday after a day just named."""
    last = found[-1] if found else None
    day = as_day(last.value) if last and last.kind in ("day", "night") and at - last.end < _JUST_NAMED else None
    value = back(day.isoformat(), days=-((named_number("weekdays", weekday) - day.weekday()) % 7)) if day else None
    return value if value and not is_future(value, anchor) else None


def _value(groups: dict[str, str], anchor: str | None, found: list[Moment], year: str | None) -> tuple[str | None, bool]:
    """The value and whether it is reckoned; an empty value: no date after all."""
    for name, reckon in RECKONED.items():
        if name in groups:
            return reckon(groups, anchor, found), True
    if "day" in groups:
        return _day(groups, anchor or year), "year" not in groups
    if "lastweek" in groups:
        day = as_day(anchor)
        weekday = named_number("weekdays", groups["weekday"])
        return (back(anchor, days=day.weekday() + 7 - weekday) if day else anchor), True
    if "weekday" in groups:
        return last_weekday(named_number("weekdays", groups["weekday"]), anchor, strictly="last" in groups), True
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
    month = int(groups["number"]) if "number" in groups else named_number("months", groups.get("first") or groups["month"])
    year = groups.get("firstyear") or groups.get("year")
    weekday = named_number("weekdays", groups["weekday"]) if "weekday" in groups else None
    number = int(year) if year else 2000 + int(groups["short"]) if "short" in groups else None
    if "until" in groups and "first" not in groups and day > int(re.sub(r"[^0-9]", "", groups["until"])):
        month, number = (12, number - 1 if number else None) if month == 1 else (month - 1, number)
    elif "first" in groups and number and not groups.get("firstyear") and month > named_number("months", groups["month"]):
        number -= 1
    return resolve_day(day, month, year=number, weekday=weekday, anchor=anchor) or ("" if "number" in groups else None)


def _month(groups: dict[str, str], year: int | None, anchor: str | None) -> str | None:
    if "yearbefore" in groups and anchor:
        year = int(anchor[:4]) - 1
    if year is None and "endyear" in groups:
        year = int(groups["endyear"])
    return resolve_month(named_number("months", groups["month"]), year=year, anchor=anchor)


def _season(groups: dict[str, str], year: int | None, anchor: str | None) -> str | None:
    if year is not None:
        return str(year)
    if not anchor:
        return None
    starts = {"p": 3, "é": 6, "e": 6, "a": 9, "h": 12}[groups["season"][0].lower()]
    behind = len(anchor) > 4 and int(anchor[5:7]) < starts
    return years_back(anchor, years=int(behind))
