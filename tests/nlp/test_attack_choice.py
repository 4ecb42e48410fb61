"""Attack choice: pairs of words that meet in a sentence, and the set that is chosen among what rules and pairs propose."""

from collections.abc import Iterator

import pytest
from spacy.tokens import Doc

from nlp.attack_features import meetings
from nlp.components.attack_choice import attack_choice
from nlp.linear import Model, install
from nlp.situation import Situation
from nlp.training.learn_attack_types import labelled_attacks, learn
from tests.nlp.marked import pipeline, read

LANGUAGE = pipeline("vigie_data_types", "vigie_polarity", "vigie_attack_types")


def article(text: str, *, title: str = "Lundi matin") -> Doc:
    return read(LANGUAGE, text, title=title)


def met(text: str, title: str = "Lundi matin") -> set[str]:
    return {code for code, one in meetings(Situation(article(text, title=title))).items() if one.places}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # what opens a door, and what was done with it
        ("Ils sont entrés par le webmail, en devinant le mot de passe de la secrétaire.", "account_takeover"),
        ("Un inconnu lisait depuis trois semaines la messagerie d'une clerc.", "account_takeover"),
        # the other way round
        ("La boîte de la trésorière a été piégée par un faux formulaire.", "account_takeover"),
        # through those who work for the victim
        ("La billetterie était confiée à l'éditeur Ombrelle, qui venait de subir une intrusion.", "supply_chain"),
        # left open, in other words than « en libre accès »
        ("En modifiant le numéro de la commande, n'importe qui affichait celle d'un autre.", "exposed_database"),
        # software that nobody mended
        ("Le site tournait sur un module de galerie périmé.", "vulnerability_exploit"),
        # one of the house
        ("Un analyste de la caisse aurait copié les dossiers sur une clé.", "insider"),
        # money gone
        ("Les points de fidélité ont été dépensés à l'autre bout du pays.", "fraud"),
        # no accents, capitals
        ("UN ANALYSTE AURAIT COPIE LES DOSSIERS.", "insider"),
    ],
)
def test_pairs_meet(text: str, code: str) -> None:
    assert code in met(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # denied
        ("Aucun salarié n'a copié les dossiers.", "insider"),
        # in two sentences
        ("Un salarié est parti. Des dossiers ont été copiés.", "insider"),
        # too far apart
        (f"Un salarié {'très ' * 20}pressé a copié des dossiers.", "insider"),
        # advice
        ("Changez vos mots de passe si un compte a été utilisé à votre insu.", "account_takeover"),
    ],
)
def test_pairs_that_do_not_meet(text: str, code: str) -> None:
    assert code not in met(text)


LEAKS = "Un analyste a copié les fiches des clients, et les a vendues sur un forum."


@pytest.fixture
def certain() -> Iterator[None]:
    """A model that wants every kind of attack: what is left out then lacks evidence."""
    install("attack_model", Model(("no", "yes"), {"bias": (0.0, 5.0)}))
    yield
    install("attack_model", None)


@pytest.mark.usefixtures("certain")
def test_a_kind_is_chosen_only_with_words_that_prove_it() -> None:
    doc = attack_choice(article(LEAKS))

    assert {"insider", "data_breach"} <= set(doc._.attack_types)
    assert "ddos" not in doc._.attack_types
    assert {span.label_ for span in doc.spans["attack_types"]} == set(doc._.attack_types)
    assert all(span.text in LEAKS for span in doc.spans["attack_types"])


@pytest.mark.usefixtures("certain")
def test_what_the_rules_found_is_proved_by_the_words_that_say_most() -> None:
    doc = article("Un rançongiciel a chiffré les serveurs de la mairie.")
    before = [span.text for span in doc.spans["attack_types"] if span.label_ == "ransomware"]

    after = [span.text for span in attack_choice(doc).spans["attack_types"] if span.label_ == "ransomware"]

    assert before == ["rançongiciel"]
    assert after == ["chiffré les serveurs"]


@pytest.mark.usefixtures("certain")
def test_nothing_happened() -> None:
    doc = attack_choice(article("La commune inaugure sa médiathèque samedi."))

    assert doc._.attack_types == []


def test_learning_weighs_the_pairs() -> None:
    gold = {"attack_types": ["insider", "data_breach"]}
    told = [(article(LEAKS), gold), (article("La commune inaugure sa médiathèque samedi."), {"attack_types": []})] * 4

    model = learn(told)
    chances = {
        next(name for name in row if name.startswith("type ")): model.probabilities(row)["yes"] for row, _ in labelled_attacks(*told[0])
    }

    assert [label for _, label in labelled_attacks(*told[0])].count("yes") == 2
    assert chances["type insider"] > 0.5 > chances["type ddos"]
