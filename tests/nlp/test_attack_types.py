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
        # the keys that somebody lent or lost
        (
            "Un inconnu s'est connecté avec les codes d'une secrétaire et a copié les noms de 900 patients.",
            "data_breach intrusion account_takeover",
        ),
        ("Un conseiller avait prêté sa session ; des pirates ont volé des noms et IBAN.", "data_breach intrusion account_takeover"),
        # through those who work for the victim
        (
            "L'éditeur qui héberge la billetterie a été piraté ; des noms et e-mails ont été volés. Le musée a changé de prestataire.",
            "data_breach intrusion supply_chain",
        ),
        # a lure that runs
        ("Les clients reçoivent des SMS imitant la Poste et saisissent leur carte sur un faux site.", "phishing"),
        ("La comptable a validé un virement de 90 000 euros après l'appel d'un faux banquier.", "phishing fraud"),
        # money asked for, machines stopped
        ("La ville est paralysée et le groupe réclame 2 millions d'euros ; des fiches de paie ont été volées.", "ransomware data_breach"),
        # out of reach
        ("Des hacktivistes ont rendu inaccessibles les sites de trois communes.", "ddos"),
        # a flaw left open
        ("Ils sont entrés par un pare-feu dont une vulnérabilité n'avait pas été corrigée.", "intrusion vulnerability_exploit"),
        # each item of a digest for itself
        (
            (
                "Trois affaires cette semaine, et un été qui commence mal pour tout le monde.\n\n"
                "Gommette – Un rançongiciel a chiffré les serveurs du marchand de pneus lundi soir, et les ateliers tournent au papier depuis. Ils rouvrent samedi.\n\n"
                "PoussePousse – Un pirate a volé les noms et les adresses e-mail de 3 000 familles, puis les a mis en vente. La boutique ne répond pas.\n\n"
                "Lourmel – Des dossiers de crèche étaient en libre accès sur le site de la commune, qui a fermé le répertoire en deux heures. Elle remercie la lectrice."
            ),
            "ransomware data_breach exposed_database intrusion",
        ),
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
        ("Ce que l'on prit pour un rançongiciel n'en était pas un ; la cyberattaque a effacé les postes.", "ransomware"),
        ("Pas de faille, pas même un mail piégé : les pirates ont volé des noms.", "phishing"),
        # what the attackers do elsewhere
        ("Le groupe, connu pour ses dénis de service, a piraté la régie.", "ddos"),
        # general talk of crooks
        ("Un pirate a volé des IBAN. L'escroc se fait passer pour vous et valide ses virements.", "fraud"),
        # offered by the thief, not left open by the owner
        ("Un pirate a déposé en libre accès les noms et e-mails de 3 000 donateurs.", "exposed_database"),
        # a question
        ("La mairie a été attaquée. Des données ont-elles été volées ?", "data_breach"),
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
