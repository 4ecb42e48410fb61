"""Sector: the trade of the victim."""

import pytest
from spacy.language import Language

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
