"""The house itself: what ships, what is light, what is documented."""

import ast
import re
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

    assert top == {"crawler", "nlp", "db", *(f"{one.stem}.py" for one in ROOT.glob("vigie*.py"))}
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


MAY_IMPORT = {
    "crawler.article": "the contract handed on by the crawler",
    "crawler.french": "how numbers and the faults of a contract are said",
    "crawler.ports": "the two doors that the crawler asks for, which `db.memory` opens",
    "crawler.public": "which addresses are of the open internet, for the receivers of alerts as for sites",
    "crawler.report": "what a source gave, as `runs` keeps it and `status` says it",
    "nlp.reading": "the contract handed on by the reader",
    "nlp.vocabulary": "what the codes are called",
    "nlp.names": "when two names are one",
    "nlp.gazetteer": "organisations that are known by name",
    "nlp.figures": "French figures",
    "nlp.dates": "French dates",
    "nlp.wordings": "how things are worded",
    "nlp.data_wordings": "how kinds of data are worded",
    "nlp.data": "the tables of words themselves: first names",
    "nlp.lines": "JSON Lines, read the same way by `load` as by `tag`",
    "nlp.version": "which version of the reader this is",
}
"""What the database room may know of the others: import-linter can forbid, only a list like this one can allow."""


def imported(path: Path) -> set[str]:
    """The modules of the other rooms that a file imports, at its head or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module in {"crawler", "nlp"} else {node.module}
    return {name for name in found if name.split(".")[0] in {"crawler", "nlp"}}


ROOMS = sorted(
    path for room in ("crawler", "nlp", "db") for path in (ROOT / room).rglob("*.py") if not path.stem.endswith(("commands", "_command"))
)


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_imports_from_the_door(path: Path) -> None:
    """Only a room’s `commands.py` may know of settings and terminals; nothing in a room knows of the commands that join it to others."""
    assert re.findall(r"^\s*(?:from|import) (vigie\w*)", path.read_text("utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize("path", sorted((ROOT / "db").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_database_room_knows_of_the_others_only_what_is_listed(path: Path) -> None:
    assert imported(path) - MAY_IMPORT.keys() == set()


def test_the_list_sees_every_way_of_importing(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text(
        "import nlp.tagger\nfrom crawler import page\ndef f():\n    from nlp.pipeline import build\nimport json, db.link\n", "utf-8"
    )

    assert imported(file) == {"nlp.tagger", "crawler.page", "nlp.pipeline"}


def test_what_the_database_room_may_know_is_light() -> None:
    code = f"import importlib, sys; [importlib.import_module(name) for name in {sorted(MAY_IMPORT)!r}]; print(sorted({{'spacy', 'scrapy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
