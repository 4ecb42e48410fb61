"""The whole path, as an operator runs it: the kiosk's press crawled, read, linked, published; again; killed; in trouble."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.kiosk import Kiosk

ROOT = Path(__file__).parent.parent
SITES = ["bulletin_du_modem", "estuaire_libre", "guetteur_du_net"]


@pytest.fixture(scope="module")
def kiosk() -> Iterator[Kiosk]:
    with Kiosk(delay=0) as papers:
        yield papers


def vigie(*arguments: str, kiosk: Kiosk | None = None, data: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a program of its own."""
    environment = {**os.environ, **({"VIGIE_KIOSK": str(kiosk.port)} if kiosk else {}), "COLUMNS": "140"}
    command = [sys.executable, "-m", "vigie", arguments[0], "--data", str(data), *arguments[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300, **options)  # type: ignore[call-overload,no-any-return]


def dump(data: Path) -> str:
    done = vigie("dump", data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def first(kiosk: Kiosk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A first run, undisturbed."""
    data = tmp_path_factory.mktemp("first")
    return data, vigie("run", *SITES, kiosk=kiosk, data=data)


def test_a_run_ends_well(first: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, done = first

    assert done.returncode == 0, done.stdout + done.stderr
    assert "articles nouveaux" in done.stdout
    public = sqlite3.connect(data / "vigie-public.db")
    for table in ("articles", "incidents", "organisations", "counts", "data_types", "recurring_victims"):
        assert public.execute(f"select count(*) from {table}").fetchone()[0] > 0, table
    public.close()


def test_a_second_run_asks_for_no_article_and_changes_nothing(first: tuple[Path, subprocess.CompletedProcess[str]], kiosk: Kiosk) -> None:
    data, _ = first
    before, edition = dump(data), (data / "vigie-public.db").stat().st_ino
    asked = len(kiosk.requests)

    done = vigie("run", *SITES, kiosk=kiosk, data=data)

    articles = [
        r for r in kiosk.requests[asked:] if r.status == 200 and r.path.endswith((".html", "/")) and r.path != "/" and "feed" not in r.path
    ]
    assert done.returncode == 0, done.stdout + done.stderr
    assert not articles
    assert "aucun article redemandé" in done.stdout
    assert "inchangée" in done.stdout
    assert dump(data) == before
    assert (data / "vigie-public.db").stat().st_ino == edition, "nothing changed, so the edition was not baked again"


def test_killed_at_a_dozen_points_a_run_ends_the_same(
    first: tuple[Path, subprocess.CompletedProcess[str]], kiosk: Kiosk, tmp_path: Path
) -> None:
    undisturbed, _ = first
    wanted = dump(undisturbed)
    environment = {**os.environ, "VIGIE_KIOSK": str(kiosk.port)}
    command = [sys.executable, "-m", "vigie", "run", "--data", str(tmp_path), *SITES]
    for point in range(12):
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            moment = time.monotonic() + 0.8 + 0.7 * point
            while time.monotonic() < moment and process.poll() is None:
                time.sleep(0.02)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
        if (tmp_path / "vigie.db").exists():
            db = sqlite3.connect(tmp_path / "vigie.db")
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            assert db.execute("pragma foreign_key_check").fetchall() == []
            db.close()

    done = vigie("run", *SITES, kiosk=kiosk, data=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert dump(tmp_path) == wanted


def test_two_runs_at_once_the_second_says_so_and_leaves(tmp_path: Path) -> None:
    from db.lock import writing

    with writing(tmp_path):
        done = vigie("run", *SITES, data=tmp_path)

    assert done.returncode == 3
    assert "écrit déjà" in done.stderr


def test_an_unknown_site_is_named_with_the_nearest(tmp_path: Path) -> None:
    done = vigie("run", "zatas", data=tmp_path)

    assert done.returncode == 2
    assert "zataz" in done.stderr


def test_a_live_crawl_without_contact_is_refused(tmp_path: Path) -> None:
    done = vigie("run", "zataz", data=tmp_path)

    assert done.returncode == 1
    assert "contact" in done.stderr


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "vigie.db")
    other.execute("create table caisse (euros integer)")
    other.commit()
    other.close()

    done = vigie("run", *SITES, data=tmp_path)

    assert done.returncode == 1
    assert "autre programme" in done.stderr
    other = sqlite3.connect(tmp_path / "vigie.db")
    assert other.execute("select name from sqlite_master").fetchall() == [("caisse",)]
    other.close()


FAULTS = ["broken-xml", "html-feed", "antibot", "empty-feed", "no-body"]


@pytest.mark.parametrize("fault", FAULTS)
def test_one_papers_fault_is_told_and_the_others_go_on(fault: str, tmp_path: Path) -> None:
    with Kiosk(delay=0, faults={"guetteur-du-net.example": fault}) as papers:
        done = vigie("crawl", *SITES, kiosk=papers, data=tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "guetteur_du_net" in done.stderr
    db = sqlite3.connect(tmp_path / "vigie.db")
    publishers = dict(db.execute("select publisher, count(*) from articles group by 1"))
    db.close()
    assert publishers["estuaire-libre.example"] > 10
    assert publishers["bulletin-du-modem.example"] > 10
