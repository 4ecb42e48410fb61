"""What `vigie status` says: moments as one says them here, and how many readings are of another version of the reader."""

import re
import sqlite3
import time
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.ports import Listed
from crawler.report import SourceReport
from db.commands import COMMANDS
from db.link import link
from db.memory import Keeper
from db.publish import publish
from db.quality import quality
from db.runs import begin, finish
from db.status import local, status
from db.store import save_article, save_reading
from nlp.version import pipeline_version
from tests.db.samples import LINES, VERSION, article_of, reading_of
from tests.site.serving import get, served

SITE = "le_phare"
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


ALL_REFUSED = {f"https://{SITE}/{number}": "403" for number in range(4)}
VISITS = [
    # a visit, then: whether it was a success, and what the source is said to be
    ({"status": "ok", "new": 1, "listed": 4}, True, "ok", "well"),
    ({"status": "nothing_new", "listed": 4}, True, "nothing_new", "well"),
    ({"status": "nothing_new", "listed": 4, "same": 1, "refused": dict(list(ALL_REFUSED.items())[:3])}, True, "nothing_new", "well"),
    ({"status": "nothing_new", "listed": 1, "refused": dict(list(ALL_REFUSED.items())[:1])}, True, "nothing_new", "well"),
    # as an older Vigie called a visit all of whose pages were refused
    ({"status": "nothing_new", "listed": 4, "refused": ALL_REFUSED}, False, "blocked", "blocked"),
    ({"status": "nothing_new", "listed": 4, "failures": ALL_REFUSED}, False, "blocked", "blocked"),
    # as this one does
    ({"status": "blocked", "listed": 4, "failures": ALL_REFUSED}, False, "blocked", "blocked"),
    ({"status": "failed", "listed": 4}, False, "failed", "failed"),
]


@pytest.mark.parametrize(("visit", "success", "said", "state"), VISITS)
@pytest.mark.parametrize("gave", [True, False])
def test_a_visit_that_read_nothing_is_no_success_for_status_nor_for_the_public(
    db: Database, tmp_path: Path, visit: dict[str, Any], success: bool, said: str, state: str, gave: bool
) -> None:
    """Whether the source gave an article before or never did."""
    keeper = Keeper(db)
    if gave:
        article = article_of(LINES[0])
        keeper.article(article, site=SITE, listed=Listed(url=article.url))
    keeper.outcome(SourceReport(site=SITE, **visit))
    (source,) = status(db).sources
    conn = sqlite3.connect(publish(db, tmp_path).path)
    told = conn.execute("select publisher, articles, state, last_success is not null from sources").fetchall()
    conn.close()

    assert (source["status"], source["last_success"] is not None) == (said, success)
    assert told == [(article_of(LINES[0]).publisher if gave else SITE, int(gave), state, int(success))]
    if state == "blocked":
        with served(tmp_path / "vigie-public.db") as address:
            home = get(address + "/").text
        assert '<strong class="outdated">refusée</strong>, aucun succès' in home


def test_a_visit_without_news_makes_no_new_edition(db: Database, tmp_path: Path) -> None:
    keeper = Keeper(db)
    keeper.outcome(SourceReport(site=SITE, status="ok", new=1, listed=1))
    publish(db, tmp_path)
    keeper.outcome(SourceReport(site=SITE, status="nothing_new", listed=1))

    assert not publish(db, tmp_path).changed


def test_figures_of_another_version_than_that_of_the_readings_are_said_to_be(db: Database, tmp_path: Path) -> None:
    measured = quality()
    assert measured is not None
    for line, version in zip(LINES[:3], [measured.version, "1+a", "1+a"], strict=True):
        save_article(db, article_of(line))
        save_reading(db, reading_of(line, version=version))
    said = CliRunner().invoke(vigie, ["status", "--data", str(tmp_path)])

    assert (status(db).measured, status(db).unmeasured) == (measured.version, 2)
    assert f"les chiffres sont de la version {measured.version} ; 2 lectures viennent d’une autre version" in said.output


def test_the_command_says_it_in_french(db: Database, filled: Database, tmp_path: Path) -> None:
    link(filled)
    finish(filled, begin(filled, "run"), "partly", {})
    said = CliRunner().invoke(vigie, ["status", "--data", str(tmp_path)])

    assert said.exit_code == 0, said.output
    assert f"6 articles à lire (dont 6 lus par une autre version que {pipeline_version()})" in said.output
    assert pipeline_version() != VERSION
    assert re.search(r"  \d+(er)? \w+ \d{4} à \d+ h \d\d, vigie run : en partie", said.output)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said.output)
