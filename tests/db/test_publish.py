"""The public edition: what is in it, and above all what is not."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.connect import open_working
from db.dictionary import dictionary
from db.fold import fold, fts_query
from db.link import link
from db.publish import publish
from db.store import save_article
from nlp.vocabulary import TERMS
from tests.db.kiosk import EXPECTED, gold
from tests.db.samples import LINES, article_of, fill, sample_public

CONTRACT = ("articles", "incidents", "organisations", "counts", "data_types", "recurring_victims")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kiosk and the samples, published; one article is signed by a person whom it names."""
    folder = tmp_path_factory.mktemp("public")
    db = open_working(folder)
    fill(db, gold(2) + LINES)
    save_article(db, replace(article_of(LINES[0]), authors=("assure la direction", "AFP")))
    link(db)
    found = publish(db, folder).path
    db.close()
    return found


@pytest.fixture
def public(path: Path) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    conn.row_factory = sqlite3.Row
    yield conn
    conn.close()


def rows(public: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in public.execute(sql, values)]


@pytest.mark.parametrize("name", CONTRACT)
def test_what_the_contract_names_is_there_and_filled(public: sqlite3.Connection, name: str) -> None:
    assert rows(public, f"select * from {name}")


def test_it_is_a_plain_whole_file(path: Path, public: sqlite3.Connection) -> None:
    assert public.execute("pragma journal_mode").fetchone()[0] == "delete"
    assert public.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert public.execute("pragma foreign_key_check").fetchall() == []
    assert sorted(file.name for file in path.parent.iterdir() if "public" in file.name) == ["vigie-public.db", "vigie-public.db.sha256"]


def test_every_table_and_column_is_in_the_dictionary(public: sqlite3.Connection) -> None:
    ours = "select name from sqlite_master where type in ('table', 'view') and sql not like '%fts5%' and name not like 'sqlite_%'"
    shadows = ("search_data", "search_idx", "search_docsize", "search_config")
    names = [name for (name,) in public.execute(ours) if name not in shadows and not name.startswith("article_words")]
    columns = {name: [row["name"] for row in rows(public, f"pragma table_info({name})")] for name in names}

    assert {name: list(table.columns) for name, table in dictionary().items()} == columns


def test_no_run_of_twelve_words_of_an_article_outside_its_extracts(public: sqlite3.Connection) -> None:
    """Whatever column or table: if twelve words of a text stand in it, they stand in an extract (or are the fact's own words)."""
    allowed = " ".join(
        row["words"]
        for table in ("mentions", "counts", "data_types", "attack_types")
        for row in rows(public, f"select coalesce(extract, raw) as words from {table} where raw is not null")
    )
    allowed += " ".join(
        str(value)
        for row in rows(public, "select claim_extract, claim_raw, date_extract, date_raw from incident_articles")
        for value in row.values()
    )
    allowed_words = " " + " ".join(allowed.split()) + " "
    tables = [name for (name,) in public.execute("select name from sqlite_master where type = 'table' and sql not like '%virtual%'")]
    cells = " ".join(
        " ".join(value.split())
        for table in tables
        if not table.startswith(("search", "article_words"))
        for row in public.execute(f"select * from {table}")
        for value in row
        if isinstance(value, str)
    )
    for line in gold(2) + LINES:
        words = line["text"].split()
        for start in range(len(words) - 12):
            run = " ".join(words[start : start + 12])
            assert run not in cells or run in allowed_words, run


def test_extracts_keep_to_their_share(public: sqlite3.Connection) -> None:
    texts = {line["url"]: line["text"] for line in gold(2) + LINES}
    for article in rows(public, "select id, url from articles"):
        shown = set()
        for table in ("mentions", "counts", "data_types", "attack_types"):
            shown |= {row["extract"] for row in rows(public, f"select extract from {table} where article = ?", article["id"])}
        for column in ("claim_extract", "date_extract"):
            found = rows(public, f"select {column} as extract from incident_articles where article = ?", article["id"])
            shown |= {row["extract"] for row in found}
        shown.discard(None)
        assert all(len(extract) <= 160 for extract in shown)
        bare = sum(len(extract.replace("[…] ", "").replace(" […]", "")) for extract in shown)
        assert bare <= min(800, 0.15 * len(texts[article["url"]])), article["url"]


def test_the_words_of_an_article_cannot_be_put_in_order(path: Path) -> None:
    conn = sqlite3.connect(path)
    tables = [name for (name,) in conn.execute("select name from sqlite_master where sql like 'create virtual table%fts5%'")]
    assert set(tables) == {"search", "article_words"}
    conn.execute("create virtual table temp.spy using fts5vocab('main', 'article_words', 'instance')")
    assert conn.execute("select count(*) from spy where offset is not null or col is not null").fetchone()[0] == 0
    conn.close()


def test_no_author_stands_in_an_extract(public: sqlite3.Connection) -> None:
    """`assure la direction` stands in for a person's name."""
    sql = "select d.extract from data_types d join articles a on a.id = d.article where a.url = ? and d.extract like '%Aucun mot de passe%'"
    shown = rows(public, sql, LINES[0]["url"])

    assert shown
    assert all("assure la direction" not in row["extract"] and ", […]" in row["extract"] for row in shown)


