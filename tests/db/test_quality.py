"""The figures that this version ships are whole, and both databases hold them."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.errors import VaultError
from db.link import link
from db.publish import publish
from db.quality import parsed, quality, quality_rows
from nlp.evaluate import LISTS, SINGLES

ONE = {"field": "victims", "precision": 0.9, "recall": 0.8, "f1": 0.85, "n": 10, "low": 0.7, "high": 0.95}
FILE = {"version": "1", "date": "2026-11-23", "set": "textes rédigés par nous", "articles": 10, "fields": [ONE]}


def test_the_file_measures_every_field() -> None:
    held = quality()

    assert held is not None
    assert {one.field for one in held.fields} == {*LISTS, *SINGLES}
    assert "rédigés par nous" in held.set
    for one in held.fields:
        assert one.n > 0
        assert (one.precision is None) == (one.field in SINGLES)
        assert (one.low is None) == (one.high is None)
        assert one.low is None or one.high is None or one.low <= one.f1 <= one.high


def test_both_databases_hold_it(filled: Database, tmp_path: Path) -> None:
    link(filled)
    publish(filled, tmp_path)
    names = ", ".join(quality_rows()[0])
    conn = sqlite3.connect(tmp_path / "vigie-public.db")
    published = conn.execute(f"select {names} from quality order by id").fetchall()
    conn.close()

    assert published == [tuple(row.values()) for row in quality_rows()]
    assert set(filled.conn.execute(f"select {names} from quality").fetchall()) == set(published)


def test_a_new_measure_replaces_the_old(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    link(filled)
    monkeypatch.setattr("db.link.quality_rows", lambda: [row | {"f1": 0.5} for row in quality_rows()[:1]])
    link(filled)
    assert filled.conn.execute("select count(*), max(f1) from quality").fetchone() == (1, 0.5)
    monkeypatch.setattr("db.link.quality_rows", list)
    link(filled)
    assert filled.conn.execute("select count(*) from quality").fetchone() == (0,)


def test_a_measure_needs_no_interval() -> None:
    (one,) = parsed(json.dumps({**FILE, "fields": [{"field": "about", "f1": 0.9, "n": 3, "precision": None, "recall": None}]})).fields

    assert (one.low, one.high, one.precision) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "JSON"),
        (json.dumps({**FILE, "date": "hier"}), "date"),
        (json.dumps({**FILE, "fields": [ONE | {"f1": 1.2}]}), r"fields\.0\.f1"),
        (json.dumps({**FILE, "fields": [{"field": "about"}]}), r"fields\.0\.f1"),
        (json.dumps({key: value for key, value in FILE.items() if key != "set"}), "set"),
    ],
)
def test_a_file_of_another_form_is_refused_by_its_first_wrong_field(text: str, says: str) -> None:
    with pytest.raises(VaultError, match=rf"quality\.json.*{says}.*tests\.gold\.floors --update"):
        parsed(text)
