"""Data types: what is named as data of this incident, in marked sentences (`marked.py`)."""

import pytest

from nlp.scores import get_score
from tests.nlp.marked import found, marked, pipeline, read

LANGUAGE = pipeline("vigie_data_types", "vigie_polarity")

LISTS = [
    # heads shared to the right
    "Ont été dérobées les <email adresses mail> et <postal_address postale> des clients.",
    "Le fichier volé contient <phone numéros de téléphone>, de <social_security_number sécurité sociale> et d'<customer_number allocataire>.",
    "Les <postal_address coordonnées postales> et <email électroniques> de 3 000 abonnés ont fuité.",
    "Les <bank_details données bancaires> et <health médicales> ont été volées.",
    # capitals, no accents
    "<name NOMS>, <email ADRESSES E-MAIL> ET <iban IBAN> ONT ETE VOLES.",
    "Le pirate a publie les <name noms>, les <birth_date dates de naissance> et les <social_security_number numeros de securite sociale> des eleves.",
    # a mutual's own name is no contract; a mutual among particulars is
    "La mutuelle Orféa a reconnu le vol des <iban IBAN> de ses adhérents.",
    "Le fichier volé contient <name nom>, <birth_date date de naissance>, <contract mutuelle> et <email e-mail>.",
    # nested brackets
    "Le butin : <hr_record documents RH> (<identity_document passeports>, <income fiches de paie> (2019 à 2023)) et <source_code code source>.",
    # a list over several sentences
    "La base contient <name noms> et <email adresses e-mail>. S'y ajoutent des <iban RIB>. Pour certains clients, la <identity_document carte d'identité> figure aussi.",
    # words in small print that mean something only in a list
    "Le fichier contient <name nom>, <postal_address adresse>, <email mail>, <phone téléphone> et <username pseudo>.",
    # specific over generic
    "Des données bancaires ont été volées : <iban RIB> et <bank_card numéros de carte bancaire>.",
    "Les données personnelles de 300 clients ont fuité : <name noms> et <email adresses e-mail>.",
    # nothing more specific is said
    "Les <personal_data données personnelles> de 300 agents ont été exposées.",
    "Les <personal_data coordonnées> de 391 habitants ont été volées.",
    # coordonnées made specific
    "Les coordonnées des habitants ont été volées : <email adresse e-mail> et <phone téléphone>.",
    # a complement is no kind of its own
    "Les <ip_address adresses IP> de la dernière connexion ont été volées.",
    # messages, not addresses
    "Plus de 500 <message e-mails internes> ont été volés.",
    # typographic apostrophe, no-break spaces, optional plural
    "Les <identity_document cartes d’identité> et <password mot(s) de passe> ont été publiés.",
    "Sont concernés\u00a0: <name noms>, <email adresses\u00a0e-mail> et <customer_number n°\u202fclient>.",
    # counted, so held
    "Bilan officiel : 1,2 million d'<email adresses électroniques>.",
    # on the loose
    "Les <name noms> et <phone numéros de téléphone> de 12 000 abonnés se baladent sur une messagerie.",
    # a pupil's or a patient's
    "Les <school_record résultats d'examens> des étudiants ont été volés.",
    "Les <health résultats d'examens> des patients de la clinique ont été volés.",
    # specific papers
    "On y trouve <family_status livrets de famille>, <contract compromis de vente> et <iban spécimens de chèque>.",
    "Le fichier volé contient <name nom>, <licence_plate plaque>, <income prétentions salariales> et <opinion date de l'adhésion au parti>.",
]

TRAPS = [
    # what crooks need, what a form asks for
    "Avec un nom, une date de naissance et un IBAN, un escroc peut ouvrir un crédit.",
    "Un formulaire demande votre nom, votre adresse et votre numéro de carte bancaire.",
    # advice, law, a question
    "Changez vos mots de passe et surveillez vos relevés de compte.",
    "Méfiez-vous des appels qui vous demandent votre numéro de carte bancaire.",
    "Mes mots de passe ont-ils fuité ?",
    # means, not booty
    "L'attaquant est entré grâce à un mot de passe volé.",
    "Un mot de passe faible a permis l'intrusion.",
    "Les clients ont été prévenus par e-mail ou par téléphone.",
    "Les mots de passe de tous les agents ont été réinitialisés.",
    # the firm's own machines
    "Les postes de travail et le service téléphonique sont à l'arrêt.",
    "Le numéro vert reçoit des centaines d'appels.",
    # identity of someone else
    "Le risque d'usurpation d'identité est réel.",
    "L'identité des pirates reste inconnue.",
    # words that are homographs
    "La signature de l'attaque est celle du groupe.",
    "Fondée en 1990, la société compte 300 clients.",
    # unavailable, not taken
    "Les dossiers patients sont inaccessibles depuis lundi.",
]


