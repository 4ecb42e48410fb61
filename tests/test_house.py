"""The house itself: what ships, what is light, what is documented."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_wheel_holds_the_house_and_nothing_else(tmp_path: Path) -> None:
    build = "from setuptools import build_meta; import sys; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-W", "ignore", "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    top = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    packages = {"/".join(name.split("/")[:-1]).replace("/", ".") for name in names if name.endswith("/__init__.py")}

    assert top == {"vigie.py", "vigie_settings.py", "crawler", "nlp", "db"}
    assert packages == set(PROJECT["tool"]["setuptools"]["packages"])
    tracked = subprocess.run(["git", "ls-files", "crawler", "nlp", "db"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    unpacked = {name for name in tracked.splitlines() if not name.startswith("nlp/training/")}
    assert unpacked <= set(names), "a file of the three rooms is not in the wheel"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["run", "--help"], ["tag", "--help"], ["crawl", "--help"], ["sites", "--help"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, contextlib, io\n"
        "sys.argv[0] = 'vigie'\n"
        "from vigie import cli\n"
        "with contextlib.suppress(SystemExit): cli()\n"
        "print(sorted({'spacy', 'scrapy', 'datasette', 'sqlite_utils', 'bs4', 'lxml'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True, capture_output=True, text=True)

    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_no_machine_path_and_no_registry_in_the_repository() -> None:
    wanted = ["/root" + "/", "/work" + "/", "files.python" + "hosted", "pypi" + ".org"]
    for word in wanted:
        found = subprocess.run(["git", "grep", "-lIF", word], cwd=ROOT, capture_output=True, text=True, check=False)
        assert not found.stdout, f"{word} in {found.stdout}"
    assert not subprocess.run(["git", "ls-files", "uv.lock"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
