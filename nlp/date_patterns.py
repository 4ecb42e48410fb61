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
    about = rf"(?:(?:{options(table['about']['words'])}){S})?"
    number = rf"{about}(?P<number>{names['numbers']}|\d{{1,3}}){S}(?P<unit>{names['units']})"
    feast = options(table["feasts"]["names"])
    lone, until = rf"(?P<lone>{_DAY})", rf"(?:{_DAY})"
    behind = rf"(?={S}(?:au|vers|dans|à|et|dès|peu|juste|soit|il|elle|on|nous|ils|elles)(?!\w)|[,.;:)»\n]|$)"
    apart = rf"(?!{S}(?:{month})|{S}?[%€h\d]|[,.]\d)"
    first = rf"(?:(?:{week}){S})?(?P<day>{_DAY})(?:{S}(?P<first>{month}))?(?:{S}(?P<firstyear>{YEAR}))?"
    second = rf"(?:(?:{week}){S})?(?P<until>{_DAY}){S}(?P<month>{month}){_OF_YEAR}"
    month_before = (
        rf"(?:(?:en|fin|début|courant|depuis|dès|mi-|de|d'|à{S}la{S}mi-|la{S}mi-){S}?)?"
        rf"(?:(?:la{S})?(?:fin|début|courant){S}(?:(?:du|de|d'){S}?)?)?(?:mois{S}(?:de{S}|d'))?"
    )
    year_before = rf"(?:en|fin|début|courant|depuis|mi-|dès|année|de|remont\w{{1,4}}{S}à|à{S}la{S}fin{S}de|au{S}début{S}de){S}?(?:(?:l'|d')?année{S})?"
    not_before = rf"(?!\w|{S}(?:de|la|le|les|que|sa|son|ses)(?!\w)|{S}[dl]')"
    numbered = (
        rf"(?:(?P<ahead>{options(table['ahead']['words'])}){S})?(?:(?:ce|le|depuis{S}le|dès{S}le){S})?"
        rf"(?:(?P<weekday>{week}),?{S})?(?P<day>{_DAY}){S}(?P<month>{month})(?!\w){_OF_YEAR}(?P<next>{S}prochain)?{_LAST}{_PART}"
    )
    feasted = (
        rf"(?:(?:depuis|à|après|dès|entre|autour{S}de|jour{S}de|lendemain{S}de){S}(?:l'|la{S}|le{S})?"
        rf"|(?:à{S})?(?P<eve>(?:la{S})?veille{S}d(?:e|u){S})|l'|la{S}|le{S})(?P<feast>{feast})(?!\w){_LAST}{_OF_YEAR}"
    )
    found: list[tuple[Kind, str]] = [
        ("night", rf"{_NIGHT}{first}{S}(?:au|à|a){S}{second}{_LAST}"),
        ("night", rf"{_NIGHT}(?P<weekday>{week}){S}(?:au|à|a){S}(?:{week})(?!\w)"),
        ("night", rf"{_NIGHT}(?P<weekday>{week})(?!\w|{S}\d)"),
        ("night", rf"{_NIGHT}(?:(?P<weekday>{week}){S})?{lone}{S}(?:au|à){S}(?:(?:{week}){S})?{until}{apart}"),
        ("night", rf"{_NIGHT}(?:(?:la|l'){S}?)?(?P<feast>{feast})(?!\w)"),
        (
            "weekend",
            rf"(?:(?:durant|pendant|dans|lors){S})?(?:(?:le|du|ce){S})?week-?{S}?end{S}(?:du|des){S}{lone}(?:{S}(?:et|au|-){S}{until})?{apart}",
        ),
        (
            "weekend",
            rf"(?:(?:durant|pendant|dans|lors){S})?(?:(?:le|du|ce|long){S}){{0,2}}(?P<long>week-?{S}?end){S}(?:de{S}(?:la{S}|l')?|du{S})(?P<feast>{feast})(?!\w){_LAST}{_OF_YEAR}",
        ),
        (
            "weekend",
            rf"(?:(?:durant|pendant|dans|ce){S})?(?:le{S})?week-?{S}?end{S}(?:du|des){S}(?P<day>{_DAY})(?:{S}(?:et|au|-){S}(?P<until>{_DAY}))?{S}(?P<month>{month}){_OF_YEAR}",
        ),
        ("range", rf"(?:entre{S}(?:le{S})?|du{S}|[ld]es{S}){first}{S}(?:et|au)(?:{S}le)?{S}{second}{_LAST}"),
        ("range", rf"(?:entre|de|d'){S}?(?P<month>{full}){_OF_YEAR}{S}(?:et|à){S}(?:{full})(?:{S}(?P<endyear>{YEAR}))?(?!\w)"),
        ("range", rf"les{S}(?P<day>{_DAY})(?:,{S}{until}){{1,4}}{S}et{S}(?:le{S})?{until}{S}(?P<month>{month})(?!\w){_OF_YEAR}"),
        ("range", rf"(?:entre{S}le|du){S}{lone}{S}(?:et{S}le|au){S}{until}{apart}(?={S}?[,.;:)»\n]|$)"),
        (
            "day",
            numbered,
        ),
        ("day", rf"(?:(?:ce|le|un|depuis{S}le){S})?(?P<weekday>{week}){S}{lone}(?!\w){apart}{_PART}"),
        ("day", rf"(?:le|remont\w{{1,5}}{S}au|dat\w{{1,4}}{S}du){S}{lone}{behind}"),
        (
            "day",
            feasted,
        ),
        ("day", rf"le{S}(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})(?:/(?P<short>\d\d))?(?![\w/])"),
        ("day", rf"(?P<day>\d{{1,2}})[/.-](?P<number>\d{{1,2}})[/.-](?P<year>{YEAR})(?![\w/])"),
        ("day", rf"(?P<year>{YEAR})-(?P<number>\d\d)-(?P<day>\d\d)(?![\w-])"),
        ("month", rf"un{S}(?:{week}){S}(?:de{S}|d')(?P<month>{full}){_OF_YEAR}(?!\w)"),
        ("weekday", rf"(?:le{S})?(?P<weekday>{week}){S}de{S}la{S}(?P<lastweek>semaine{S}(?:dernière|passée|précédente))"),
        ("weekday", rf"ce{S}(?P<thatday>{week})-là(?!\w){_PART}"),
        ("weekday", rf"(?P<some>un{S})?(?:(?:ce|le){S})?(?P<weekday>{week})(?!s?\w)(?P<next>{S}prochain)?{_LAST}{_PART}"),
        (
            "month",
            rf"{month_before}(?P<month>{full})(?!\w){_LAST}(?:{S}de{S}(?P<yearbefore>l'(?:an|année){S}(?:dernière?|passée?)))?{_OF_YEAR}",
        ),
        ("month", rf"(?:remont\w{{1,5}}|dat\w{{1,4}}){S}(?:à|de|d'){S}?(?P<month>{full})(?!\w){_OF_YEAR}"),
        (
            "season",
            rf"(?:(?:au|du|le|ce){S})?(?:cours{S}du{S})?(?P<quarter>(?:premier|second|deuxième|troisième|quatrième|dernier){S}(?:trimestre|semestre))(?!\w){_LAST}{_OF_YEAR}",
        ),
        ("season", rf"(?:(?:cet|à{S}l'|l'|en|au|le|ce|dès{S}l'){S}?)(?P<season>{season})(?!\w){_LAST}{_OF_YEAR}"),
        ("year", rf"{year_before}(?P<year>{YEAR})(?![\w%]|{S}?(?:€|\w{{4,}}s\b))"),
        ("relative", rf"(?P<today>{names['days_back']})(?!\w){_PART}"),
        ("relative", rf"(?P<before>{names['days_before']})(?!\w){_PART}"),
        ("relative", rf"(?:il{S}y{S}a|voici|voilà|depuis){S}(?:maintenant{S}|déjà{S})?{number}(?!\w)"),
        ("relative", rf"{number}{S}(?P<earlier>plus{S}tôt|auparavant|avant){not_before}"),
        ("relative", rf"{number}{S}(?P<later>plus{S}tard|après(?=[,.;:]|$)){not_before}"),
        ("relative", rf"(?<=, ){number}{S}(?P<after>après){S}(?=(?:la|le|les|avoir|être|que|son|sa|ses|ce|cette|leur)(?!\w)|l')"),
    ]
    kinds: dict[str, Kind] = {"weekend": "weekend", "last_week": "week", "this_week": "week", "this_month": "month", "last_month": "month"}
    found += [(kinds.get(name, "year"), rf"(?P<{name}>{options(words)})(?!\w)") for name, words in table["loose"].items()]
    return [(kind, re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE)) for kind, pattern in found]
