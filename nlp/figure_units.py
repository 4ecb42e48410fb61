"""Figure units: what a figure counts in the article at hand, as named numbers for a linear model, with the units that each measure allows.

    Le transporteur prévient 90 000 usagers.                    customer: a firm's passengers pay for the ride
    Le vendeur, lui, en annonce 410 000.                        customer: what the figure before it counts

The tables of `data/units.toml` speak first; the article's trade, the figure's neighbours and its sentence correct them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from nlp.components.counts import Proposal
from nlp.data import load
from nlp.figure_features import MONEY
from nlp.linear import Features
from nlp.reading import Unit, What
from nlp.situation import Situation

_PEOPLE: tuple[Unit, ...] = (
    "person", "customer", "patient", "employee", "account", "record", "email_address", "phone_number", "organisation",
)  # fmt: skip
UNITS: tuple[Unit, ...] = (*_PEOPLE, "file", "byte", "machine", "site", *MONEY)
_ALLOWED: dict[What, tuple[Unit, ...]] = {
    "affected": (*_PEOPLE, "file", "site", "machine", "other"),
    "volume": ("byte", "file", "record", "other"),
    "systems": ("machine", "site", "organisation", "other"),
}
_CLOSE = 90
_HEAD = 400
_STEM = 6


def units_of(what: What) -> tuple[Unit, ...]:
    """The units that a measure may come in.

    >>> units_of("ransom"), units_of("systems")
    (('eur', 'usd', 'gbp', 'btc', 'other'), ('machine', 'site', 'organisation', 'other'))
    """
    return _ALLOWED.get(what, MONEY)


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("(?<![a-z])(?:" + "|".join(map(re.escape, words)) + ")") for name, words in load("figure_cues")[table].items()}


def unit_rows(doc: Doc, situation: Situation) -> list[Features]:
    """One row per figure of `doc._.figures`."""
    proposals: Sequence[Proposal] = doc._.figures
    trades, first = _trades(situation)
    counted = Counter(one.quantity.unit for one in proposals if one.quantity.unit)
    commonest = max((unit for unit in _PEOPLE if counted[unit]), key=lambda unit: counted[unit], default=None)
    sentences = _Sentences(situation)
    rows = []
    for one in proposals:
        row = {name: 0.7 * value for name, value in situation.features(one.start, one.end).items() if name.startswith(("before", "behind"))}
        row |= _itself(one)
        table = one.quantity.unit or "bare"
        for name, weight in trades.items():
            row["in " + name] = row[f"{table} in {name}"] = weight
        for rank, name in enumerate(first):
            for subject in ("", table + " ", f"{one.quantity.noun} " if one.quantity.noun else ""):
                row[f"{subject}mostly {name}"] = 1.0 - 0.25 * rank
        row |= {f"{table} sentence {name}": 0.7 for name in sentences.trades(situation.number(one.start))}
        if commonest:
            row[f"{table} article {commonest}"] = 1.0
        known = "known" if one.quantity.unit else "bare"
        row |= {f"{known} with {unit}": 0.5 for unit in counted}
        rows.append(row)
    _neighbours(rows, proposals, situation)
    return rows


def _itself(one: Proposal) -> Features:
    """The figure's noun, what the tables and the article's setting make of it, the rules' word."""
    quantity = one.quantity
    row = {f"table:{quantity.unit or 'bare'}": 3.0, f"settled:{one.unit}": 2.0}
    if quantity.unit is None:
        row[f"guess:{one.unit}"] = 2.0
    if quantity.noun:
        words = quantity.noun.split(" ")
        row |= {"noun:" + quantity.noun: 1.5, "stem:" + words[0][:_STEM]: 1.0}
        row |= {"second:" + word[:_STEM]: 1.0 for word in words[1:2]}
    if one.what:
        row["rule:" + one.what] = 1.0
    return row


def _trades(situation: Situation) -> tuple[Features, list[str]]:
    """How much the article speaks of each trade and currency, and its three first trades, those of its head before others."""
    text, head = situation.folded, situation.text_start + _HEAD
    times = {name: len(words.findall(text)) for name, words in _patterns("trades").items()}
    shown = {name: len(words.findall(text, 0, head)) for name, words in _patterns("trades").items()}
    first = sorted((name for name in times if times[name]), key=lambda name: (-times[name] - 2 * shown[name], name))
    times |= {name: len(words.findall(text)) for name, words in _patterns("currencies").items()}
    return {name: min(1.0, number / 4) for name, number in times.items() if number}, first[:3]


class _Sentences:
    """The trades that each sentence speaks of, looked up once."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.found: dict[int, list[str]] = {}

    def trades(self, number: int) -> list[str]:
        if number not in self.found:
            low, high = self.situation.starts[number], self.situation.ends[number]
            self.found[number] = [name for name, words in _patterns("trades").items() if words.search(self.situation.folded, low, high)]
        return self.found[number]


def _neighbours(rows: list[Features], proposals: Sequence[Proposal], situation: Situation) -> None:
    """What the same value counts elsewhere; for a figure without a known noun, what the figures before and after it count."""
    elsewhere: dict[tuple[int, int], Counter[Unit]] = defaultdict(Counter)
    for one in proposals:
        if one.quantity.unit:
            elsewhere[one.quantity.low, one.quantity.high][one.quantity.unit] += 1
    last: Proposal | None = None
    for row, one in zip(rows, proposals, strict=True):
        quantity = one.quantity
        own = Counter([quantity.unit] if quantity.unit else [])
        for unit in elsewhere[quantity.low, quantity.high] - own:
            row[f"{'known' if quantity.unit else 'bare'} elsewhere {unit}"] = 1.5
        if last and (quantity.unit is None or not quantity.known):
            row[f"bare after {last.quantity.unit}"] = 1.5
            if one.start - last.end < _CLOSE:
                row[f"bare close after {last.quantity.unit}"] = 1.5
            if situation.number(last.start) == situation.number(one.start):
                row[f"bare same sentence {last.quantity.unit}"] = 1.5
        last = one if quantity.unit else last
    following: Proposal | None = None
    for row, one in zip(reversed(rows), reversed(proposals), strict=True):
        quantity = one.quantity
        same = following and situation.number(following.start) == situation.number(one.start)
        if following and same and (quantity.unit is None or not quantity.known):
            row[f"bare before {following.quantity.unit}"] = 1.0
        following = one if quantity.unit else following
