"""Signs of who says so: which words of telling, denying, admitting and silence an article holds, whose they are, and where. Named numbers.

    Contactée par la rédaction, l'enseigne n'a pas donné suite. Elle prévient ses clients depuis mardi.
    contact                     silent by victim                told by victim~ (a pronoun)

Wider than the cues of `nlp/components/claim.py`, and judged less: what each is worth is learned. Words in `data/claim.toml`.
"""

import re
from bisect import bisect_left
from functools import cache

from spacy.tokens import Doc

from nlp.data import load
from nlp.linear import Features
from nlp.situation import SMALL, Situation

SPOKEN = ("silent", "denied", "admitted", "told", "acted", "claimed", "hearsay")
"""Signs that are somebody's."""
ASIDE = frozenset({"past", "advice", "law", "study"})
REACH = 110
BEHIND = 45
_NOBODY = 200
_BESIDE = 8
_FORM = 14
_VERB = 32
"""Characters before a sign that say it was not so, or was said to us."""
_NOT = re.compile(r"\bn(?:'|e )(?:(?:a|ont|avai(?:t|ent)|aurai(?:t|ent)|est|sont) )?(?:(?:pas|jamais|toujours|encore|rien|ni|plus) )*$")
_TO_US = re.compile(r"\bnous (?:en )?(?:(?:a|ont|avai(?:t|ent)) )?(?:aussi |bien |egalement )?$")
_NAMED = frozenset({"victim", "attacker", "authority", "source", "third_party"})
Named = tuple[int, int, str]
"""Start, end and role of an organisation's mention."""


@cache
def sign(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load("claim")["signs"][name]))


@cache
def speakers(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('claim')['speakers'][name])})\b")


class _Reader:
    """Reads an article sentence by sentence, and remembers who spoke last."""

    def __init__(self, doc: Doc, situation: Situation) -> None:
        self.situation = situation
        self.named: list[Named] = sorted((s.start_char, s.end_char, s._.role or "other") for s in doc.spans.get("organisations", []))
        self.starts = [start for start, _, _ in self.named]
        self.row: Features = {}
        self.said: list[tuple[str, str]] = []
        """Kind and speaker of each spoken sign, in order."""
        self.places: list[Named] = []
        """Where the words of each sign stand, and the feature that they became."""
        self.last = ""

    def read(self, number: int) -> None:
        situation = self.situation
        low, high = situation.starts[number], situation.ends[number]
        text = situation.folded[low:high]
        here = self.named[bisect_left(self.starts, low) : bisect_left(self.starts, high)]
        ours = any(role == "victim" for _, _, role in here) or bool(speakers("victim").search(text))
        where = self._where(number)
        for kind in load("claim")["signs"]:
            for match in sign(kind).finditer(text):
                self._note(kind, match, low, high, where=where, ours=ours)
        spoke = [(end - low, role) for _, end, role in here if role in _NAMED]
        for name in ("victim", "attacker", "authority"):
            spoke += [(match.end(), name) for match in speakers(name).finditer(text)]
        if spoke:
            self.last = max(spoke)[1]
        for word in situation.words_in(low, high):
            if word.form not in SMALL and len(word.form) > 2 and where != "title":
                self.row.setdefault("word " + word.form, 0.2)
                if ours:
                    self.row.setdefault("word beside victim " + word.form, 0.3)

    def _where(self, number: int) -> str:
        if self.situation.starts[number] < self.situation.text_start:
            return "title"
        last = len(self.situation.starts)
        return "early" if number < 4 else "late" if number > last - 4 else "middle"

    def _note(self, kind: str, match: re.Match[str], low: int, high: int, *, where: str, ours: bool) -> None:
        name, row = kind, self.row
        before = match.string[max(0, match.start() - _VERB) : match.start()]
        if kind in SPOKEN:
            who = self._speaker(low, low + match.start(), low + match.end(), high)
            name = f"{kind} by {who}"
            if kind in {"told", "admitted"}:
                if _NOT.search(before):
                    name = "not " + name
                if _TO_US.search(before):
                    row["sign to us by " + who] = 1.0
            self.said.append((kind, who))
            row[f"sign {kind} {where}"] = 1.0
        if ours:
            row[f"sign {name} beside victim"] = 0.7
        self.places.append((low + match.start(), low + match.end(), "sign " + name))
        known = row.get("sign " + name)
        row["sign " + name] = 1.0 if known is None else min(1.5, known + 0.25)
        row.setdefault(f"sign {kind}={match[0][:_FORM]}", 0.5)

    def _speaker(self, low: int, start: int, end: int, high: int) -> str:
        """The nearest one before the words, or right behind them; a pronoun stands for who was named last."""
        best, distance = "nobody", _NOBODY
        offset = max(low, start - REACH)
        before = self.situation.folded[offset:start]
        for name in ("victim", "attacker", "authority", "pronoun"):
            ends = [match.end() for match in speakers(name).finditer(before)]
            if ends and start - (offset + ends[-1]) < distance:
                best, distance = name, start - (offset + ends[-1])
        index = bisect_left(self.starts, start)
        if index and self.named[index - 1][0] >= low and 0 <= start - self.named[index - 1][1] <= distance:
            best, distance = self.named[index - 1][2], start - self.named[index - 1][1]
        if distance > 15:
            behind = self.situation.folded[end : min(high, end + BEHIND)].lstrip(" ,-t")
            for name in ("victim", "attacker", "authority"):
                if speakers(name).match(behind):
                    best = name
                    break
            else:
                index = bisect_left(self.starts, end)
                if index < len(self.named) and self.named[index][0] - end < _BESIDE:
                    best = self.named[index][2]
        return (f"{self.last}~" if self.last else "pronoun") if best == "pronoun" else best


def claim_signs(doc: Doc, situation: Situation) -> Features:
    """What the article says of who says so."""
    return placed_signs(doc, situation)[0]


def placed_signs(doc: Doc, situation: Situation) -> tuple[Features, list[tuple[str, int, int]]]:
    """The signs, and where the words of each stand."""
    reader = _Reader(doc, situation)
    for number, mark in enumerate(situation.marks):
        if mark not in ASIDE:
            reader.read(number)
    row = reader.row
    _sum_up(row, reader.said)
    row |= {"has " + role: 0.6 for roles in situation.roles for role in roles}
    row |= {"about " + kind: 0.6 * chance for kind, chance in situation.about.items()}
    row |= {"attack " + span.label_: 0.7 for span in doc.spans.get("attack_types", [])}
    row |= {"count " + span._.count.what: 0.5 for span in doc.spans.get("counts", [])}
    row["length"] = min(3.0, len(situation.folded) / 1500)
    return row, [(name, start, end) for start, end, name in reader.places]


def _sum_up(row: Features, said: list[tuple[str, str]]) -> None:
    """What the victim's words come to, first and last."""
    own = [kind for kind, who in said if who.startswith("victim") and kind in {"denied", "admitted", "told", "acted"}]
    stance = [kind for kind in own if kind in {"denied", "admitted"}]
    silent = any(kind == "silent" for kind, _ in said)
    if stance:
        row["sign last " + stance[-1]] = 1.0
    if "denied" in stance:
        row["sign admitted after denial" if stance[-1] == "admitted" else "sign not admitted after denial"] = 1.0
        if "admitted" not in stance:
            row["sign denied only"] = 1.0
    if not own:
        row["sign victim says nothing"] = 1.0
    elif "told" in own:
        row["sign victim told"] = 1.0
    if silent and not own:
        row["sign silent only"] = 1.0
    if silent and "admitted" not in stance and "acted" not in own:
        row["sign silent, not admitted"] = 1.0
