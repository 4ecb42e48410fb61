"""Withdrawing, forgetting, and the chain of history: what leaves the edition, what comes back, what is left in no file."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from crawler.ports import Listed
from db.connect import PUBLIC, WORKING, open_working
from db.decisions import FILE, Decision, read_decisions, write_decision
from db.dump import dump
from db.history import Change, append, verify
from db.link import link
from db.memory import Keeper, Past
from db.publish import publish
from db.store import correct_article, save_article
from tests.db.samples import article_of, fill, line, org
from vigie import cli


def told(slug: str, victim: str, day: str, *, claim: str = "claimed", **more: Any) -> dict[str, Any]:
    return line(
        slug, "phare.example", day, f"{victim} touchée", f"{victim} a été touchée le {day}.", about="incident",
        victims=[{"name": victim, "raw": victim}], organisations=[org(victim, "victim")], claim=claim,
        incident_date={"raw": day, "value": day}, **more,
    )  # fmt: skip


ROUNDUP = line(
    "semaine", "guet.example", "2024-03-05", "La semaine des fuites", "Fermoy a été touchée. Ostréa a été touchée aussi.", about="roundup",
    victims=[{"name": "Fermoy", "raw": "Fermoy", "incident": 0}, {"name": "Ostréa", "raw": "Ostréa", "incident": 1}],
    organisations=[org("Fermoy", "victim", incident=0), org("Ostréa", "victim", incident=1)],
    incidents=[{"number": 0, "start": 0, "end": 22, "claim": "claimed"}, {"number": 1, "start": 22, "end": 50, "claim": "claimed"}],
)  # fmt: skip
LINES = [told("a", "Fermoy", "2024-03-02"), told("b", "Fermoy", "2024-03-03"), told("c", "Ostréa", "2024-03-04"), ROUNDUP]
A = "https://phare.example/a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    db = open_working(tmp_path)
    fill(db, LINES)
    link(db)
    publish(db, tmp_path)
    db.close()
    return tmp_path


def vigie(folder: Path, *arguments: str, status: int = 0) -> Result:
    command, *rest = arguments
    words = [command, rest.pop(0)] if rest and rest[0] == "verify" else [command]
    result = CliRunner().invoke(cli, [*words, "--data", str(folder), *rest])
    assert result.exit_code == status, (result.output, result.exception)
    return result


def asked(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    conn = sqlite3.connect(path)
    try:
        return conn.execute(sql, values).fetchall()
    finally:
        conn.close()


def number_of(folder: Path, victim: str) -> int:
    found: int = asked(folder / PUBLIC, "select id from incidents where victim = ?", victim)[0][0]
    return found


def everything(path: Path) -> str:
    """All that an edition says, in every table."""
    conn = sqlite3.connect(path)
    tables = [
        name
        for (name,) in conn.execute(
            "select name from sqlite_master where type = 'table' and name not like 'search%' and name not like 'article_words%'"
        )
    ]
    words = "\n".join(str(row) for name in tables for row in conn.execute(f"select * from [{name}]"))
    hits = conn.execute("select count(*) from article_words where article_words match 'fermoy'").fetchone()
    conn.close()
    return f"{words}\n{hits[0]} hits"


def pages(folder: Path, *paths: str) -> list[Any]:
    """Answers of the portal."""
    import asyncio

    from db.serve import open_edition
    from db.site.configuration import Portal

    async def ask() -> list[Any]:
        datasette = open_edition(folder / PUBLIC, Portal(title="Vigie"))
        await datasette.invoke_startup()
        return [await datasette.client.get(path) for path in paths]

    return asyncio.run(ask())


def test_an_incident_withdrawn_leaves_at_once_and_comes_back_as_it_was(folder: Path) -> None:
    number, before = number_of(folder, "Fermoy"), everything(folder / PUBLIC)
    assert "Fermoy" in before

    done = vigie(
        folder, "withdraw", f"https://vigie.example/incident/{number}-fermoy-2024-03", "--reason", "right_of_reply", "--why", "courrier"
    )

    assert "droit de réponse" in done.output
    assert "est refaite" in done.output
    [decision] = read_decisions(folder).all
    assert (decision.kind, set(decision.articles)) == ("withdraw-incident", {A, "https://phare.example/b", "https://guet.example/semaine"})
    left = everything(folder / PUBLIC)
    assert "Fermoy" not in left.replace("https://phare.example", "")
    assert left.endswith("0 hits"), "not even found by its words"
    assert "Ostréa" in left
    assert "guet.example/semaine" in left, "a round-up stays for what else it tells"

    html, json, article, other, method, feed = pages(
        folder,
        f"/incident/{number}-fermoy-2024-03",
        f"/incident/{number}.json",
        asked_path(folder),
        "/incident/12345",
        "/methode",
        "/incidents.atom",
    )
    assert [one.status_code for one in (html, json, article, other)] == [410, 410, 410, 404]
    assert "droit de réponse" in html.text
    assert "Fermoy" not in html.text + article.text
    assert (json.json()["reason"], json.json()["withdrawn"]) == ("right_of_reply", True)
    [(head,)] = asked(folder / WORKING, "select hash from history order by id desc limit 1")
    assert head in method.text
    assert head in feed.text

    # a new article on the same affair, found tomorrow, does not bring it back; nor does another version of the reader
    db = open_working(folder)
    fill(db, [told("d", "Fermoy", "2024-03-06", claim="confirmed")])
    fill(db, LINES, version="newer")
    link(db)
    publish(db, folder)
    db.close()
    assert "Fermoy" not in everything(folder / PUBLIC)

    vigie(folder, "withdraw", str(number), "--undo")
    assert number_of(folder, "Fermoy") == number
    assert vigie(folder, "history", "verify").output.startswith("1")
    kinds = [kind for (kind,) in asked(folder / WORKING, "select kind from history where incident = ? order by id", number)]
    assert kinds == ["withdrawal", "restored"]


def asked_path(folder: Path) -> str:
    """The address of an article's page."""
    return f"/article/{asked(folder / WORKING, 'select id from articles where url = ?', A)[0][0]}"


