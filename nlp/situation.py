"""Situation: the words, and the organisations, around a place in an article, as named numbers for the linear models.

    L'an dernier, Corvane avait perdu 40 000 dossiers.
    before:perdu  sentence:dernie  mark:past  names another             of « 40 000 dossiers »

Made once per article; each place then costs what its sentence holds.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from nlp.background import background
from nlp.folding import fold
from nlp.linear import Features
from nlp.text import text_of

STEM = 6
NEAR, FAR = 4, 12
"""Words on either side that count in full, and less."""
LONG = 60
"""Words of a sentence that are looked at on either side: one may have ten thousand."""
_WORD = re.compile(r"[a-z]+|\d[\d .,]*\d|\d|[;:()?!«»\"]")
SMALL = frozenset("le la les l un une d de du des au aux a et en y ce cet cette ces son sa ses leur leurs se s qu que".split())
_CLAUSE = frozenset(";:()")
_BREAK = re.compile(r"\n[ \t\r]*\n")
_OTHERS = frozenset({"other", "past_victim", "source"})
_FAR_AWAY = 9
_NEARBY = 4


@dataclass(frozen=True)
class Word:
    """The beginning of a word of the folded text, `#` for a figure, or a mark that parts clauses."""

    form: str
    start: int
    end: int


class Situation:
    """An article's sentences with their words, background marks and organisations."""

    def __init__(self, doc: Doc) -> None:
        self.folded = fold(text_of(doc))
        self.text_start: int = doc._.text_start
        self.starts = [sent.start_char for sent in doc.sents]
        self.ends = [sent.end_char for sent in doc.sents]
        self.marks = background(doc)
        self.words = [Word(_form(found[0]), found.start(), found.end()) for found in _WORD.finditer(self.folded)]
        self.places = [word.start for word in self.words]
        breaks = [found.start() for found in _BREAK.finditer(text_of(doc))]
        self.paragraph = [bisect_right(breaks, start) for start in self.starts]
        self.roles: list[set[str]] = [set() for _ in self.starts]
        for span in doc.spans.get("organisations", []):
            self.roles[self.number(span.start_char)].add(span._.role or "other")
        self.about: dict[str, float] = dict(doc._.about_scores or {}) if Doc.has_extension("about_scores") else {}
        self.gaps = self._gaps()

    def _gaps(self) -> list[int]:
        """Of each sentence how many sentences away the nearest one is that names a victim."""
        gaps = [_FAR_AWAY] * len(self.starts)
        for order in (range(len(gaps)), reversed(range(len(gaps)))):
            last = _FAR_AWAY
            for n in order:
                last = 0 if "victim" in self.roles[n] else min(_FAR_AWAY, last + 1)
                gaps[n] = min(gaps[n], last)
        return gaps

    def number(self, place: int) -> int:
        """The number of the sentence that holds a character."""
        return max(0, bisect_right(self.starts, place) - 1)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that begin between two offsets."""
        return self.words[bisect_right(self.places, start - 1) : bisect_right(self.places, end - 1)]

    def features(self, start: int, end: int) -> Features:
        """What stands around the characters from `start` to `end`."""
        row: Features = {}
        number = self.number(start)
        first, last = bisect_right(self.places, start - 1), bisect_right(self.places, end - 1)
        low, high = self.starts[number], self.ends[number]
        _side(row, "before", [word.form for word in reversed(self.words[max(0, first - FAR) : first]) if word.start >= low])
        _side(row, "behind", [word.form for word in self.words[last : last + FAR] if word.end <= high])
        for word in self.words[max(0, first - LONG) : last + LONG]:
            if low <= word.start < high and word.form not in SMALL:
                row.setdefault("sentence:" + word.form, 0.4)
        self._place(row, number, start)
        self._persons(row, number)
        return row

    def _place(self, row: Features, number: int, start: int) -> None:
        """Title, sentence, paragraph, background marks."""
        offset = 1 if self.text_start else 0
        if start < self.text_start:
            row["title"] = 1.0
        row[f"sentence {max(0, min(4, number - offset))}"] = 1.0
        at, last = self.paragraph[number] - offset, self.paragraph[-1] - offset
        row["paragraph " + ("first" if at <= 0 else "last" if at == last else "second" if at == 1 else "later")] = 1.0
        row["late"] = start / max(1, len(self.folded))
        row[f"mark:{self.marks[number]}"] = 1.0
        for beside in (number - 1, number + 1):
            if 0 <= beside < len(self.marks) and self.paragraph[beside] == self.paragraph[number] and self.marks[beside]:
                row[f"beside mark:{self.marks[beside]}"] = 0.7

    def _persons(self, row: Features, number: int) -> None:
        """Who is named in the sentence, how near the victim is, what the article is about."""
        roles = self.roles[number]
        for role in roles or {"none"}:
            row["names " + role] = 1.0
        if roles & _OTHERS and "victim" not in roles:
            row["names another"] = 1.0
        gap = self.gaps[number]
        row["victim " + ("here" if gap == 0 else "beside" if gap == 1 else "near" if gap < _NEARBY else "far")] = 1.0
        for kind, chance in self.about.items():
            row["about " + kind] = chance
        row["length"] = min(3.0, len(self.folded) / 1500)


def _side(row: Features, side: str, words: list[str]) -> None:
    """The words on one side, nearest first; those past the end of the clause are left out."""
    rank = 0
    for word in words:
        if word not in SMALL:
            row.setdefault(f"{side}:{word}", 1.0 if rank < NEAR else 0.6)
            rank += 1
        if word in _CLAUSE:
            break
    for place in (0, 1):
        row[f"{side}{place}:" + (words[place] if place < len(words) else "^")] = 1.0
    if len(words) > 1:
        row[f"{side}:{words[0]} {words[1]}"] = 1.0


@cache
def _form(word: str) -> str:
    return "#" if word[0].isdigit() else word[:STEM]