@pytest.mark.parametrize("sentence", [*LISTS, *TRAPS])
def test_data_types(sentence: str) -> None:
    case = marked(sentence)
    assert found(read(LANGUAGE, case.text)) == list(case.answers)


def test_left_sharing_keeps_both() -> None:
    doc = read(LANGUAGE, "On y trouve nom, date et lieu de naissance.")
    assert [(span.label_, span.text) for span in doc.spans["data_types"]] == [
        ("name", "nom"),
        ("birth_date", "date et lieu de naissance"),
        ("birth_place", "lieu de naissance"),
    ]


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("Des mots de passe en clair ont été volés.", "clear"),
        ("Des mots de passe hachés en MD5 ont été volés.", "hashed"),
        ("Des mots de passe chiffrés ont été volés.", "encrypted"),
        ("Des mots de passe ont été volés.", None),
        ("Les numéros de carte bancaire complets ont été volés.", "full"),
        ("Les numéros de carte bancaire tronqués ont été volés.", "partial"),
        ("Les quatre derniers chiffres de la carte ont été volés.", "partial"),
    ],
)
def test_attributes(text: str, attribute: str | None) -> None:
    doc = read(LANGUAGE, text)
    assert [span._.attribute for span in doc.spans["data_types"]] == [attribute]


def test_what_is_left_out_says_why() -> None:
    doc = read(LANGUAGE, "Un mot de passe volé a permis l'intrusion. Changez vos mots de passe.")
    asides = [span._.aside for span in doc.spans["data_types"] if span.label_ == "password"]
    assert asides == ["means", "advice"]


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        # words that mean a kind of data only in a list of booty: proposed to the judge, never taken by the rules
        ("Le vendeur détaille des montants, des échanges et des contrats.", "purchase message internal_document"),
        ("Les photos ont été volées avec les soldes.", "bank_details"),
        # what is spoken of around says whose
        ("Le lycée a perdu les bulletins.", "school_record"),
        ("L'usine a perdu les bulletins.", "income"),
        ("La clinique a perdu 900 dossiers.", "health"),
        ("Le cabinet d'avocats a perdu des dossiers.", "judicial"),
        ("La police a vu partir des procès-verbaux.", "judicial"),
        ("L'usine de pompes a vu partir les plans.", "trade_secret"),
        # the staff's papers are no « fichiers personnels », whatever their number
        ("Le pirate a volé les contrats des salariés.", "hr_record"),
        ("Le pirate a volé les contrats de 900 salariés.", "hr_record"),
    ],
)
def test_faint_words_are_left_to_the_judge(text: str, proposed: str) -> None:
    doc = read(LANGUAGE, text)
    faint = [span for span in doc.spans["data_types"] if span._.aside == "weak"]
    assert all(span._.ignored for span in faint)
    assert {span.label_ for span in faint} == set(proposed.split())


def test_a_denial_marks_faint_words_and_leaves_them_aside() -> None:
    doc = read(LANGUAGE, "Ni les montants ni les RIB n'ont été volés.")
    assert [(span.label_, span._.ignored, span._.denied_by) for span in doc.spans["data_types"]] == [
        ("purchase", True, "Ni"),
        ("iban", False, "Ni"),
    ]


def test_staff_files_are_not_personal_files() -> None:
    doc = read(LANGUAGE, "Les fichiers du personnel ont été volés. Les fichiers personnels aussi ont été volés.")
    assert [span.label_ for span in doc.spans["data_types"]] == ["hr_record", "personal_data"]


def test_every_span_has_a_score() -> None:
    doc = read(LANGUAGE, "Noms, IBAN et mots de passe ont été volés.")
    assert all(0.5 < get_score(span, "data_types") <= 1 for span in doc.spans["data_types"])


def test_a_list_of_ten_thousand_words_takes_linear_time() -> None:
    doc = read(LANGUAGE, "noms, adresses mail et postale, " * 2000)
    assert len(doc.spans["data_types"]) == 6000