def test_an_article_withdrawn_stays_away_when_it_is_crawled_again(folder: Path) -> None:
    before = list_of(folder)
    vigie(folder, "withdraw", A, "--reason", "source_withdrew")
    db = open_working(folder)
    again = article_of({**LINES[0], "text": "Fermoy, récrit."})
    Keeper(db).article(again, site="phare", listed=Listed(url=A))
    link(db)
    publish(db, folder)
    db.close()

    assert A not in everything(folder / PUBLIC)
    assert pages(folder, asked_path(folder))[0].status_code == 410
    assert "déjà retiré" in vigie(folder, "withdraw", A, "--reason", "source_withdrew").output
    vigie(folder, "withdraw", asked_path(folder), "--undo")
    assert list_of(folder) == before
    assert "[[decision]]" not in (folder / FILE).read_text("utf-8")


def list_of(folder: Path) -> list[Any]:
    return asked(folder / PUBLIC, "select url from articles order by url")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("999", "--reason", "law"), "Aucun incident"), (("fermoy", "--reason", "law"), "ni l’adresse"), ((A,), "motif"),
        ((A, "--reason", "because"), "source_withdrew"), (("/article/7", "--reason", "law"), "aucun article"),
    ],
)  # fmt: skip
def test_what_cannot_be_withdrawn_is_told(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    assert says in vigie(folder, "withdraw", *arguments, status=2 if says in ("motif", "source_withdrew") else 1).output
    assert not (folder / FILE).exists()


def test_what_is_forgotten_is_in_no_file_and_never_comes_back(folder: Path) -> None:
    secret = "Les dossiers de Quillebœuf ont été lus."
    first = {**told("e", "Valdrome", "2024-05-02"), "text": f"Valdrome a été touchée le 2024-05-02. {secret * 500}"}
    db = open_working(folder)
    fill(db, [first])
    save_article(db, article_of({**first, "text": "Valdrome, récrit. " + first["text"]}))
    fill(db, [{**first, "text": "Récrit encore. " + first["text"], "claim": "confirmed"}])
    # deleted as by a SQLite that overwrites nothing: its pages are free, and as they were
    db.conn.execute("pragma secure_delete = off").fetchall()
    db.execute("delete from article_revisions where id = (select min(id) from article_revisions)")
    link(db)
    publish(db, folder)
    assert any(secret.encode() in path.read_bytes() for path in folder.glob("vigie.db*"))
    db.close()
    (folder / "vieux.warc.gz").write_bytes(b"")
    number = number_of(folder, "Valdrome")

    done = vigie(folder, "forget", first["url"], "--yes")

    assert "1 révision" in done.output
    assert "vieux.warc.gz" in done.output
    for path in folder.rglob("*"):
        if path.is_file():
            assert not [words for words in (secret, "Valdrome", first["url"]) if words.encode() in path.read_bytes()], path
    db = open_working(folder)
    assert Past(db).known(first["url"]) is not None
    fill_again = Keeper(db).article(article_of(first), site="phare", listed=Listed(url=first["url"]))
    assert (fill_again, db.execute("select count(*) from articles where url = ?", [first["url"]]).fetchone()) == ("same", (0,))
    assert verify(db.conn).faults == ()
    link(db)
    publish(db, folder)
    db.close()
    assert pages(folder, f"/incident/{number}")[0].status_code == 410
    assert "Aucun article" in vigie(folder, "forget", "https://inconnu.example/x", "--yes").output


def test_every_change_of_a_published_fact_is_a_row(folder: Path) -> None:
    number = number_of(folder, "Ostréa")
    db = open_working(folder)
    fill(db, [told("f", "Ostréa", "2024-03-06", claim="confirmed")])
    link(db)
    publish(db, folder)
    publish(db, folder)
    db.close()

    rows = asked(folder / PUBLIC, """select h.kind, h.field, h.reason, o.value, n.value from history h
      join history_values o on o.history = h.id and o.side = 'old' join history_values n on n.history = h.id and n.side = 'new'
      where h.incident = ? and h.field = 'status'""", number)  # fmt: skip
    assert rows == [("status", "status", "articles", "claimed", "confirmed")]
    assert "statut, incident" in vigie(folder, "history").output
    assert "exactes" in vigie(folder, "history", "verify", "--file", str(folder / PUBLIC)).output


@pytest.fixture
def chained(db: Database) -> Database:
    with db.atomic():
        append(
            db, [Change(kind="status", incident=1, field="status", old="claimed", new=new) for new in ("confirmed", "denied", "claimed")]
        )
    return db


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("update history set reason = 'law' where id = 2", "ligne 2"),
        ("delete from history where id = 2", "manque la ligne 2"),
        ("update history_values set value = 'denied' where history = 1 and side = 'old'", "valeur « old » de la ligne 1"),
        ("delete from history where id = 3", "n’est pas dans la chaîne"),
    ],
)  # fmt: skip
def test_a_chain_that_was_rewritten_does_not_verify(chained: Database, harm: str, says: str) -> None:
    head = verify(chained.conn).head
    assert head is not None
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        chained.execute(harm)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        chained.execute("insert or replace into history (id, time, kind, hash) values (2, '', 'status', '')")
    chained.conn.execute("delete from history_values where history = 2")
    assert verify(chained.conn, seen=head[:12]).faults == (), "a value deleted breaks nothing"
    chained.conn.commit()
    chained.conn.execute("pragma foreign_keys = off").fetchall()
    for name in ("history_is_kept", "history_stands", "values_stand"):
        chained.execute(f"drop trigger {name}")
    chained.execute(harm)

    assert says in "".join(verify(chained.conn, seen=head).faults)


