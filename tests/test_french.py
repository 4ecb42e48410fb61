"""Everything an operator reads is French, click's and pydantic's words too."""

import errno
import inspect
import os
import re
import socket
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter, ValidationError

from crawler.article import ARTICLE
from crawler.french import FAULTS, UNFIT, fault
from nlp.reading import READING
from vigie import cli
from vigie_french import CLICK, METAVARS, PLURALS, REASONS, in_french
from vigie_settings import SHAPE, Settings

ENGLISH = re.compile(
    r"\b(?:Usage:|Error|Try|Options? '|Missing|Invalid|No such|Got|unexpected|requires?|should|must|value|valid|range|does not|Input|expected|"
    r"field|string|Show|exit|message|INTEGER|TEXT|FILE|FILENAME|PATH|DIRECTORY|RANGE|FLOAT|default|with|file)\b|<=|x[<>]|\[x|s:\n  -"
)

WRONG = [
    # what, and what is said of it
    (["tga"], 2, "Erreur : Aucune commande ne s’appelle « tga ». Vouliez-vous dire « tag » ?"),
    (["tag", "--modle", "x"], 2, "Erreur : Aucune option ne s’appelle « --modle »."),
    (["load"], 2, "Erreur : Il manque l’argument « FICHIER »."),
    (["load", "absent.jsonl"], 2, "Erreur : « FICHIER » : « absent.jsonl » : ce fichier n’existe pas"),
    (["tag", "--model"], 2, "Erreur : Il manque la valeur de l’option « --model »."),
    (["tag", "--all=oui"], 2, "Erreur : L’option « --all » ne prend pas de valeur."),
    (["demo", "encore"], 2, "Erreur : Un argument de trop : encore."),
    (["demo", "encore", "toujours"], 2, "Erreur : Des arguments de trop : encore toujours."),
    (["serve", "--port", "x"], 2, "Erreur : « --port » : « x » n’est pas un entier."),
    (["serve", "--port", "70000"], 2, "Erreur : « --port » : 70000 ne convient pas ; attendu : de 0 à 65535."),
    (["run", "--max-minutes", "x"], 2, "Erreur : « --max-minutes » : « x » n’est pas un nombre."),
    (["crawl", "--since", "hier"], 2, "Erreur : « --since » : « hier » n’a pas la forme « AAAA-MM-JJ »."),
    (["evaluate", "--by", "x"], 2, "Erreur : « --by » : « x » n’est pas parmi « outlet », « length », « year »."),
    (["evaluate"], 2, "Erreur : Donnez un fichier d’articles annotés (GOLD), ou « --sample N » pour juger des faits publiés."),
    (["tag", "--all", "--stale"], 2, "Erreur : « --all » relit déjà ce que « --stale » relirait : donnez l’un ou l’autre."),
    (["tag", "--html"], 2, "Erreur : « --explain », « --color » et « --html » montrent un fichier : donnez-le, ou « - »."),
    (["status", "--data", "\x1b"], 1, "Erreur : ␛/vigie.db n’existe pas encore."),
    (["status"], 1, "Erreur : vigie-data/vigie.db n’existe pas encore."),
]


@pytest.mark.parametrize(("arguments", "status", "says"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_an_error_is_told_in_french_behind_one_prefix(
    arguments: list[str], status: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(cli, arguments)

    assert done.exit_code == status
    assert says in done.stderr
    assert done.stderr.count("Erreur :") == 1
    assert not ENGLISH.search(done.stderr.replace("--", " ")), done.stderr


def test_the_systems_reasons_are_french_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(cli, ["kiosk", "--port", str(port)])

    assert done.exit_code == 1
    assert done.stderr == f"Erreur : Le port {port} ne peut être ouvert (un autre programme s’en sert). Donnez --port AUTRE.\n"


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=lambda number: errno.errorcode[number])
def test_an_error_of_the_system_never_shows_its_number(number: int) -> None:
    """As Python writes it, whatever the reason: the file first, then the reason, in French where we have it."""
    said = in_french(f"Rien n’est écrit : {OSError(number, os.strerror(number), '/srv/vigie')}. Recommencez.")

    reason = REASONS.get(os.strerror(number), os.strerror(number))
    assert said == f"Rien n’est écrit : /srv/vigie : {reason}. Recommencez."


def test_what_a_disk_and_a_network_refuse_is_said_in_french() -> None:
    known = {
        os.strerror(number)
        for number in (errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOSPC, errno.EROFS, errno.EADDRINUSE, errno.EDQUOT)
    }

    assert known <= REASONS.keys()


def test_a_wrong_setting_is_told_behind_the_same_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_PORT", "abc")

    done = CliRunner().invoke(cli, ["status"])

    assert done.exit_code == 2
    assert done.stderr == 'Erreur : VIGIE_PORT : « port » : "abc" ne convient pas ; attendu : un port entre 0 et 65535.\n'


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in sorted(cli.commands))], ids=" ".join)
def test_help_is_french(arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, arguments)

    text = re.sub(r"--[\w-]+", "", done.output)
    assert done.exit_code == 0
    assert not ENGLISH.search(text), text


def test_every_text_that_is_replaced_is_clicks() -> None:
    """A click that says it otherwise is noticed here, not by an operator."""
    modules = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
    source = re.sub(r'"\s*\n\s*f?"', "", "".join(map(inspect.getsource, modules)))

    assert [text for text in (*CLICK, *PLURALS) if f'"{text}' not in source] == []
    assert all("name" in vars(kind) for kind in METAVARS)


GOOD_ARTICLE = {"url": "https://echo.example/1", "publisher": "echo.example", "title": "T", "text": "t"}
GOOD_READING = {"url": "https://echo.example/1", "text_sha256": "0" * 64, "version": "1", "about": "incident"}
SPARE: list[Any] = [None, 3, 3.5, True, "", "x", [], ["x"], {}, {"x": 1}, -1, "9" * 3000, [{}], [{"raw": "x"}], {"claim": [{}]}]


@pytest.mark.parametrize(
    ("shape", "good", "name"),
    [
        *((ARTICLE, GOOD_ARTICLE, name) for name in [*GOOD_ARTICLE, "lead", "authors", "published", "language", "comments", "paywalled", "x"]),
        *((READING, GOOD_READING, name) for name in [*GOOD_READING, "victims", "counts", "incident_date", "claim", "evidence", "incidents", "x"]),
        *((SHAPE, {}, one.name) for one in fields(Settings)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", SPARE, ids=lambda value: repr(value)[:12])
def test_a_fault_is_told_in_french(shape: TypeAdapter[Any], good: dict[str, Any], name: str, value: Any) -> None:
    """Whatever stands where something else is wanted: the field is named, and no word is pydantic's."""
    found = wrong(shape, {**good, name: value})
    if found is None:
        return  # a value that suits this field
    said = fault(found)
    assert said.startswith(f"champ « {name}")
    assert not ENGLISH.search(re.sub(r"\(reçu : .*?\)|« [\w.]+ »|: \w+(?:, \w+)*", "", said)), said
    assert found.errors()[0]["type"] in FAULTS or UNFIT in said or "attendu" in said, found.errors()[0]["type"]


def wrong(shape: TypeAdapter[Any], values: dict[str, Any]) -> ValidationError | None:
    try:
        shape.validate_python(values)
    except ValidationError as error:
        return error
    return None


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        ARTICLE.validate_python({"url": "https://echo.example/1", "publisher": "echo.example", "text": "t"})

    assert fault(caught.value) == "champ « title » : il manque"
