"""What a visitor cannot do: run formulas in a reader's spreadsheet, fill the memory, put an article together again, make a page cost more than its rows."""

import csv
import io
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from benchmarks.made import make
from db.connect import open_working
from db.fold import fold
from db.publish import publish
from db.site import feed_rows
from db.site.article import article
from db.site.home import home
from db.site.incident import incident
from db.site.limits import ANSWER, Measured, limit
from db.site.organisation import organisation
from db.site.overviews import attackers, kinds, sectors, suppliers, victims
from db.site.search import search
from db.site.sources import sources
from db.site.spreadsheet import Neutral
from db.site.topics import topic
from tests.db.kiosk import gold
from tests.site.serving import copied, get, served

FORMULA = '=HYPERLINK("https://evil.example","cliquez")'


@pytest.fixture(scope="module")
def spoiled(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = copied(edition, tmp_path_factory.mktemp("formulas"))
    conn = sqlite3.connect(path)
    conn.execute("update articles set title = ?", [FORMULA])
    conn.execute("update incidents set victim = '@SUM(A1)', title = '- tiret', low = -5 where id = 264226016")
    conn.execute("update organisations set name = '\t=1+1' where slug = 'mutuelle-armoria'")
    conn.commit()
    conn.close()
    return path


@pytest.mark.parametrize("query", ["", "?_stream=on", "?_dl=on&_size=max", "?_labels=on"])
def test_a_spreadsheet_takes_no_text_for_a_formula(spoiled: Path, query: str) -> None:
    with served(spoiled) as address:
        articles = list(csv.DictReader(io.StringIO(get(f"{address}/vigie/articles.csv{query}").text, newline="")))
        incidents = {row["id"]: row for row in csv.DictReader(io.StringIO(get(f"{address}/vigie/incidents.csv{query}").text, newline=""))}
        objects = get(f"{address}/vigie/articles.json?_shape=array").json()
        asked = get(f"{address}/vigie.csv?sql={quote('select name, -1.5 as n from organisations where slug = :s')}&s=mutuelle-armoria").text

    assert {row["title"] for row in articles} == {f"'{FORMULA}"}
    assert (incidents["264226016"]["victim"], incidents["264226016"]["title"]) == ("'@SUM(A1)", "'- tiret")
    assert incidents["264226016"]["low"] == "-5", "a number stays a number"
    assert {row["title"] for row in objects} == {FORMULA}, "JSON is as it is"
    assert asked.splitlines()[1] == "'\t=1+1,-1.5"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_csv_is_made_harmless_wherever_its_pieces_are_cut(size: int) -> None:
    rows = [["id", "=a"], ["1", 'un "deux"\r\n=trois, é'], ["-2", "+x\n"], ["", "'"], ["-3e-05", "--"]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    given = out.getvalue().encode()
    stream = Neutral()
    made = b"".join(stream.feed(given[at : at + size]) for at in range(0, len(given), size)) + stream.feed(b"", last=True)

    assert list(csv.reader(io.StringIO(made.decode(), newline=""))) == [
        ["id", "'=a"], ["1", 'un "deux"\r\n=trois, é'], ["-2", "'+x\n"], ["", "'"], ["-3e-05", "'--"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "select zeroblob(100000000)",
        "select length(replace(hex(zeroblob(900000)), '0', 'abcdefgh'))",
        "select group_concat(extract, extract) from facts a, (select 1 from facts limit 100)",
        "select randomblob(1000000) as a, randomblob(1000000) as b, randomblob(1000000) as c from incidents",
    ],
)
def test_a_question_with_a_huge_answer_is_stopped(portal: str, sql: str) -> None:
    page, data = get(f"{portal}/vigie?sql={quote(sql)}"), get(f"{portal}/vigie.json?sql={quote(sql)}")

    assert page.status_code == data.status_code == 400
    assert "Réponse trop grande" in page.text or "trop de temps" in page.text
    assert data.json()["ok"] is False


def test_an_answer_is_measured_alone() -> None:
    conn = sqlite3.connect(":memory:")
    limit(conn)
    for _ in range(40):
        assert len(conn.execute("select zeroblob(?) as held", [ANSWER // 20]).fetchone()["held"]) == ANSWER // 20
    with pytest.raises(sqlite3.OperationalError, match="trop grande"):
        conn.execute(
            "with recursive n(x) as (select 1 union all select x + 1 from n limit 40) select zeroblob(?) from n", [ANSWER // 20]
        ).fetchall()
    assert isinstance(conn.row_factory, Measured)
    conn.close()


def test_a_question_s_csv_is_bounded_though_it_is_streamed(portal: str) -> None:
    sql = "with recursive n(x) as (select 1 union all select x + 1 from n limit 50000) select x from n"
    rows = get(f"{portal}/vigie.csv?sql={quote(sql)}&_stream=on&_size=max").text.splitlines()
    page = get(f"{portal}/vigie?sql={quote(sql)}").text

    assert len(rows) == 1001
    assert "La réponse est coupée à 1\u202f000\u00a0lignes" in page


@pytest.mark.parametrize(
    "sql",
    ["create virtual table temp.spy using fts5vocab('main', 'article_words', 'instance')", "attach 'x.db' as y", "pragma database_list"],
)
def test_what_is_no_select_is_refused(portal: str, sql: str) -> None:
    answer = get(f"{portal}/vigie?sql={quote(sql)}")

    assert answer.status_code == 400
    assert "ne comprend pas" in answer.text


def test_no_index_gives_an_article_back_in_order(edition: Path) -> None:
    """Every full-text table, read through fts5vocab: no place for an article's words; in what has places, no run of twelve words but an extract's."""
    conn = sqlite3.connect(edition)
    tables = [name for (name,) in conn.execute("select name from sqlite_master where sql like 'create virtual table%fts5%'")]
    assert set(tables) == {"search", "article_words"}
    conn.execute("create virtual table temp.bare using fts5vocab('main', 'article_words', 'instance')")
    assert conn.execute("select count(*) from bare where offset is not null or col is not null").fetchone() == (0,)
    conn.execute("create virtual table temp.full using fts5vocab('main', 'search', 'instance')")
    found: dict[tuple[int, str], list[str]] = {}
    for document, column, _, term in conn.execute("select doc, col, offset, term from temp.full order by doc, col, offset"):
        found.setdefault((document, column), []).append(term)
    told = " ".join(f" {' '.join(terms)} " for terms in found.values())
    shown = [
        fold(words)
        for table, columns in {
            "incident_articles": ("claim_extract", "date_extract"),
            **dict.fromkeys(("mentions", "counts", "data_types", "attack_types"), ("extract",)),
        }.items()
        for column in columns
        for (words,) in conn.execute(f"select distinct {column} from {table} where {column} is not null")
    ]
    allowed = " ".join(f" {words} " for words in shown)
    conn.close()
    runs = 0
    for line in gold(2):
        words = fold(line["text"]).split()
        for start in range(len(words) - 11):
            run = f" {' '.join(words[start : start + 12])} "
            if run in told:
                runs += 1
                assert run in allowed, run
    assert runs, "the test sees the extracts"


def test_what_other_sites_may_do_with_ours(portal: str) -> None:
    for path in ("/", "/vigie/incidents.json", "/static/vigie.css", "/rien", "/-/settings"):
        headers = get(portal + path).headers
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_a_hole_has_someone_to_be_told_to(portal: str) -> None:
    answer = get(portal + "/.well-known/security.txt")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "Contact: mailto:veille@vigie.example\n" in answer.text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", answer.text, re.MULTILINE)
    assert "Canonical: https://vigie.example/.well-known/security.txt" in answer.text


def steps(conn: sqlite3.Connection, ask: Callable[[sqlite3.Connection], Any]) -> int:
    """What a page costs SQLite, in steps of its machine: the same on any machine."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    conn.set_progress_handler(tick, 100)
    try:
        ask(conn)
    finally:
        conn.set_progress_handler(None, 0)
    return count


COSTLY: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "home": home, "victims": victims, "suppliers": suppliers, "attackers": attackers, "kinds": kinds, "sectors": sectors, "sources": sources,
    "all incidents' feed": feed_rows.all_incidents, "status feed": feed_rows.status_changes, "recurring feed": feed_rows.recurring,
    "incident": lambda conn: incident(conn, 7), "article": lambda conn: article(conn, 7),
    "the busiest organisation": lambda conn: organisation(conn, "1"),
    "its feed": lambda conn: feed_rows.of_organisation(conn, 1),
    "topic": lambda conn: topic(conn, "secteurs", "health"),
    "topic's feed": lambda conn: feed_rows.of_topic(conn, "donnees", "email"),
    "a common word": lambda conn: search(conn, "données", {}),
    "a common word with a filter": lambda conn: search(conn, "sécurité", {"secteur": "health"}),
    "a filter": lambda conn: search(conn, "", {"donnee": "email", "statut": "confirmed"}),
    "a far page": lambda conn: search(conn, "données", {}, kind="article", page=50),
}  # fmt: skip


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two made editions, the second four times the first."""
    made = []
    for articles in (400, 1600):
        folder = make(tmp_path_factory.mktemp(f"made{articles}"), articles)
        db = open_working(folder)
        made.append(publish(db, folder).path)
        db.close()
    return made


@pytest.mark.parametrize("name", COSTLY)
def test_no_page_costs_more_than_linear_in_its_rows(sizes: list[Path], name: str) -> None:
    costs = []
    for path in sizes:
        conn = sqlite3.connect(path)
        costs.append(steps(conn, COSTLY[name]))
        conn.close()

    # Four times the rows: at most four times the cost, and what sorting adds.
    assert costs[1] <= 5.5 * max(costs[0], 10), costs
