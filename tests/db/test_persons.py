"""No person in the public edition: neither who signs, nor who is named, nor an address or a number by which one is reached."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.connect import open_working
from db.fold import fold
from db.link import link
from db.naming import is_person
from db.persons import EMAIL, NOBODY, Persons
from db.publish import publish
from db.store import save_article, save_reading
from tests.db.samples import BACKGROUND, article_of, figure, line, org, reading_of

SIGNING = Persons.of(["Damien Courtois", "AFP", "La rédaction", "Mutuelle Armoria"])

MASKED = [
    # e-mail addresses, as people write them
    ("Écrire à d.courtois@valbrume.example pour en savoir plus.", "Écrire à […] pour en savoir plus."),
    ("Écrire à presse (at) valbrume.example.", "Écrire à […]."),
    # telephone numbers
    ("Un numéro, le 01 99 00 12 34, est ouvert.", "Un numéro, le […], est ouvert."),
    ("Un numéro, le 01.99.00.12.34, est ouvert.", "Un numéro, le […], est ouvert."),
    ("Appeler le +33 1 99 00 12 34.", "Appeler le […]."),
    ("Appeler le 0199001234.", "Appeler le […]."),
    # figures are no telephone numbers
    ("6\u202f128 rendez-vous, 1 234 567 comptes, 01/02/2024, 0199 dossiers", "6\u202f128 rendez-vous, 1 234 567 comptes, 01/02/2024, 0199 dossiers"),
    ("il réclame 0,5 bitcoin et 33 12 34 56 78 euros", "il réclame 0,5 bitcoin et 33 12 34 56 78 euros"),
    # who signs, wherever, however it is written
    ("selon DAMIEN COURTOIS, du journal", "selon […], du journal"),
    # a first name and a name, a civility and a name
    ("explique Sophie Le Guennec, directrice", "explique […], directrice"),
    ("explique Jean-Pierre d’Orvanne.", "explique […]."),
    ("explique M. Vantadour, et Mme Sorbier aussi", "explique M. […], et Mme […] aussi"),
    # not what is called after someone, nor a first name alone, nor a word that is one too
    ("l’hôpital Saint-Martin Dubourg, rue Victor Hugo", "l’hôpital Saint-Martin Dubourg, rue Victor Hugo"),
    ("Claire et nette, la réponse de Victor", "Claire et nette, la réponse de Victor"),
    # agencies and institutions sign too
    ("AFP, Mutuelle Armoria et la rédaction", "AFP, Mutuelle Armoria et la rédaction"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_masked(text: str, expected: str) -> None:
    assert SIGNING.masked(text) == expected


def test_an_organisation_called_after_its_founder_keeps_its_name() -> None:
    assert NOBODY.masked("Yves Lorcanel a été piraté, dit Yves Morvan.", kept=["Yves Lorcanel"]) == "Yves Lorcanel a été piraté, dit […]."


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Damien Courtois", True), ("Zéphyrin Oulhac", True), ("AFP", False), ("Mairie de Valbrume", False), ("Noctua", False)],
)
def test_who_signs_an_article_is_a_person_save_agencies_and_institutions(author: str, expected: bool) -> None:
    assert NOBODY.who_sign([author]).name(author) is expected


def test_an_outlet_that_signs_is_no_person() -> None:
    assert not NOBODY.who_sign(["Le Phare numérique"], publisher="phare-numerique.example").name("Le Phare numérique")
    assert NOBODY.who_sign(["Ana Pharel"], publisher="phare-numerique.example").name("Ana Pharel")


TEXT = (
    "La Clinique des Tilleuls a confirmé une fuite, dit Damien Courtois. Selon Zéphyrin Oulhac, 6 128 rendez-vous ont été lus. Les patients "
    "peuvent écrire à aide@tilleuls.example ou appeler le 01 99 00 12 34 : leurs noms ont été pris. Yann Kerbrat, lui, revendique."
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article signed by two persons, of whom the reader took one for a victim and the other for a source."""
    folder = tmp_path_factory.mktemp("persons")
    told: dict[str, Any] = line(
        "tilleuls", "phare-numerique.example", "2023-03-14", "La Clinique des Tilleuls confirme une fuite", TEXT,
        about="incident", victims=[{"name": "Zéphyrin Oulhac", "raw": "Zéphyrin Oulhac"}, {"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}],
        organisations=[org("Damien Courtois", "source"), org("Clinique des Tilleuls", "victim")], attack_types=["data_breach"],
        counts=[figure("6 128 rendez-vous", 6128, "record")],
        data_exposed=[{"raw": "noms", "type": "name"}, {"raw": "aide@tilleuls.example", "type": "email"}],
        claim="confirmed", evidence={"claim": [{"raw": "Yann Kerbrat, lui, revendique", "value": "confirmed"}]},
    )  # fmt: skip
    db = open_working(folder)
    save_article(db, replace(article_of(told), authors=("Damien Courtois", "Zéphyrin Oulhac")))
    save_reading(db, reading_of(told))
    other = line("autre", "courrier-des-caps.example", "2023-03-20", "Un mot", f"Damien Courtois l’a vu.\n\n{BACKGROUND}", about="other",
                 organisations=[org("Damien Courtois", "source")])  # fmt: skip
    save_article(db, article_of(other))
    save_reading(db, reading_of(other))
    link(db)
    path = publish(db, folder).path
    db.close()
    return path


PRIVATE = ["courtois", "oulhac", "kerbrat", "aide@tilleuls", "01 99 00", "aide%40tilleuls", "01%2099"]


def test_no_person_no_address_and_no_number_stands_in_the_edition(edition: Path) -> None:
    conn = sqlite3.connect(edition)
    tables = [name for (name,) in conn.execute("select name from sqlite_master where type = 'table' and name not like 'article_words%'")]
    words = " ".join(str(value) for table in tables for row in conn.execute(f"select * from [{table}]") for value in row).lower()
    conn.close()

    assert [word for word in PRIVATE if word in words] == []
    assert "clinique des tilleuls" in words


def test_the_index_of_words_does_not_know_who_signs(edition: Path) -> None:
    conn = sqlite3.connect(edition)
    conn.execute("create virtual table temp.terms using fts5vocab(main, article_words, row)")
    terms = {term for (term,) in conn.execute("select term from temp.terms")}
    (signed,) = conn.execute("select id from articles where url like '%/tilleuls'").fetchone()
    found = {
        word: [row for (row,) in conn.execute("select rowid from article_words where article_words match ?", [word])]
        for word in ("damien", "clin")
    }
    conn.close()

    assert not terms & {fold(word) for word in ("oulhac", "0199001234", "99")}
    assert signed not in found["damien"]
    assert terms & {fold("clinique")}


def test_what_is_left_is_whole(edition: Path) -> None:
    conn = sqlite3.connect(edition)
    found = conn.execute("select i.victim, o.name, i.low from incidents i join organisations o on o.id = i.organisation").fetchall()
    names = conn.execute("select name from organisations").fetchall()
    email = conn.execute("select raw, extract, link from data_types where type = 'email'").fetchone()
    broken = conn.execute("pragma foreign_key_check").fetchall()
    conn.close()

    assert found == [("Clinique des Tilleuls", "Clinique des Tilleuls", 6128)]
    assert names == [("Clinique des Tilleuls",)]
    assert email[0] == "[…]"
    assert "écrire à […] ou appeler le […]" in email[1]
    assert email[2] == "https://phare-numerique.example/tilleuls"
    assert broken == []


ORGANISATIONS_OR_NOT = [
    # a first name and a name, whatever the reader took them for
    ("Damien Courtois", "source", "", True),
    ("Jean de La Vaire", "other", "", True),
    ("Sacha Morvenn", "attacker", "", True),
    ("MORVENN Sacha", "attacker", "", True),
    # as justice writes them
    ("Hamza B.", "attacker", "", True),
    ("J.-P. Vantadour", "other", "", True),
    # a civility, in any role
    ("Mme Sorbier", "victim", "", True),
    ("Me Vantadour", "source", "", True),
    # a rare name that its function announces, before or after
    ("Zorobin Skarde", "source", "selon le chercheur Zorobin Skarde, rien", True),
    ("Zorobin Skarde", "other", "pour Zorobin Skarde, directrice de la clinique", True),
    ("Zorobin Skarde", "other", "pour Zorobin Skarde, rien", False),
    # organisations: known, an institution, a firm's words, called after a founder who was hit
    ("Yves Rocher", "other", "", False),
    ("Hôpital Simone Vautrin", "other", "", False),
    ("Martin Sécurité", "source", "", False),
    ("Marc Delvaire", "victim", "", False),
    ("Check Orion", "source", "selon Check Orion, expert en sécurité", False),
    # pseudonyms
    ("Papa_Wifi", "attacker", "le pirate Papa_Wifi se vante", False),
    ("Jade Heron", "attacker", "un groupe, « Jade Heron », s’en vante", False),
    ("NoirCorail", "attacker", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role", "text", "expected"), ORGANISATIONS_OR_NOT)
def test_a_person_taken_for_an_organisation(name: str, role: str, text: str, expected: bool) -> None:
    assert is_person(name, name, role, text=text, start=max(text.find(name), 0)) is expected


QUOTED = (
    "La Clinique des Tilleuls a confirmé une fuite le 9 mars 2023. Selon le chercheur Zorobin Skarde, 6 128 rendez-vous ont été lus. Skarde "
    "ajoute que les noms des patients ont été pris par Sacha Morvenn. Le groupe Vent d’Autan n’y est pour rien."
)


def spoken(slug: str, **more: Any) -> dict[str, Any]:
    people = [org("Zorobin Skarde", "source"), org("Sacha Morvenn", "attacker"), org("Vent d’Autan", "attacker")]
    return line(
        slug, "phare-numerique.example", "2023-03-14", "La Clinique des Tilleuls confirme une fuite", QUOTED, about="incident",
        victims=[{"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}], organisations=[*people, org("Clinique des Tilleuls", "victim")],
        counts=[figure("6 128 rendez-vous", 6128, "record")], data_exposed=[{"raw": "noms des patients", "type": "name"}], **more,
    )  # fmt: skip


def everything(path: Path) -> str:
    """All that an edition holds beside the index of words."""
    conn = sqlite3.connect(path)
    tables = [name for (name,) in conn.execute("select name from sqlite_master where type = 'table' and name not like 'article_words%'")]
    words = " ".join(str(value) for table in tables for row in conn.execute(f"select * from [{table}]") for value in row).lower()
    conn.close()
    return words


def test_whom_the_reader_took_for_an_organisation_is_nowhere_in_the_edition(db: Database, tmp_path: Path) -> None:
    """Neither in its rows, nor in the extracts of the others (by the whole name or the surname), nor in an address that was joined to another."""
    told = spoken("tilleuls")
    save_article(db, article_of(told))
    save_reading(db, reading_of(told))
    link(db)
    number = db.execute("select id from organisations where name like 'Clinique%'").fetchone()[0]
    incident = db.execute("select id from incidents").fetchone()[0]
    for kind, address, record in (
        ("organisation", "sacha-morvenn", number),
        ("organisation", "tilleuls", number),
        ("incident", "sacha-morvenn-2023-03", incident),
    ):
        db.execute("insert into former_addresses (kind, address, record) values (?, ?, ?)", [kind, address, record])
    words = everything(publish(db, tmp_path).path)

    assert [name for name in ("skarde", "zorobin", "morvenn") if name in words] == []
    assert "vent d’autan" in words
    conn = sqlite3.connect(tmp_path / "vigie-public.db")
    assert conn.execute("select address from former_addresses").fetchall() == [("tilleuls",)]
    assert conn.execute("select extract from counts").fetchone() == ("Selon le chercheur […], 6 128 rendez-vous ont été lus.",)
    conn.close()


def test_whom_only_an_article_that_waits_for_the_reader_names_is_nowhere_either(db: Database, tmp_path: Path) -> None:
    told = spoken("tilleuls")
    save_article(db, article_of(told))
    save_reading(db, reading_of(told))
    link(db)
    save_article(db, replace(article_of(told), text="Tout autre chose."))

    assert "morvenn" not in everything(publish(db, tmp_path).path)


def test_an_endless_word_is_no_address_and_soon_told() -> None:
    assert EMAIL.findall("a1b2" * 50_000) == []
    assert EMAIL.findall("a.b+c@phare.example, contact (at) phare.example") == ["a.b+c@phare.example", "contact (at) phare.example"]
