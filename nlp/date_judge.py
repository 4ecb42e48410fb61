"""The rule for incident dates: how much a date of the text looks like the attack's, by the nearest words of its sentence.

Its judgement is one feature of the ranker of `nlp.date_rank`. Words in `data/incident_date.toml`.
"""

import re

from spacy.tokens import Span

from nlp.data import load
from nlp.dates import Moment
from nlp.moments import back
from nlp.phrases import compiled
from nlp.situation import Situation
from nlp.text import text_of

Judged = list[tuple[float, Span]]

_KINDS = {
    "night": 1.2,
    "range": 1.5,
    "day": 0.9,
    "weekday": 0.6,
    "weekend": 0.7,
    "relative": 0.6,
    "week": 0.3,
    "month": 0.4,
    "season": 0.3,
    "year": 0.0,
}
"""How readily each kind of date is an attack's."""
_WEIGHTS = {"attack": 2.0, "found": 1.1, "said": -1.6, "shown": -1.4, "due": -2.2, "other": -1.4}
_REACH = 110
"""Characters past which a word no longer bears on a date."""
_SHORT = 15
_NEARBY = 80
_PLAIN = 0.5
_SHOWN = -1.5
_NEEDED = 0.9
_FAINT = 0.1
_OPENING = 0.4
_HOUR = re.compile(r",? (?:à |vers |peu (?:avant|après) |entre |dès )?(?:\d{1,2} ?h(?:eures?)?\d{0,2}|minuit|midi|l'aube)\b")
_NEITHER = re.compile(r"\bni $")
_CUT = re.compile(r"[;:()]|[.!?…]\s|\n")


def chosen(judged: Judged, situation: Situation, start: int, end: int) -> Span | None:
    """The date that the rule alone would take of a part, if any."""
    good = [pair for pair in judged if pair[0] >= _NEEDED]
    good = good or [pair for pair in judged if pair[0] >= _PLAIN and pair[1]._.date.kind in ("day", "night", "range")]
    good = good or [(0.0, span) for value, span in judged if value > _SHOWN and _is_shown(span, situation)]
    early = [(value, span) for value, span in judged if value > _FAINT and _opens(span, start, end)]
    good = good or early[:1]
    best = max(good, key=lambda pair: (pair[0], -pair[1].start), default=None)
    return _finer(best, good)[1] if best else None


def _is_shown(span: Span, situation: Situation) -> bool:
    """A day on which the loot was put on show: what is left where nothing says when it was taken."""
    moment: Moment = span._.date
    sentence, start, end = _surroundings(span, situation)
    near = {
        name: min((_distance(sentence, start, end, match) for match in compiled(load("incident_date")[name]).finditer(sentence)), default=_REACH)
        for name in ("shown", "said", "due")
    }  # fmt: skip
    return moment.precision == "day" and near["shown"] < _NEARBY and near["shown"] <= near["said"] and near["shown"] < near["due"]


def _opens(span: Span, start: int, end: int) -> bool:
    """A day told in the first part of an article, where nothing says better: the story's own day more often than not."""
    return (
        span._.date.kind in ("weekday", "relative", "night", "day")
        and span.start_char - start < _OPENING * (end - start)
        and start < span.start_char
    )


def _finer(best: tuple[float, Span], good: list[tuple[float, Span]]) -> tuple[float, Span]:
    """The same time told more closely elsewhere: « début mars », then « le 6 mars à l'aube »."""
    value = best[1]._.date.value
    closer = [pair for pair in good if _within(pair[1]._.date, value, weekend=best[1]._.date.kind == "weekend")]
    return max(closer, key=lambda pair: pair[0], default=best)


def _within(moment: Moment, value: str, *, weekend: bool) -> bool:
    if weekend:
        return moment.kind in ("weekday", "night", "day") and moment.value in {back(value, days=days) for days in (1, 0, -1)}
    return len(moment.value or "") > len(value) and (moment.value or "").startswith(value)


def judge(span: Span, situation: Situation) -> float:
    """How much a date looks like the attack's."""
    moment: Moment = span._.date
    kind_of = "month" if moment.kind == "range" and moment.precision != "day" else moment.kind
    bearing = _bearing(*_surroundings(span, situation))
    score = _KINDS[kind_of] + bearing
    if text_of(span.doc)[max(0, span.start_char - 7) : span.start_char + 6].lower().find("depuis") >= 0:
        score += 0.4
    if bearing >= 0 and _HOUR.match(text_of(span.doc), span.end_char):
        score += 0.6  # an hour is told of what happened, not of what was said
    if moment.kind == "month" and span.text[:2].lower() in ("d'", "de"):
        score -= 0.5
    if _NEITHER.search(text_of(span.doc), max(0, span.start_char - 4), span.start_char):
        score -= 1.5
    if span.start_char < span.doc._.text_start and moment.kind in ("weekday", "relative"):
        score -= 1.0  # a headline's weekday is as often to come
    if situation.marks[situation.number(span.start_char)] in ("past", "law", "study", "advice"):
        score -= 2.5
    place = span.start_char / max(1, len(text_of(span.doc)))
    return score - 0.5 * place


def _surroundings(span: Span, situation: Situation) -> tuple[str, int, int]:
    """The sentence and the date's place in it; a date that is almost a sentence of its own is read with the next one."""
    number = situation.number(span.start_char)
    low, high = situation.starts[number], situation.ends[number]
    if high - low - (span.end_char - span.start_char) < _SHORT and number + 1 < len(situation.ends):
        high = situation.ends[number + 1]
    start = max(low, span.start_char - 2 * _REACH)
    return text_of(span.doc)[start : min(high, span.end_char + 2 * _REACH)], span.start_char - start, span.end_char - start


def _bearing(sentence: str, start: int, end: int) -> float:
    """What the nearest words make of the date: each kind of word weighs less the farther it stands, and less again behind a nearer one."""
    near: dict[str, float] = {}
    for name in _WEIGHTS:
        distances = [_distance(sentence, start, end, match) for match in compiled(load("incident_date")[name]).finditer(sentence)]
        if distances and min(distances) <= _REACH:
            near[name] = min(distances)
    good = [name for name in near if _WEIGHTS[name] > 0]
    bad = [name for name in near if _WEIGHTS[name] < 0]
    share = {name: _WEIGHTS[name] * (1 - near[name] / (_REACH * 1.2)) for name in near}
    plus, minus = max((share[name] for name in good), default=0.0), min((share[name] for name in bad), default=0.0)
    if good and bad:
        ahead = min(near[name] for name in good) < min(near[name] for name in bad)
        plus, minus = (plus, 0.4 * minus) if ahead else (0.6 * plus, minus)
    return plus + minus


def _distance(sentence: str, start: int, end: int, match: re.Match[str]) -> float:
    """Characters between a word and the date; what crosses a clause, or follows a date inside its clause, stands farther."""
    if match.start() >= end:
        between = sentence[end : match.start()]
        opening = len(re.split(r"[,;:«»()]", sentence[:start])[-1].split()) <= 2
        away = len(between) // 2 if opening else len(between) + 15
    elif match.end() <= start:
        between = sentence[match.end() : start]
        away = len(between)
    else:
        return 0.0
    return away + 45 * len(_CUT.findall(between)) + 12 * len(re.findall(r"[,«»]", between))
