"""What an editor decides: read, applied last, outliving re-readings, taken back, kept in history, written by `vigie review`."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from db.clusters import leaders
from db.connect import PUBLIC
from db.decisions import FILE, NEEDS, REASONS, WITHDRAWALS, Decision, read_decisions, write_decision
from db.dump import dump
from db.errors import VaultError
from db.link import link
from db.publish import publish
from tests.db.samples import LINES, fill, line, org
from vigie import cli


def names(db: Database) -> set[str]:
    return {name for (name,) in db.conn.execute("select name from organisations")}


def incidents(db: Database) -> list[set[str]]:
    """The last step of the addresses of each incident's articles."""
    sql = "select group_concat(a.url) from incident_articles ia join articles a on a.id = ia.article group by ia.incident"
    return sorted(({url.rpartition("/")[2] for url in urls.split(",")} for (urls,) in db.conn.execute(sql)), key=sorted)


def told(slug: str, victim: str, published: str, *, date: str | None = None, **more: Any) -> dict[str, Any]:
    words = f"{victim} a été touchée{f' le {date}' if date else ''}."
    day = {"incident_date": {"raw": date, "value": date}} if date else {}
    return line(
        slug, "phare.example", published, f"{victim} touchée", words, about="incident", victims=[{"name": victim, "raw": victim}],
        organisations=[org(victim, "victim")], claim="confirmed", **day, **more,
    )  # fmt: skip


def url(slug: str) -> str:
    return f"https://phare.example/{slug}"


TWO = [told("a", "Fermoy", "2024-03-02", date="2024-03-01"), told("b", "Fermoy Réunion", "2024-03-03", date="2024-03-01")]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (Decision(kind="merge", names=("Fermoy", "Fermoy Réunion")), {"Fermoy"}),
        (Decision(kind="rename", names=("Fermoy", "Fermoy Groupe")), {"Fermoy Groupe", "Fermoy Réunion"}),
        (Decision(kind="not-an-organisation", names=("Fermoy Réunion",)), {"Fermoy"}),
    ],
)
def test_names_are_as_decided_and_as_before_once_taken_back(db: Database, tmp_path: Path, decision: Decision, expected: set[str]) -> None:
    fill(db, TWO)
    link(db)
    before = list(dump(db))
    write_decision(tmp_path, decision)
    link(db)
    assert names(db) == expected
    fill(db, TWO, version="newer")  # read again by another version
    link(db)
    assert names(db) == expected

    (tmp_path / FILE).write_text("", "utf-8")
    link(db)

    assert list(dump(db)) == before


def test_a_split_parts_what_would_be_one(db: Database, tmp_path: Path) -> None:
    fill(db, [told("a", "Véto Avenue", "2024-03-02", date="2024-03-01"), told("b", "VetoAvenue", "2024-03-03", date="2024-03-01")])
    link(db)
    assert len(names(db)) == 1

    write_decision(tmp_path, Decision(kind="split", names=("Véto Avenue", "VetoAvenue")))
    link(db)

    assert names(db) == {"Véto Avenue", "VetoAvenue"}
    assert incidents(db) == [{"a"}, {"b"}]


def test_the_later_of_two_decisions_stands(db: Database, tmp_path: Path) -> None:
    fill(db, TWO)
    write_decision(tmp_path, Decision(kind="merge", names=("Fermoy", "Fermoy Réunion")))
    write_decision(tmp_path, Decision(kind="split", names=("Fermoy Réunion", "Fermoy")))
    link(db)

    assert names(db) == {"Fermoy", "Fermoy Réunion"}


SAME = [
    told("a", "Fermoy", "2024-03-02", date="2024-03-01"), told("b", "Fermoy", "2024-03-03", date="2024-03-02"),
    told("c", "Fermoy", "2024-06-01", date="2024-05-30"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (Decision(kind="merge-incidents", articles=(url("a"), url("c"))), [{"a", "b", "c"}]),
        (Decision(kind="split-incidents", articles=(url("b"),)), [{"a"}, {"b"}, {"c"}]),
        (Decision(kind="split-incidents", articles=(url("b"), url("c"))), [{"a"}, {"b", "c"}]),
        (Decision(kind="distinct-incidents", articles=(url("a"), url("b"))), [{"a"}, {"b"}, {"c"}]),
        (Decision(kind="distinct-incidents", articles=(url("a"), url("c"))), [{"a", "b"}, {"c"}]),
        (Decision(kind="not-an-incident", articles=(url("c"),)), [{"a", "b"}]),
        (Decision(kind="withdraw", articles=(url("a"),), reason="error"), [{"b"}, {"c"}]),
    ],
)
def test_incidents_are_as_decided(db: Database, tmp_path: Path, decision: Decision, expected: list[set[str]]) -> None:
    fill(db, SAME)
    link(db)
    before = list(dump(db))
    write_decision(tmp_path, decision)
    link(db)
    assert incidents(db) == expected

    (tmp_path / FILE).unlink()
    link(db)

    assert list(dump(db)) == before


