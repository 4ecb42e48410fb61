"""One box over incidents, organisations and articles, forgiving in what is typed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.site.marking import Wanted, without_phrases
from db.site.search import FILTERS, ORDERS, bounds, choices_of, search
from tests.site.serving import copied, get, served


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


def test_a_fact_whose_sentence_is_not_shown_shows_its_own_words(conn: sqlite3.Connection) -> None:
    """A result of the full index always shows what it was found by, unless that is its title or a name."""
    sql = "select incident, raw from data_types where extract is null and type = 'social_security_number' and incident is not null"
    bare = conn.execute(sql).fetchone()
    results = {row["id"]: row for row in search(conn, f'"{bare[1]}"', {}, kind="incident")["groups"][0]["results"]}

    assert "<mark>" in str(results[bare[0]]["extract"])


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


def found(conn: sqlite3.Connection, question: str, kind: str, **options: str) -> list[dict[str, object]]:
    return next(group["results"] for group in search(conn, question, {}, kind=kind, **options)["groups"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # accents and case, a ligature, a hyphen, a plural, an elision, a spaced number
        ("HOPITAL", "hôpitaux"), ("coeur", "cœur"), ("e-mail", "email"), ("adresse électronique", "adresses electroniques"), ("l’hôpital", "hopital"),
        ("cyber-attaque", "cyberattaques"), ("847 000", "847\u00a0000"), ("mots de passe", "mot de passe"),
    ],
)  # fmt: skip
def test_the_same_is_found_however_it_is_written(conn: sqlite3.Connection, one: str, other: str) -> None:
    totals = [[group["total"] for group in search(conn, words, {})["groups"]] for words in (one, other)]

    assert totals[0] == totals[1]


def test_an_incident_that_only_its_article_s_words_lead_to_says_which_article(conn: sqlite3.Connection, portal: str) -> None:
    conn.execute("create virtual table temp.held using fts5vocab(main, article_words, row)")
    words = [word for (word,) in conn.execute("select term from temp.held where doc = 3 and length(term) > 6 order by term")]
    word = next(word for word in words if any(row["only_words"] for row in found(conn, word, "incident")))
    results = found(conn, word, "incident")
    alone = [row for row in results if row["only_words"]]
    article = alone[0]["only_words"]
    held = conn.execute("select count(*) from incident_articles where incident = ? and article = ?", [alone[0]["id"], article]).fetchone()[
        0
    ]
    page = get(f"{portal}/recherche?q={word}").text

    assert alone
    assert held == 1
    assert all(row["extract"] is None for row in alone)
    assert [bool(row["only_words"]) for row in results] == sorted(bool(row["only_words"]) for row in results), "they come last"
    assert f'<a class="only-words" href="/article/{article}">mots présents dans l’article</a>' in page


def test_words_and_filters_go_together(conn: sqlite3.Connection) -> None:
    health = {row["id"] for row in search(conn, "rançongiciel", {"secteur": "health"})["groups"][0]["results"]}

    assert health
    assert health < {row["id"] for row in search(conn, "rançongiciel", {}, kind="incident")["groups"][0]["results"]}
    assert all(conn.execute("select sector from incidents where id = ?", [number]).fetchone() == ("health",) for number in health)


@pytest.mark.parametrize(("name", "column"), [("pays", "country"), ("region", "region")])
def test_places_are_filters_once_one_is_known(edition: Path, tmp_path: Path, name: str, column: str) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute(f"update incidents set {column} = null")
    conn.commit()
    with served(path) as address:
        nowhere = get(address + "/recherche").text
    conn.execute(f"update incidents set {column} = 'BE' where id = 264226016")
    conn.commit()
    results = search(conn, "", {name: "BE"})["groups"][0]["results"]
    offered = choices_of(conn)[name]
    conn.close()
    with served(path) as address:
        page = get(f"{address}/recherche?{name}=BE").text

    assert f'name="{name}"' not in nowhere
    assert [row["id"] for row in results] == [264226016]
    assert offered == [("BE", "Belgique" if name == "pays" else "BE")]
    assert f'name="{name}"' in page
    assert 'class="chips"' in page


@pytest.mark.parametrize("kind", ["incident", "organisation", "article"])
def test_results_are_sorted_as_asked(conn: sqlite3.Connection, kind: str) -> None:
    key = {"incident": "date", "organisation": "last_incident", "article": "published"}[kind]
    dates = [
        str(row[key])[:10]
        for row in found(conn, "hopital OR données centre" if kind == "organisation" else "données", kind, order="date")
        if row[key]
    ]

    assert dates == sorted(dates, reverse=True)


def test_the_largest_come_first(conn: sqlite3.Connection) -> None:
    sizes = [row["high"] for row in search(conn, "", {"statut": "confirmed"}, order="ampleur")["groups"][0]["results"]]
    known = [size for size in sizes if size is not None]

    assert known == sorted(known, reverse=True)
    assert sizes[: len(known)] == known


def test_what_is_asked_is_kept_from_page_to_page(portal: str) -> None:
    page = get(portal + "/recherche?q=donn%C3%A9es&type=article&tri=date").text

    assert "type=article&amp;tri=date&amp;page=2" in page
    assert '<option value="date" selected>' in page


def test_a_kind_s_documents_stand_together(conn: sqlite3.Connection) -> None:
    """The search asks for a kind by where its documents stand."""
    for kind in ("incident", "organisation", "article"):
        ends = bounds(conn, kind)
        kinds = conn.execute("select distinct kind from search_documents where id between :first and :last", ends).fetchall()
        assert kinds == [(kind,)]
        assert (
            conn.execute("select count(*) from search_documents where kind = ?", [kind]).fetchone()[0] == ends["last"] - ends["first"] + 1
        )


def test_every_filter_and_order_can_be_asked_together(conn: sqlite3.Connection) -> None:
    for order in ORDERS:
        assert search(conn, "données -orange", dict.fromkeys(FILTERS, "x"), order=order)["total"] == 0
