"""Folding: what a person types meets what the press writes; and nothing typed is a syntax error."""

import sqlite3

import pytest

from db.fold import fold, fts_query

SAME = [
    ("hôpital", "hôpitaux"),
    ("hopital", "Hôpital"),
    ("l’hôpital", "hopital"),
    ("œuvre", "oeuvre"),
    ("e-mail", "email"),
    ("e-mails", "Email"),
    ("cyber-attaque", "cyberattaques"),
    ("6 128", "6128"),
    ("6\u202f128", "6128"),
    ("6\u00a0128", "6.128"),
    ("1 234 567", "1234567"),
    ("donnée volée", "données volées"),
    ("numéro", "numéros"),
    ("Saint-Èvre", "saint evre"),
    ("d’Angers", "Angers"),
    ("aujourd’hui", "aujourd'hui"),
    ("réseau", "réseaux"),
    ("journal", "journaux"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Angers", "dangers"), ("Rouen", "Rennes"), ("2020 128", "2020128"), ("12,5", "125")])
def test_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


TEXT = "L’hôpital d’Orvanne a perdu 6\u202f128 dossiers ; les données volées circulent par e-mail."

FOUND = [
    "hopitaux",
    "6128",
    "6 128 dossiers",
    '"données volées"',
    "hôpit*",
    "hôpitaux*",
    "email -Orange",
    "L’HÔPITAL",
    "données*",
    "circul* dossier",
    "volée*",
]
NOT_FOUND = ['"volées données"', "hopital -dossiers", "clinique", "6129", "-hôpital", "hopiz*", ""]


@pytest.fixture
def index() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    conn.execute("create virtual table words using fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
    conn.execute("insert into words (text) values (?)", [fold(TEXT)])
    return conn


def hits(index: sqlite3.Connection, question: str) -> int:
    query = fts_query(question)
    count: int = index.execute("select count(*) from words where words match ?", [query]).fetchone()[0] if query else 0
    return count


@pytest.mark.parametrize("question", FOUND)
def test_found(index: sqlite3.Connection, question: str) -> None:
    assert hits(index, question) == 1
    index.close()


@pytest.mark.parametrize("question", NOT_FOUND)
def test_not_found(index: sqlite3.Connection, question: str) -> None:
    assert hits(index, question) == 0
    index.close()


@pytest.mark.parametrize(
    "question",
    ['"', '""', "*", "-", "a AND", "NEAR(", "title:", "(((", "^x", "a OR OR b", "'; drop table x; --", "x" * 5000, '"a" "b', "\x00", "🦊"],
)
def test_nothing_typed_is_a_syntax_error(index: sqlite3.Connection, question: str) -> None:
    assert hits(index, question) in {0, 1}
    index.close()
