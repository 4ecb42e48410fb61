"""What stands around a kind of data named: its list, the nearest denial, the verb of its clause. Named numbers for the model that judges it.

    Ni les mots de passe, ni les RIB n'ont été volés, mais les noms et les montants l'ont été.
        list of 2, denied before: ni, behind: ne pas          list of 2, a break parts them from « ni »

Made once per article, in time that grows with its length and the words found.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Span

from nlp.data_words import stem
from nlp.folding import cues
from nlp.linear import Features
from nlp.situation import Situation

_JOINT = re.compile(
    r"[\s,/&+()«»\"'-]*(?:(?:et|ou|ni|ainsi que|comme|voire|puis|dont|avec|mais aussi)\b)?[\s,('«-]*(?:\w{1,5}[\s']+){0,3}$"
)
_JOINED = 45
"""How far apart the items of one list may stand."""
_DENIALS = re.compile(
    r"\b(?:(?P<ni>ni)|(?P<none>aucune?s?|nulle?s? trace|rien)|(?P<without>sans|sauf|hors|hormis|excepte\w*|exception|exclu\w*|absen\w+|manqu\w+)|"
    r"(?P<safe>epargn\w*|intact\w*|indemne\w*|preserv\w*|abri|saufs?|saines?|atteinte|portee|cause|ailleurs|a part|separe\w*|distinct\w*|isole\w*|echapp\w+)|"
    r"(?P<not>ne|n(?=')|non|pas|jamais|nullement|davantage)|(?P<against>contrairement|dement\w*|exclut|ecarte\w*|nie|nient|refute\w*|recuse\w*))\b"
)
_BREAKS = re.compile(r"[;:()!?]|\b(?:mais|alors que|tandis que|seuls?|seules?|contrairement|outre)\b")
_SHORT = 60
_FIGURE = re.compile(r"\d[\d .,]*(?: millions?| milliers?)?(?: de| d'| des)? ?$")
_BEFORE = re.compile(r"([a-z]+)['\s(«\"-]*$")
_ANSWER = re.compile(r"\W*(non|oui|pas|jamais|aucun\w*|ni|rien|ils|elles|celles-ci|ceux-ci|idem|meme)\b")
RULES = ("taken", "spared", "none", "weak", "weak spared")
_MANY = 6
_STEPS = (12, 30, 60, 120)


@dataclass
class _Marks:
    """Where things stand in the article, sorted."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, start: int, end: int, name: str) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.names.append(name)

    def before(self, at: int, low: int) -> tuple[str, int] | None:
        """The last one that ends before a place, and where; none before `low`."""
        n = bisect_left(self.starts, at) - 1
        return (self.names[n], self.ends[n]) if n >= 0 and self.starts[n] >= low and self.ends[n] <= at else None

    def behind(self, at: int, high: int) -> tuple[str, int] | None:
        n = bisect_left(self.starts, at)
        return (self.names[n], self.starts[n]) if n < len(self.starts) and self.starts[n] < high else None

    def between(self, start: int, end: int) -> bool:
        n = bisect_left(self.starts, start)
        return n < len(self.starts) and self.starts[n] < end


