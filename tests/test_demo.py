"""The demonstration, run for real from an empty folder: once and done, then until its portal answers."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}, "PYTHONPATH": str(ROOT)}


def vigie(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vigie", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empty at first."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def once(folder: Path) -> subprocess.CompletedProcess[str]:
    assert not list(folder.iterdir())
    return vigie("demo", "--once", folder=folder)


def test_once_does_it_all_and_leaves(once: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert once.returncode == 0, once.stdout + once.stderr
    assert "Traceback" not in once.stderr
    assert "Erreur" not in once.stderr
    assert "nouvelle édition publique" in once.stdout
    assert "http://127.0.0.1" not in once.stdout, "nothing is served"
    assert [one.name for one in folder.iterdir()] == ["vigie-demo"]
    assert (folder / "vigie-demo" / "vigie-public.db").stat().st_size > 100_000


def test_the_demos_database_holds_articles_readings_and_incidents(once: subprocess.CompletedProcess[str], folder: Path) -> None:
    done = vigie("dump", "--data", "vigie-demo", folder=folder)

    assert done.returncode == 0, done.stderr
    for kind, least in {"article": 35, "reading": 35, "incident": 15, "revision": 1, "counts": 15, "data_types": 30}.items():
        assert sum(line.startswith(f'["{kind}", ') for line in done.stdout.splitlines()) >= least, kind


def test_the_portal_answers_and_leaves_when_told(once: subprocess.CompletedProcess[str], folder: Path) -> None:
    """In the folder that the demo filled before: nothing is read again but what the second day changes."""
    with subprocess.Popen(
        [sys.executable, "-m", "vigie", "demo", "--port", "0"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:  # fmt: skip
        assert demo.stdout
        assert demo.stderr
        said = []
        for line in demo.stdout:  # ends with the program, if it never says where it is
            said.append(line)
            if "Le portail est en ligne" in line:
                break
        assert said, demo.stderr.read()
        address = said[-1].split(" : ")[1].split()[0]
        with urlopen(address, timeout=60) as answer:
            page = answer.read().decode()
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)

    assert address.startswith("http://127.0.0.1:")
    assert answer.status == 200
    assert "Démonstration" in page
    assert "Derniers incidents" in page
    assert demo.returncode == 0
