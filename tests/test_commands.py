"""The command line as a whole: exit statuses, and no traceback for what an operator can mend."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from spacy.language import Language

from crawler.article import Article
from crawler.collect import own
from db.lock import writing
from nlp import tagger
from nlp.text import Source
from vigie import cli


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_takes_a_data_folder(name: str) -> None:
    assert "--data" in {option for parameter in cli.commands[name].params for option in parameter.opts}


WRITING = [["crawl", "zataz"], ["load", "-"], ["link"], ["publish"], ["tag"]]


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_held_lock_is_status_3_for_every_command_that_writes(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_CONTACT", "veille@exemple.fr")
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
    good = '{"url": "https://echo.example/1", "title": "T", "text": "t"}\n'
    if before == "database":
        CliRunner().invoke(cli, ["link", "--data", str(tmp_path)])

    done = CliRunner().invoke(cli, ["load", "-", "--data", str(tmp_path)], input=f"{good}{{" if before == "article" else "{")

    assert done.exit_code == 1
    assert (tmp_path / "vigie.db").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    done = CliRunner().invoke(cli, ["link", "--data", str(tmp_path / "file" / "below")])

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
