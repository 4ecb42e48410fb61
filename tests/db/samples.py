"""A few invented articles with their readings, and gold lines turned into readings: what the database's tests keep, link and publish."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.article import ARTICLE, Article
from db.connect import open_working
from db.link import link
from db.publish import publish
from db.store import save_article, save_reading
from nlp.reading import READING, Reading, text_hash

VERSION = "gold"


def article_of(line: dict[str, Any]) -> Article:
    """The article of a gold line."""
    values = {
        "url": line["url"],
        "publisher": line["publisher"],
        "title": line["title"],
        "text": line["text"],
        "published": line.get("published"),
    }
    return ARTICLE.validate_python(values)


def reading_of(line: dict[str, Any], *, version: str = VERSION) -> Reading:
    """The reading that a gold line stands for: each `raw` is given the first place where it stands."""

    def found(entry: dict[str, Any], **more: Any) -> dict[str, Any]:
        place = "text" if entry["raw"] in line["text"] else "title"
        return {**entry, "start": line[place].index(entry["raw"]), "in": place, "by": "gold", "score": 1.0, **more}

    lists = {
        "victims": [found(one) for one in line.get("victims", ())],
        "organisations": [found(one) for one in line.get("organisations", ())],
        "counts": [found(one) for one in line.get("counts", ())],
        "data_exposed": [found(one) for one in line.get("data_exposed", ())],
        "data_denied": [found(one, denied_by=one.get("denied_by", one["raw"])) for one in line.get("data_denied", ())],
    }
    date = found(line["incident_date"]) if line.get("incident_date") else None
    parts = [
        {**part, "incident_date": found(part["incident_date"]) if part.get("incident_date") else None} for part in line.get("incidents", ())
    ]
    evidence = {field: [found(words) for words in words_of] for field, words_of in line.get("evidence", {}).items()}
    reading = {
            "url": line["url"], "text_sha256": text_hash(line["text"]), "version": version, "about": line["about"], **lists,
            "attack_types": line.get("attack_types", []), "incident_date": date, "claim": line.get("claim"), "sector": line.get("sector"),
            "incidents": parts, "evidence": evidence,
    }  # fmt: skip
    return READING.validate_python(reading)


def fill(db: Database, lines: Iterable[dict[str, Any]], *, version: str = VERSION) -> None:
    """Save articles and readings."""
    for line in lines:
        save_article(db, article_of(line))
        save_reading(db, reading_of(line, version=version))


def sample_public(folder: Path, lines: Iterable[dict[str, Any]] | None = None, *, version: str = VERSION) -> Path:
    """A public edition of the samples (or of gold lines), baked in `folder`; returns its path."""
    db = open_working(folder)
    try:
        fill(db, LINES if lines is None else lines, version=version)
        link(db)
        return publish(db, folder).path
    finally:
        db.close()


def line(slug: str, publisher: str, published: str, title: str, text: str, **reading: Any) -> dict[str, Any]:
    whole = f"{text}\n\n{BACKGROUND}"
    return {"url": f"https://{publisher}/{slug}", "publisher": publisher, "published": published, "title": title, "text": whole, **reading}


BACKGROUND = (
    "Les attaques de cette sorte se ressemblent. Elles commencent par un courriel soigné, un accès laissé ouvert ou une mise à jour oubliée, "
    "et passent inaperçues pendant des semaines. Quand les écrans s’éteignent, tout est déjà copié. Les équipes débranchent, appellent à "
    "l’aide, reviennent au papier et au crayon, puis reconstruisent pièce par pièce ce qui avait demandé des années.\n\n"
    "Les spécialistes répètent les mêmes conseils. Garder des sauvegardes hors ligne, séparer les réseaux, se méfier des messages pressants, "
    "exiger un second facteur partout où c’est possible. Rien de cela n’est neuf, et rien de cela n’est gratuit : il y faut du temps, des "
    "bras et de la constance, trois choses qui manquent souvent là où l’on soigne, enseigne ou administre. Les assureurs, eux, posent "
    "désormais des questions de plus en plus précises avant de signer, et les contrats se lisent à deux fois. Il n’empêche que les "
    "organisations qui s’exercent une fois l’an se relèvent plus vite que les autres, comme le savent celles qui sont passées par là."
)
"""What every sample ends with, so that its facts are a small part of it as they are in the press."""


def org(raw: str, role: str, **more: Any) -> dict[str, Any]:
    return {"raw": raw, "role": role, **more}


def figure(raw: str, low: int, unit: str, *, high: int | None = None, what: str = "affected", exact: bool = True) -> dict[str, Any]:
    return {"raw": raw, "low": low, "high": low if high is None else high, "unit": unit, "what": what, "exact": exact}


LINES: list[dict[str, Any]] = [
    line(
        "tilleuls-fuite", "phare-numerique.example", "2023-03-14T08:30:00+01:00",
        "Clinique des Tilleuls : 6 128 rendez-vous dérobés",
        "La Clinique des Tilleuls, à Montbrun, a confirmé mardi une fuite de données survenue le 9 mars 2023. Selon l’établissement, "
        "6\u202f128 rendez-vous ont été consultés par un tiers : nom, prénom, numéro de téléphone et adresse e-mail des patients. "
        "Aucun mot de passe ni aucune donnée bancaire n’a été dérobé, assure la direction. La CNIL a été prévenue.\n\n"
        "Le groupe Vent d’Autan revendique l’intrusion sur son site, où il réclame 50 000 euros. La clinique, qui a déposé plainte, dit avoir "
        "colmaté la faille de son portail de prise de rendez-vous dans la journée. Les patients seront informés un par un dans les prochains "
        "jours, par courrier, et un numéro d’appel leur est ouvert. « Nous présentons nos excuses à toutes les personnes concernées », écrit-elle.",
        about="incident", victims=[{"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}],
        organisations=[org("Clinique des Tilleuls", "victim"), org("CNIL", "authority"), org("Vent d’Autan", "attacker")],
        attack_types=["intrusion", "data_breach"],
        counts=[figure("6\u202f128 rendez-vous", 6128, "record"), figure("50 000 euros", 50000, "eur", what="ransom")],
        data_exposed=[
            {"raw": "nom, prénom", "type": "name"}, {"raw": "numéro de téléphone", "type": "phone"}, {"raw": "adresse e-mail", "type": "email"},
            {"raw": "rendez-vous", "type": "appointment"},
        ],
        data_denied=[{"raw": "mot de passe", "type": "password", "denied_by": "Aucun"},
                     {"raw": "donnée bancaire", "type": "bank_details", "denied_by": "aucune"}],
        incident_date={"raw": "le 9 mars 2023", "value": "2023-03-09"}, claim="confirmed", sector="health",
        evidence={"claim": [{"raw": "a confirmé", "value": "confirmed"}], "attack_types": [{"raw": "fuite de données", "value": "data_breach"}]},
    ),
    line(
        "montbrun-clinique", "courrier-des-caps.example", "2023-03-15",
        "Piratage à la clinique de Montbrun",
        "Des pirates affirment détenir les dossiers de près de 7 000 patients de la Clinique des Tilleuls. Le groupe Vent d'Autan a publié "
        "dimanche un échantillon où figurent des noms, des adresses e-mail et des numéros de téléphone. L’établissement de santé n’avait pas "
        "répondu à nos questions à l’heure où nous écrivions ces lignes. Le parquet de Montbrun s’est saisi de l’affaire.",
        about="incident", victims=[{"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}],
        organisations=[org("Clinique des Tilleuls", "victim"), org("Vent d'Autan", "attacker"), org("parquet de Montbrun", "authority")],
        attack_types=["data_breach"], counts=[figure("près de 7 000 patients", 7000, "patient", exact=False)],
        data_exposed=[{"raw": "noms", "type": "name"}, {"raw": "adresses e-mail", "type": "email"}, {"raw": "numéros de téléphone", "type": "phone"}],
        claim="claimed", sector="health",
    ),
    line(
        "tilleuls-encore", "phare-numerique.example", "2024-01-22",
        "La Clinique des Tilleuls de nouveau frappée",
        "Dix mois après une première fuite, la Clinique des Tilleuls a été victime d’un rançongiciel dans la nuit du 18 au 19 janvier. Son "
        "système d’information est à l’arrêt et 300 ordinateurs sont hors service. Des comptes rendus médicaux pourraient avoir été copiés, "
        "reconnaît la direction, qui a alerté l’Anssi. L’attaque est passée par Rivage Informatique, son prestataire.",
        about="incident", victims=[{"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}],
        organisations=[org("Clinique des Tilleuls", "victim"), org("Anssi", "authority"), org("Rivage Informatique", "third_party")],
        attack_types=["ransomware", "supply_chain"], counts=[figure("300 ordinateurs", 300, "machine", what="systems")],
        data_exposed=[{"raw": "comptes rendus médicaux", "type": "health", "possible": True}],
        incident_date={"raw": "nuit du 18 au 19 janvier", "value": "2024-01-18"}, claim="confirmed", sector="health",
    ),
    line(
        "saint-evre-mairie", "courrier-des-caps.example", "2024-02-06",
        "La mairie de Saint-Èvre paralysée",
        "La mairie de Saint-Èvre ne peut plus délivrer d’actes depuis lundi 5 février. Un rançongiciel a chiffré ses serveurs, selon le maire, "
        "qui dément tout vol de données. Le prestataire Rivage Informatique travaille au rétablissement. L’Agence nationale de la sécurité "
        "des systèmes d’information (ANSSI) accompagne la commune.",
        about="incident", victims=[{"name": "mairie de Saint-Èvre", "raw": "mairie de Saint-Èvre"}],
        organisations=[org("mairie de Saint-Èvre", "victim"), org("Rivage Informatique", "third_party"),
                       org("Agence nationale de la sécurité des systèmes d’information (ANSSI)", "authority")],
        attack_types=["ransomware"], incident_date={"raw": "lundi 5 février", "value": "2024-02-05"}, claim="confirmed",
        sector="local_government",
    ),
    line(
        "tour-des-fuites", "phare-numerique.example", "2024-02-09",
        "Le tour des fuites de la semaine",
        "Comme chaque vendredi, voici les fuites de la semaine. La Ville de Saint-Èvre est toujours à l’arrêt après l’attaque de lundi.\n\n"
        "L’enseigne Grand Comptoir a vu 1,2 million de comptes clients mis en vente par un certain NoctuaX ; elle n’a pas réagi.",
        about="roundup", victims=[{"name": "Ville de Saint-Èvre", "raw": "Ville de Saint-Èvre", "incident": 0},
                                  {"name": "Grand Comptoir", "raw": "Grand Comptoir", "incident": 1}],
        organisations=[org("Ville de Saint-Èvre", "victim", incident=0), org("Grand Comptoir", "victim", incident=1),
                       org("NoctuaX", "attacker", incident=1)],
        attack_types=["data_breach"], counts=[{**figure("1,2 million de comptes clients", 1_200_000, "account"), "incident": 1}],
        incidents=[
            {"number": 0, "start": 44, "end": 125, "claim": None, "sector": "local_government",
             "incident_date": {"raw": "lundi", "value": "2024-02-05"}},
            {"number": 1, "start": 127, "end": 240, "claim": "claimed", "sector": "retail"},
        ],
        evidence={"attack_types": [{"raw": "mis en vente", "value": "data_breach", "incident": 1}]},
    ),
    line(
        "conseils-mots-de-passe", "phare-numerique.example", "2024-02-12",
        "Cinq conseils pour ses mots de passe",
        "La CNIL rappelle qu’un mot de passe long vaut mieux qu’un mot de passe compliqué. Voici cinq conseils pour les choisir.",
        about="other", organisations=[org("CNIL", "authority")],
    ),
]  # fmt: skip
