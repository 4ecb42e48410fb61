"""Figure judge: which of the figures found measure this incident, what of it, and in which unit. Learned, with the rules' word as one voice.

Selon Orféa, 12 000 clients sont touchés ; le vendeur, lui, en annonce 40 000.
             ^^^^^^^^^^^^^^ affected, customer                         ^^^^^^ affected, customer
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from nlp.components.counts import Found, Measure, Proposal, count_span
from nlp.figure_features import MONEY, figure_rows
from nlp.figure_units import unit_rows, units_of
from nlp.linear import load_model
from nlp.reading import Unit, What
from nlp.situation import Situation

LEAST = 0.5
"""A figure counts from this chance on."""
_SUMS: tuple[What, ...] = ("ransom", "paid", "price", "loss", "fine")
_ALL: tuple[What, ...] = ("affected", "volume", "systems", *_SUMS)
TRUST = 3.0
"""How much likelier the tables' unit is held to be than the model says: on articles of another hand the tables err less than it thinks."""


def measures(unit: Unit | None) -> tuple[What, ...]:
    """What a figure of a unit can measure; without one, anything.

    >>> measures("byte"), measures("patient")
    (('volume',), ('affected',))
    """
    if unit is None:
        return _ALL
    if unit == "byte":
        return ("volume",)
    if unit in MONEY:
        return _SUMS
    if unit == "file":
        return ("volume", "affected")
    return ("systems", "affected") if unit in ("machine", "site", "organisation") else ("affected",)


def judge_figures(doc: Doc, situation: Situation) -> list[Span]:
    """The figures that measure this incident, each value once, where it is surest."""
    best: dict[tuple[int, int], Found] = {}
    for start, end, count, chance in _judged(doc, situation):
        value = (count.low, count.high)
        if value not in best or chance > best[value][3]:
            best[value] = (start, end, count, chance)
    return [count_span(doc, found) for found in sorted(best.values(), key=lambda found: found[0])]


def _judged(doc: Doc, situation: Situation) -> Iterator[Found]:
    judge, meter = load_model("figure_model"), load_model("unit_model")
    proposals: list[Proposal] = doc._.figures
    for one, row, unit_row in zip(proposals, figure_rows(doc, situation), unit_rows(doc, situation), strict=True):
        quantity = one.quantity
        chances = judge.probabilities(row)
        allowed = [what for what in (measures(one.unit) if quantity.unit else _ALL) if what in chances]
        total = chances["none"] + sum(chances[what] for what in allowed)
        chance = 1 - chances["none"] / total
        if chance >= LEAST:
            what = max(allowed, key=lambda name: chances[name])
            units = meter.probabilities(unit_row)
            unit = max(
                (unit for unit in units_of(what) if unit in units), key=lambda name: units[name] * (TRUST if name == one.unit else 1.0)
            )
            count = Measure(low=quantity.low, high=quantity.high, unit=unit, what=what, exact=quantity.exact)
            yield one.start, one.end, count, round(chance, 3)
