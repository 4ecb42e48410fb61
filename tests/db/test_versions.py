"""What a new version of the pipeline changes: the reading before is kept, and the view says what appeared and what vanished."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from db.dump import dump
from db.store import save_article, save_reading, to_tag
from nlp.version import pipeline_version
from tests.db.samples import LINES, article_of, reading_of
from vigie import cli

LINE = LINES[0]
ARTICLE = article_of(LINE)
OLD = reading_of(LINE, version="1")
NEW = replace(OLD, version="2", data_denied=(), claim="claimed", victims=(replace(OLD.victims[0], name="Tilleuls"),))


def changes(db: Database) -> list[tuple[str, ...]]:
    sql = "select from_version, to_version, change, kind, value from changed_by_version order by change, kind, value"
    return db.conn.execute(sql).fetchall()


WANTED = [
    ("1", "2", "appeared", "claim", "claimed"),
    ("1", "2", "appeared", "victim", "Tilleuls"),
    ("1", "2", "vanished", "claim", "confirmed"),
    ("1", "2", "vanished", "not_taken", "password"),
]


def essential(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row in found if row[3] in {"claim", "not_taken"} or row[4] == "Tilleuls"]


@pytest.fixture
def read(db: Database) -> Database:
    save_article(db, ARTICLE)
    save_reading(db, OLD)
    return db


def test_nothing_changed_by_the_first_version(read: Database) -> None:
    assert changes(read) == []


def test_what_appeared_and_what_vanished(read: Database) -> None:
    save_reading(read, NEW)

    found = changes(read)
    assert set(WANTED) <= set(found), found
    assert {row[4] for row in found if row[3] == "not_taken"} == {one.type for one in OLD.data_denied}
    assert ("1", "2", "vanished", "taken", "phone") not in found, "what stayed is no change"
    assert read.conn.execute("select count(*) from changed_by_version where url = ?", [ARTICLE.url]).fetchone() == (len(found),)


@pytest.mark.parametrize("again", [OLD, replace(OLD, version="2")], ids=["the same", "another version, the same findings"])
def test_the_same_findings_are_no_change(read: Database, again: object) -> None:
    save_reading(read, again)  # type: ignore[arg-type]

    assert changes(read) == []


def test_a_second_reading_by_the_same_version_keeps_the_comparison(read: Database) -> None:
    save_reading(read, replace(OLD, version="2"))
    save_reading(read, NEW)

    assert set(WANTED) <= set(changes(read))


def test_only_the_last_other_version_is_kept(read: Database) -> None:
    save_reading(read, NEW)
    save_reading(read, replace(NEW, version="3"))

    assert changes(read) == []
    assert read.conn.execute("select version from past_readings").fetchall() == [("2",)]


def test_other_words_are_no_change_of_version(read: Database) -> None:
    """A corrected article says something else; that is not the pipeline's doing."""
    save_reading(read, NEW)
    text = LINE["text"] + " Mise à jour."
    save_article(read, replace(ARTICLE, text=text))
    assert to_tag(read, "2").total == 1
    save_reading(read, replace(reading_of({**LINE, "text": text}), version="3"))

    assert changes(read) == []
    assert read.table("past_readings").count == 0


def test_the_past_is_no_content(read: Database, tmp_path: Path) -> None:
    """Two databases of the same content print the same, whatever versions came before."""
    save_reading(read, NEW)
    after = list(dump(read))
    read.conn.execute("delete from past_readings")

    assert read.table("past_findings").count == 0
    assert list(dump(read)) == after


def test_stale_readings_are_those_of_another_version(read: Database) -> None:
    save_article(read, article_of(LINES[1]))

    assert [one.url for one in to_tag(read, "2", stale=True).articles] == [ARTICLE.url]
    assert to_tag(read, "1", stale=True).total == 0
    assert to_tag(read, "1").total == 1, "the one that nobody has read"


def test_tag_stale_reads_again_what_another_version_read(read: Database, tmp_path: Path) -> None:
    save_article(read, article_of(LINES[1]))

    done = CliRunner().invoke(cli, ["tag", "--stale", "--data", str(tmp_path)])

    assert done.exit_code == 0, done.output
    assert "1 article lu." in done.output
    assert read.conn.execute("select version from readings").fetchall() == [(pipeline_version(),)]
    assert {row[:2] for row in changes(read)} <= {("1", pipeline_version())}
    assert "Rien à lire" in CliRunner().invoke(cli, ["tag", "--stale", "--data", str(tmp_path)]).output
