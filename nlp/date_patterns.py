"""The expressions behind `nlp.dates`, made once from the words of `data/dates.toml`; each is bounded, so reading stays linear."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from nlp.data import load
from nlp.phrases import expression

Kind = Literal["day", "night", "range", "weekday", "relative", "weekend", "week", "month", "season", "year"]
S = r"[ \u00a0\u202f]"
YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:1er|1ᵉʳ|[12]\d|3[01]|0?[1-9])(?!\w)"
_OF_YEAR = rf"(?:{S}(?:de{S})?(?P<year>{YEAR})(?!\w))?"
_LAST = rf"(?P<last>{S}(?:dernier|dernière|passé|précédent))?"
_PART = rf"(?:{S}(?:au{S})?(?:matin|midi|soir|après-midi)|{S}(?:dans|en|à){S}(?:la{S}|l')?(?:nuit|soirée|matinée|aube|après-midi))?"
_NIGHT = rf"(?:(?:dans|durant|pendant|au{S}cours{S}de|lors{S}de){S})?la{S}nuit{S}(?:du|de){S}"


def options(words: Iterable[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(expression(word) for word in sorted(words, key=len, reverse=True))


@cache
def grammar() -> list[tuple[Kind, re.Pattern[str]]]:
    """Every pattern with the kind of date it finds; the groups say how its value is reckoned."""
    table = load("dates")
    names = {name: options(table[name]) for name in ("weekdays", "months", "days_back", "days_before", "units", "numbers")}
    week, month = names["weekdays"], names["months"]
    full = options(name for name in table["months"] if not name.endswith("."))
    season = options(table["seasons"]["names"])
    number = rf"(?P<number>{names['numbers']}|\d{{1,3}}){S}(?P<unit>{names['units']})"
    first = rf"(?:(?:{week}){S})?(?P<day>{_DAY})(?:{S}(?P<first>{month}))?(?:{S}(?P<firstyear>{YEAR}))?"
    second = rf"(?:(?:{week}){S})?(?P<until>{_DAY}){S}(?P<month>{month}){_OF_YEAR}"
    month_before = (
        rf"(?:(?:en|fin|début|courant|depuis|dès|mi-|de|d'|à{S}la{S}mi-|la{S}mi-){S}?)?"
        rf"(?:(?:la{S})?(?:fin|début|courant){S}(?:(?:du|de|d'){S}?)?)?(?:mois{S}(?:de{S}|d'))?"
    )
    year_before = rf"(?:en|fin|début|courant|depuis|mi-|dès|année|de|remont\w{{1,4}}{S}à|à{S}la{S}fin{S}de|au{S}début{S}de){S}?(?:(?:l'|d')?année{S})?"
    not_before = rf"(?!\w|{S}(?:de|la|le|les|que|sa|son|ses)(?!\w)|{S}[dl]')"
    found: list[tuple[Kind, str]] = [
        ("night", rf"{_NIGHT}{first}{S}(?:au|à|a){S}{second}{_LAST}"),
        ("night", rf"{_NIGHT}(?P<weekday>{week}){S}(?:au|à|a){S}(?:{week})(?!\w)"),
        ("night", rf"{_NIGHT}(?P<weekday>{week})(?!\w|{S}\d)"),
        (
            "weekend",
            rf"(?:(?:durant|pendant|dans|ce){S})?(?:le{S})?week-?{S}?end{S}(?:du|des){S}(?P<day>{_DAY})(?:{S}(?:et|au|-){S}(?P<until>{_DAY}))?{S}(?P<month>{month}){_OF_YEAR}",
        ),
        ("range", rf"(?:entre{S}(?:le{S})?|du{S}|[ld]es{S}){first}{S}(?:et|au)(?:{S}le)?{S}{second}{_LAST}"),
        ("range", rf"(?:entre|de|d'){S}?(?P<month>{full}){_OF_YEAR}{S}(?:et|à){S}(?:{full})(?:{S}(?P<endyear>{YEAR}))?(?!\w)"),
        (
            "day",
            rf"(?:(?:ce|le|depuis{S}le|dès{S}le){S})?(?:(?P<weekday>{week}),?{S})?(?P<day>{_DAY}){S}(?P<month>{month}){_OF_YEAR}{_LAST}{_PART}",
        ),
        ("day", rf"le{S}(?P<lone>{_DAY})(?={S}(?:au|vers|dans|à)(?!\w)|[,.;)]|$)"),
        ("day", rf"(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.](?P<year>{YEAR})(?![\w/])"),
        ("day", rf"(?P<year>{YEAR})-(?P<number>\d\d)-(?P<day>\d\d)(?![\w-])"),
        ("month", rf"un{S}(?:{week}){S}(?:de{S}|d')(?P<month>{full}){_OF_YEAR}(?!\w)"),
        ("weekday", rf"(?:le{S})?(?P<weekday>{week}){S}de{S}la{S}(?P<lastweek>semaine{S}(?:dernière|passée|précédente))"),
        ("weekday", rf"(?:(?:ce|le){S})?(?P<weekday>{week})(?!s?\w){_LAST}{_PART}"),
        ("month", rf"{month_before}(?P<month>{full})(?!\w){_LAST}{_OF_YEAR}"),
        ("season", rf"(?:(?:cet|à{S}l'|l'|en|au|le|ce|dès{S}l'){S}?)(?P<season>{season})(?!\w){_LAST}{_OF_YEAR}"),
        ("year", rf"{year_before}(?P<year>{YEAR})(?![\w%]|{S}?(?:€|\w{{4,}}s\b))"),
        ("relative", rf"(?P<today>{names['days_back']})(?!\w){_PART}"),
        ("relative", rf"(?P<before>{names['days_before']})(?!\w){_PART}"),
        ("relative", rf"(?:il{S}y{S}a|voici|voilà){S}{number}(?!\w)"),
        ("relative", rf"{number}{S}(?P<earlier>plus{S}tôt|auparavant|avant){not_before}"),
    ]
    kinds: dict[str, Kind] = {"weekend": "weekend", "last_week": "week", "this_week": "week", "this_month": "month", "last_month": "month"}
    found += [(kinds.get(name, "year"), rf"(?P<{name}>{options(words)})(?!\w)") for name, words in table["loose"].items()]
    return [(kind, re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE)) for kind, pattern in found]
