"""Names in capitals are shown as they are written elsewhere."""

import pytest

from nlp.capitals import in_ordinary_letters


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        # the word for an institution in small letters, small words too
        ("CLINIQUE DES TAMARIS", "clinique des Tamaris"),
        ("MAIRIE DE SAINT-AUBERT-LES-DUNES", "mairie de Saint-Aubert-les-Dunes"),
        ("FORGES DE L'ISLE", "Forges de l'Isle"),
        # accents and length tell a word from an acronym
        ("ONDÉA", "Ondéa"),
        ("JARDILUNE", "Jardilune"),
        ("CNIL", "CNIL"),
        ("ANSSI", "ANSSI"),
        ("CERT-FR", "CERT-FR"),
        ("NOVA BANK", "NOVA BANK"),
        # nothing to do
        ("Orféa", "Orféa"),
        ("krill0", "krill0"),
        ("404", "404"),
    ],
)
def test_capitals_become_ordinary_letters(name: str, shown: str) -> None:
    assert in_ordinary_letters(name, "") == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("VALBRUNE", "Les agents de Valbrune notent au crayon.", "Valbrune"),
        ("LOGEKO", "LOGEKO se tait ; LogeKo ne répond pas.", "LogeKo"),
        # an ordinary word is not the name
        ("PALMES", "les palmes du club", "PALMES"),
    ],
)
def test_the_article_s_own_writing_comes_first(name: str, text: str, shown: str) -> None:
    assert in_ordinary_letters(name, text) == shown
