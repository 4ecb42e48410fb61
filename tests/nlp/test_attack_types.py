"""Attack types: the article's set, by the guide's rules."""

import pytest

from tests.nlp.marked import pipeline, read

LANGUAGE = pipeline("vigie_data_types", "vigie_polarity", "vigie_attack_types")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one kind each
        ("Un rançongiciel a paralysé la commune.", "ransomware"),
        ("LockBit a revendiqué l'attaque contre la clinique.", "ransomware"),
        ("Les fichiers ont été cryptés et les pirates réclament 8 000 euros.", "ransomware"),
        ("Une attaque DDoS a rendu le site injoignable lundi.", "ddos"),
        ("La page d'accueil du site a été remplacée par un drapeau noir.", "defacement"),
        ("La comptable a cru à une fraude au président et viré 40 000 euros.", "fraud"),
        ("Un wiper a détruit les serveurs de l'opérateur.", "sabotage"),
        # an attack of unstated kind
        ("La mairie a été victime d'une cyberattaque dimanche.", "intrusion"),
        ("L'hôpital annonce une attaque informatique d'envergure.", "intrusion"),
        # data taken by outsiders from a system
        ("Des pirates ont volé les noms et les adresses e-mail de 3 000 abonnés.", "data_breach intrusion"),
        ("Un intrus s'est introduit dans le système et a copié des IBAN.", "data_breach intrusion"),
        # a ransomware gang that takes data
        ("Le rançongiciel Akira a frappé ; des fiches de paie ont été publiées.", "ransomware data_breach"),
        # left open by mistake
        ("Une base de données était accessible à tous ; noms et IBAN étaient en libre accès.", "data_breach exposed_database"),
        # inside job
        ("Un ancien salarié a copié le fichier des clients et a vendu les données.", "data_breach insider"),
        # through a supplier
        (
            "La fuite a eu lieu chez un prestataire : noms et adresses mail des clients ont été volés par des pirates.",
            "data_breach intrusion supply_chain",
        ),
        # through a flaw
        ("Les pirates ont exploité une faille pour voler les données des clients.", "data_breach intrusion vulnerability_exploit"),
        # somebody's account
        (
            "Le compte d'un agent a été compromis et des noms, prénoms et e-mails ont été aspirés par un intrus.",
            "data_breach intrusion account_takeover",
        ),
        # other people's passwords
        ("Victime de credential stuffing, l'enseigne a vu des cagnottes vidées.", "credential_stuffing fraud"),
        # phishing as the route
        ("L'attaque est partie d'un mail piégé ouvert par un agent.", "phishing"),
        # typographic apostrophe, no-break spaces
        ("Une attaque par déni de\u00a0service a visé l’université.", "ddos"),
        # no accents
        ("Un rancongiciel a chiffre les serveurs de la mairie.", "ransomware"),
    ],
)
def test_attack_types(text: str, expected: str) -> None:
    assert read(LANGUAGE, text, title="Lundi matin")._.attack_types == expected.split()


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        # a warning of phishing to come
        ("Des noms et e-mails ont été volés par un pirate. Gare aux tentatives d'hameçonnage.", "phishing"),
        ("Un pirate a volé des IBAN. Méfiez-vous des faux mails et des escrocs.", "phishing"),
        ("Un pirate a volé des IBAN. Méfiez-vous des faux mails et des escrocs.", "fraud"),
        # what the data may serve for
        ("Un pirate a volé des IBAN, pouvant être exploités pour du phishing ou une escroquerie.", "fraud"),
        # denied
        ("La cyberattaque a bloqué la mairie. Aucune fuite de données n'a été constatée.", "data_breach"),
        ("La cyberattaque n'est pas un rançongiciel, assure la direction.", "ransomware"),
        ("Une cyberattaque a touché la ville. Les pirates n'ont exploité aucune faille.", "vulnerability_exploit"),
        # a mere hypothesis
        ("Une cyberattaque a touché la ville. L'hypothèse d'un mail piégé est étudiée.", "phishing"),
        ("Une cyberattaque a touché la ville. La direction cherche encore la faille utilisée.", "vulnerability_exploit"),
        # what is left open by mistake is no intrusion
        ("Les dossiers étaient en libre accès, noms et IBAN compris.", "intrusion"),
    ],
)
def test_traps(text: str, absent: str) -> None:
    assert absent not in read(LANGUAGE, text, title="Lundi matin")._.attack_types


def test_each_kind_has_its_words() -> None:
    doc = read(LANGUAGE, "Un rançongiciel a frappé ; des fiches de paie ont été publiées.", title="Lundi matin")
    assert {(span.label_, span.text) for span in doc.spans["attack_types"]} == {
        ("ransomware", "rançongiciel"),
        ("data_breach", "fiches de paie"),
    }


def test_nothing_happened() -> None:
    doc = read(LANGUAGE, "La commune inaugure sa médiathèque samedi.", title="Samedi")
    assert doc._.attack_types == []
    assert list(doc.spans["attack_types"]) == []