@pytest.mark.parametrize(
    ("question", "kind", "expected"),
    [
        ("clinique des tilleuls", "incident", 2),
        ("TILLEUL", "organisation", 1),
        ("6128", "incident", 1),
        ("mairie saint evre", "incident", 1),
        ("anssi", "organisation", 1),
        ('"vent d\'autan"', "organisation", 1),
    ],
)
def test_search(public: sqlite3.Connection, question: str, kind: str, expected: int) -> None:
    sql = """select count(*) as n from search join search_documents d on d.id = search.rowid
      where search match ? and d.kind = ? and (d.extracts || d.names || d.title) not like '%armoria%'"""
    assert rows(public, sql, fts_query(question), kind) == [{"n": expected}]


def test_search_in_the_words_of_articles(public: sqlite3.Connection) -> None:
    sql = "select a.url from article_words w join articles a on a.id = w.rowid where article_words match ? order by a.url"
    found = [row["url"] for row in rows(public, sql, fts_query("écran crayon"))]

    assert found == sorted(line["url"] for line in LINES)
    assert fold("écran") in fold("écrans")


def test_every_code_is_in_the_vocabulary(public: sqlite3.Connection) -> None:
    codes = {(row["field"], row["code"]) for row in rows(public, "select field, code from vocabulary")}
    assert codes == {(field, code) for field, terms in TERMS.items() for code in terms}
    used = """select 'data_type' as field, type as code from data_types union select 'attack_type', type from attack_types
      union select 'unit', unit from counts union select 'what', what from counts union select 'role', role from mentions
      union select 'claim', status from incidents where status is not null union select 'sector', sector from incidents where sector is not null"""
    assert {(row["field"], row["code"]) for row in rows(public, used)} <= codes


def test_facts_link_to_their_place(public: sqlite3.Connection) -> None:
    links = rows(public, "select f.link, a.url from facts f join articles a on a.id = f.article where f.raw is not null")

    assert links
    assert all(row["link"].startswith(f"{row['url']}#:~:text=") for row in links)


def test_kiosk_suppliers(public: sqlite3.Connection) -> None:
    found = {row["name"]: set(row["victim_names"].casefold().split(",")) for row in rows(public, "select * from suppliers")}
    for expected in EXPECTED["supplier"]:
        assert found[expected["name"]] == {client.casefold() for client in expected["clients"]}


def test_kiosk_disagreements(public: sqlite3.Connection) -> None:
    """Those of the expected list that readings alone can tell; nothing else but the samples'."""
    found = {(row["lowest"], row["highest"]) for row in rows(public, "select * from count_disagreements where title not like '%Tilleuls%'")}
    expected = {(one["low"], one["high"]) for one in EXPECTED["disagreement"]}

    assert found <= expected
    assert len(expected - found) <= 1  # one paper alone gives both figures


def test_kiosk_spared(public: sqlite3.Connection) -> None:
    assert rows(public, "select * from spared where type = 'iban' and title like '%Armoria%'")


def test_nothing_new_is_not_published(filled: Database, tmp_path: Path) -> None:
    link(filled)
    first = publish(filled, tmp_path)
    stamp = first.path.stat()
    second = publish(filled, tmp_path)

    assert (first.changed, second.changed) == (True, False)
    assert (stamp.st_ino, stamp.st_mtime_ns) == (second.path.stat().st_ino, second.path.stat().st_mtime_ns)
    assert second.share == first.share > 0


def test_a_changed_text_is_published(filled: Database, tmp_path: Path) -> None:
    link(filled)
    publish(filled, tmp_path)
    save_article(filled, replace(article_of(LINES[0]), text="Tout autre chose."))
    done = publish(filled, tmp_path)
    conn = sqlite3.connect(done.path)
    revisions = conn.execute("select revisions, about from articles where url = ?", [LINES[0]["url"]]).fetchone()
    stale = conn.execute("select count(*) from counts c join articles a on a.id = c.article where a.url = ?", [LINES[0]["url"]]).fetchone()
    conn.close()

    assert done.changed
    assert (revisions, stale) == ((1, None), (0,))


def test_a_reader_of_the_old_edition_keeps_it(filled: Database, tmp_path: Path) -> None:
    link(filled)
    old = sqlite3.connect(publish(filled, tmp_path).path)
    before = old.execute("select count(*) from incidents").fetchone()
    fill(filled, gold(1))
    link(filled)
    publish(filled, tmp_path)

    assert old.execute("select count(*) from incidents").fetchone() == before
    old.close()


def test_what_a_killed_bake_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".vigie-public.db.fresh").write_text("une moitié")
    (tmp_path / "vigie-public.db").write_text("pas une base")

    assert sample_public(tmp_path).exists()
    assert not (tmp_path / ".vigie-public.db.fresh").exists()


def test_the_same_content_makes_the_same_edition(tmp_path: Path) -> None:
    digests = []
    for name, lines in (("one", LINES), ("other", LINES[::-1])):
        conn = sqlite3.connect(sample_public(tmp_path / name, lines))
        digests.append(conn.execute("select value from edition where name = 'content_sha256'").fetchone())
        conn.close()

    assert digests[0] == digests[1]
