"""Settings: where they come from, and how a wrong one is named."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vigie import cli
from vigie_settings import EXPLANATIONS, KEYS, Settings, SettingsError, load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "vigie.toml"
    file.write_text(text, "utf-8")
    return file


def test_defaults_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings(environment={}) == Settings()


def test_file_then_environment_then_command_line(tmp_path: Path) -> None:
    file = write(tmp_path, 'contact = "veille@exemple.fr"\ndelay = 3\nport = 9000\ndata = "ici"\n')

    settings = load_settings(file=file, environment={"VIGIE_DELAY": "4", "VIGIE_PORT": "9001", "VIGIE_SITES": "zataz next"}, port=9002)

    assert (settings.contact, settings.delay, settings.port, settings.sites) == ("veille@exemple.fr", 4.0, 9002, ("zataz", "next"))
    assert settings.data == tmp_path / "ici", "a folder is relative to the file that names it"
    assert settings.origin["port"] == "ligne de commande"
    assert settings.origin["delay"] == "VIGIE_DELAY"
    assert settings.origin["contact"] == str(file)


BAD = [
    ('contac = "x@y.fr"', r"vigie.toml : réglage inconnu « contac » ; vouliez-vous « contact »"),
    ('contact = "personne"', r'vigie.toml : « contact » : "personne" ne convient pas ; attendu : une adresse électronique'),
    ("delay = -1", r"« delay » : -1 ne convient pas ; attendu : un nombre de secondes entre 0 et 600"),
    ("port = 70000", r"« port »"),
    ("port = ", r"vigie.toml n’est pas du TOML lisible : il s’arrête trop tôt"),
    ("port = 9000\nhost = oui\n", r"vigie.toml n’est pas du TOML lisible : ligne 2, colonne 8\."),
    ('title = ["deux", "noms"]', r'« title » : \["deux", "noms"\] ne convient pas ; attendu : le nom du portail'),
    ("delay = true", r"« delay » : true ne convient pas ; attendu : un nombre de secondes"),
    ("port = false", r"« port » : false ne convient pas ; attendu : un port entre 0 et 65535"),
    ('host = "http://ici/"', r"« host » : .* ne convient pas ; attendu : une adresse de cette machine"),
    ('title = " "', r"« title » : .* ne convient pas ; attendu : le nom du portail"),
    ('licence = ""', r"« licence » : .* ne convient pas ; attendu : le nom d’une licence"),
    ('model = ""', r"« model » : .* ne convient pas ; attendu : le nom ou le dossier d’un pipeline"),
    ('sites = "zataz"', r'« sites » : "zataz" ne convient pas ; attendu : une liste'),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_bad_setting_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        load_settings(file=write(tmp_path, text), environment={})

    assert caught.value.exit_code == 2


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r'VIGIE_PORT : « port » : "abc" ne convient pas'):
        load_settings(file=write(tmp_path, ""), environment={"VIGIE_PORT": "abc"})


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="il n’y a pas là un fichier de réglages"):
        load_settings(environment={"VIGIE_CONFIG": str(tmp_path / "absent.toml")})


def test_each_setting_has_its_place() -> None:
    assert "origin" not in KEYS
    assert {"data", "contact", "sites", "model", "delay", "host", "port", "address", "licence"} <= set(KEYS)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("value", ["{}", "[[]]", "1979-05-27"])
def test_every_setting_is_checked_with_a_word_of_its_own(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"vigie\.toml : « {name} » : .* ne convient pas ; attendu : {EXPLANATIONS[name][:10]}"):
        load_settings(file=write(tmp_path, f"{name} = {value}\n"), environment={})


def test_settings_that_are_no_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="c’est un dossier, pas un fichier de réglages"):
        load_settings(environment={"VIGIE_CONFIG": str(tmp_path)})


def vigie(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_a_folder_is_prepared_with_every_setting_as_a_comment(tmp_path: Path) -> None:
    done = vigie("init", str(tmp_path / "veille"))
    text = (tmp_path / "veille" / "vigie.toml").read_text("utf-8")

    assert done.exit_code == 0, done.output
    assert [line[:4] for line in done.output.splitlines()[1:]] == ["  1.", "  2.", "  3."]
    assert load_settings(file=write(tmp_path, text), environment={}) == Settings(), "a comment sets nothing"
    uncommented = re.sub(r"(?m)^# (\w+ = )", r"\1", text)
    assert tomllib.loads(uncommented).keys() == set(KEYS) - {"kiosk"}
    load_settings(file=write(tmp_path, uncommented), environment={})  # each example is allowed


def test_what_is_given_to_init_is_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert vigie("init", ".", "--contact", "veille@exemple.fr", "--data", "ici").exit_code == 0

    settings = load_settings(environment={})
    assert (settings.contact, settings.data) == ("veille@exemple.fr", tmp_path / "ici")


def test_init_replaces_nothing_and_checks_what_it_is_given(tmp_path: Path) -> None:
    file = write(tmp_path, "port = 9000\n")

    again, wrong = vigie("init", str(tmp_path)), vigie("init", str(tmp_path / "new"), "--contact", "personne")

    assert (again.exit_code, wrong.exit_code) == (1, 2)
    assert "existe déjà" in again.stderr
    assert "--contact : « contact »" in wrong.stderr
    assert file.read_text() == "port = 9000\n"
    assert not (tmp_path / "new").exists()


def test_config_says_where_each_setting_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, 'delay = 3\nsites = ["zataz"]\n')
    monkeypatch.setenv("VIGIE_PORT", "9001")

    shown = vigie("config", "--data", "ici")
    found = json.loads(vigie("config", "--data", "ici", "--json").output)

    assert shown.exit_code == 0, shown.output
    rows = {line.split()[0]: re.split(r" {2,}", line) for line in shown.output.splitlines()}
    assert list(rows) == KEYS
    assert rows["delay"][-2:] == ["3.0", "vigie.toml"]
    assert rows["port"][-2:] == ["9001", "VIGIE_PORT"]
    assert rows["data"][-2:] == ['"ici"', "ligne de commande"]
    assert rows["title"][-2:] == ['"Vigie"', "par défaut"]
    assert rows["contact"][-2:] == ["aucun : aucun site réel n’est interrogé", "par défaut"] or "contact aucun" in rows["contact"][0]
    assert found["sites"] == {"value": ["zataz"], "from": "vigie.toml"}
    assert found["contact"] == {"value": None, "from": None}


def test_config_checks_the_names_of_the_sites_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, 'sites = ["zatas"]\n')

    done = vigie("config")

    assert done.exit_code == 2
    assert "Vouliez-vous dire « zataz »" in done.stderr.replace("\u00a0", " ")
