"""Settings: `vigie.toml`, then the environment, then the command line; each checked, each with one meaning.

    contact = "veille@exemple.fr"
    data = "/var/lib/vigie"

A key that is unknown or has a wrong value stops the program with the file, the key and what is allowed.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import click
from pydantic import Field, TypeAdapter, ValidationError

from crawler.french import reason, shown
from crawler.settings import CONTACT
from vigie_french import toml_fault

FILE = "vigie.toml"
PREFIX = "VIGIE_"
SECRET = re.compile("password|passwd|secret|token|api_?key|authorization|signature", re.IGNORECASE)
"""In the name of a setting, or of anything else: what it holds is shown to nobody."""
OTHER_VARIABLES = {"VIGIE_BROWSER_REQUIRED", "VIGIE_CONFIG", "VIGIE_NGINX"}
"""Variables of the environment that begin like ours and are no setting."""

R = TypeVar("R")


class SettingsError(click.ClickException):
    """A setting that cannot be used; the message names file, key and what is allowed."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator decides. Defaults suit a first try on one machine."""

    data: Path = Path("vigie-data")
    """Folder of `vigie.db`, `vigie-public.db`, the lock and the logs."""
    contact: Annotated[str, Field(pattern=CONTACT)] | None = None
    """Address that the sites' owners can write to; part of the user agent. A live crawl is refused without it."""
    sites: tuple[str, ...] = ()
    """Names of the sites to crawl; none named: all but the kiosk's."""
    model: Annotated[str, Field(min_length=1)] | None = None
    """Name or folder of a spaCy pipeline with `ner`; none: Vigie's own."""
    delay: Annotated[float, Field(ge=0, le=600)] = 2.0
    """Seconds between two requests to one site; a longer Crawl-delay in its robots.txt wins."""
    budget: Annotated[int, Field(ge=1)] = 500
    """Requests per site and run, at most."""
    daily: Annotated[int, Field(ge=0)] = 5000
    """Requests of any kind per site in 24 hours, all runs together; 0: no limit."""
    archive: Path | None = None
    """Folder where all that is fetched is kept too, as WARC; none: only what is read of it is kept."""
    log: Literal["plain", "json"] = "plain"
    """How `logs/vigie.log` is written; `json`: the terminal too is given one JSON object a line, for a collector of logs."""
    stale_hours: Annotated[float, Field(gt=0, le=8760)] = 26.0
    """Hours without a run that did something after which `/-/sante` answers 503 and `vigie doctor` complains."""
    kiosk: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Port on this machine where the demo's invented newspapers are served (`vigie kiosk`); none: they are opened when needed."""
    host: Annotated[str, Field(pattern=r"^[\w.:-]+$", max_length=253)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8001
    """Where `vigie serve` listens."""
    title: Annotated[str, Field(pattern=r"\S", max_length=100)] = "Vigie"
    """Name of the portal."""
    address: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")] | None = None
    """Public address of the portal: permanent links and feeds begin so."""
    licence: Annotated[str, Field(pattern=r"\S", max_length=200)] = "Licence Ouverte 2.0"
    """Licence of the published data."""
    published_by: Annotated[str, Field(pattern=r"\S", max_length=500)] | None = None
    """Who publishes the portal, with an address: the legal notice. Without it, `vigie serve` stays on this machine."""
    hosted_by: Annotated[str, Field(pattern=r"\S", max_length=500)] | None = None
    """Who hosts it, likewise."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Where each setting that is not a default comes from (file or variable); for `vigie config`."""

    @property
    def database(self) -> Path:
        """The working database."""
        return self.data / "vigie.db"

    @property
    def public(self) -> Path:
        """The public edition."""
        return self.data / "vigie-public.db"

    @property
    def secrets(self) -> list[str]:
        """Values that no log and no screen may show."""
        held = [(key, getattr(self, key)) for key in KEYS if SECRET.search(key)]
        return [one for _, value in held for one in ([value] if isinstance(value, str) else value or ()) if isinstance(one, str) and one]

    @property
    def logs(self) -> Path:
        return self.data / "logs"


KEYS = [f.name for f in fields(Settings) if f.name != "origin"]
LISTS = {"sites"}
FOLDERS = {"data", "archive"}
"""Relative to the file that names them."""
SHAPE: TypeAdapter[Settings] = TypeAdapter(Settings)


def load_settings(*, file: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings in force. `file`: else `$VIGIE_CONFIG`, else `vigie.toml` here if there is one. `given`: from the command line.

    Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    path = file or Path(environment.get("VIGIE_CONFIG", FILE))
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    if path.is_file():
        for key, value in _read(path).items():
            values[key], origin[key] = value, str(path)
        for key in FOLDERS & values.keys():
            if isinstance(values[key], str) and values[key].strip():
                values[key] = path.parent / values[key]
    elif file or "VIGIE_CONFIG" in environment:
        raise SettingsError(
            f"{path} : {'c’est un dossier, pas' if path.is_dir() else 'il n’y a pas là'} un fichier de réglages. « vigie init DOSSIER » en écrit un."
        )
    for name, value in environment.items():
        if name.startswith(PREFIX) and name not in OTHER_VARIABLES:
            key = name.removeprefix(PREFIX).lower()
            values[key] = value.split() if key in LISTS else value
            origin[key] = name
    for key, value in given.items():
        if value is not None:
            values[key], origin[key] = value, "ligne de commande"
    return checked(values, origin)


def checked(values: Mapping[str, Any], origin: Mapping[str, str]) -> Settings:
    """The settings of these values; raises SettingsError, which names where the first wrong one comes from."""
    _check_keys(values, origin)
    for key, value in values.items():
        if isinstance(value, bool):  # which pydantic would take for 0 or 1
            raise SettingsError(f"{origin[key]} : « {key} » : {shown(value)} ne convient pas ; attendu : {EXPLANATIONS[key]}.")
    try:
        return SHAPE.validate_python({**values, "origin": origin})
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{origin[str(first['loc'][0])]} : « {first['loc'][0]} » : {_explain(first)}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} ne peut être lu ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} n’est pas du TOML lisible : {toml_fault(error)}. Mettez-le en ordre, puis recommencez.") from error


