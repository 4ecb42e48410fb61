"""The pipeline: the components in order, and nothing else.

from nlp.pipeline import build
nlp = build()
doc = nlp("Un pirate affirme détenir 6 128 dossiers de la mairie de Valbrune.")
"""

from functools import cache

import spacy
from spacy.language import Language

import nlp.components
from nlp.tokenizer import adapt
from nlp.version import OWN_MODEL, ModelMissingError

COMPONENTS = (
    "vigie_counts",
    "vigie_dates",
    "vigie_data_types",
    "vigie_polarity",
    "vigie_organisations",
    "vigie_attack_types",
    "vigie_roles",
    "vigie_about",
    "vigie_attack_choice",
    "vigie_relevance",
    "vigie_claim",
    "vigie_sector",
    "vigie_incident_date",
)


@cache
def build(model: str | None = None) -> Language:
    """The whole pipeline: sentences, the entity recogniser, then one component per field.

    `model` is the name or folder of a spaCy pipeline with an `ner` component; none: Vigie's own, in `nlp/model`.
    Raises ModelMissingError where there is none: nothing else is picked up silently.
    """
    nlp.components.load()
    pipeline = load_model(model)
    adapt(pipeline)
    pipeline.add_pipe("vigie_sentences", first=True)
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    return pipeline


def load_model(model: str | None) -> Language:
    """The recogniser alone: only `ner`, and the `tok2vec` that it may listen to."""
    try:
        recogniser = spacy.load(
            model or OWN_MODEL, exclude=["parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter"]
        )
    except OSError as error:
        raise ModelMissingError(model) from error
    if "ner" not in recogniser.pipe_names:
        raise ModelMissingError(model)
    return recogniser
