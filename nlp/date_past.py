"""Whether a date is of an earlier case of the same victim, or the article's own; and how old it is. Words in `data/incident_date.toml`, table `earlier`.

Paralysé par un rançongiciel en avril 2024, l'hôpital sortait à peine d'affaire. Cette fois, son prestataire a constaté le 9 novembre…
                            ^^^^^^^^^^^^^ earlier: years before the newest date, in an article that says it happened again

Mise à jour du 19 novembre : le parti revoit son décompte.
               ^^^^^^^^^^^ a stamp: no date of the story
"""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Span

from nlp.data import load
from nlp.moments import MONTH, as_day
from nlp.phrases import compiled
from nlp.situation import Situation
from nlp.text import text_of

_HEAD = 3
"""Sentences, the title's included, whose « de nouveau » speaks of the whole article."""
_OPENS = re.compile(r"(?:^|[\n.!?…\])»])[\s\[(*_–—-]*$")
"""Before a stamp nothing is said: « un oubli lors de la mise à jour du 2 mars » is an event."""
_STAMPED = 60
"""Characters before a date in which it is called the article's own."""
_LONG = 12
"""Months before the newest date from which a case is another one."""
_SHOWN = 400
_AGES = (0, 1, 3, 7, 14, 31, 92, 365)


@cache
def _words(name: str) -> re.Pattern[str]:
    return compiled(load("incident_date")["earlier"][name])


def is_stamp(span: Span) -> bool:
    """« Mise à jour du 19 novembre », « [Modifié le 3 mai] »: when the article was written, not what it tells."""
    begin = span.start_char + 3 * span.text.lower().startswith("le ")
    before = text_of(span.doc)[max(0, begin - _STAMPED) : begin]
    return any(
        not before[match.end() :].strip(" :,'") and _OPENS.search(before, 0, match.start()) is not None
        for match in _words("stamp").finditer(before)
    )


def earlier(spans: Sequence[Span], situation: Situation) -> list[bool]:
    """Of each date of a part whether it is of a case before this one: long past, where the article says that this is another time."""
    if not spans:
        return []
    text = text_of(spans[0].doc)
    head = text[: situation.ends[min(_HEAD, len(situation.ends)) - 1]]
    if _words("stale").search(head):
        return [False] * len(spans)
    again = bool(_words("again").search(head))
    newest = max((one._.date.value[:MONTH] for one in spans if len(one._.date.value) >= MONTH), default="")
    return [_long_before(one._.date.value, newest) and (again or _told_against(one, situation, text)) for one in spans]


def _long_before(value: str, newest: str) -> bool:
    if not newest:
        return False
    months = 12 * (int(newest[:4]) - int(value[:4]))
    return months + int(newest[5:]) - int(value[5:7]) > _LONG if len(value) >= MONTH else months > 0


def _told_against(span: Span, situation: Situation, text: str) -> bool:
    """The sentence behind the date's says « cette fois »."""
    number = situation.number(span.start_char) + 1
    if number >= len(situation.starts):
        return False
    start = situation.starts[number]
    return bool(_words("now").search(text, start, min(situation.ends[number], start + _SHOWN)))


def recent(value: str, published: str | None) -> bool:
    """Of the year before publication."""
    return age(value, published) not in ("longer", "365")


def age(value: str, published: str | None) -> str:
    """How long before publication, in steps; by months where the day is not known."""
    if not published:
        return "unknown"
    one, two = as_day(value), as_day(published[:10])
    if not one or not two:
        if len(value) == 4 or len(published) == 4:
            years = int(published[:4]) - int(value[:4])
            return f"years {min(3, years)}"
        months = (int(published[:4]) - int(value[:4])) * 12 + int(published[5:7]) - int(value[5:7])
        return f"months {next((str(step) for step in (0, 1, 3, 12) if months <= step), 'more')}"
    days = (two - one).days
    return next((str(step) for step in _AGES if days <= step), "longer")
