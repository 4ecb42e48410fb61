"""vigie doctor: each thing that can be ill is told, on a real folder made ill, with what to do."""

import json
import os
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.report import SourceReport
from db import doctor_machine
from db.connect import PUBLIC, WORKING, open_working
from db.link import link
from db.lock import LOCK, writing
from db.memory import Keeper
from db.publish import publish
from db.runs import begin, finish
from nlp.version import pipeline_version
from tests.db.kiosk import gold
from tests.db.samples import fill
from vigie import cli


def examined(folder: Path) -> tuple[int, dict[str, tuple[bool, str, str]]]:
    """The exit status, and each line: well or not, its words, its remedy."""
    done = CliRunner().invoke(cli, ["doctor", "--json", "--data", str(folder)])
    found = json.loads(done.stdout)
    assert found["well"] == (done.exit_code == 0)
    return done.exit_code, {one["name"]: (one["well"], one["words"], one["remedy"]) for one in found["lines"]}


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a run has just been, and all is well."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vigie.toml").write_text('contact = "veille@exemple.fr"\n')
    folder = tmp_path / "vigie-data"
    db = open_working(folder)
    number = begin(db, "run")
    fill(db, gold(1)[:3], version=pipeline_version())
    link(db)
    Keeper(db, run=number).outcome(SourceReport(site="zataz", status="ok", listed=3, new=3))
    publish(db, folder)
    finish(db, number, "well", {"published": True})
    db.close()
    return folder


def test_all_is_well_after_a_good_run(sound: Path) -> None:
    before = {path.name: path.read_bytes() for path in sound.iterdir()}

    status, lines = examined(sound)
    shown = CliRunner().invoke(cli, ["doctor"])

    assert [name for name, (well, _, _) in lines.items() if not well] == []
    assert status == 0
    assert set(lines) == {
        "python", "réglages", "modèle", "disque", "droits", "sqlite", "schéma", "intégrité", "journal WAL", "verrou", "horloge",
        "dernier passage", "sites", "lectures", "édition",
    }  # fmt: skip
    assert "Tout va bien." in shown.output
    assert before.items() <= {path.name: path.read_bytes() for path in sound.iterdir()}.items(), "nothing was changed"


