"""Which of an article's dates is the incident's: the dates of a part as rows of features for a linear model, and a row for no date at all.

Le 14 novembre, un inconnu diffuse la base ; le 15, nous alertons l'enseigne.
posted right near · days earliest · first date      warned right near · days latest
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from nlp.data import load
from nlp.date_judge import chosen, judge
from nlp.date_past import age, earlier, is_stamp, recent
from nlp.dates import Moment
from nlp.linear import Features, Model
from nlp.moments import MONTH, YEAR
from nlp.phrases import compiled
from nlp.situation import SMALL, Situation
from nlp.text import text_of

_REACH = 130
_FAR = 400
_NEAR, _MIDDLE = 25, 60
_BESIDE = re.compile(r"(?:before|behind)\d")
"""Small words right beside a date: too many for the articles there are."""
_CLOSE = " in clause"
_EARLIER = 2.5
"""What the rule takes off a date of an earlier case, as off one in a background sentence."""
_CLAUSE = re.compile(r"[;:()«»]|[.!?…]\s|\n|, ")
_HOUR = re.compile(r",? (?:à |vers |peu (?:avant|après) |entre |dès )?(?:\d{1,2} ?h(?:eures?)?\d{0,2}|minuit|midi|l'aube)\b")


@dataclass(frozen=True)
class Candidate:
    """A date of the text that may be the incident's."""

    span: Span
    row: Features

    @property
    def value(self) -> str:
        moment: Moment = self.span._.date
        return moment.value or ""


def candidates(doc: Doc, situation: Situation, start: int, end: int) -> tuple[list[Candidate], Features]:
    """The dates between two offsets with their rows, and the row of no date."""
    spans = [
        s
        for s in doc.spans.get("dates", ())
        if s._.date and s._.date.value and start <= s.start_char and s.end_char <= end and not is_stamp(s)
    ]
    before = earlier(spans, situation)
    judged = [(judge(span, situation) - (_EARLIER if past else 0.0), span) for span, past in zip(spans, before, strict=True)]
    rule = chosen(judged, situation, start, end)
    rows = [_row(situation, span, score) | ({"earlier": 2.0} if past else {}) for (score, span), past in zip(judged, before, strict=True)]
    _among(rows, judged, rule, situation)
    none = _none(doc, situation, judged, rule, start, end)
    return [Candidate(span, row) for span, row in zip(spans, rows, strict=True)], none


def chances(model: Model, rows: Sequence[Features]) -> list[float]:
    """The rows' shares of one choice among them."""
    scores = [model.scores(row)[0] for row in rows]
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    return [one / sum(grown) for one in grown]


def _row(situation: Situation, span: Span, score: float) -> Features:
    doc, moment = span.doc, span._.date
    row = {name: value for name, value in situation.features(span.start_char, span.end_char).items() if not _BESIDE.match(name)}
    row["judged"] = max(-3.0, min(4.0, score)) / 2
    row[f"judged {max(-2, min(4, round(score)))}"] = 1.0
    kind = f"{moment.kind} {moment.precision}" if moment.kind == "relative" else moment.kind
    row["kind " + kind] = 1.0
    row["precision " + str(moment.precision)] = 1.0
    if moment.anchored:
        row["anchored"] = 1.0
    told = age(moment.value, doc._.published)
    row["age " + told] = 1.0
    row[f"kind {kind} age {told}"] = 1.0
    if "title" in row:
        row["title " + moment.kind] = 1.0
    text = text_of(doc)
    said = span.text.lower().replace("'", "' ").split()
    row["opens " + ("#" if said[0][0].isdigit() else said[0])] = 1.0
    row["ends " + ("#" if said[-1][0].isdigit() else said[-1])] = 0.7
    if _HOUR.match(text, span.end_char):
        row["hour"] = 1.0
    if re.search(r"\bdepuis\b", text[max(0, span.start_char - 8) : span.end_char].lower()):
        row["depuis"] = 1.0
    _cues(row, span, situation)
    return row


def _cues(row: Features, span: Span, situation: Situation) -> None:
    """The nearest telling word of each kind on either side, and which of them is the nearest of all."""
    number = situation.number(span.start_char)
    low, high = max(situation.starts[number], span.start_char - _REACH), min(situation.ends[number], span.end_char + _REACH)
    text = text_of(span.doc)
    sides = {"left": text[low : span.start_char], "right": text[span.end_char : high]}
    kind = span._.date.kind
    nearest: list[tuple[int, str]] = []
    here: set[str] = set()
    for side, words in sides.items():
        of_side: list[tuple[int, str]] = []
        for name, match in _telling(words, last=side == "left"):
            between = words[match.end() :] if side == "left" else words[: match.start()]
            cut = len(_CLAUSE.findall(between))
            away = len(between) + 20 * cut
            of_side.append((away, name))
            here.add(name)
            where = "near" if away < _NEAR else "middle" if away < _MIDDLE else "far"
            row[f"{name} {side} {where}"] = 1.0
            if not cut:
                row[name + _CLOSE] = 1.0
        if of_side:
            row[f"{side} first {min(of_side)[1]}"] = 1.0
            nearest.append(min(of_side))
    for name in here:
        row[f"{name} here"] = 1.0
    row["nearest " + (min(nearest)[1] if nearest else "none")] = 1.0
    row[f"kind {kind} nearest " + (min(nearest)[1] if nearest else "none")] = 1.0


