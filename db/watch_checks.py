"""What each setting of `watches.toml` may be. A wrong one is told with its file, its key, what stood there and what is allowed."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from crawler.french import printable, shown
from db.errors import VaultError
from db.fold import fold
from nlp.gazetteer import known_organisations
from nlp.names import match_key
from nlp.vocabulary import TERMS, Field

CRITERIA = ("organisation", "supplier", "attacker", "sector", "region", "data", "words")
"""What a watch may ask for."""
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
VARIABLE = re.compile(r"(?!VIGIE_)[A-Za-z_][A-Za-z0-9_]*")
CODED: Mapping[str, Field] = {"sector": "sector", "data": "data_type"}


@dataclass(frozen=True)
class Check:
    """Whether a value is right, what is allowed, and what is kept of it."""

    holds: Callable[[Any], bool]
    allowed: str
    keep: Callable[[Any], Any] = lambda value: value


def check(entry: Any, checks: Mapping[str, Check], *, where: str, needed: Collection[str] = ()) -> dict[str, Any]:
    """A table with its values, checked; raises VaultError."""
    if not isinstance(entry, dict):
        raise VaultError(f"{where} : une table est attendue, pas {shown(entry)}.")
    kept = {}
    for key, value in entry.items():
        if key not in checks:
            close = difflib.get_close_matches(key, checks, n=1)
            hint = f"vouliez-vous « {close[0]} » ?" if close else f"les clés sont : {', '.join(checks)}."
            raise VaultError(f"{where} : clé inconnue « {printable(key)} » ; {hint}")
        if not checks[key].holds(value):
            raise VaultError(f"{where} : « {key} » : {shown(value)} ne convient pas ; attendu : {checks[key].allowed}.")
        kept[key] = checks[key].keep(value)
    missing = [key for key in needed if key not in entry]
    if missing:
        raise VaultError(f"{where} : il manque « {missing[0]} », {checks[missing[0]].allowed}.")
    return kept


def texts(value: Any) -> bool:
    """Whether a value is a list of texts, none empty."""
    return isinstance(value, list) and bool(value) and all(map(is_text, value))


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and printable(value) == value and "\n" not in value and len(value) <= 200


def is_webhook(value: Any) -> bool:
    """Whether a value is an address of a webhook, without a password in it."""
    try:
        parts = urlsplit(value) if is_text(value) else None
        return bool(
            parts
            and parts.scheme in {"https", "http"}
            and parts.hostname
            and parts.port != 0
            and not parts.username
            and value.isascii()
            and " " not in value
        )
    except ValueError:
        return False


def are_addresses(value: Any) -> bool:
    try:
        return texts(value) and all(ip_address(one) for one in value)
    except ValueError:
        return False


def code(field: Field, value: Any) -> str | None:
    """The code that a value stands for: itself, or its label in French.

    >>> code("sector", "Santé"), code("data_type", "iban"), code("sector", "astrologie")
    ('health', 'iban', None)
    """
    if not isinstance(value, str):
        return None
    return value if value in TERMS[field] else next((term.code for term in TERMS[field].values() if fold(term.fr) == fold(value)), None)


@cache
def regions() -> Mapping[str, str]:
    """The regions that an organisation may be in, by their folded names."""
    return {fold(row.region): row.region for row in known_organisations() if row.region}


def watch_checks(events: Collection[str], targets: Collection[str]) -> Mapping[str, Check]:
    """The settings of a [[watch]]."""

    def coded(field: Field) -> Check:
        allowed = f"une liste, parmi {', '.join(TERMS[field])} (ou leurs noms français)"
        return Check(
            lambda value: texts(value) and all(code(field, one) for one in value),
            allowed,
            lambda value: [code(field, one) for one in value],
        )

    names = Check(lambda value: texts(value) and all(map(match_key, value)), "une liste de noms d’organisations")
    phrases = Check(
        lambda value: texts(value) and all(fold(one.rstrip("*")) for one in value),
        "une liste de mots ou de suites de mots ; « rançon* » vaut pour ce qui commence ainsi",
    )
    return {
        "name": Check(is_text, "un nom, en quelques mots"),
        "organisation": names,
        "supplier": names,
        "attacker": names,
        "sector": coded("sector"),
        "region": Check(
            lambda value: texts(value) and all(fold(one) in regions() for one in value),
            f"une liste, parmi {', '.join(sorted(regions().values()))}",
            lambda value: [regions()[fold(one)] for one in value],
        ),
        "data": coded("data_type"),
        "words": phrases,
        "except": phrases,
        "event": Check(lambda value: texts(value) and set(value) <= set(events), f"une liste, parmi {', '.join(events)}"),
        "to": Check(lambda value: texts(value) and set(value) <= set(targets), f"une liste de cibles, parmi {', '.join(targets)}"),
        "digest": Check(lambda value: isinstance(value, bool), "true (une lettre par jour) ou false"),
    }


def target_checks() -> Mapping[str, Check]:
    """The settings of a [[target]]."""
    return {
        "name": Check(is_text, "un nom, en quelques mots"),
        "mail": Check(lambda value: is_text(value) and bool(ADDRESS.fullmatch(value)), "une adresse électronique"),
        "webhook": Check(is_webhook, "une adresse qui commence par https://, sans mot de passe dedans"),
        "private": Check(
            are_addresses, "une liste d’adresses IP, une à une, sans plages", lambda value: [str(ip_address(one)) for one in value]
        ),
        "atom": Check(is_text, "le chemin d’un fichier"),
        "address": Check(is_webhook, "l’adresse publique du fichier, qui commence par https://"),
        "ca_file": Check(is_text, "le chemin d’un fichier de certificats (PEM)"),
        **secret_checks("secret"),
    }


def mail_checks() -> Mapping[str, Check]:
    """The settings of [mail]."""
    return {
        "host": Check(lambda value: is_text(value) and bool(HOST.fullmatch(value)), "le nom du serveur d’envoi"),
        "port": Check(lambda value: type(value) is int and 1 <= value <= 65535, "un port entre 1 et 65535"),
        "security": Check(lambda value: value in ("starttls", "tls", "none"), "starttls, tls ou none"),
        "user": Check(is_text, "un nom d’utilisateur"),
        "from": Check(lambda value: is_text(value) and bool(ADDRESS.fullmatch(value)), "une adresse électronique"),
        "ca_file": Check(is_text, "le chemin d’un fichier de certificats (PEM)"),
        **secret_checks("password"),
    }


def secret_checks(name: str) -> Mapping[str, Check]:
    """A secret is named, never written."""
    return {
        f"{name}_env": Check(
            lambda value: is_text(value) and bool(VARIABLE.fullmatch(value)),
            "le nom d’une variable d’environnement, qui ne commence pas par VIGIE_",
        ),
        f"{name}_file": Check(is_text, "le chemin d’un fichier qui ne contient que le secret"),
    }
