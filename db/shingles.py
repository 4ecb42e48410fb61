"""How alike two texts are: shingles of words, MinHash to find candidates among many, an exact comparison of two. Pure.

A text is the set of its runs of `RUN` words. Its signature keeps, for each of many orders of all possible runs, the first one that it
holds: two texts agree there as often as their sets overlap (Broder, 1997). Bands of the signature are looked up in a table.
"""

import re
import unicodedata
from dataclasses import dataclass
from random import Random
from zlib import crc32

import numpy as np

RUN = 5
BANDS, ROWS = 32, 3
"""Two texts that share half of their runs meet in a band 98 times of 100, those that share a tenth 3 times."""
LEAST_WORDS = 60
"""Shorter texts are notices: their words are anyone's."""

SAME = 0.5
"""Share of runs in common, of all that the two have, from which one is a copy of the other…"""
WITHIN = 0.75
"""…or of the shorter one's, where one is cut short…"""
SAME_HOUSE = 0.85
"""…but an outlet says many things in the same form: within one, only what is nearly the same."""
CUT = 0.4
"""The least that is left of a text that is cut short, in runs of the whole."""
PARTICULARS = 0.6
"""Share of the names and figures of one that the other must have: the same form may tell of another victim."""

_ORDERS = Random(20260211)  # noqa: S311 - no secret: fixed, so that signatures kept in a database stay comparable
_FACTORS = np.array([_ORDERS.getrandbits(64) | 1 for _ in range(BANDS * ROWS)], dtype=np.uint64)[:, None]
_TERMS = np.array([_ORDERS.getrandbits(64) for _ in range(BANDS * ROWS)], dtype=np.uint64)[:, None]


@dataclass(frozen=True)
class Shingles:
    """What is compared of a text."""

    runs: frozenset[str]
    particulars: frozenset[str]
    """Words with a capital inside a sentence, and figures."""


def shingles(text: str) -> Shingles | None:
    """A text's runs; None if it is too short to tell."""
    words = re.findall(r"\w+", _folded(text))
    if len(words) < LEAST_WORDS:
        return None
    runs = frozenset(" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1))
    inside = re.findall(r"(?:(?<=[a-zà-ÿ,;:’'] )|(?<=[’'«(]))[A-ZÀ-Ý]\w+|\b\d[\d\s\u202f\u00a0.,]*\d\b|\b\d\b", text)
    return Shingles(runs, frozenset(re.sub(r"\W+", "", _folded(word)) for word in inside))


def bands(found: Shingles) -> list[int]:
    """The numbers under which a text is looked up: texts that are alike share one at least."""
    seeds = np.fromiter((crc32(run.encode()) for run in found.runs), dtype=np.uint64, count=len(found.runs))
    # Multiply and shift (Dietzfelbinger): the product wraps at 64 bits, the upper half is the hash.
    mixed = seeds * np.uint64(0x9E3779B97F4A7C15)
    signature = ((_FACTORS * mixed + _TERMS) >> np.uint64(32)).min(axis=1)
    return [crc32(band.tobytes(), number) << 5 | number for number, band in enumerate(signature.reshape(BANDS, ROWS))]


def likeness(one: Shingles, other: Shingles) -> tuple[float, float]:
    """The share of runs in common: of all, and of those of the shorter text."""
    common = len(one.runs & other.runs)
    shorter = min(len(one.runs), len(other.runs))
    return common / (len(one.runs) + len(other.runs) - common), common / shorter


def is_copy(one: Shingles, other: Shingles, *, same_house: bool) -> bool:
    """Whether two texts are one text, changed here and there."""
    alike, within = likeness(one, other)
    if same_house:
        enough = alike >= SAME_HOUSE
    else:
        whole = min(len(one.runs), len(other.runs)) / max(len(one.runs), len(other.runs))
        enough = alike >= SAME or (within >= WITHIN and whole >= CUT)
    fewest = min(len(one.particulars), len(other.particulars))
    return enough and len(one.particulars & other.particulars) >= PARTICULARS * fewest


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().lower()