def _telling(words: str, *, last: bool) -> list[tuple[str, re.Match[str]]]:
    """The first or last word of each kind."""
    found = []
    for name, phrases in load("incident_date")["ranked"].items():
        matches = list(compiled(phrases).finditer(words))
        if matches:
            found.append((name, matches[-1 if last else 0]))
    return found


def _among(rows: Sequence[Features], judged: Sequence[tuple[float, Span]], rule: Span | None, situation: Situation) -> None:
    """What one date is beside the others of its article: by the rule, in time, in the text."""
    best = max((score for score, _ in judged), default=0.0)
    rank = {n: at for at, n in enumerate(sorted(range(len(rows)), key=lambda n: -judged[n][0]))}
    days = _days(judged, situation)
    body = [n for n, (_, span) in enumerate(judged) if span.start_char >= situation.text_start]
    told = Counter(span._.date.value for _, span in judged)
    within = {short for value in told for short in _shorter(value)}
    title = {w.form for w in situation.words_in(0, situation.text_start)} - SMALL
    for n, row in enumerate(rows):
        score, span = judged[n]
        row.update(_by_rule(span, rule))
        row[f"rank {min(4, rank[n])}"] = 1.0
        row["behind best"] = min(4.0, best - score) / 2
        row[f"dates {min(6, len(told))}"] = 1.0
        row.update(_by_value(span._.date.value, told, within, days))
        place = next((name for name in row if name.startswith("days ")), "days none")
        for name in [name for name in row if name.endswith(_CLOSE)]:
            row[f"{name}, {place}"] = 0.7
        sentence = situation.number(span.start_char)
        low, high = max(situation.starts[sentence], span.start_char - _FAR), min(situation.ends[sentence], span.end_char + _FAR)
        forms = {w.form for w in situation.words_in(low, high)} - SMALL
        row["like title"] = min(4, len(forms & title)) / 2 if sentence else 0.0
        if n >= len(judged) - len(body):
            at = n - (len(judged) - len(body))
            row[f"date {min(5, at)}"] = 1.0
            row.update({"first date": 1.0} if at == 0 else {})
            row.update({"last date": 1.0} if at == len(body) - 1 else {})


def _days(judged: Sequence[tuple[float, Span]], situation: Situation) -> list[str]:
    """The days of the year before publication that are not told as background, in order."""
    return sorted(
        {
            span._.date.value
            for _, span in judged
            if situation.marks[situation.number(span.start_char)] is None
            and span._.date.precision == "day"
            and recent(span._.date.value, span.doc._.published)
        }
    )


def _by_rule(span: Span, rule: Span | None) -> Features:
    if rule is None:
        return {}
    row: Features = {"rule": 1.0} if span == rule else {}
    value, wanted = span._.date.value, rule._.date.value
    if value == wanted:
        row["rule value"] = 1.0
    elif wanted.startswith(value) or value.startswith(wanted):
        row["rule within"] = 1.0
    return row


def _by_value(value: str, told: Counter[str], within: set[str], days: Sequence[str]) -> Features:
    """How often a value is told, its place in time among the days told, and whether another is of the same month or year."""
    row: Features = {f"told {min(4, told[value])}": 1.0}
    if value in days:
        row["days earliest" if value == days[0] else "days latest" if value == days[-1] else "days middle"] = 1.0
        row[f"of days {min(5, len(days))}"] = 1.0
        if len(days) == 1:
            row["only day"] = 1.0
        elif value == days[0]:
            row["earliest of several"] = 1.0
    if value in within:
        row["finer elsewhere"] = 1.0
    if any(short in told for short in _shorter(value)):
        row["coarser elsewhere"] = 1.0
    return row


def _shorter(value: str) -> list[str]:
    """The month and the year that hold a value."""
    return [value[:length] for length in (MONTH, YEAR) if length < len(value)]


def _none(doc: Doc, situation: Situation, judged: Sequence[tuple[float, Span]], rule: Span | None, start: int, end: int) -> Features:
    row: Features = {"none": 1.0, "none rule" if rule is None else "none against rule": 1.0}
    best = max((score for score, _ in judged), default=-3.0)
    row["none best"] = best / 2
    row[f"none best {max(-2, min(4, round(best)))}"] = 1.0
    row[f"none dates {min(6, len(judged))}"] = 1.0
    late = {s._.date.value for _, s in judged if recent(s._.date.value, doc._.published)}
    row[f"none recent {min(4, len(late))}"] = 1.0
    row[f"none days {min(4, sum(len(v) == 10 for v in late))}"] = 1.0
    for kind in doc._.attack_types:
        row["none attack " + kind] = 1.0
    for kind, chance in situation.about.items():
        row["none about " + kind] = chance
    for role in {span._.role for span in doc.spans.get("organisations", ())}:
        row[f"none role {role}"] = 0.5
    row["none length"] = min(3.0, (end - start) / 1500)
    return row
