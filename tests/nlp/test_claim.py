"""Claim: who says that it happened."""

import pytest
from spacy.language import Language

from nlp.components.claim import cues
from tests.nlp.who import read

HEAD = "La mairie de Valbrune piratée"
ARTICLES = [
    # the victim says so
    ("confirmed", "La mairie de Valbrune a confirmé avoir été victime d'une cyberattaque. Elle a porté plainte et prévenu les habitants."),
    # a pirate says so, the victim is silent
    (
        "claimed",
        "Un pirate affirme détenir les données de la mairie de Valbrune, mises en vente sur un forum. Contactée, la mairie n'a pas répondu.",
    ),
    # denied first, admitted later
    (
        "confirmed",
        "La mairie de Valbrune démentait vendredi toute fuite. Lundi, la mairie de Valbrune a reconnu le vol des données, et une plainte a été déposée.",
    ),
    # denied
    (
        "denied",
        "La mairie de Valbrune dément avoir été piratée. « Nous n'avons subi aucune intrusion », assure le maire, qui réfute toute fuite.",
    ),
]


@pytest.mark.parametrize(("claim", "text"), ARTICLES, ids=["victim", "silent", "admitted", "denied"])
def test_claim(bare: Language, claim: str, text: str) -> None:
    doc = read(bare, text, title=HEAD)

    assert doc._.claim == claim
    assert all(span.label_ == claim for span in doc.spans["claim"])


SPEAKERS = [
    ("La mairie de Valbrune a été piratée. La mairie de Valbrune reconnaît une fuite.", "admitted by victim"),
    ("La mairie de Valbrune a été piratée. L'établissement reconnaît une fuite.", "admitted by victim"),
    ("La mairie de Valbrune a été piratée. Le pirate reconnaît une fuite.", "admitted by attacker"),
    ("La mairie de Valbrune a été piratée. Elle n'a pas répondu.", "silent"),
]


@pytest.mark.parametrize(("text", "cue"), SPEAKERS, ids=[cue + str(n) for n, (_, cue) in enumerate(SPEAKERS)])
def test_a_cue_belongs_to_its_speaker(bare: Language, text: str, cue: str) -> None:
    doc = read(bare, text, title=HEAD)

    assert cue in {kind for kind, _, _ in cues(doc)}


def test_nothing_is_claimed_where_nothing_happened(bare: Language) -> None:
    doc = read(bare, "Nos conseils pour choisir un mot de passe.", title="Comment choisir un mot de passe ?")

    assert doc._.claim is None
