"""French for what click and pydantic say in English, and for what the system gives as reason.

`speak_french()` is called once by the command line; `fault(error)` says what a pydantic error found wrong, field and value named.
"""

import os
import re
from collections.abc import Mapping
from errno import EACCES, EADDRINUSE, EISDIR, ENOENT, ENOSPC, ENOTDIR, EROFS
from json import dumps
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, types
from pydantic import ValidationError

from vigie_terminal import printable

CLICK: Mapping[str, str] = {
    "Usage:": "Usage :",
    "Options": "Options",
    "Commands": "Commandes",
    "Error: {message}": "Erreur : {message}",
    "Aborted!": "Arrêté.",
    "Try '{command} {option}' for help.": "« {command} {option} » dit tout ce qui est possible.",
    "Show the version and exit.": "Afficher la version.",
    "Show this message and exit.": "Afficher cette aide.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "No such command {name!r}.": "Aucune commande ne s’appelle « {name} ».",
    "No such option {name!r}.": "Aucune option ne s’appelle « {name} ».",
    "Missing command.": "Il manque une commande.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Invalid value: {message}": "Valeur qui ne convient pas : {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} : {message}",
    "Could not open file {filename!r}: {message}": "Le fichier « {filename} » ne peut être ouvert : {message}.",
    "unknown error": "erreur inconnue",
    "Option {name!r} does not take a value.": "L’option « {name} » ne prend pas de valeur.",
    "Argument {name!r} takes {nargs} values.": "L’argument « {name} » prend {nargs} valeurs.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un {number_type}.",
    "{value} is not in the range {range}.": "{value} n’est pas dans les bornes {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "« {value} » n’est ni oui ni non ; attendu : {states}.",
    "{name} {filename!r} does not exist.": "{name} « {filename} » introuvable.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier, pas un dossier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier, pas un fichier.",
    "{name} {filename!r} is not readable.": "{name} « {filename} » illisible.",
    "{name} {filename!r} is not writable.": "{name} « {filename} » : impossible d’y écrire.",
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "default: {default}": "sinon {default}",
    "env var: {var}": "variable : {var}",
}
"""What click says, and what Vigie says in its place. A test holds the left side to click's own source."""

PLURALS: Mapping[str, tuple[str, str]] = {
    "Got unexpected extra argument ({args})": ("Un argument de trop : {args}.", "Des arguments de trop : {args}."),
    "Did you mean {possibility}?": ("Vouliez-vous dire {possibility} ?", "Vouliez-vous dire l’une de celles-ci : {possibilities} ?"),
    "{value!r} is not {choice}.": ("« {value} » n’est pas {choice}.", "« {value} » n’est pas parmi {choices}."),
    "{value!r} does not match the format {format}.": (
        "« {value} » n’a pas la forme {format}.",
        "« {value} » n’a aucune des formes {formats}.",
    ),
    "Option {name!r} requires an argument.": ("Il manque la valeur de l’option « {name} ».", "L’option « {name} » prend {nargs} valeurs."),
    "Takes {nargs} values but 1 was given.": ("Il faut {nargs} valeurs, pas une.", "Il faut {nargs} valeurs, pas {len}."),
}
"""The same, for what click says in the singular and in the plural."""

METAVARS: Mapping[Any, str] = {
    types.StringParamType: "texte",
    types.IntParamType: "entier",
    types.IntRange: "entier",
    types.FloatParamType: "nombre",
    types.FloatRange: "nombre",
    types.File: "fichier",
}
"""What the help calls an option's value."""

REASONS: Mapping[str, str] = {
    os.strerror(ENOENT): "ce fichier n’existe pas",
    os.strerror(EACCES): "l’accès en est refusé",
    os.strerror(EISDIR): "c’est un dossier",
    os.strerror(ENOTDIR): "ce n’est pas un dossier",
    os.strerror(ENOSPC): "le disque est plein",
    os.strerror(EROFS): "le disque est en lecture seule",
    os.strerror(EADDRINUSE): "un autre programme s’en sert",
    "%Y-%m-%d": "AAAA-MM-JJ",
}
"""What the system gives as reason, and the form of a day."""


def speak_french() -> None:
    """Have click speak French, whatever the language of the system: Vigie's own texts are."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, function in (("_", said), ("ngettext", said_of)):
            if hasattr(module, name):
                setattr(module, name, function)
    for kind, name in METAVARS.items():
        kind.name = name


def said(message: str) -> str:
    """One of click's messages, in French where we have it."""
    return CLICK.get(message, message)


