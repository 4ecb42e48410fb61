"""Opening a database: ours, another program's, a newer Vigie's."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.connect import WORKING, WORKING_ID, application_id, open_database, open_working, read_database
from db.errors import VaultError, WrongDatabase
from tests.db.samples import sample_public


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    open_working(tmp_path).close()
    db = open_working(tmp_path)
    tables = db.table_names()
    db.close()

    assert {"articles", "readings", "incidents", "organisations", "counts", "data_types", "vocabulary", "quality"} <= set(tables)


def test_settings_of_the_file(db: Database) -> None:
    def pragma(name: str) -> object:
        return db.conn.execute(f"pragma {name}").fetchone()[0]

    assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 1, 1)
    assert application_id(db) == WORKING_ID
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("insert into article_revisions (article, title, lead, text, text_sha256) values (1, '', '', '', '')")


def test_every_table_is_strict_with_an_integer_key(db: Database) -> None:
    for table in db.table_names():
        if table == "_sqlite_migrations":
            continue
        schema = db.table(table).schema
        assert schema.rstrip().endswith("strict"), table
        assert "integer primary key" in schema, table


def test_another_program(tmp_path: Path) -> None:
    path = tmp_path / WORKING
    conn = sqlite3.connect(path)
    conn.execute("create table accounts (id integer)")
    conn.commit()
    conn.close()
    before = path.read_bytes()

    with pytest.raises(WrongDatabase, match="autre programme"):
        open_working(tmp_path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / WORKING).write_text("Ce n’est pas une base, mais un long texte qui en prend la place. " * 100)

    with pytest.raises(VaultError, match="pas une base SQLite"):
        open_working(tmp_path)


def test_the_public_edition_is_no_working_database(tmp_path: Path) -> None:
    with pytest.raises(WrongDatabase, match="édition publique"):
        open_database(sample_public(tmp_path))


def test_a_newer_vigie(db: Database, tmp_path: Path) -> None:
    db.table("_sqlite_migrations").insert({"migration_set": "vigie", "name": "m999_marvels", "applied_at": "2031-01-01"})

    with pytest.raises(WrongDatabase, match=r"plus récente.*m999_marvels"):
        open_working(tmp_path)
    with pytest.raises(WrongDatabase, match="plus récente"):
        read_database(tmp_path / WORKING)


def test_nothing_there_to_read(tmp_path: Path) -> None:
    with pytest.raises(WrongDatabase, match="n’existe pas encore"):
        read_database(tmp_path / WORKING)


def test_killed_before_its_first_table(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / WORKING)
    conn.execute(f"pragma application_id = {WORKING_ID}")
    conn.close()

    open_working(tmp_path).close()
