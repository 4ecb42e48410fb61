"""Learn who says that it happened: a row per article that reports a case, its label from the annotation."""

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc

from nlp.components.claim import claim_features
from nlp.linear import Features, Model
from nlp.training.softmax import table_prior, train

CLAIM = ("confirmed", "claimed", "denied")
STRENGTH = 4.0


def labelled_claim(doc: Doc, gold: dict[str, Any]) -> list[tuple[Features, str]]:
    """The article's row; none where nothing happened."""
    return [(claim_features(doc), gold["claim"])] if gold["claim"] else []


def learn(docs_and_gold: Iterable[tuple[Doc, dict[str, Any]]]) -> Model:
    """The model `claim_model`; roles and subject of the articles should come from models that had not seen them."""
    rows = [pair for doc, gold in docs_and_gold for pair in labelled_claim(doc, gold)]
    return train([row for row, _ in rows], [label for _, label in rows], classes=CLAIM, strength=STRENGTH, prior=table_prior("claim"))