def said_of(one: str, many: str, number: int) -> str:
    """The same in the singular or the plural, which begins at two."""
    return PLURALS.get(one, (one, many))[number >= 2]


def mended(error: click.ClickException) -> click.ClickException:
    """The same error, the system's reason in French, quotes as French writes them, and nothing that could command a terminal."""
    if isinstance(error, exceptions.NoArgsIsHelpError):
        return error
    message = printable(error.format_message())
    for english, french in REASONS.items():
        message = message.replace(english, french)
    if isinstance(error, click.UsageError):
        message = re.sub(r"'([^']*)'(?:(:))?", lambda quoted: f"« {quoted[1]} »{' :' if quoted[2] else ''}", message)
        return click.UsageError(message, error.ctx)
    fresh = click.ClickException(message)
    vars(fresh)["exit_code"] = error.exit_code
    return fresh


FAULTS: Mapping[str, str] = {
    "missing": "il manque",
    "missing_argument": "il manque",
    "missing_keyword_only_argument": "il manque",
    "extra_forbidden": "ce champ n’existe pas",
    "unexpected_keyword_argument": "ce champ n’existe pas",
    "string_type": "un texte est attendu",
    "string_too_short": "un texte est attendu, pas le vide",
    "string_too_long": "ce texte est trop long : {max_length} caractères au plus",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "bool_type": "vrai ou faux (true, false) est attendu",
    "bool_parsing": "vrai ou faux (true, false) est attendu",
    "greater_than": "un nombre supérieur à {gt} est attendu",
    "greater_than_equal": "un nombre d’au moins {ge} est attendu",
    "less_than": "un nombre inférieur à {lt} est attendu",
    "less_than_equal": "un nombre d’au plus {le} est attendu",
    "literal_error": "une de ces valeurs est attendue : {expected}",
    "list_type": "une liste est attendue",
    "tuple_type": "une liste est attendue",
    "dict_type": "un objet est attendu",
    "mapping_type": "un objet est attendu",
    "dataclass_type": "un objet est attendu",
    "path_type": "un chemin est attendu",
    "date_from_datetime_parsing": "un jour est attendu (AAAA-MM-JJ)",
    "json_invalid": "ce n’est pas du JSON",
}
"""What pydantic finds, by its name for it."""

FORMS: Mapping[str, str] = {
    "url": "une adresse complète est attendue, qui commence par http:// ou https://",
    "published": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "modified": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "fetched": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "value": "une année, un mois ou un jour est attendu (ISO 8601)",
    "language": "un code de langue de deux lettres est attendu",
    "text_sha256": "une empreinte SHA-256 est attendue (64 chiffres hexadécimaux)",
}
"""What a field's value must look like, where pydantic only knows that it does not."""
UNFIT = "cette valeur ne convient pas"
GIVEN = 60
"""Characters of a wrong value that are shown."""


def fault(error: ValidationError) -> str:
    """The first fault: field, what is expected, what stood there.

    >>> from pydantic import TypeAdapter
    >>> try:
    ...     TypeAdapter(dict[str, int]).validate_python({"n": "douze"})
    ... except ValidationError as error:
    ...     print(fault(error))
    champ « n » : un nombre entier est attendu (reçu : "douze")
    """
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "ligne"
    words = reason(first)
    given = "" if first["type"].startswith("missing") else f" (reçu : {shown(first['input'])})"
    others = error.error_count() - 1
    more = f" ; et {others} autre{'s' if others > 1 else ''} défaut{'s' if others > 1 else ''}" if others else ""
    return f"champ « {printable(where)} » : {words}{given}{more}"


def reason(found: Any) -> str:
    """What is wrong, in French."""
    if found["type"] in FAULTS:
        context = {name: str(value).replace(" or ", " ou ").replace("'", "") for name, value in found.get("ctx", {}).items()}
        return FAULTS[found["type"]].format(**context)
    field = next((part for part in reversed(found["loc"]) if isinstance(part, str)), "")
    return FORMS.get(field, UNFIT)


def shown(value: Any) -> str:
    """A wrong value as JSON would write it, cut, safe to print."""
    text = dumps(value, ensure_ascii=False, default=str)
    return printable(text if len(text) <= GIVEN else f"{text[:GIVEN]}…")


def toml_fault(error: Exception) -> str:
    """Where a TOML file breaks."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place:
        return f"ligne {place[1]}, colonne {place[2]}"
    return "il n’est pas en UTF-8" if isinstance(error, UnicodeDecodeError) else "il s’arrête trop tôt"
