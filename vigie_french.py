"""French for what click says in English, and for what the system gives as reason (a contract's faults: `crawler/french.py`).

`speak_french()` is called once by the command line; every error passes `mended` on its way out.
"""

import errno
import os
import re
from collections.abc import Mapping
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, types

from crawler.french import printable

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
    "{value} is not in the range {range}.": "{value} ne convient pas ; attendu : {range}.",
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
    **{
        os.strerror(number): french
        for number, french in {
            errno.ENOENT: "ce fichier n’existe pas",
            errno.EACCES: "l’accès en est refusé",
            errno.EPERM: "le système ne le permet pas",
            errno.EISDIR: "c’est un dossier",
            errno.ENOTDIR: "ce n’est pas un dossier",
            errno.EEXIST: "il existe déjà",
            errno.ENOSPC: "le disque est plein",
            errno.EDQUOT: "le quota du disque est atteint",
            errno.EROFS: "le disque est en lecture seule",
            errno.EIO: "le disque ne répond pas",
            errno.EBADF: "le fichier est fermé",
            errno.EFBIG: "le fichier est trop grand",
            errno.ENAMETOOLONG: "ce nom est trop long",
            errno.ELOOP: "les liens y tournent en rond",
            errno.ENFILE: "trop de fichiers sont ouverts sur cette machine",
            errno.EMFILE: "trop de fichiers sont ouverts",
            errno.EINVAL: "le système refuse cette valeur",
            errno.EADDRINUSE: "un autre programme s’en sert",
            errno.EADDRNOTAVAIL: "cette adresse n’est pas de cette machine",
            errno.ECONNREFUSED: "personne n’y répond",
            errno.ETIMEDOUT: "personne n’y répond à temps",
            errno.EHOSTUNREACH: "cette machine ne peut être jointe",
            errno.ENETUNREACH: "le réseau ne peut être joint",
        }.items()
    },
    "Name or service not known": "ce nom n’est connu d’aucun annuaire",
    "No address associated with hostname": "ce nom n’a pas d’adresse",
    "Temporary failure in name resolution": "l’annuaire des noms ne répond pas",
    "%Y-%m-%d": "AAAA-MM-JJ",
}
"""What the system gives as reason, and the form of a day."""
NUMBERED = re.compile(r"\[Errno -?\d+\] (?:([^'\n]+?): '([^'\n]*)')?")
"""An error of the system as Python writes it: « [Errno 13] Permission denied: '/etc/vigie' »."""


def speak_french() -> None:
    """Have click speak French, whatever the language of the system: Vigie's own texts are."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, function in (("_", said), ("ngettext", said_of)):
            if hasattr(module, name):
                setattr(module, name, function)
    for kind, name in METAVARS.items():
        kind.name = name
    setattr(formatting.HelpFormatter, "write_heading", write_heading)  # noqa: B010 - as above
    setattr(types._NumberRangeBase, "_describe_range", bounds)  # noqa: B010, SLF001


def write_heading(self: click.HelpFormatter, heading: str) -> None:
    """A heading of the help, with the space that French wants before its colon."""
    self.write(f"{'':>{self.current_indent}}{heading} :\n")


def bounds(self: Any) -> str:
    """The bounds of a number: « de 0 à 65535 », « 1 au moins », « plus de 0 »."""
    if self.max is None:
        return f"plus de {self.min}" if self.min_open else f"{self.min} au moins"
    if self.min is None:
        return f"moins de {self.max}" if self.max_open else f"{self.max} au plus"
    return f"de {self.min} à {self.max}"


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
    message = in_french(error.format_message())
    if isinstance(error, click.UsageError):
        message = re.sub(r"'([^']*)'(?:(:))?", lambda quoted: f"« {quoted[1]} »{' :' if quoted[2] else ''}", message)
        return click.UsageError(message, error.ctx)
    fresh = click.ClickException(message)
    vars(fresh)["exit_code"] = error.exit_code
    return fresh


def in_french(message: str) -> str:
    """A message with the system's reasons in French, without what could command a terminal.

    >>> in_french("Rien n’est écrit : [Errno 13] Permission denied: '/etc/vigie'. Recommencez.")
    'Rien n’est écrit : /etc/vigie : l’accès en est refusé. Recommencez.'
    """
    message = NUMBERED.sub(lambda found: f"{found[2]} : {found[1]}" if found[2] else "", printable(message))
    for english in sorted(REASONS, key=len, reverse=True):  # one may begin as another does
        message = message.replace(english, REASONS[english])
    return message


def toml_fault(error: Exception) -> str:
    """Where a TOML file breaks."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place:
        return f"ligne {place[1]}, colonne {place[2]}"
    return "il n’est pas en UTF-8" if isinstance(error, UnicodeDecodeError) else "il s’arrête trop tôt"
