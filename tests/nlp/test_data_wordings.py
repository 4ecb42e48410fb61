"""Wordings of registers, mapped to codes: wordings of our own making."""

import pytest

from nlp.data_wordings import read_data_types


@pytest.mark.parametrize(
    ("wording", "codes"),
    [
        ("Nom, prénom", "name"),
        ("Noms et prénoms des enfants", "name"),
        ("E-mail pro", "email"),
        ("Adresses mail et postale", "email postal_address"),
        ("Téléphone (fixe, portable)", "phone"),
        ("N° de tél.", "phone"),
        ("Lieu et date de naissance", "birth_place birth_date"),
        ("Age", "birth_date"),
        ("Civilité / Genre", "sex"),
        ("N° Sécu", "social_security_number"),
        ("Copie de la CNI ou du passeport", "identity_document"),
        ("RIB des fournisseurs", "iban"),
        ("Coordonnées bancaires (IBAN)", "iban"),
        ("4 derniers chiffres de la CB", "bank_card"),
        ("Mots de passe (bcrypt)", "password"),
        ("identifiants de connexion, mots de passe", "username password"),
        ("Jetons d’accès", "secret_key"),
        ("Numéro d'allocataire", "customer_number"),
        ("Identifiant client", "customer_number"),
        ("Historique d’achats", "purchase"),
        ("Factures et devis", "purchase"),
        ("Points de fidélité", "subscription"),
        ("Contrats d'assurance, assureur", "contract"),
        ("Fiches de paie", "income"),
        ("Quotient familial", "income"),
        ("Situation matrimoniale, nombre d'enfants", "family_status"),
        ("Ordonnances et comptes rendus médicaux", "health"),
        ("Date et motif de consultation", "health"),
        ("Horaires de rendez-vous", "appointment"),
        ("Poste, service, employeur", "job"),
        ("Lettre de motivation", "cv"),
        ("Bulletins scolaires, classe", "school_record"),
        ("Messages privés", "message"),
        ("Tickets de support", "message"),
        ("Code source", "source_code"),
        ("IP de connexion", "ip_address"),
        ("Dernière connexion", "connection_log"),
        ("IMEI", "device"),
        ("Plaques d'immatriculation, modèle du véhicule", "licence_plate vehicle"),
        ("Données personnelles", "personal_data"),
        ("Coordonnées", "personal_data"),
        ("Données clients", "customer_data"),
        ("Opinions politiques", "opinion"),
        ("Orientation sexuelle", "sexual_life"),
        ("Casier judiciaire", "judicial"),
        ("ADRESSE\u00a0POSTALE", "postal_address"),
        ("Numero de telephone", "phone"),
        # an unknown number is its holder's
        ("Numéro d'ordre", "customer_number"),
        # what is not there does not count
        ("Identifiant, mais pas le mot de passe", "username"),
        ("Tout le profil sauf l'IBAN : nom", "name"),
        # no code names these
        ("Club", ""),
        ("Statut", ""),
        ("Dates", ""),
        ("Ransomware", ""),
        ("", ""),
    ],
)
def test_wordings(wording: str, codes: str) -> None:
    assert read_data_types(wording) == codes.split()
