"""The command line as a whole: exit statuses, and no traceback for what an operator can mend."""

import re
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from spacy.language import Language

from crawler.article import Article
from crawler.collect import own
from db.lock import writing
from nlp import tagger
from nlp.text import Source
from vigie import SECTIONS, cli


@pytest.mark.parametrize(
    "name", sorted(cli.commands.keys() - {"words", "watch"})
)  # words reads its input and nothing else; watch is a group
def test_every_command_takes_a_data_folder(name: str) -> None:
    assert "--data" in {option for parameter in cli.commands[name].params for option in parameter.opts}


WRITING = [["crawl", "zataz"], ["load", "-"], ["link"], ["publish"], ["tag"]]
GOOD = '{"url": "https://echo.example/1", "title": "T", "text": "t"}\n'


def begin(folder: Path) -> None:
    """A working database with one article."""
    assert CliRunner().invoke(cli, ["load", "-", "--data", str(folder)], input=GOOD).exit_code == 0


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_held_lock_is_status_3_for_every_command_that_writes(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_CONTACT", "veille@exemple.fr")
    begin(tmp_path)
    with writing(tmp_path):
        done = CliRunner().invoke(cli, [*command, "--data", str(tmp_path)], input="")

    assert done.exit_code == 3, done.output
    assert "écrit déjà" in done.output


def test_an_error_of_the_database_holds_no_control_characters(tmp_path: Path) -> None:
    """Those commands too that are of no room: the folder's name comes back in the message."""
    folder = tmp_path / "a\x1b[31m"
    folder.mkdir()
    (folder / "vigie.db").write_text("pas une base " * 100)

    for command in (["tag"], ["run", "guetteur_du_net"], ["serve"], ["status"]):
        done = CliRunner().invoke(cli, [*command, "--data", str(folder)])

        assert done.exit_code == 1
        assert "Erreur : " in done.output
        assert "\x1b" not in done.output


BAD = [
    b'{"url": "http://[", "title": "T", "text": "t"}\n',
    b'{"url": "https://echo.example/1", "title": "\xe9", "text": "t"}\n',
    b"[" * 100_000,
    b"{\n",
]


@pytest.mark.parametrize("line", BAD, ids=["address", "latin-1", "nested", "broken"])
@pytest.mark.parametrize("command", ["load", "tag"])
def test_a_bad_line_is_told_without_a_traceback(command: str, line: bytes, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(line)

    done = CliRunner().invoke(cli, [command, str(file), "--data", str(tmp_path / "data")])

    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit), done.exception
    assert "lines.jsonl" in done.output


FAILING = [
    (["load", "-"], "{\n"),
    (["load", "-"], '{"url": "https://echo.example/1", "title": "T", "text": "t", "published": "hier"}'),
    (["crawl", "zataz"], ""),
    (["tag", "--model", "absent"], ""),
]


@pytest.mark.parametrize(("command", "text"), FAILING, ids=["broken line", "bad line", "no contact", "no model"])
def test_a_failed_command_leaves_no_empty_database(command: list[str], text: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, [*command, "--data", str(tmp_path)], input=text)

    assert done.exit_code == 1, done.output
    assert not list(tmp_path.glob("*.db*"))


@pytest.mark.parametrize("before", ["article", "database"])
def test_what_was_kept_before_a_failure_stays(before: str, tmp_path: Path) -> None:
    if before == "database":
        begin(tmp_path)

    done = CliRunner().invoke(cli, ["load", "-", "--data", str(tmp_path)], input=f"{GOOD}{{" if before == "article" else "{")

    assert done.exit_code == 1
    assert (tmp_path / "vigie.db").exists()


@pytest.mark.parametrize(
    "command", [["link"], ["publish"], ["tag"], ["tag", "--all"], ["dump"], ["status"], ["serve"], ["evaluate", "--sample", "1"]]
)
def test_a_mistyped_folder_begins_no_database(command: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "mistyped"

    done = CliRunner().invoke(cli, [*command, "--data", str(folder)])

    assert done.exit_code == 1, done.output
    assert "n’existe pas" in done.stderr
    assert str(folder) in done.stderr
    assert "--data" in done.stderr
    assert not folder.exists()


@pytest.mark.parametrize("name", [None, "empty", "/dev/null"])
@pytest.mark.parametrize(("command", "status", "says"), [
    ("tag", 0, "ne contient aucun article"), ("load", 0, "ne contient aucune ligne"), ("evaluate", 1, "ne contient aucun article annoté"),
])  # fmt: skip
def test_nothing_given_is_said(
    command: str, status: int, says: str, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").write_text("\n")

    done = CliRunner().invoke(cli, [command, name or "-", "--data", "data"], input="")

    assert done.exit_code == status
    assert f"{name or 'entrée standard'} {says}" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["load", "tag", "evaluate"])
@pytest.mark.parametrize(
    "data",
    [b"\x7fELF\x02\0\0\xff" * 100, b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04\x14\x8b", b"\x1f\x8b\x08\xff\xfe"],
    ids=["program", "pdf", "zip", "gzip"],
)
def test_a_file_that_is_no_text_is_told(command: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_bytes(data)

    done = CliRunner().invoke(cli, [command, str(file), "--data", str(tmp_path / "data")])

    assert done.exit_code == 1
    assert "fichier binaire" in done.stderr


def test_a_file_that_cannot_be_written_is_told_before_a_site_is_asked(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["crawl", "guetteur_du_net", "-o", str(tmp_path / "absent" / "a.jsonl")])

    assert done.exit_code == 1
    assert (
        done.stderr
        == f"Erreur : {tmp_path}/absent/a.jsonl ne peut être écrit : ce dossier n’existe pas. Donnez un autre fichier à « -o ».\n"
    )


LOOKS = [
    ("ftp://echo.example/a", 2, "des adresses en http:// ou https://"),
    ("absent.html", 1, "ce fichier n’existe pas"),
    (".", 1, "c’est un dossier"),
    ("e.html", 1, "aucun texte sous le titre"),
]


@pytest.mark.parametrize(("page", "status", "says"), LOOKS, ids=str)
def test_what_cannot_be_looked_at_is_told_with_what_to_do(
    page: str, status: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "e.html").write_text("<title>T</title><p>Un vol.")

    done = CliRunner().invoke(cli, ["look", page])

    assert done.exit_code == status
    assert says in done.stderr
    assert "fichier.example" not in done.stderr, "an address that nobody gave"
    assert status == 2 or "Donnez" in done.stderr
    assert status == 2 or "vigie look" not in done.stderr, "which was just tried"


def test_times_are_told_with_their_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        assert CliRunner().invoke(cli, ["crawl", "bulletin_du_modem", "--data", str(tmp_path)]).exit_code == 0
        done = CliRunner().invoke(cli, ["status", "--data", str(tmp_path)])
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()

    assert "Heures de cette machine (CET, CEST)." in done.output


def test_every_command_is_in_a_section_of_the_help_and_whole() -> None:
    listed = [name for names in SECTIONS.values() for name in names]
    output = CliRunner().invoke(cli, ["--help"]).output

    assert sorted(listed) == sorted(cli.commands)
    assert "..." not in output


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_each_argument_is_explained(name: str) -> None:
    """What stands in capitals on the line of usage is said below it."""
    command = cli.commands[name]
    words = [
        word
        for one in command.params
        if isinstance(one, click.Argument)
        for word in re.findall(r"[A-Z]{3,}", one.metavar or one.name.upper())
    ]

    assert [word for word in words if not re.search(rf"\b{word}\b", command.help or "")] == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    done = CliRunner().invoke(cli, ["load", "-", "--data", str(tmp_path / "file" / "below")], input=GOOD)

    assert done.exit_code == 1
    assert "ne peut être créé" in done.output


def test_one_article_that_cannot_be_read_does_not_hold_up_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_one(nlp: object, batch: list[Source], version: str) -> list[str]:
        if any(source.text == "bad" for source in batch):
            raise ValueError("a fault of ours")
        return [source.text for source in batch]

    monkeypatch.setattr(tagger, "_read_batch", fails_on_one)
    sources = [Source(url=f"https://echo.example/{text}", title="T", text=text) for text in ("one", "bad", "two")]

    found = dict(tagger.read_each(Language(), sources))

    assert list(found.values()) == ["one", None, "two"]


def test_a_page_may_not_speak_for_another_outlet() -> None:
    class Site:
        hosts = ("b.example",)

    article = Article(url="http://a.example/a1", publisher="a.example", title="T", text="t")

    kept = own(article, Site(), "http://b.example/b1?utm_source=x")  # type: ignore[arg-type]

    assert (kept.url, kept.publisher) == ("http://b.example/b1", "b.example")
