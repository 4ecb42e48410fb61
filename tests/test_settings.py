"""Settings: where they come from, and how a wrong one is named."""

from pathlib import Path

import pytest

from vigie_settings import KEYS, Settings, SettingsError, load_settings


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
    ('title = ["deux", "noms"]', r'« title » : \["deux", "noms"\] ne convient pas ; un texte est attendu'),
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
    with pytest.raises(SettingsError, match="n’existe pas"):
        load_settings(environment={"VIGIE_CONFIG": str(tmp_path / "absent.toml")})


def test_each_setting_has_its_place() -> None:
    assert "origin" not in KEYS
    assert {"data", "contact", "sites", "model", "delay", "host", "port", "address", "licence"} <= set(KEYS)
