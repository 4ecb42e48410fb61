"""About: an incident, a round-up, or something else."""

import pytest
from spacy.language import Language

from tests.nlp.who import read

ARTICLES = [
    # one victim
    (
        "incident",
        "La mairie de Valbrune paralysée par une cyberattaque",
        (
            "La mairie de Valbrune a été victime d'une cyberattaque dans la nuit de samedi à dimanche. Une plainte a été "
            "déposée et les serveurs sont à l'arrêt. Les données des habitants ont été dérobées."
        ),
    ),
    # advice, an exercise, a law, an arrest, a vulnerability, a study, a product
    (
        "other",
        "Fuite de données : cinq réflexes à adopter",
        "Que faire quand la lettre arrive ?\n\n1. Changez vos mots de passe.\n\n2. Surveillez vos comptes.\n\n3. Méfiez-vous des SMS.",
    ),
    (
        "other",
        "La ville s'entraîne à la cyberattaque",
        (
            "Tout est faux : il s'agit d'un exercice grandeur nature. Les agents de la mairie de Valbrune ont simulé une "
            "attaque par rançongiciel."
        ),
    ),
    (
        "other",
        "NIS 2 : le projet de loi enfin présenté",
        "La France devait avoir transposé la directive. Le projet de loi a été présenté en conseil des ministres.",
    ),
    (
        "other",
        "Quatre pirates présumés interpellés",
        "Quatre hommes ont été arrêtés lundi, a fait savoir le parquet de Paris. Ils sont soupçonnés d'avoir administré un forum.",
    ),
    (
        "other",
        "Faille critique : corrigez sans tarder",
        "Un correctif est publié pour deux vulnérabilités. La mise à jour est urgente, rappelle l'ANSSI.",
    ),
    (
        "other",
        "Baromètre : une entreprise sur deux touchée",
        "Selon une étude menée auprès de 400 répondants, 45 % des entreprises ont connu une attaque.",
    ),
]


@pytest.mark.parametrize(("about", "title", "text"), ARTICLES, ids=[title for _, title, _ in ARTICLES])
def test_about(bare: Language, about: str, title: str, text: str) -> None:
    doc = read(bare, text, title=title)

    assert doc._.about == about
    assert bool(doc._.parts) == (about != "other")


def test_a_round_up_is_cut_into_its_incidents(bare: Language) -> None:
    text = (
        "Comme chaque vendredi, notre revue des incidents.\n\n"
        "MAIRIE DE VALBRUNE – La mairie a été victime d'un rançongiciel lundi.\n\n"
        "LYCÉE JEAN-FOURCADE – Un pirate a publié les données des élèves.\n\n"
        "CLINIQUE DES TAMARIS – La clinique a été piratée jeudi."
    )

    doc = read(bare, text, title="Les fuites de la semaine : une mairie, un lycée, une clinique")

    assert doc._.about == "roundup"
    starts = [doc.text[start:].split(" –")[0][-19:] for start, _ in doc._.parts]
    assert starts[1:] == ["LYCÉE JEAN-FOURCADE", "CLINIQUE DES TAMARIS"[-19:]]
    assert doc._.parts[0][0] == doc._.text_start
    assert doc._.parts[-1][1] == len(doc.text)


def test_the_deciding_words_are_marked(bare: Language) -> None:
    doc = read(bare, "La société Orféa a été victime d'un piratage.", title="Orféa piratée", entities={"Orféa": "ORG"})

    [span] = doc.spans["about"]
    assert span.label_ == doc._.about
