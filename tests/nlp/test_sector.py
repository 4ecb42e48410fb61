"""Sector: the trade of the victim."""

import pytest
from spacy.language import Language

from nlp.data import load
from nlp.folding import fold
from nlp.sector_features import rows
from nlp.sector_scene import Org, Scene, sectors
from nlp.sector_words import in_name, tokens, told
from nlp.training.learn_sector import labelled_sector, learn_labelled, righted
from tests.nlp.who import read

VICTIMS = [
    # its kind says it
    ("health", "Le centre hospitalier de Morlanne a été victime d'un rançongiciel."),
    ("local_government", "La mairie de Valbrune a été victime d'un rançongiciel."),
    ("education", "L'université de Morlanne a été victime d'un rançongiciel."),
    # its name says it
    ("finance", "La Banque Sillon a été victime d'une fuite de données."),
    # a noun beside the name
    ("retail", "L'enseigne de bricolage Tournevis a été victime d'une fuite de données."),
    ("telecom", "L'opérateur Nordlys a été victime d'une fuite de données."),
    ("transport", "Le transporteur Galland a été victime d'un rançongiciel."),
    # a noun in the name's place
    ("technology", "Octanis a été victime d'un rançongiciel. L'hébergeur a prévenu ses clients."),
    # an apposition behind the name
    ("energy", "Octanis, fournisseur français d'électricité, a été victime d'un rançongiciel."),
    # who its people are
    (
        "housing",
        "Octanis a été victime d'un rançongiciel. Ses locataires sont inquiets : leurs loyers et leurs logements figurent dans le fichier.",
    ),
    # the settled cases
    ("food_agriculture", "La chaîne de restaurants Octanis a été victime d'un rançongiciel."),
    ("food_agriculture", "Octanis, service de livraison de repas, a été victime d'une fuite de données."),
    ("public_administration", "Le service départemental d'incendie et de secours de la Brenne a été victime d'un rançongiciel."),
    ("energy", "La Régie des eaux de Morlanne a été victime d'un rançongiciel."),
    # what belongs to others does not outweigh what is the victim's
    (
        "industry",
        "Le fabricant de chaudières Octanis a été victime d'un rançongiciel. La police enquête, l'assureur et les avocats sont saisis.",
    ),
]


@pytest.mark.parametrize(("sector", "text"), VICTIMS, ids=[f"{sector} {n}" for n, (sector, _) in enumerate(VICTIMS)])
def test_sector(bare: Language, sector: str, text: str) -> None:
    entities = dict.fromkeys(("Banque Sillon", "Tournevis", "Nordlys", "Galland", "Octanis"), "ORG")

    doc = read(bare, text, title=text.split(" a été", maxsplit=1)[0] + " piraté", entities=entities)

    assert doc._.sector == sector
    assert [span.label_ for span in doc.spans["sector"]][:1] == [sector]


def test_no_incident_has_no_sector(bare: Language) -> None:
    doc = read(bare, "Nos conseils pour choisir un mot de passe à l'hôpital.", title="Comment choisir un mot de passe ?")

    assert doc._.sector is None
    assert list(doc.spans["sector"]) == []


PHRASES = [
    # a demonym within the phrase
    ("un fournisseur français d'électricité", [("energy",)]),
    # plurals, missing accents
    ("des laboratoires d'analyses medicales", [("health",)]),
    # the longest phrase wins: no bank, no hospital
    ("la banque alimentaire", [("nonprofit",)]),
    ("une banque", [("finance",)]),
    # a full stop breaks a phrase
    ("la chaîne. Restaurants ouverts", [("media",), ("food_agriculture",)]),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [one.sectors for one in told(tokens(fold(text))) if one.kind == "nouns"] == expected


@pytest.mark.parametrize(
    ("name", "sector"),
    [("Verreries d'Orsigny", "industry"), ("Altafibre", "telecom"), ("Bailly Résidences", "housing"), ("Prévoya", "finance")],
)
def test_words_of_names(name: str, sector: str) -> None:
    assert sector in in_name(name)


def test_every_sector_has_words() -> None:
    """`other` is what is left; nobody else goes without."""
    for table in ("nouns", "things", "people", "names"):
        assert set(load("sectors")[table]) - {"other"} == set(sectors()) - {"other"}
    assert set(load("sectors")["kinds"].values()) <= set(sectors())


def scene(text: str, *names: str, victims: tuple[int, ...] = (0,)) -> Scene:
    orgs = {
        n: Org(name=name, kind=None, sector=None, places=((text.index(name), text.index(name) + len(name)),))
        for n, name in enumerate(names)
    }
    return Scene(text=text, text_start=0, starts=[0], marks=[None], orgs=orgs, victims=victims, roles={})


def test_a_noun_beside_another_is_that_ones() -> None:
    found = rows(scene("Galland accuse la banque Octanis", "Galland", "Octanis")).rows["finance"]

    assert "before other" in found
    assert "before 1" not in found
    assert "any nouns" not in found
    assert "any other's" in found


def test_training_puts_the_victim_right() -> None:
    gold = {"victims": [{"name": "Octanis", "raw": "Octanis"}]}
    text = "Galland accuse la banque Octanis"

    # named by the reader, or by the annotator alone
    assert righted(scene(text, "Galland", "Octanis"), gold).victims == (1,)
    new = righted(scene(text, "Galland"), gold)
    assert [new.orgs[index].name for index in new.victims] == ["Octanis"]


def test_training_learns_what_tells(bare: Language) -> None:
    doc = read(bare, "La banque Octanis a été victime d'un rançongiciel.", title="Octanis piraté", entities={"Octanis": "ORG"})
    gold = {"about": "incident", "sector": "finance", "victims": [{"name": "Octanis", "raw": "Octanis"}]}

    labelled = labelled_sector(doc, gold)
    model = learn_labelled(labelled * 3)

    assert [label for _, label in labelled].count("yes") == 2
    assert model.weights["before 1"][0] > 0
    assert labelled_sector(doc, gold | {"about": "other"}) == []