def test_numbers_stay_when_incidents_are_joined_and_parted_again(db: Database, tmp_path: Path) -> None:
    fill(db, SAME)
    link(db)
    numbers = {number for (number,) in db.conn.execute("select id from incidents")}
    write_decision(tmp_path, Decision(kind="merge-incidents", articles=(url("a"), url("c"))))
    link(db)
    [(kept,)] = db.conn.execute("select id from incidents").fetchall()
    [(address, record)] = db.conn.execute("select address, record from former_addresses where kind = 'incident'").fetchall()

    assert kept in numbers
    assert ({int(address), record}, record) == (numbers, kept)


def test_what_is_withdrawn_leaves_the_edition(db: Database, tmp_path: Path) -> None:
    fill(db, SAME)
    write_decision(tmp_path, Decision(kind="withdraw", articles=(url("c"),), reason="right_of_reply"))
    link(db)
    publish(db, tmp_path)

    edition = sqlite3.connect(tmp_path / PUBLIC)
    assert [address for (address,) in edition.execute("select url from articles order by url")] == [url("a"), url("b")]
    assert edition.execute("select count(*) from mentions").fetchone() == (2,)
    edition.close()


def test_an_organisation_that_only_withdrawn_articles_name_is_gone(db: Database, tmp_path: Path) -> None:
    fill(db, [told("a", "Fermoy", "2024-03-02"), told("b", "Ostréa", "2024-03-03")])
    write_decision(tmp_path, Decision(kind="withdraw", articles=(url("b"),), reason="law"))
    link(db)
    publish(db, tmp_path)

    edition = sqlite3.connect(tmp_path / PUBLIC)
    for sql in ("select group_concat(name) from organisations", "select group_concat(name) from organisation_aliases"):
        assert edition.execute(sql).fetchone() == ("Fermoy",)
    edition.close()


def test_a_decision_holds_when_one_of_its_articles_is_read_again(db: Database, tmp_path: Path) -> None:
    lines = [told("a", "Fermoy", "2024-03-02"), told("b", "Ostréa", "2024-03-03")]
    fill(db, lines)
    write_decision(tmp_path, Decision(kind="merge-incidents", articles=(url("a"), url("b"))))
    link(db)
    for about in ("other", "incident"):
        fill(db, [{**lines[0], "about": about}])
        link(db)

    assert incidents(db) == [{"a", "b"}]


def test_history_keeps_what_was_decided_and_taken_back(db: Database, tmp_path: Path) -> None:
    write_decision(tmp_path, Decision(kind="merge", names=("Fermoy", "Fermoy Réunion"), why="même société"))
    link(db)
    link(db)
    (tmp_path / FILE).unlink()
    link(db)

    rows = db.conn.execute(
        "select h.kind, h.field, v.side, v.value ->> 'subject', v.value ->> 'why' from history h join history_values v on v.history = h.id order by h.id"
    ).fetchall()
    held = ("decision", "merge"), ("Fermoy | Fermoy Réunion", "même société")
    assert rows == [(*held[0], "new", *held[1]), (*held[0], "old", *held[1])]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("decision = 3", "commence par"), ("[[decision]]\nkind = 'join'", "sorte de décision"), ("[[decision", "TOML"),
        ("[[decision]]\nkind = 'merge'\nnames = ['A']", "au moins 2"), ("[[decision]]\nkind = 'merge'\nnames = ['A', 'A']", "au moins 2"),
        ("[[decision]]\nkind = 'withdraw'\narticles = ['https://a.example/']", "right_of_reply"),
        ("[[decision]]\nkind = 'withdraw'\narticles = ['https://a.example/']\nreason = 'because'", "right_of_reply"),
        ("[[decision]]\nkind = 'merge'\nnames = ['A', 'B']\nreason = 'error'", "lui seul"),
        ("[[decision]]\nkind = 'merge'\nname = ['A', 'B']", "pas compris"), ("[[decisions]]\nkind = 'merge'", "decisions"),
        ("[[decision]]\nkind = ['merge']", "sorte de décision"),
    ],
)  # fmt: skip
def test_a_decision_that_is_not_understood_stops_and_changes_nothing(db: Database, tmp_path: Path, text: str, says: str) -> None:
    fill(db, TWO)
    link(db)
    before = list(dump(db))
    (tmp_path / FILE).write_text(text, "utf-8")

    with pytest.raises(VaultError, match=says):
        link(db)
    with pytest.raises(VaultError, match=says):
        write_decision(tmp_path, Decision(kind="merge", names=("A", "B")))

    assert (tmp_path / FILE).read_text("utf-8") == text
    assert list(dump(db)) == before


