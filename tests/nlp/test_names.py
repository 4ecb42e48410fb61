"""Names: what is one organisation and what is two."""

import pytest

from nlp.names import is_acronym_of, is_generic, name_key, same_name, split_acronym

SAME = [
    # legal forms, articles, « le groupe »
    ("Fermoy SA", "Fermoy"),
    ("SAS Fermoy", "Fermoy S.A.S."),
    ("le groupe Fermoy", "Groupe Fermoy"),
    ("la plateforme Fermoy", "Fermoy"),
    # elisions, both apostrophes
    ("mairie d'Orvanne", "Mairie d’Orvanne"),
    ("l’hôpital d’Orvanne", "Hôpital d'Orvanne"),
    # institutions under several names
    ("CHU de Valbrume", "centre hospitalier universitaire de Valbrume"),
    ("C.H.U. de Valbrume", "CHU Valbrume"),
    ("CHRU de Valbrume", "CHU de Valbrume"),
    ("mairie de Valbrume", "Ville de Valbrume"),
    ("commune de Valbrume", "municipalité de Valbrume"),
    ("conseil départemental de la Haute-Vire", "département de la Haute-Vire"),
    ("conseil régional de Neustrie", "région Neustrie"),
    ("CPAM de la Haute-Vire", "caisse primaire d’assurance maladie de la Haute-Vire"),
    ("service départemental d'incendie et de secours (Sdis) de la Haute-Vire", "SDIS de la Haute-Vire"),
    ("SDIS de la Haute-Vire", "service départemental d'incendie et de secours de la Haute-Vire"),
    ("hôpital de Valbrume", "centre hospitalier de Valbrume"),
    ("rectorat de Neustrie", "académie de Neustrie"),
    # spaces, hyphens, case, accents, ligatures
    ("Véto Avenue", "VetoAvenue"),
    ("Easy Cash", "EasyCash"),
    ("UTwin", "UTWIN"),
    ("Saint-Èvre", "Saint Evre"),
    ("Cœur & Âme", "Coeur et ame"),
    # addresses, versions, acronyms in brackets
    ("fermoy.fr", "Fermoy"),
    ("www.fermoy.com", "Fermoy"),
    ("Vent d’Autan 3.0", "Vent d'Autan"),
    ("Fédération neustrienne de longe-côte (FNLC)", "fédération neustrienne de longe-côte"),
    ("FNLC (Fédération neustrienne de longe-côte)", "Fédération neustrienne de longe-côte"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert same_name(one, other), (name_key(one), name_key(other))


DIFFERENT = [
    ("SFR", "RED by SFR"),
    ("La Poste", "La Poste Mobile"),
    ("Free", "Free Mobile"),
    ("Fédération française de tennis", "Fédération française de tennis de table"),
    ("CHU de Rouen", "CHU de Rennes"),
    ("CH de Versailles", "mairie de Versailles"),
    ("CHU de Rouen", "CH de Rouen"),
    ("mairie d’Angers", "Dangers"),
    ("mairie d’Angers", "département d’Angers"),
    ("Société Générale", "Générale"),
    ("boutique.fermoy.fr", "Fermoy"),
    ("", ""),
    ("…", "!"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert not same_name(one, other), (name_key(one), name_key(other))


@pytest.mark.parametrize(
    "name", ["la mairie", "l’hôpital", "un prestataire", "le groupe", "Conseil régional", "la ville", "des entreprises"]
)
def test_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    ["ministère de la Santé", "CPAM 44", "La Poste", "mairie de Valbrume", "Banque Sillon", "Ordre des médecins", "Le Parisien", "3F"],
)
def test_proper(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize(
    ("acronym", "full"),
    [
        ("CNIL", "Commission nationale de l’informatique et des libertés"),
        ("ANSSI", "Agence nationale de la sécurité des systèmes d'information"),
        ("SFR", "Société française du radiotéléphone"),
        ("FNLC", "Fédération neustrienne de longe-côte"),
        ("C.N.I.L.", "Commission nationale de l’informatique et des libertés"),
    ],
)
def test_acronym(acronym: str, full: str) -> None:
    assert is_acronym_of(acronym, full)


@pytest.mark.parametrize(("acronym", "full"), [("SFR", "Société générale"), ("A", "Alpha Beta"), ("CNIL", "CNIL"), ("75", "Sept Cinq")])
def test_no_acronym(acronym: str, full: str) -> None:
    assert not is_acronym_of(acronym, full)


def test_brackets_that_hold_no_acronym() -> None:
    assert split_acronym("mairie de Valbrume (Haute-Vire)") is None
    assert same_name("mairie de Valbrume (Haute-Vire)", "Ville de Valbrume")
