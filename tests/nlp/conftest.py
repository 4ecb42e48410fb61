"""Pipelines for the tests of this room. No unit test depends on the trained model."""

import pytest
import spacy
from spacy.language import Language

from nlp.components import load
from nlp.tokenizer import adapt


@pytest.fixture(scope="session")
def bare() -> Language:
    """The tokenizer and the sentences, no model."""
    load()
    pipeline = spacy.blank("fr")
    adapt(pipeline)
    pipeline.add_pipe("vigie_sentences")
    return pipeline