class Surroundings:
    """The kinds of data of an article, and what is said around them."""

    def __init__(self, spans: list[Span], situation: Situation) -> None:
        self.spans = spans
        self.situation = situation
        self.denials, self.breaks, self.verbs = _Marks(), _Marks(), _Marks()
        for found in _DENIALS.finditer(situation.folded):
            self.denials.add(*found.span(), found.lastgroup or "")
        for found in _BREAKS.finditer(situation.folded):
            self.breaks.add(*found.span(), found[0])
        self._verbs()
        self.numbers = [situation.number(span.start_char) for span in spans]
        self.rules = [rule_of(span) for span in spans]
        self.lists = lists(spans, situation.folded)
        self.firm = Counter(number for number, span in zip(self.numbers, spans, strict=True) if not weak(span))
        self.said = Counter((number, rule) for number, rule in zip(self.numbers, self.rules, strict=True))
        self.kinds = Counter((span.label_, rule) for span, rule in zip(spans, self.rules, strict=True))
        self.seen: Counter[str] = Counter()

    def _verbs(self) -> None:
        found = []
        for name in ("strong", "taken", "elsewhere", "possible"):
            found += [(*match.span(), name) for match in cues("polarity", name).finditer(self.situation.folded)]
        last = -1
        for start, end, name in sorted(found, key=lambda one: one[0]):
            if start > last:
                self.verbs.add(start, end, name)
                last = start

    def rows(self) -> list[Features]:
        """One row per kind of data."""
        sizes, rules = Counter(self.lists), Counter(zip(self.lists, self.rules, strict=True))
        firm = Counter(one for one, span in zip(self.lists, self.spans, strict=True) if not weak(span))
        rows = []
        for n, span in enumerate(self.spans):
            row: Features = {}
            one = self.lists[n]
            faint = "weak" if weak(span) else "firm"
            row[f"{faint} list {min(_MANY, sizes[one])}"] = 1.0
            row[f"{faint} list firm {min(_MANY, firm[one])}"] = 1.0
            for rule in RULES:
                if rules[one, rule] - (self.rules[n] == rule):
                    row[f"{faint} list {rule}"] = 1.0
                if self.said[self.numbers[n], rule] - (self.rules[n] == rule):
                    row[f"{faint} sentence {rule}"] = 1.0
                if self.kinds[span.label_, rule] - (self.rules[n] == rule):
                    row[f"kind {rule} elsewhere"] = 1.0
            row["kind named again" if self.seen[span.label_] else "kind named first"] = 1.0
            self.seen[span.label_] += 1
            for step, side in ((-1, "left"), (1, "right")):
                if 0 <= n + step < len(self.spans) and self.lists[n + step] == one:
                    other = self.spans[n + step]
                    row[f"{side} in list:{other.label_}"] = 1.0
                    row[f"{faint} {side} in list {self.rules[n + step]}"] = 1.0
                else:
                    row[f"{faint} {side} end"] = 1.0
            self._words(row, span, faint)
            self._denied(row, n, faint)
            self._beside(row, self.numbers[n])
            rows.append(row)
        return rows

    def _words(self, row: Features, span: Span, faint: str) -> None:
        text, folded = self.situation.folded, self.situation.folded[span.start_char : span.end_char]
        words = re.findall(r"[a-z]+", folded)
        row[f"{faint} words {min(3, len(words))}"] = 1.0
        if words:
            row[f"head:{stem(words[0])}"] = 1.0
            row[f"tail:{stem(words[-1])}"] = 0.5
            row[f"{faint} {'plural' if words[0][-1] in 'sx' else 'singular'}"] = 1.0
        article = _BEFORE.search(text, max(0, span.start_char - 20), span.start_char)
        row["after word:" + (article[1] if article else "^")] = 1.0
        if _FIGURE.search(text, max(0, span.start_char - 25), span.start_char):
            row["counted"] = 1.0
        row[f"next:{text[span.end_char : span.end_char + 1]}"] = 0.5

    def _denied(self, row: Features, n: int, faint: str) -> None:
        """The nearest words of denial and of taking on either side, how far, and whether a break parts them."""
        span, number = self.spans[n], self.numbers[n]
        low, high = self.situation.starts[number], self.situation.ends[number]
        first, last = self.lists[n], bisect_right(self.lists, self.lists[n]) - 1
        start, end = max(low, self.spans[first].start_char), min(high, self.spans[last].end_char)
        for marks, kind in ((self.denials, "denial"), (self.verbs, "verb")):
            before = marks.before(span.start_char, low) if kind == "denial" else marks.before(start, low)
            behind = marks.behind(end, high)
            for side, mark, gap in (
                ("before", before, (before[1], span.start_char) if before else None),
                ("behind", behind, (end, behind[1]) if behind else None),
            ):
                if mark is None or gap is None:
                    row[f"no {kind} {side}"] = 1.0
                    continue
                parted = "parted" if self.breaks.between(*gap) else "same"
                row[f"{kind} {side} {parted}:{mark[0]}"] = 1.0
                row[f"{kind} {side} {parted} {bisect_left(_STEPS, gap[1] - gap[0])}"] = 1.0
                row[f"{faint} {kind} {side} {parted}"] = 1.0

    def _beside(self, row: Features, number: int) -> None:
        """The sentences before and after."""
        texts = self.situation
        own = texts.folded[texts.starts[number] : texts.ends[number]].strip()
        row["sentence ends:" + own[-1:]] = 1.0
        if len(own) < _SHORT:
            row["sentence short"] = 1.0
        if own[:1] in "-–—•*·":
            row["sentence bullet"] = 1.0
        if number:
            before = texts.folded[texts.starts[number - 1] : texts.ends[number - 1]].strip()
            row["sentence before ends:" + before[-1:]] = 1.0
            if self.denials.between(texts.starts[number - 1], texts.ends[number - 1]):
                row["sentence before denies"] = 1.0
            if self.said[number - 1, "taken"]:
                row["sentence before taken"] = 1.0
            if self.said[number - 1, "spared"]:
                row["sentence before spared"] = 1.0
        if number + 1 < len(texts.starts):
            answer = _ANSWER.match(texts.folded, texts.starts[number + 1], texts.ends[number + 1])
            if answer:
                row[f"sentence after:{answer[1]}"] = 1.0
            if self.said[number + 1, "taken"]:
                row["sentence after taken"] = 1.0


def lists(spans: list[Span], folded: str) -> list[int]:
    """The number of the list that each word stands in: that of its first word."""
    numbers: list[int] = []
    for n, span in enumerate(spans):
        end = spans[n - 1].end_char
        near = n > 0 and span.start_char - end < _JOINED
        same = near and (span.start_char < end or bool(_JOINT.match(folded, end, span.start_char)))
        numbers.append(numbers[-1] if same else n)
    return numbers


def weak(span: Span) -> bool:
    """Whether only the judge may take it."""
    return bool(span._.aside == "weak")


def rule_of(span: Span) -> str:
    """What the rules make of a kind of data: `taken`, `spared`, or `none` of this incident; a generic word as if no specific one were there.

    Of a word that only the judge may take: `weak`, or `weak spared` where it stands in a denial.
    """
    if weak(span):
        return "weak spared" if span._.denied_by else "weak"
    if span._.ignored and span._.aside != "generic":
        return "none"
    return "spared" if span._.denied_by else "taken"
