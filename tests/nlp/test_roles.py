"""Roles: what each organisation is to the incident."""

import pytest
from spacy.language import Language

from nlp.linear import Model
from nlp.role_features import role_prior
from tests.nlp.who import marked, names, read

ARTICLES = [
    # the plain notice
    (
        "La société Orféa victime d'une cyberattaque",
        (
            "La société [Orféa|victim] a été victime d'une cyberattaque dans la nuit de lundi à mardi. Elle a porté "
            "plainte et prévenu la [CNIL|authority]. Le gang [Noctule|attacker] revendique l'attaque."
        ),
    ),
    # who tells, and who is asked
    (
        "Le département du Haut-Val piraté",
        (
            "Le [département du Haut-Val|victim] a confirmé mercredi au journal [Le Réveil|source] avoir subi une attaque "
            "par rançongiciel. Selon le quotidien [La Voix du Val|source], les serveurs sont chiffrés. Le [parquet de "
            "Vervins|authority] a ouvert une enquête."
        ),
    ),
    # a recalled case
    (
        "Fuite de données chez Solvane",
        (
            "L'enseigne [Solvane|victim] a prévenu ses clients d'une fuite de données. Les noms et les adresses des "
            "clients de Solvane ont été dérobés.\n\nEn 2021, l'assureur [Valtorre|past_victim] avait déjà été victime "
            "d'une attaque du même type."
        ),
    ),
    # a handle
    (
        "Un pirate vend les données de l'enseigne Orvanne",
        (
            "Un pirate affirme détenir les données de l'enseigne [Orvanne|victim]. Le vendeur, sous le pseudonyme « "
            "[drakk0|attacker] », en réclame 800 euros. Contactée, Orvanne n'a pas répondu."
        ),
    ),
]


@pytest.mark.parametrize(("title", "text"), ARTICLES, ids=[title for title, _ in ARTICLES])
def test_roles_of_an_article(bare: Language, title: str, text: str) -> None:
    plain, expected = marked(text)

    doc = read(bare, plain, title=title, entities={name: "ORG" for name, role in expected if role != "authority"})

    found = names(doc)
    assert {name: found.get(name) for name, _ in expected} == dict(expected)


def test_the_outlet_itself_is_a_source(bare: Language) -> None:
    doc = read(
        bare,
        "ZATAZ a découvert un fichier de la société Orféa en vente sur un forum. Orféa a été piratée en mars.",
        title="Orféa piratée",
        publisher="zataz.com",
        entities={"Orféa": "ORG"},
    )

    assert names(doc) == {"ZATAZ": "source", "Orféa": "victim"}


def test_an_incident_has_a_victim_and_the_rest_none(bare: Language) -> None:
    doc = read(
        bare,
        "Le baromètre du club montre que 45 % des entreprises ont été attaquées. La CNIL publie une étude.",
        title="Baromètre : la menace recule",
    )

    assert doc._.about == "other"
    assert doc._.victims == []
    assert "victim" not in names(doc).values()


def test_priors_name_only_known_roles() -> None:
    roles = {"victim", "attacker", "source", "authority", "third_party", "past_victim", "other"}

    assert {role for row in role_prior().values() for role in row} == roles


def test_a_model_gives_chances_that_sum_to_one() -> None:
    model = Model(("no", "yes"), {"bias": (0.0, -1.0), "left:selon": (0.0, 3.0)})

    chances = model.probabilities({"left:selon": 1.0, "never seen": 5.0})

    assert sum(chances.values()) == pytest.approx(1)
    assert chances["yes"] == pytest.approx(0.881, abs=0.001)
