"""Polarity: what was taken, perhaps taken, not taken, in marked sentences (`marked.py`)."""

import pytest

from tests.nlp.marked import found, marked, pipeline, read

LANGUAGE = pipeline("vigie_data_types", "vigie_polarity")

TAKEN = [
    # a plain list
    "Les pirates ont dérobé des <name noms>, des <email adresses e-mail> et des <phone numéros de téléphone>.",
    # hearsay is not doubt
    "Les <iban RIB> des agents auraient été dérobés, selon le parquet.",
    "D'après le vendeur, le fichier contiendrait <name noms>, <birth_date dates de naissance> et <postal_address adresses postales>.",
    # negations that deny no data
    "Cela ne fait aucun doute : les <identity_document passeports> ont été volés.",
    "Les <password mots de passe> volés n'étaient pas chiffrés.",
    "L'entreprise n'a pas précisé combien de <identity_document cartes d'identité> ont été volées.",
    "Les <health dossiers médicaux> publiés n'ont pas encore été chiffrés, regrette l'expert.",
    "Sans attendre, le pirate a publié les <income bulletins de salaire>.",
    "Le fichier volé réunit <name noms>, <phone téléphones>, sans compter les <iban IBAN>.",
    "La fuite ne se limite pas aux <email adresses e-mail> : des <iban IBAN> ont été volés.",
    "Aucune rançon n'a été payée, et des <income fiches de paie> ont été publiées.",
    "Personne n'a répondu, mais les <email adresses électroniques> des clients ont été mises en vente.",
    # only so much: the rest is not named
    "Seuls les <name noms> et les <email adresses e-mail> ont été exposés.",
    # no-break spaces and typographic apostrophes
    "Nom\u202f: 6\u00a0128 <identity_document cartes d’identité> et <social_security_number numéros de sécurité sociale> ont été volés.",
]

POSSIBLE = [
    "Des <?bank_details coordonnées bancaires> ont pu être consultées.",
    "Les données susceptibles d'avoir été volées sont les <?name noms>, <?phone numéros de téléphone> et <?email adresses e-mail>.",
    "La direction n'exclut pas que des <?income bulletins de paie> aient été copiés.",
    "Les <?health données de santé> des patients pourraient avoir été exfiltrées.",
]

