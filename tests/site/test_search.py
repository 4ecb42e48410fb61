"""One box over incidents, organisations and articles, forgiving in what is typed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.site.search import Wanted, search, without_phrases


@pytest.fixture
def conn(edition: Path) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(edition)
    yield conn
    conn.close()


def named(conn: sqlite3.Connection, question: str, kind: str, **filters: str) -> list[str]:
    found = {group["kind"]: group["results"] for group in search(conn, question, filters)["groups"]}
    return [row.get("name") or row.get("victim") or row["title"] for row in found.get(kind, [])]


@pytest.mark.parametrize(
    "question",
    [
        "Mutuelle Armoria",
        # accents, case
        "MÙTÙELLE armoria",
        # the beginning of a word
        "armor*",
        # a phrase
        '"mutuelle armoria"',
        # grammar of FTS5 typed by chance
        'armoria "',
        "armoria )",
        "(armoria",
        "armoria:",
    ],
)
def test_an_organisation_is_found_however_it_is_typed(conn: sqlite3.Connection, question: str) -> None:
    assert "Mutuelle Armoria" in named(conn, question, "organisation")


def test_exclusion(conn: sqlite3.Connection) -> None:
    assert named(conn, "hospitalier -rocheclaire", "organisation") == []
    assert "Centre hospitalier de Rocheclaire" in named(conn, "hospitalier", "organisation")


@pytest.mark.parametrize("question", ["847 000", "847\u202f000", "847000", "847.000"])
def test_spaced_numbers_are_one(conn: sqlite3.Connection, question: str) -> None:
    assert "Mutuelle Armoria" in named(conn, question, "incident")


def test_an_article_that_only_holds_the_words_says_so(conn: sqlite3.Connection) -> None:
    articles = {group["kind"]: group["results"] for group in search(conn, "données bancaires", {})["groups"]}["article"]

    assert {row["only_words"] for row in articles} == {0, 1}
    assert all(row["extract"] is None for row in articles if row["only_words"])
    assert [row["only_words"] for row in articles] == sorted(row["only_words"] for row in articles)


def test_the_words_are_marked_in_an_extract(conn: sqlite3.Connection) -> None:
    results = search(conn, "securite sociale", {})["groups"][0]["results"]

    assert any("<mark>sociale</mark>" in str(row["extract"]) for row in results)


def test_small_words_are_not_marked() -> None:
    assert Wanted.of('"vol" AND "de" AND "donne"').best(["le vol de données"]) == "le <mark>vol</mark> de <mark>données</mark>"
    assert Wanted.of('"hopit" *').best(["l’hôpital"]) == "l’<mark>hôpital</mark>"
    assert Wanted.of('"donne" NOT "iban"').best(["un IBAN"]) is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"statut": "denied"}, {"Banque Sillon"}),
        ({"statut": "denied", "annee": "2026"}, set()),
        ({"secteur": "energy"}, {"Régie des eaux du Trégoal"}),
        ({"attaque": "ddos"}, {"Département de la Haute-Vire"}),
        ({"donnee": "sexual_life"}, {"Duovia"}),
        # denied is not taken
        ({"donnee": "signature"}, set()),
        ({"annee": "x' or 1=1"}, set()),
    ],
)
def test_filters_leave_only_incidents(conn: sqlite3.Connection, filters: dict[str, str], expected: set[str]) -> None:
    found = search(conn, "", filters)

    assert [group["kind"] for group in found["groups"]] == ["incident"]
    assert {row["victim"] for row in found["groups"][0]["results"]} == expected


def test_nothing_is_asked_by_blanks_or_signs(conn: sqlite3.Connection) -> None:
    assert not search(conn, " ?! ", {})["asked"]


def test_pages_follow_one_another(conn: sqlite3.Connection) -> None:
    first = search(conn, "données", {}, kind="article", page=1)["groups"][0]
    second = search(conn, "données", {}, kind="article", page=2)["groups"][0]

    assert first["total"] == second["total"] > 20
    assert len(first["results"]) == 20
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}


@pytest.mark.parametrize(
    ("match", "apart"),
    [
        ('"saint aubert" AND "x"', '("saint" AND "aubert") AND "x"'),
        ('("rendez vous" *)', '(("rendez" AND "vous" *))'),
        ('"un" NOT "deux trois"', '"un" NOT ("deux" AND "trois")'),
    ],
)
def test_phrases_come_apart_for_an_index_without_order(match: str, apart: str) -> None:
    assert without_phrases(match) == apart
