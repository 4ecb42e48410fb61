"""What stands around a kind of data: lists, denials, breaks; and how the judge settles what contradicts itself."""

import pytest
from spacy.tokens import Doc

from nlp.components.relevance import judge_data
from nlp.data_features import Surroundings, lists, rule_of
from nlp.linear import Features, Model, install
from nlp.situation import Situation
from tests.nlp.marked import pipeline, read

LANGUAGE = pipeline("vigie_data_types", "vigie_polarity")


def rows(text: str) -> tuple[Doc, list[Features]]:
    doc = read(LANGUAGE, text)
    return doc, Surroundings(list(doc.spans["data_types"]), Situation(doc)).rows()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Les IBAN, les passeports et les mots de passe ont été volés.", [0, 0, 0]),
        ("Les IBAN ont été volés, puis revendus sur un forum avec les passeports.", [0, 1]),
    ],
)
def test_lists(text: str, numbers: list[int]) -> None:
    doc = read(LANGUAGE, text)
    assert lists(list(doc.spans["data_types"]), Situation(doc).folded) == numbers


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Ni les IBAN ni les passeports n'ont été volés.", "denial before same:ni"),
        ("Aucun IBAN n'a été volé.", "denial before same:none"),
        ("Les IBAN n'ont pas été volés.", "denial behind same:not"),
        ("Rien n'a été volé, mais les IBAN restent exposés.", "denial before parted:not"),
        ("Des IBAN ont été volés.", "no denial before"),
        ("12 000 IBAN ont été volés.", "counted"),
    ],
)
def test_denials_near_by(text: str, mark: str) -> None:
    assert rows(text)[1][0].get(mark) == 1.0


def test_rules_of_faint_words() -> None:
    doc, _ = rows("Ni les montants ni les IBAN n'ont été volés. On y voit des montants.")
    assert [rule_of(span) for span in doc.spans["data_types"]] == ["weak spared", "spared", "weak"]


def test_the_doubtful_word_gives_way() -> None:
    model = Model(
        ("none", "taken", "spared"),
        {"bias": (0.0, 0.0, 0.0), "no denial behind": (0.0, 1.0, 0.0), "denial behind same:not": (0.0, 0.0, 6.0)},
    )
    install("data_model", model)
    try:
        doc = read(LANGUAGE, "Des IBAN ont été volés, dit-il. Les IBAN n'ont pas été volés.")
        judge_data(doc, Situation(doc))
    finally:
        install("data_model", None)
    assert [(span._.ignored, bool(span._.denied_by)) for span in doc.spans["data_types"]] == [(True, False), (False, True)]