DENIED = [
    # before the data
    "Aucun <-password mot de passe> n'a été dérobé.",
    "Aucun <-password mot de passe> ni aucune <-bank_details donnée bancaire> n'ont été compromis.",
    "Ni <-password mots de passe> ni <-bank_details coordonnées bancaires> ne figurent dans le fichier.",
    "Le fichier ne contient pas de <-password mots de passe>, ni de <-iban RIB>.",
    "La fuite ne concerne pas les <-password mots de passe>.",
    "Pas de <-bank_card carte bancaire> ni de <-password mot de passe> dans le lot, en revanche.",
    "La base ne comporte ni <-social_security_number numéro de sécurité sociale>, ni <-iban IBAN>, ni <-password mot de passe>.",
    "L'intrus n'a eu accès à aucune <-health donnée de santé>.",
    "Nulle trace de <-iban RIB> dans l'échantillon.",
    "L'attaquant n'a jamais eu accès aux <-password mots de passe>.",
    "Ce qui n'a pas fuité : les <-password mots de passe>, les <-iban IBAN> et les <-identity_document pièces d'identité>.",
    # after the data
    "Les <-password mots de passe> et les <-bank_details données bancaires> ne sont pas concernés.",
    "Vos <-bank_details données bancaires> et vos <-password mots de passe> ne font pas partie des informations compromises.",
    "Les <-health dossiers médicaux>, hébergés sur une autre infrastructure, n'ont pas été touchés.",
    "Les <-bank_card numéros de carte> n'ont à aucun moment été accessibles.",
    "Les <-password mots de passe> restent hors de portée des intrus.",
    "Les <-iban IBAN> sont hors de cause, tout comme les <-password mots de passe>, qui n'ont pas été touchés.",
    "Les <-bank_details coordonnées bancaires> des clients ont été épargnées.",
    "Les <-password mots de passe> ne figureraient pas parmi les données dérobées.",
    "Vos <-bank_details données de paiement> n'auraient pas été dérobées.",
    "Les <-health données médicales> n'ont pu être lues.",
    "Les <-photo photos d'identité> ne sont ni copiées ni accessibles, pas plus que les <-iban RIB>.",
    # both in one sentence
    "Les <name noms> et les <email adresses e-mail> ont été volés, mais pas les <-password mots de passe>.",
    "<name Noms>, <email e-mails> et <phone téléphones> ont fuité ; en revanche, les <-iban IBAN> ne sont pas concernés.",
    "Le pirate détient <name noms>, <postal_address adresses postales> et <phone numéros de téléphone>, à l'exception des <-bank_details coordonnées bancaires>.",
    "Hormis les <-password mots de passe>, toutes les données du compte (<name nom>, <email adresse e-mail>, <phone téléphone>) ont été exposées.",
    "Toutes les informations du profil ont été aspirées : <name nom>, <email adresse e-mail>, <birth_date date de naissance>, sauf le <-password mot de passe>.",
    "Les <bank_card numéros de carte> ont été copiés, heureusement sans le <-password mot de passe> du compte.",
    "Les <name noms> et <birth_date dates de naissance> ont été consultés, mais aucune <-health donnée médicale>.",
    "Des <name noms> et des <phone numéros de téléphone> ont été exposés, et non des <-health données de santé>.",
    "Si les <name noms> et les <email adresses e-mail> ont bien été volés, les <-password mots de passe>, eux, n'ont pas été compromis.",
    "« Aucun <-password mot de passe>, aucune <-bank_card carte bancaire>, aucun <-message contenu de communication> n'est concerné », martèle l'opérateur.",
    # typographic apostrophe
    "Les <-iban IBAN> n’ont pas été dérobés.",
    # the verb comes first
    "Ne sont pas concernés les <-password mots de passe> et les <-iban RIB>.",
    "Parmi les données volées ne figure aucun <-password mot de passe>.",
    # each item for itself
    "Pas un <-iban RIB>, pas une <-income fiche de paie> dans ce que nous avons analysé.",
    # non plus
    "Les <-email adresses mail> n'ont pas fuité, affirme le parti, et les <-iban IBAN> non plus.",
]

LISTS = [
    # a denial that opens a bulleted list
    "Ne sont pas concernés :\n- vos <-bank_details coordonnées bancaires> ;\n- vos <-password mots de passe>.",
    # the taken, then the spared
    (
        "Les données concernées sont :\n• <name nom et prénom> ;\n• <email adresse e-mail> ;\n• <phone téléphone>.\n\n"
        "En revanche, les données suivantes ne sont pas concernées :\n• <-password mot de passe> ;\n• <-iban IBAN>."
    ),
    # perhaps taken, over bullets
    "Les données susceptibles d'avoir été consultées sont :\n- votre <?name nom> ;\n- votre <?birth_date date de naissance>.",
    # a bracket
    "Aucune donnée sensible (<-password mot de passe>, <-iban IBAN>) n'a été volée.",
]

