"""The room's commands, run as a person runs them."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crawler.article import article_row
from db.commands import COMMANDS
from db.lock import writing
from nlp.reading import reading_row
from tests.db.samples import LINES, article_of, reading_of

vigie = click.Group(commands={command.name: command for command in COMMANDS if command.name})


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a command on a data folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(vigie, [*arguments, "--data", str(tmp_path / "data")], input=text)

    return call


def both(line: dict[str, object]) -> str:
    """What `vigie tag` prints: the line's own keys, then the reading's."""
    return json.dumps({"id": "x", **article_row(article_of(line)), **reading_row(reading_of(line))}, ensure_ascii=False)


def test_from_lines_to_an_edition(run, tmp_path) -> None:
    loaded = run("load", "-", text="\n".join(map(both, LINES)))
    assert loaded.exit_code == 0, loaded.output
    assert "6 nouveaux" in loaded.output
    assert "Clés ignorées" not in loaded.output, "the line's own keys are no surprise"
    before = run("dump").output
    assert "4 incidents (4 nouveaux" in run("link").output
    assert "% en extraits" in run("publish").output
    assert "Rien n’a changé" in run("publish").output
    assert "6 articles, 4 incidents" in run("status").output
    assert len(run("dump").output) > len(before)


def test_articles_first_readings_after(run) -> None:
    articles = "\n".join(json.dumps(article_row(article_of(line))) for line in LINES)
    readings = "\n".join(json.dumps(reading_row(reading_of(line))) for line in LINES)
    assert run("load", "-", text=readings).exit_code == 1
    assert "6 articles à lire" in (run("load", "-", text=articles) and run("status").output)
    assert "6 nouvelles" in run("load", "-", text=readings).output
    assert "0 nouvelle, 6 déjà là" in run("load", "-", text=readings).output


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "pas du JSON"),
        ("[1]", "un objet JSON est attendu"),
        ('{"url": "https://a.example/b"}', "ni article"),
        ('{"url": "https://a.example/b", "text": "Mots", "title": " "}', "« title »"),
        ('{"url": "b", "text": "Mots", "title": "Titre", "publisher": "a.example"}', "« url »"),
        ('{"url": "https://a.example/b", "text": "Mots", "title": "Titre", "published": "hier"}', "« published »"),
        (both({**LINES[0], "about": "other"}).replace('"about": "other"', '"about": "gossip"'), "« about »"),
    ],
)
def test_a_bad_line_stops_the_load_and_what_precedes_is_kept(run, bad: str, says: str) -> None:
    result = run("load", "-", text=f"{both(LINES[0])}\n{bad}\n{both(LINES[1])}")

    assert result.exit_code == 1
    assert "ligne 2" in result.output
    assert says in result.output
    assert "1 article," in run("status").output


def test_two_writers(run, tmp_path) -> None:
    run("load", "-", text=both(LINES[0]))
    with writing(tmp_path / "data"):
        result = run("link")

    assert result.exit_code == 3
    assert "Une autre Vigie écrit déjà" in result.output
    assert run("link").exit_code == 0


@pytest.mark.parametrize("command", ["status", "dump"])
def test_nothing_there_yet(run, command: str) -> None:
    result = run(command)

    assert result.exit_code == 1
    assert "n’existe pas encore" in result.output


def test_another_programs_database(run, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "vigie.db").write_text("un long texte qui n’est pas une base de données " * 50)
    result = run("link")

    assert result.exit_code == 1
    assert "n’est pas une base SQLite" in result.output


def test_a_folder_without_rights(run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the system's refusal is played."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/srv/vigie/vigie.lock")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    result = run("load", "-", text=both(LINES[0]))

    assert result.exit_code == 1
    assert "Vérifiez les droits" in result.output


def test_no_room_for_the_edition(run, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old edition stays, the fresh half goes."""
    run("load", "-", text="\n".join(map(both, LINES)))
    run("link")
    run("publish")
    before = (tmp_path / "data" / "vigie-public.db").read_bytes()
    run("load", "-", text=both({**LINES[0], "url": "https://phare-numerique.example/autre"}))
    monkeypatch.setattr("db.publish.PAGES", 20)
    result = run("publish")

    assert result.exit_code == 1
    assert "disque est plein" in result.output
    assert (tmp_path / "data" / "vigie-public.db").read_bytes() == before
    assert not list((tmp_path / "data").glob(".*fresh*"))
