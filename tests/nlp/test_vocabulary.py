"""The vocabulary names every code of the contract, and no other."""

from typing import get_args

import pytest

from nlp import reading
from nlp.vocabulary import CATEGORIES, FIELDS, TERMS, Field, flags, label

CONTRACT = {
    "about": reading.About,
    "role": reading.Role,
    "claim": reading.Claim,
    "attack_type": reading.AttackType,
    "what": reading.What,
    "unit": reading.Unit,
    "sector": reading.Sector,
    "data_type": reading.DataTypeCode,
}


@pytest.mark.parametrize("field", FIELDS)
def test_codes_are_those_of_the_contract(field: Field) -> None:
    assert tuple(TERMS[field]) == get_args(CONTRACT[field])


@pytest.mark.parametrize(
    "term", [term for terms in TERMS.values() for term in terms.values()], ids=lambda term: f"{term.field}-{term.code}"
)
def test_a_term_has_labels_and_a_definition_of_one_line(term) -> None:
    assert term.fr
    assert term.en
    assert term.definition.endswith(".")
    assert "\n" not in term.definition
    assert "'" not in term.fr + term.definition  # the interface is set with ’
    assert (term.category in CATEGORIES) is (term.field == "data_type")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_labels_of_a_field_differ(field: Field, language) -> None:
    labels = [label(field, code, language=language) for code in TERMS[field]]
    assert len(set(labels)) == len(labels)


def test_the_special_categories_of_the_gdpr() -> None:
    types = TERMS["data_type"]
    assert [code for code, term in types.items() if term.art9] == ["biometrics", "health", "opinion", "sexual_life"]
    assert [code for code, term in types.items() if term.art10] == ["judicial"]


def test_an_unknown_code_is_named_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="claim has no code 'maybe': it is one of confirmed, claimed, denied"):
        label("claim", "maybe")


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        # a name alone is no kit
        (["name"], set()),
        # enough to write a false transfer order
        (["name", "phone", "iban"], {"fraud_kit"}),
        # enough to open an account
        (["name", "birth_date", "identity_document"], {"identity_theft_kit"}),
        (["name", "birth_date", "social_security_number", "health"], {"identity_theft_kit", "sensitive_art9"}),
        # without a name, no kit
        (["iban", "phone"], set()),
        (["judicial"], {"art10"}),
    ],
)
def test_flags(types: list[str], expected: set[str]) -> None:
    assert flags(types) == expected
