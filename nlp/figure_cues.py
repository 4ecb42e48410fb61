"""Figure cues: which words of harm, sale, ransom, size… stand near a figure, and on which side. Pure.

    La mutuelle, qui couvre 300 000 assurés, a prévenu 12 000 d'entre eux.
                 ^^^^^^ size, before         ^^^^^^^^^ told, behind          of « 300 000 assurés »

Words in `data/figure_cues.toml`, by sense.
"""

import re
from bisect import bisect_left
from functools import cache

from nlp.data import load
from nlp.linear import Features
from nlp.situation import Situation

_REACH = 300
_STEPS = ((14, "beside"), (45, "near"))
_PART = 20.0
_LINE = re.compile(r"[,:;()]|\b(?:et|mais|dont)\b")


@cache
def _senses() -> dict[str, re.Pattern[str]]:
    table: dict[str, list[str]] = load("figure_cues")["cues"]
    return {
        sense: re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True)) + r")(?!\w)"
        )
        for sense, words in table.items()
    }


class Cues:
    """Where the words of each sense stand in an article."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.places = {sense: [found.span() for found in words.finditer(situation.folded)] for sense, words in _senses().items()}
        self.starts = {sense: [start for start, _ in spans] for sense, spans in self.places.items()}

    def features(self, start: int, end: int) -> Features:
        """The nearest word of each sense before and behind `start` and `end`, in its sentence or the ones beside it."""
        row: Features = {}
        nearest: list[tuple[float, str]] = []
        for sense, spans in self.places.items():
            last, following = bisect_left(self.starts[sense], start), bisect_left(self.starts[sense], end)
            gaps = []
            if last:
                gaps.append(self._side(row, sense, "before", spans[last - 1], (spans[last - 1][1], start)))
            if following < len(spans):
                gaps.append(self._side(row, sense, "behind", spans[following], (end, spans[following][0])))
            known = [gap for gap in gaps if gap is not None]
            if known:
                row[f"cue:{sense}"] = 1.0
                nearest.append((min(known), sense))
        for rank, (_, sense) in enumerate(sorted(nearest)[:3]):
            row[f"nearest {rank}:{sense}"] = 1.0
        return row

    def _side(self, row: Features, sense: str, side: str, span: tuple[int, int], between: tuple[int, int]) -> float | None:
        """Note a word on one side; how far it stands where it is in the figure's sentence: marks that part clauses count as more letters."""
        situation = self.situation
        number = situation.number(between[1] if side == "before" else between[0])
        word = situation.number(span[0])
        if word == number:
            apart = situation.folded[between[0] : between[1]] if between[1] - between[0] < _REACH else ""
            gap = between[1] - between[0] + _PART * len(_LINE.findall(apart))
            step = next((name for reach, name in _STEPS if gap <= reach), "far")
            row[f"cue:{sense} {side} {step}"] = row[f"cue:{sense} {side}"] = 1.0
            return gap
        if abs(word - number) == 1:
            row[f"cue:{sense} sentence {side}"] = 0.7
        return None
