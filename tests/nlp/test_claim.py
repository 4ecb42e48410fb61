"""Claim: who says that it happened."""

import pytest
from spacy.language import Language

from nlp.claim_signs import claim_signs
from nlp.components.claim import cues
from nlp.situation import Situation
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


SIGNS = [
    # a reader's word is not the victim's: « nous » is told, and tells nothing
    ("Contactés, neuf clients nous ont confirmé leur commande.", "sign to us by authority"),
    # behind the verb
    ("« Tout va bien », assure la direction.", "sign told by victim"),
    # a pronoun stands for who was named last
    ("Le vendeur demande 300 euros. Il dit détenir la base.", "sign claimed by attacker~"),
    # not told
    ("La mairie de Valbrune n'a toujours pas prévenu les habitants.", "sign silent by victim"),
    ("Nos trois courriels à la mairie sont restés lettre morte.", "sign victim says nothing"),
    # what the victim did about it
    ("La mairie de Valbrune a coupé ses serveurs.", "sign acted by victim"),
    # the last word counts
    (
        "La mairie de Valbrune a d'abord démenti. Mardi, la mairie de Valbrune a reconnu le vol.",
        "sign admitted after denial",
    ),
    ("La mairie de Valbrune dément formellement.", "sign denied only"),
    # beside the victim's name
    ("Une plainte a été déposée par la mairie de Valbrune.", "sign law beside victim"),
]


@pytest.mark.parametrize(("text", "name"), SIGNS, ids=[name for _, name in SIGNS])
def test_a_sign_belongs_to_its_speaker(bare: Language, text: str, name: str) -> None:
    doc = read(bare, f"La mairie de Valbrune a été piratée. {text}", title=HEAD)

    assert name in claim_signs(doc, Situation(doc))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # background is not read
        ("En 2019, la commune voisine avait porté plainte.", "sign law"),
        # the pirate's word is not the victim's
        ("Le pirate affirme avoir prévenu la presse.", "sign told by victim"),
    ],
)
def test_what_is_no_sign(bare: Language, text: str, name: str) -> None:
    doc = read(bare, f"La mairie de Valbrune a été piratée. {text}", title=HEAD)

    assert name not in claim_signs(doc, Situation(doc))


def test_nothing_is_claimed_where_nothing_happened(bare: Language) -> None:
    doc = read(bare, "Nos conseils pour choisir un mot de passe.", title="Comment choisir un mot de passe ?")

    assert doc._.claim is None
