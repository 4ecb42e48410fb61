"""What a terminal is shown: bars while it is one, nothing in a pipe, and never a character that commands it."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from spacy.language import Language

import vigie_terminal
from crawler.french import printable
from nlp import tagger
from nlp.reading import Reading
from nlp.text import Source
from vigie import cli
from vigie_terminal import line_count, many

ROOT = Path(__file__).parent.parent
ARTICLES = [
    {
        "url": f"https://echo.example/{number}",
        "title": "Fuite chez Orféa",
        "text": "La mutuelle Orféa a reconnu le vol des noms de 12 000 adhérents.",
        "published": "2026-03-04",
        "publisher": "echo.example",
    }
    for number in range(3)
]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), "utf-8")
    return file


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal on standard error shows."""
    file = io.StringIO()
    monkeypatch.setattr(vigie_terminal, "console", lambda: Console(file=file, force_terminal=True, width=100))
    return file


BARS = [(["load"], "Chargement", "3/3"), (["tag"], "Lecture", "3/3"), (["evaluate"], "Lecture", "3/3")]


@pytest.mark.parametrize(("command", "label", "end"), BARS, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_long_work_on_a_file_shows_how_far_it_is(
    command: list[str], label: str, end: str, lines: Path, tmp_path: Path, shown: io.StringIO
) -> None:
    if command == ["evaluate"]:
        lines.write_text("".join(json.dumps(one | {"id": one["url"], "about": "incident"}) + "\n" for one in ARTICLES), "utf-8")

    done = CliRunner().invoke(cli, [*command, str(lines), "--data", str(tmp_path / "data")])

    assert done.exit_code == 0, done.output
    assert label in shown.getvalue()
    assert end in shown.getvalue()


@pytest.mark.parametrize(("command", "label"), [("link", "Lien"), ("publish", "Publication")])
def test_work_that_cannot_be_counted_shows_that_it_goes_on(
    command: str, label: str, lines: Path, tmp_path: Path, shown: io.StringIO
) -> None:
    CliRunner().invoke(cli, ["load", str(lines), "--data", str(tmp_path / "data")])

    done = CliRunner().invoke(cli, [command, "--data", str(tmp_path / "data")])

    assert done.exit_code == 0, done.output
    assert label in shown.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_on_a_terminal_and_silence_in_a_pipe(terminal: bool, lines: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vigie", "load", str(lines), "--data", str(tmp_path / "data")]
    ours, theirs = pty.openpty() if terminal else os.pipe()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:
            pass  # how a terminal ends
        out = process.stdout.read() if process.stdout else b""
    os.close(ours)

    assert process.returncode == 0, said
    assert "3 nouveaux" in out.decode()
    assert ("Chargement" in said.decode()) is terminal
    assert terminal or said == b""


def test_good_lines_are_printed_before_a_bad_one_stops(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES) + '{"url": "https://echo.example/3", "title": ""}\n', "utf-8")

    for given, text in ((str(file), None), ("-", file.read_text("utf-8"))):
        done = CliRunner().invoke(cli, ["tag", given], input=text)

        assert done.exit_code == 1
        assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == [one["url"] for one in ARTICLES]
        assert "ligne 4 : champ « title »" in done.stderr


def test_an_article_on_which_a_component_fails_does_not_take_the_others_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    original = tagger._read_batch

    def fails_on_one(nlp: Language, batch: list[Source], version: str) -> list[Reading]:
        if any(source.url.endswith("/1") for source in batch):
            raise ValueError("a fault of ours")
        return original(nlp, batch, version)

    monkeypatch.setattr(tagger, "_read_batch", fails_on_one)

    done = CliRunner().invoke(cli, ["tag", "-"], input="".join(json.dumps(one) + "\n" for one in ARTICLES))

    assert done.exit_code == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["https://echo.example/0", "https://echo.example/2"]
    assert "Erreur : 1 article n’a pu être lu (erreur de Vigie) : https://echo.example/1." in done.stderr


def test_a_page_of_the_good_lines_before_a_bad_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["tag", "-", "--html"], input=json.dumps(ARTICLES[0]) + "\n{\n")

    assert done.exit_code == 1
    assert "</html>" in done.stdout
    assert "ligne 2" in done.stderr


CONTROLS = "\x1b]0;pris\x07\x9b31m\u202e"


@pytest.mark.parametrize("command", [["load"], ["tag"], ["tag", "--explain"], ["evaluate"]], ids=" ".join)
@pytest.mark.parametrize(
    "line",
    [
        {**ARTICLES[0], "published": CONTROLS},
        {**ARTICLES[0], "url": f"https://echo.example/{CONTROLS}"},
        {**ARTICLES[0], "title": f"Fuite {CONTROLS}", "text": f"La mutuelle Orféa {CONTROLS} a été piratée.", "id": CONTROLS},
        {CONTROLS: 1, **ARTICLES[0]},
    ],
    ids=["date", "address", "words", "key"],
)
def test_nothing_in_a_line_commands_the_terminal(command: list[str], line: dict[str, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, [*command, "-", "--data", str(tmp_path / "data")], input=json.dumps(line))

    told = done.stderr if command == ["tag"] else done.output
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert not set(told) & {"\x1b", "\x07", "\x9b", "\u202e"}
    # JSON Lines are for programs: what a line holds is copied, escaped or not, as it was


def test_controls_in_an_argument_come_back_harmless() -> None:
    done = CliRunner().invoke(cli, [f"--a{CONTROLS}"])

    assert done.exit_code == 2
    assert "␛]0;pris␇" in done.stderr
    assert "\x1b" not in done.stderr


def test_printable_keeps_every_character_in_its_place() -> None:
    every = "".join(map(chr, range(0x300))) + "\u2028\u202a\u202e\u2066\ud800é€😱"

    assert len(printable(every)) == len(every)
    assert printable("é\n\tœ € 😱 « »") == "é\n\tœ € 😱 « »"
    printable(every).encode("utf-8")


@pytest.mark.parametrize(("number", "words"), [(0, "0 article"), (1, "1 article"), (2, "2 articles"), (12000, "12\u202f000 articles")])
def test_the_plural_begins_at_two(number: int, words: str) -> None:
    assert many(number, "article", "articles") == words


@pytest.mark.parametrize(("text", "number"), [(b"", 0), (b"a\nb\n", 2), (b"a\nb", 2)])
def test_lines_are_counted_and_still_there(text: bytes, number: int) -> None:
    file = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8")

    assert line_count(file) == number
    assert file.read() == text.decode()
