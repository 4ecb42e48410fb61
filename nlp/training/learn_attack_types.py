"""Learn which kinds of attack an article reports: a row per article and kind from read articles, labels from their annotations."""

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc

from nlp.attack_features import attack_rows, meetings
from nlp.linear import Features, Model
from nlp.situation import Situation
from nlp.training.softmax import train

KINDS = ("no", "yes")
STRENGTH = 3.0


def labelled_attacks(doc: Doc, gold: dict[str, Any]) -> list[tuple[Features, str]]:
    """Sixteen rows, one per kind, each with whether the annotation has it. The Doc must hold what `vigie_attack_types` proposed, not yet chosen among."""
    situation = Situation(doc)
    rows = attack_rows(doc, situation, meetings(situation))
    return [(row, KINDS[code in gold["attack_types"]]) for code, row in rows.items()]


def learn(docs_and_gold: Iterable[tuple[Doc, dict[str, Any]]]) -> Model:
    """The model `attack_model`; roles and subject of the articles should come from models that had not seen them."""
    pairs = [pair for doc, gold in docs_and_gold for pair in labelled_attacks(doc, gold)]
    return train([row for row, _ in pairs], [label for _, label in pairs], classes=KINDS, strength=STRENGTH)