def sql(text: str, *values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with closing(sqlite3.connect(folder / WORKING)) as conn:
            conn.execute(text, values)
            conn.commit()

    return change


def ago(**given: float) -> str:
    return (datetime.now(UTC) - timedelta(**given)).isoformat(timespec="seconds")


def spoiled(folder: Path) -> None:
    with (folder / PUBLIC).open("r+b") as file:
        file.seek(5000)
        file.write(b"\x5a" * 300)


def no_contact(folder: Path) -> None:
    (folder.parent / "vigie.toml").write_text("")


def wrong_setting(folder: Path) -> None:
    (folder.parent / "vigie.toml").write_text("prot = 1\n")


def open_portal(folder: Path) -> None:
    (folder.parent / "vigie.toml").write_text('contact = "veille@exemple.fr"\naddress = "https://vigie.example"\n')


def no_model(folder: Path) -> None:
    (folder.parent / "vigie.toml").write_text('contact = "veille@exemple.fr"\nmodel = "absent"\n')


def model_of_another_spacy(folder: Path) -> None:
    (folder.parent / "m").mkdir()
    (folder.parent / "m" / "meta.json").write_text('{"lang": "fr", "name": "n", "version": "1", "spacy_version": ">=2,<3"}')
    (folder.parent / "vigie.toml").write_text(f'contact = "veille@exemple.fr"\nmodel = "{folder.parent / "m"}"\n')


def broken_reference(folder: Path) -> None:
    sql("update readings set article = 999 where article = (select min(article) from readings)")(folder)


def long_journal(folder: Path) -> None:
    with (folder / f"{WORKING}-wal").open("wb") as file:
        file.truncate(100_000_000)


ILL: dict[str, tuple[Callable[[Path], None], str, str, str]] = {
    "settings": (wrong_setting, "réglages", "vouliez-vous « port »", "vigie config"),
    "contact": (no_contact, "réglages", "aucune adresse de contact", "contact ="),
    "legal": (open_portal, "réglages", "portail public sans published_by, hosted_by", "vigie.toml"),
    "model": (no_model, "modèle", "Aucun modèle", "Réinstallez"),
    "model's spaCy": (model_of_another_spacy, "modèle", "fait pour >=2,<3", "constraints.txt"),
    "no database": (lambda folder: (folder / WORKING).unlink(), "base", "n’existe pas encore", "vigie run"),
    "no database at all": (lambda folder: (folder / WORKING).write_bytes(b"x" * 5000), "base", "ne peut être lue", "vigie restore"),
    "another program's": (sql("pragma application_id = 7"), "schéma", "autre programme", "regardé"),
    "older": (sql("delete from _sqlite_migrations where id = (select max(id) from _sqlite_migrations)"), "schéma", "il manque m0", "vigie upgrade"),
    "newer": (sql("insert into _sqlite_migrations (migration_set, name, applied_at) values ('vigie', 'm999_marvels', '')"), "schéma",
              "m999_marvels", "regardé"),
    "references": (broken_reference, "intégrité", "ligne absente", "vigie restore"),
    "journal": (long_journal, "journal WAL", "100 Mo", "vigie link"),
    "clock": (sql("update runs set started = ?", ago(hours=-5)), "horloge", "la base a été écrite", "timedatectl"),
    "old": (sql("update runs set finished = ?", ago(hours=30)), "dernier passage", "il y a 30,0 h", "minuteur"),
    "never": (sql("update runs set status = 'stopped'"), "dernier passage", "aucun n’a abouti", "vigie run"),
    "killed": (sql("insert into runs (command, started) values ('run', ?)", ago(hours=1)), "issue", "passage 2", "logs/vigie.log"),
    "failed": (sql("insert into runs (command, started, finished, status) values ('run', ?, ?, 'failed')", ago(hours=1), ago(hours=1)), "issue",
               "en échec", "logs/vigie.log"),
    "site": (sql("update source_runs set status = 'blocked'"), "site zataz", "refusé ; dernier succès : jamais", "vigie sites check zataz"),
    "unread": (sql("delete from readings where article = (select min(article) from readings)"), "lectures", "1 article attend", "vigie tag"),
    "no edition": (lambda folder: (folder / PUBLIC).unlink(), "édition", "n’existe pas encore", "vigie publish"),
    "damaged edition": (spoiled, "édition", "abîmé", "vigie publish"),
    "unpublished": (sql("""update runs set status = 'partly', report = '{"published": null}'"""), "édition", "n’a pas publié", "vigie publish"),
}  # fmt: skip
"""How a folder falls ill; which line says it, with which words, and the remedy's."""


@pytest.mark.parametrize("illness", ILL)
def test_what_is_ill_is_told_with_its_remedy(illness: str, sound: Path) -> None:
    spoil, name, words, remedy = ILL[illness]
    spoil(sound)

    status, lines = examined(sound)

    assert status == 1
    assert not lines[name][0]
    assert words in lines[name][1]
    assert remedy in lines[name][2]


def test_a_lock_that_is_held_is_told_and_is_ill_only_when_it_lasts(sound: Path) -> None:
    with writing(sound):
        young = examined(sound)[1]["verrou"]
        sql("insert into runs (command, started) values ('run', ?)", ago(hours=48))(sound)
        old = examined(sound)[1]["verrou"]
    (sound / f"{LOCK}.pid").write_text("999999\n")
    left = examined(sound)[1]["verrou"]

    assert young[0]
    assert f"processus {os.getpid()}" in young[1]
    assert not old[0]
    assert "il y a 48 h" in old[1]
    assert left[0]
    assert "ne gêne pas" in left[1]


def test_a_full_disk_and_files_of_somebody_else_are_told(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    monkeypatch.setattr(doctor_machine.os, "access", lambda path, _: Path(path).name != PUBLIC)

    lines = examined(sound)[1]

    assert not lines["disque"][0]
    assert not lines["droits"][0]
    assert PUBLIC in lines["droits"][1]


def test_a_sqlite_without_what_we_need_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor_machine.FEATURES, "FTS9", "create virtual table f using fts9 (w)")

    line = doctor_machine.sqlite_itself()

    assert not line.well
    assert "sans FTS9" in line.words


def test_on_the_terminal_the_remedy_stands_below(sound: Path) -> None:
    (sound / PUBLIC).unlink()

    done = CliRunner().invoke(cli, ["doctor"])

    assert done.exit_code == 1
    lines = done.output.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("MAL  édition"))
    assert lines[place + 1].strip() == "→ « vigie publish » la refait."
    assert lines[-1] == "1 chose va mal."
