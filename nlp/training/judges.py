"""Judges: the models that decide in the light of roles and subject, each with how it learns. Trained after the first models, on their answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from nlp.linear import Features, Model
from nlp.training.learn_attack_types import KINDS, labelled_attacks
from nlp.training.learn_attack_types import STRENGTH as ATTACK_STRENGTH
from nlp.training.learn_claim import CLAIM, labelled_claim
from nlp.training.learn_claim import STRENGTH as CLAIM_STRENGTH
from nlp.training.learn_figures import labelled_figures, labelled_units, learn_figures, learn_units
from nlp.training.learn_incident_date import labelled as labelled_dates
from nlp.training.learn_incident_date import learn_choices
from nlp.training.learn_relevance import DATA, labelled_data
from nlp.training.learn_sector import labelled_sector, learn_labelled
from nlp.training.softmax import table_prior, train

JUDGING = {"vigie_relevance", "vigie_attack_choice"}
"""Components that judge again what others found: left out while the judges learn."""


@dataclass(frozen=True)
class Judge:
    """What a model learns from each read article with its annotation, and how."""

    labelled: Callable[[Doc, dict[str, Any]], list[Any]]
    learn: Callable[[Sequence[Any]], Model]


def _softmax(classes: tuple[str, ...], *, strength: float, least: int = 3, prior: str | None = None) -> Callable[[Sequence[Any]], Model]:
    def learn(labelled: Sequence[tuple[Features, str]]) -> Model:
        rows, labels = [row for row, _ in labelled], [label for _, label in labelled]
        return train(rows, labels, classes=classes, strength=strength, least=least, prior=table_prior(prior) if prior else None)

    return learn


JUDGES = {
    "attack_model": Judge(labelled_attacks, _softmax(KINDS, strength=ATTACK_STRENGTH)),
    "figure_model": Judge(labelled_figures, learn_figures),
    "unit_model": Judge(labelled_units, learn_units),
    "data_model": Judge(labelled_data, _softmax(DATA, strength=3.0, least=6)),
    "claim_model": Judge(labelled_claim, _softmax(CLAIM, strength=CLAIM_STRENGTH, prior="claim")),
    "sector_model": Judge(labelled_sector, learn_labelled),
    "date_model": Judge(labelled_dates, learn_choices),
}