def test_rows_kept_without_a_chain_are_chained(tmp_path: Path) -> None:
    from db.history import migrate
    from db.linking_tables import HISTORY

    db = Database(memory=True)
    for sql in HISTORY:
        db.execute(sql)
    rows = [
        ("2024-01-01", "merge", "A | B", "applied", None, "même"),
        ("2024-01-02", "withdraw", "u", "applied", "law", None),
        ("2024-01-03", "merge", "A | B", "undone", None, None),
    ]
    db.conn.executemany("insert into history (time, kind, subject, action, reason, why) values (?, ?, ?, ?, ?, ?)", rows)

    migrate(db)

    found = db.execute("select time, field, reason from history order by id").fetchall()
    assert found == [(time, kind, reason) for time, kind, _, _, reason, _ in rows]
    assert db.execute("select kind, subject from decisions_held").fetchall() == [("withdraw", "u")]
    assert (verify(db.conn).rows, verify(db.conn).faults) == (3, ())
    db.close()


def test_a_correction_of_ours_is_no_edit_of_the_publishers(db: Database) -> None:
    one = told("a", "Fermoy", "2024-03-02", claim="claimed")
    fill(db, [one])
    better = {**one, "text": one["text"] + " Elle confirme.", "claim": "confirmed"}

    assert correct_article(db, article_of(better))
    fill(db, [better])

    assert db.execute("select count(*) from silent_edits").fetchone() == (0,)


def test_decisions_that_match_nothing_are_told(folder: Path) -> None:
    write_decision(folder, Decision(kind="merge", names=("Fermoy", "Fermoi")))
    write_decision(folder, Decision(kind="not-an-organisation", names=("Ostréa",)))
    write_decision(folder, Decision(kind="withdraw", articles=("https://phare.example/z",), reason="law"))
    write_decision(folder, Decision(kind="not-an-incident", articles=(f"{A}#3",)))
    for _ in range(2):
        said = vigie(folder, "link").stderr
        assert "décision 1 (merge) : « Fermoi » n’est le nom d’aucune organisation" in said
        assert "décision 3 (withdraw) : https://phare.example/z n’est l’adresse d’aucun article" in said
        assert "décision 4 (not-an-incident)" in said
        assert "Ostréa" not in said
        assert "« Fermoy »" not in said


def test_review_proposes_what_came_since_the_last_whole_link(folder: Path) -> None:
    db = open_working(folder)
    fill(db, [told("g", "Lutessia Voyages", "2024-03-02"), told("h", "Lutesia Voyages", "2024-05-03")])
    link(db)
    assert db.execute("select count(*) from proposals where kind = 'organisation'").fetchone() == (0,), "a partial link proposes nothing"
    before = list(dump(db))
    db.close()

    assert "Lutesia Voyages" in vigie(folder, "review").output
    db = open_working(folder)
    assert list(dump(db)) == before
    db.close()
