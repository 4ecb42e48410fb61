"""Discourse: paragraphs of an article, each sentence with whether it tells of an earlier case."""

import pytest

from nlp.background import mark
from nlp.discourse import recalled

HEAD = ["Ambrelys, l'enseigne de literie, a été piratée.", "Un vendeur a posté son annonce mardi."]
"""What the article is about: its first two paragraphs."""


def marks(*sentences):
    """The marks of one paragraph after the head."""
    return mark([*HEAD, *sentences], paragraphs=[0, 1, *[2] * len(sentences)], year=2024, title="Ambrelys piratée")[2:]


@pytest.mark.parametrize(
    "sentences",
    [
        # a name told of nowhere else, an earlier year, a pluperfect
        ("En 2020, Corvane avait perdu 40 000 dossiers.",),
        ("L'an dernier, Corvane : 12 000 réservations, 80 000 euros de préjudice.",),
        ("En juin, la Fraternelle des pompiers avait connu une mésaventure : 2 800 noms.",),
        ("En mars, c'est Oriel qui reconnaissait la perte de 300 000 dossiers.",),
        # a paragraph that says what it is
        ("Faut-il rappeler l'affaire Valmont ?", "Deux millions d'assurés, des IBAN en clair, une amende."),
        # what goes on in the tense of the sentence before
        ("En 2022, Corvane avait laissé filer 600 000 fiches.", "L'année suivante, c'est Oriel qui prévenait 90 000 clients."),
        ("À titre de comparaison, la fuite de Corvane portait sur 4 millions de comptes.",),
    ],
)
def test_an_earlier_case(sentences):
    assert marks(*sentences) == ["past"] * len(sentences)


def test_all_that_follows_the_opening_of_a_paragraph_of_earlier_cases():
    found = marks("Les précédents ne manquent pas.", "Oriel, au printemps : 300 000 dossiers.", "Corvane en 2022 : 150 000 clients.")

    assert found[1:] == ["past", "past"]


@pytest.mark.parametrize(
    "sentence",
    [
        # another name alone, or another tense alone, is no earlier case
        "Corvane, autre cliente du prestataire, a reconnu la fuite de 33 000 dossiers.",
        "Les enquêteurs avaient compté 12 000 comptes.",
        # what documents cover is no date of a case
        "Le fichier de Corvane contient les commandes depuis 2021.",
        # this case's own name, and its own day
        "En avril, Ambrelys avait prévenu 90 000 clients.",
        "Mardi, Corvane avait repéré cette fuite sur un forum.",
    ],
)
def test_this_case(sentence):
    assert marks(sentence) == [None]


def test_the_head_is_never_an_earlier_case_by_its_signs():
    sentence = "Au printemps 2023, Corvane a perdu 40 000 dossiers."

    assert mark([sentence, "Rien de plus."], paragraphs=[0, 1], year=2024) == [None, None]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Le pirate, qui a déjà vendu les fiches de Corvane, en veut 900 euros.", "a déjà vendu les fiches de Corvane"),
        ("Le même pseudo vendait en août 21 000 fiches.", "Le même pseudo vendait en août 21 000 fiches."),
        ("Le pirate a vendu les fiches.", ""),
    ],
)
def test_a_clause_of_an_earlier_case(sentence, told):
    found = recalled(sentence)

    assert sentence[found.start : found.stop] == told
