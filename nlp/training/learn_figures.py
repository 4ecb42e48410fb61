"""Learn which figures measure the incident, what of it, and in which unit: rows from read articles, labels from their annotations."""

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc

from nlp.components.counts import Proposal
from nlp.evaluate import close
from nlp.figure_features import figure_rows
from nlp.figure_units import UNITS, unit_rows
from nlp.linear import BIAS, Features, Model
from nlp.situation import Situation
from nlp.training.learn_relevance import Labelled, overlaps
from nlp.training.softmax import Prior, train

Rows = Sequence[tuple[Features, str]]
FIGURES = ("none", "affected", "volume", "ransom", "paid", "price", "loss", "fine", "systems")
_TABLES: Prior = {f"{voice}:{unit}": {unit: weight} for unit in UNITS for voice, weight in (("table", 0.8), ("settled", 0.4))}
"""The tables of units are believed until articles speak against them."""
_TELLING = 50
"""A figure as large as this is the same fact wherever the article repeats it."""


def learn_figures(labelled: Rows) -> Model:
    """What each figure measures, or `none`."""
    return _learn(labelled, FIGURES, strength=3.0, faint=0.06)


def learn_units(labelled: Rows) -> Model:
    """The unit of each figure that measures the incident."""
    return _learn(labelled, UNITS, strength=8.0, faint=0.1, prior=_TABLES)


def _learn(labelled: Rows, classes: Sequence[str], *, strength: float, faint: float, prior: Prior | None = None) -> Model:
    """Without the weights that say little, which are most of them: a model ships with the product."""
    rows: list[Features] = [row for row, _ in labelled]
    model = train(rows, [label for _, label in labelled], classes=classes, strength=strength, prior=prior)
    kept = {name: row for name, row in model.weights.items() if name == BIAS or max(map(abs, row)) >= faint}
    return Model(model.classes, {name: tuple(round(weight, 2) for weight in row) for name, row in kept.items()})


def labelled_figures(doc: Doc, gold: dict[str, Any]) -> Labelled:
    """Each figure of the article with what it measures by the annotation, or `none`; nothing of an article about nothing, which publishes none."""
    if gold["about"] == "other":
        return []
    measured = [_measured(doc, one, gold.get("counts", [])) for one in doc._.figures]
    return [(row, count["what"] if count else "none") for row, count in zip(figure_rows(doc, Situation(doc)), measured, strict=True)]


def labelled_units(doc: Doc, gold: dict[str, Any]) -> Labelled:
    """Each figure that measures the incident with its unit."""
    measured = [_measured(doc, one, gold.get("counts", [])) for one in doc._.figures]
    return [(row, count["unit"]) for row, count in zip(unit_rows(doc, Situation(doc)), measured, strict=True) if count]


def _measured(doc: Doc, one: Proposal, counts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The annotated count that a figure is: one whose words it stands in, else one of the same large value."""
    quantity, same = one.quantity, None
    for count in counts:
        equal = close(count["low"], quantity.low) and close(count["high"], quantity.high)
        vague = count.get("exact") is False and count["low"] != count["high"]
        if not equal and not (vague and quantity.low <= count["high"] and quantity.high >= count["low"]):
            continue
        if overlaps(doc, one.start, one.end, count["raw"]):
            return count
        if equal and count["low"] >= _TELLING:
            same = same or count
    return same
