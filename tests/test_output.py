"""Standard output that is full, closed, or read by somebody who left; and what the portal does not print."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.site.serving import baked, get, served
from vigie import cli

ROOT = Path(__file__).parent.parent
FULL = Path("/dev/full")
ARTICLE = '{"url": "https://echo.example/1", "title": "Fuite chez Orféa", "text": "La mutuelle Orféa a reconnu le vol des noms."}\n'
LARGE = "".join(ARTICLE.replace("/1", f"/{number}").replace("Orféa a", "Orféa a bien " * 200) for number in range(60))
COMMANDS = [
    ["--help"], ["tag", "--help"], ["sites"], ["config"], ["status"], ["dump"], ["tag", "-"], ["load", "-"], ["link"], ["publish"], ["init", "new"],
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of sixty long articles."""
    folder = tmp_path_factory.mktemp("output")
    assert CliRunner().invoke(cli, ["load", "-", "--data", str(folder / "vigie-data")], input=LARGE).exit_code == 0
    return folder


def vigie(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it; `vigie` stands for this one."""
    line = command.replace("vigie ", f"{sys.executable} -m vigie ")
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=folder, input=ARTICLE, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_output_is_told_for_what_it_is(command: list[str], folder: Path) -> None:
    done = vigie(f"vigie {' '.join(command)} > {FULL}", folder)

    assert done.returncode == 1
    assert done.stderr.startswith("Erreur : La sortie standard ne peut être écrite (le disque est plein)")
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_whether_python_buffers_or_not(unbuffered: str, folder: Path) -> None:
    done = vigie(f"vigie dump > {FULL}", folder, PYTHONUNBUFFERED=unbuffered)

    assert (done.returncode, "sortie standard" in done.stderr, "vigie.db" in done.stderr) == (1, True, False)


def test_a_closed_output_is_told(folder: Path) -> None:
    done = vigie("vigie sites >&-", folder)

    assert (done.returncode, done.stderr.partition(" : ")[2]) == (
        1,
        "La sortie standard est fermée : rien ne peut être affiché. Dirigez-la vers un terminal ou un fichier.\n",
    )


@pytest.mark.parametrize("command", ["dump", "sites", "--help"])
def test_a_reader_that_leaves_is_left_in_peace(command: str, folder: Path) -> None:
    done = vigie(f"vigie {command} | head -c 1 > /dev/null", folder)

    assert done.stderr == ""


def test_what_is_printed_is_whole(folder: Path) -> None:
    done = vigie("vigie dump | wc -l", folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= 60


def test_a_readers_mistake_in_sql_is_told_to_the_reader_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with served(baked(tmp_path)) as address:
        for wrong in ("/vigie?sql=select+*+from+nope", "/vigie/counts?_where=nope"):
            assert get(f"{address}{wrong}").status_code == 400

    assert "select" not in capfd.readouterr().err
