"""`vigie tag` on what people have: articles in JSON Lines, a text, a page; from a file or from standard input."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nlp.lines import articles
from vigie import cli
from vigie_tag import opened

TEXT = "Fuite chez Orféa\n\nLa mutuelle Orféa a reconnu mardi le vol des noms de 12 000 adhérents.\n\nUne plainte est déposée.\n"
UNTITLED = "La mutuelle Orféa a reconnu mardi le vol\ndes noms de 12 000 adhérents."
BODY = "<p>La mutuelle Orféa a reconnu mardi le vol des noms de 12 000 adhérents.</p>" * 4
PAGE = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Fuite chez Orféa</title>
<link rel="canonical" href="https://echo.example/orfea"></head><body><article><h1>Fuite chez Orféa</h1>{BODY}</article></body></html>"""
FRAGMENT = "<h1>Fuite chez Orféa</h1><p>La mutuelle Orféa a reconnu mardi le vol des noms de 12 000 adhérents.</p>"
LINE = json.dumps({"url": "https://echo.example/1", "title": "Fuite chez Orféa", "text": "La mutuelle Orféa a reconnu le vol des noms."})


def tag(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(cli, ["tag", *arguments], input=text)


def reading(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    [line] = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


GIVEN = [
    # ending, what stands in it, title, how the text begins
    (".txt", TEXT, "Fuite chez Orféa", "La mutuelle"),
    (".txt", "\ufeff" + TEXT.replace("\n", "\r\n"), "Fuite chez Orféa", "La mutuelle"),
    (".txt", "{" + TEXT, "{Fuite chez Orféa", "La mutuelle"),
    (".txt", "<" + TEXT, "<Fuite chez Orféa", "La mutuelle"),
    (".txt", UNTITLED, "Sans titre", "La mutuelle"),
    (".txt", "Mot " * 200 + "\n\n" + UNTITLED, "Sans titre", "Mot"),
    (".html", PAGE, "Fuite chez Orféa", "La mutuelle"),
    (".htm", FRAGMENT, "Fuite chez Orféa", "La mutuelle"),
    (".jsonl", LINE, "Fuite chez Orféa", "La mutuelle"),
    ("", TEXT, "Fuite chez Orféa", "La mutuelle"),
    ("", "[MàJ] " + TEXT, "[MàJ] Fuite chez Orféa", "La mutuelle"),
    ("", "\n  " + PAGE, "Fuite chez Orféa", "La mutuelle"),
    ("", FRAGMENT, "Fuite chez Orféa", "La mutuelle"),
    ("", "\ufeff\n \n" + LINE, "Fuite chez Orféa", "La mutuelle"),
]


def given_as(data: bytes, name: str = "", **given: str) -> dict[str, Any]:
    """The one article that a file of this name holds, as it goes to the pipeline."""
    file = io.BytesIO(data)
    if name:
        file.name = name  # type: ignore[attr-defined]
    lines, _ = opened(file, given=given)
    [(row, _)] = articles(lines, name=name)
    return row


@pytest.mark.parametrize(("ending", "given", "title", "begins"), GIVEN)
def test_each_form_is_known_by_its_name_or_its_first_sign(ending: str, given: str, title: str, begins: str) -> None:
    found = given_as(given.encode(), f"orfea{ending}")

    assert found["title"] == title
    assert found["text"].startswith(begins)


def test_a_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "orfea.txt"
    file.write_text(TEXT, "utf-8")

    for done in (tag(str(file), "--published", "2026-03-05"), tag("-", "--published", "2026-03-05", text=TEXT)):
        found = reading(done)
        assert (found["title"], found["published"]) == ("Fuite chez Orféa", "2026-03-05")
        assert [one["low"] for one in found["counts"]] == [12_000]


def test_a_page_in_an_old_encoding() -> None:
    page = PAGE.replace('"utf-8"', '"iso-8859-15"').encode("iso-8859-15")

    assert "adhérents" in given_as(page, "orfea.html")["text"]


def test_a_page_says_its_address_a_text_has_that_of_its_file() -> None:
    assert given_as(PAGE.encode())["url"] == "https://echo.example/orfea"
    assert given_as(TEXT.encode(), "/srv/une fuite.txt")["url"] == "https://fichier.example/une-fuite.txt"


@pytest.mark.parametrize("data", [TEXT, PAGE, FRAGMENT], ids=["text", "page", "fragment"])
def test_what_is_given_beside_it_holds(data: str) -> None:
    found = given_as(data.encode(), url="https://autre.example/a", published="2026-03")

    assert (found["url"], found["id"], found["publisher"], found["published"]) == (
        "https://autre.example/a", "https://autre.example/a", "autre.example", "2026-03",
    )  # fmt: skip


def test_what_is_tagged_can_be_loaded_and_what_is_looked_at_tagged(tmp_path: Path) -> None:
    (tmp_path / "orfea.html").write_text(PAGE, "utf-8")
    looked = CliRunner().invoke(cli, ["look", str(tmp_path / "orfea.html"), "--json"])
    tagged = tag("-", text=looked.stdout)
    loaded = CliRunner().invoke(cli, ["load", "-", "--data", str(tmp_path)], input=tagged.stdout)

    assert reading(tagged)["url"] == "https://echo.example/orfea"
    assert "1 nouveau" in loaded.stdout
    assert "1 nouvelle" in loaded.stdout


WRONG = [
    (["-", "--published", "hier"], TEXT, 2, "« --published » : attendu : AAAA-MM-JJ"),
    (["-", "--published", "2026-02-30"], TEXT, 2, "« --published » : attendu : AAAA-MM-JJ"),
    (["-", "--url", "ftp://echo.example/a"], TEXT, 2, "« --url » : attendu : une adresse complète"),
    (["-", "--url", "https://echo.example/a"], LINE, 2, "chaque ligne de JSON Lines a ses propres url et published"),
    (["--url", "https://echo.example/a"], "", 2, "valent pour un fichier"),
    (["-"], "[" + LINE + "]", 1, "entrée standard, ligne 1 : un objet JSON est attendu"),
    (["-"], '{\n"url"', 1, "chaque ligne doit tenir un objet entier"),
    (["-"], TEXT.encode("cp1252"), 1, "entrée standard, ligne 1 : ce n’est pas de l’UTF-8"),
    (["-"], TEXT.encode("utf-16"), 1, "ce n’est pas du texte"),
    (["-"], "<html><script>x</script>", 1, "ne contient aucun texte"),
    (["-"], "mot " * 2_600_000, 1, "plus de 10 Mo"),
]


@pytest.mark.parametrize(("arguments", "text", "status", "says"), WRONG, ids=[says[:30] for *_, says in WRONG])
def test_what_cannot_be_read_is_told_before_the_pipeline_is_loaded(
    arguments: list[str], text: str | bytes, status: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nlp.pipeline", None)  # importing it would fail

    done = tag(*arguments, text=text)

    assert done.exit_code == status, done.output
    assert says in done.stderr
    assert done.stdout == ""
