"""What `vigie status` says: moments as one says them here, and how many readings are of another version of the reader."""

import re
import time
from datetime import UTC, timedelta, timezone
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from db.commands import COMMANDS
from db.link import link
from db.runs import begin, finish
from db.status import local, status
from db.store import save_article, save_reading
from nlp.version import pipeline_version
from tests.db.samples import LINES, VERSION, article_of, reading_of

vigie = click.Group(commands={command.name: command for command in COMMANDS if command.name})


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        ("2026-11-23T22:05:41+00:00", 1, "23 novembre 2026 à 23 h 05"),
        ("2026-11-30T23:30:00+00:00", 1, "1er décembre 2026 à 0 h 30"),
        ("2026-11-23T22:05:41+02:00", 0, "23 novembre 2026 à 20 h 05"),
        ("2026-11-23", 1, "23 novembre 2026"),
        ("2026", 1, "2026"),
        (None, 1, None),
    ],
)
def test_moments(moment: str | None, hours: int, expected: str | None) -> None:
    assert local(moment, zone=timezone(timedelta(hours=hours))) == expected


def test_the_zone_is_this_machine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Indian/Reunion")
    time.tzset()
    try:
        assert local("2026-11-23T22:05:41+00:00") == "24 novembre 2026 à 2 h 05"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert local("2026-11-23T22:05:41+00:00", zone=UTC) == "23 novembre 2026 à 22 h 05"


def test_readings_of_another_version_are_counted(db: Database) -> None:
    for line, version in zip(LINES[:3], ["1+a", "1+a", "2+a"], strict=True):
        save_article(db, article_of(line))
        save_reading(db, reading_of(line, version=version))

    now, before, unknown = status(db, version="2+a"), status(db, version="1+a"), status(db)

    assert now.versions == (("1+a", 2), ("2+a", 1))
    assert (now.outdated, before.outdated, unknown.outdated) == (2, 1, None)
    assert (now.untagged, unknown.untagged) == (2, 0)


def test_the_command_says_it_in_french(db: Database, filled: Database, tmp_path: Path) -> None:
    link(filled)
    finish(filled, begin(filled, "run"), "partly", {})
    said = CliRunner().invoke(vigie, ["status", "--data", str(tmp_path)])

    assert said.exit_code == 0, said.output
    assert f"6 articles à lire (dont 6 lus par une autre version que {pipeline_version()})" in said.output
    assert pipeline_version() != VERSION
    assert re.search(r"  \d+(er)? \w+ \d{4} à \d+ h \d\d, vigie run : en partie", said.output)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said.output)