def test_comments_survive(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("# à garder\n[[decision]]\nkind = 'merge' # ici aussi\nnames = ['A', 'B']\n", "utf-8")
    for kind, (about, _) in NEEDS.items():
        reason: Any = "law" if kind in WITHDRAWALS else None
        values: Any = {about: ("https://a.example/1", "https://a.example/2#1")}
        write_decision(tmp_path, Decision(kind=kind, reason=reason, **values))

    text = (tmp_path / FILE).read_text("utf-8")
    assert "# à garder" in text
    assert "# ici aussi" in text
    assert [one.kind for one in read_decisions(tmp_path).all] == ["merge", *NEEDS]
    assert set(REASONS) == {"error", "right_of_reply", "law", "double", "source_withdrew"}


CLOSE = [told("a", "Lutessia Voyages", "2024-03-02", date="2024-03-01"), told("b", "Lutesia Voyages", "2024-05-03", date="2024-05-01")]


def test_proposals_are_reviewed_in_the_terminal(tmp_path: Path) -> None:
    from db.connect import open_working

    db = open_working(tmp_path)
    fill(db, CLOSE)
    link(db)
    [(one, other, reasons)] = db.conn.execute("select one, other, reasons from proposals").fetchall()
    assert (one, other) == ("Lutesia Voyages", "Lutessia Voyages")
    assert "graphies proches" in reasons
    db.close()

    def review(keys: str) -> str:
        result = CliRunner().invoke(cli, ["review", "--data", str(tmp_path)], input=keys)
        assert result.exit_code == 0, result.output
        return result.output

    assert "0 décision" in review("p\n")
    assert "0 décision" in review("")  # the end of the input leaves
    assert "1 décision écrite" in review("zut\no\n")
    assert "Aucune proposition" in review("")
    assert [(one.kind, one.names) for one in read_decisions(tmp_path).all] == [("merge", ("Lutesia Voyages", "Lutessia Voyages"))]
    db = open_working(tmp_path)
    link(db)
    assert names(db) == {"Lutesia Voyages"}
    assert db.conn.execute("select count(*) from proposals").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize(("answer", "kind", "left"), [("o", "merge-incidents", 1), ("n", "distinct-incidents", 2)])
def test_two_incidents_that_may_be_one(tmp_path: Path, answer: str, kind: str, left: int) -> None:
    from db.connect import open_working

    figures = [{"raw": "4 812 clients", "low": 4812, "high": 4812, "unit": "customer", "what": "affected", "exact": True}]
    lines = [told(slug, "Fermoy", day, date=day) for slug, day in (("a", "2024-03-02"), ("b", "2024-03-20"))]
    lines = [{**one, "text": f"4 812 clients. {one['text']}", "counts": figures} for one in lines]
    db = open_working(tmp_path)
    fill(db, lines)
    link(db)
    assert db.conn.execute("select kind, one, other from proposals").fetchall() == [("incident", url("a"), url("b"))]
    db.close()

    result = CliRunner().invoke(cli, ["review", "--data", str(tmp_path)], input=answer)
    assert "même chiffre" in result.output
    assert [one.kind for one in read_decisions(tmp_path).all] == [kind]
    db = open_working(tmp_path)
    link(db)
    assert len(incidents(db)) == left
    assert db.conn.execute("select count(*) from proposals").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize(
    "pair",
    [
        ("SFR", "RED by SFR"),
        ("La Poste", "La Poste Mobile"),
        ("SDIS 13", "SDIS 31"),
        ("CHU de Rouen", "CHU de Rennes"),
        ("CH de Versailles", "mairie de Versailles"),
    ],
)
def test_what_is_surely_two_is_never_proposed(db: Database, pair: tuple[str, str]) -> None:
    fill(db, [told(str(number), name, "2024-03-02") for number, name in enumerate(pair)])
    link(db)

    assert db.conn.execute("select one, other from proposals").fetchall() == []


def test_what_must_stay_apart_does_whatever_lies_between() -> None:
    found = leaders("abcd", [("a", "b"), ("c", "d"), ("b", "c")], never=[("a", "d")])

    assert found == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_samples_have_no_proposal_that_is_acted_upon(db: Database) -> None:
    fill(db, LINES)
    link(db)

    assert len(incidents(db)) == 4
