"""Killed at any statement and started again, the database ends as if nothing had happened."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db.connect import WORKING, read_database
from db.dump import dump
from db.publish import held_digest
from tests.db.work import work

ROOT = Path(__file__).parents[2]
POINTS = 6


def content(folder: Path) -> list[str]:
    db = read_database(folder / WORKING)
    lines = list(dump(db))
    db.close()
    return lines


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], str | None, int]:
    folder = tmp_path_factory.mktemp("undisturbed")
    statements = work(folder)
    return content(folder), held_digest(folder / "vigie-public.db"), statements


@pytest.mark.parametrize("point", range(POINTS))
def test_killed_and_started_again(undisturbed: tuple[list[str], str | None, int], tmp_path: Path, point: int) -> None:
    expected, digest, statements = undisturbed
    die_at = 1 + point * (statements - 1) // (POINTS - 1)
    killed = subprocess.run([sys.executable, "-m", "tests.db.work", str(tmp_path), str(die_at)], cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    conn = sqlite3.connect(tmp_path / WORKING)
    assert conn.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert conn.execute("pragma foreign_key_check").fetchall() == []
    halves = "select count(*) from articles a join readings r on r.article = a.id where not exists (select 1 from mentions m where m.article = a.id) and r.about = 'incident'"
    assert conn.execute(halves).fetchone()[0] == 0
    conn.close()
    work(tmp_path)

    assert content(tmp_path) == expected
    assert held_digest(tmp_path / "vigie-public.db") == digest
    assert not list(tmp_path.glob(".*fresh*"))