OTHER_WORDS = [
    # hosted elsewhere, empty, asleep
    "Les <-health certificats médicaux>, stockés ailleurs, n'étaient pas dans l'outil visé.",
    "Les <-identity_document pièces d'identité>, elles, sont conservées sur un serveur distinct.",
    "Les <-biometrics empreintes digitales> relèvent d'un autre fichier.",
    "Les <-email adresses mail> sont vides dans l'extrait volé.",
    "Les <-trade_secret recettes de fabrication> sont elles aussi intactes.",
    # never handed over, never asked for
    "Vos <-username identifiants de connexion> ne sont jamais communiqués à ce prestataire.",
    "Les <-bank_details moyens de paiement> ne transitent pas par ce logiciel.",
    # what is lacking
    "Le fichier volé a tout ; ne manquent que les <-password mots de passe>.",
    "Dans la base volée, pas la moindre <-bank_card carte bancaire>.",
    "Rien, en revanche, sur les <-iban IBAN> des clients volés.",
    # somebody rules it out
    "La direction écarte toute fuite des <-health dossiers médicaux>.",
    "Le groupe exclut que des <-bank_details données bancaires> aient fuité.",
    "Rien ne montre que des <-health données médicales> aient été consultées.",
    "La direction exclut tout vol de <-identity_document passeports>.",
    "L'étude conteste que des <-judicial casiers judiciaires> y figurent.",
    # the verb first
    "N'y apparaissaient pas, en revanche, le <-social_security_number numéro de Sécurité sociale> ni l'<-postal_address adresse postale>.",
    # a bare no
    "Les <name noms> et <phone numéros de téléphone> ont fuité. Les <-password mots de passe>, non.",
    # kept elsewhere
    "Les <-identity_document permis de conduire> sont restés en Suisse.",
    # likewise
    "Les <-bank_details données bancaires> sont restées à l'abri, de même que les <-password mots de passe>.",
    "Le fichier des comptes n'a pas été copié : pas de <-password mots de passe>. Même constat pour la <-bank_card carte bancaire>.",
    "Des <name noms> et des <email adresses mail> ont été volés. Idem pour les <phone numéros de téléphone>.",
    # a question and its answer
    "Les <-iban RIB> ? Non.",
    "Et les <-password mots de passe> ? Ils n'ont pas bougé.",
    # « ne l'est pas »
    "Ce qui est pris : <name nom> et <email e-mail>. Ce qui ne l'est pas : les <-password mots de passe>, les <-call_record journaux d'appels>.",
    # a relative clause between the data and what is said of them
    "Les <-health certificats médicaux>, qui ont longtemps été exigés, ne seraient pas dans le lot.",
    # without accents
    "Les <-bank_details donnees bancaires> sont intactes et les <-password mots de passe> n'ont pas ete voles.",
]

DENIES_NOTHING = [
    # a negation about somebody else, or about a protection
    "<name Nom>, <email e-mail> et <birth_date date de naissance> ont été volés chez un prestataire qui n'a pas été nommé.",
    "Il a volé des <iban IBAN> grâce à une double authentification absente.",
    "La direction n'exclut pas que des <?iban RIB> aient été copiés.",
]

NOTHING = [
    # a blanket denial names no kind
    "Aucune fuite n'a été constatée à ce stade.",
    # access without a password is no denial of passwords
    "La base était accessible sans mot de passe ni identifiant.",
]


@pytest.mark.parametrize("sentence", TAKEN + POSSIBLE + DENIED + LISTS + OTHER_WORDS + DENIES_NOTHING + NOTHING)
def test_polarity(sentence: str) -> None:
    case = marked(sentence)
    assert found(read(LANGUAGE, case.text)) == list(case.answers)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Les mots de passe n'ont pas été dérobés.", "n'ont pas été dérobés"),
        ("Aucun mot de passe n'a fuité.", "Aucun"),
        ("Les IBAN ont été volés, à l'exception des mots de passe.", "à l'exception des"),
        ("Les mots de passe restent hors de portée.", "hors de portée"),
        ("Ne sont pas concernés :\n- les mots de passe.", "Ne sont pas concernés"),
    ],
)
def test_a_denial_keeps_its_words(text: str, cue: str) -> None:
    doc = read(LANGUAGE, text)
    denied = [span for span in doc.spans["data_types"] if span._.denied_by]
    assert [span._.denied_by for span in denied] == [cue]
    assert cue in text


def test_a_long_denial_takes_linear_time() -> None:
    doc = read(LANGUAGE, "ni les IBAN, " * 2000 + "n'ont été volés.")
    assert sum(bool(span._.denied_by) for span in doc.spans["data_types"]) == 2000