def _check_keys(values: Mapping[str, Any], origin: Mapping[str, str]) -> None:
    for key in values:
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"vouliez-vous « {close[0]} » ?" if close else f"les réglages sont : {', '.join(KEYS)}."
            raise SettingsError(f"{origin[key]} : réglage inconnu « {key} » ; {hint}")


EXPLANATIONS = {
    "data": "le chemin d’un dossier",
    "contact": "une adresse électronique ou une page web que les éditeurs des sites pourront joindre",
    "sites": "une liste de noms de sites (voir « vigie sites »)",
    "model": "le nom ou le dossier d’un pipeline spaCy",
    "delay": "un nombre de secondes entre 0 et 600",
    "budget": "un nombre entier de requêtes, 1 au moins",
    "daily": "un nombre entier de requêtes, 0 pour ne rien limiter",
    "archive": "le chemin d’un dossier",
    "log": "plain ou json",
    "stale_hours": "un nombre d’heures, au plus 8760",
    "kiosk": "un port entre 1 et 65535",
    "host": "une adresse de cette machine, ou son nom",
    "port": "un port entre 0 et 65535",
    "title": "le nom du portail, en quelques mots",
    "address": "une adresse qui commence par http:// ou https://",
    "licence": "le nom d’une licence",
    "published_by": "le nom et l’adresse de qui publie le portail",
    "hosted_by": "le nom et l’adresse de qui l’héberge",
}
"""What each setting must be."""


def _explain(error: Any) -> str:
    key, value = str(error["loc"][0]), error.get("input")
    return f"{shown(value)} ne convient pas ; attendu : {EXPLANATIONS.get(key) or reason(error)}."


def pass_settings(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command `--data DIR`, and the settings as its first argument."""

    @click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DOSSIER",
        help="Dossier des données (sinon celui de vigie.toml, sinon ./vigie-data).",
    )
    @wraps(command)
    def with_settings(*args: Any, data: Path | None = None, **kwargs: Any) -> R:
        return command(load_settings(data=data), *args, **kwargs)

    return with_settings
