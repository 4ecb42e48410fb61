"""`watches.toml` read, every setting checked: a wrong one is told with its file, its place, its key and what is allowed."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from db.errors import VaultError
from db.watch_checks import CRITERIA, Check, check, mail_checks, target_checks, watch_checks
from db.watches import DIGEST_HOUR, FEED, FILE, Event, Mail, Secret, Target, Watch, Watches


def read_watches(folder: Path) -> Watches:
    """The watches of a data folder; none where there is no file. Raises VaultError at a setting that cannot be used."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return parsed({}, path)
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(f"{path} ne peut être lu ({error}).") from error
    return parse(text, path)


def parse(text: str, path: Path) -> Watches:
    """What the text of the file says."""
    try:
        return parsed(tomllib.loads(text), path)
    except tomllib.TOMLDecodeError as error:
        raise VaultError(f"{path} n’est pas du TOML ({error}). Corrigez-le, puis « vigie watch list » le relit.") from error


def parsed(document: Mapping[str, Any], path: Path) -> Watches:
    """What a document says, every setting checked."""
    top = {
        "watch": Check(lambda value: isinstance(value, list), "des tables [[watch]]"),
        "target": Check(lambda value: isinstance(value, list), "des tables [[target]]"),
        "mail": Check(lambda value: isinstance(value, dict), "une table [mail]"),
        "digest_hour": Check(lambda value: type(value) is int and 0 <= value <= 23, "une heure entière, de 0 à 23"),
    }
    held = check(document, top, where=str(path))
    targets: dict[str, Target] = {FEED: Target(name=FEED, atom=path.parent / "alerts.atom")}
    for number, entry in enumerate(held.get("target", ()), 1):
        one = target(entry, where=f"{path}, cible {number}", folder=path.parent)
        if one.name in targets and one.name != FEED:
            raise VaultError(f"{path}, cible {number} : « name » : « {one.name} » est déjà le nom d’une autre cible.")
        targets[one.name] = one
    mail = server(held["mail"], where=f"{path}, [mail]", folder=path.parent) if "mail" in held else None
    if mail is None and (wanting := next((one.name for one in targets.values() if one.mail), None)):
        raise VaultError(
            f"{path} : la cible « {wanting} » est une adresse électronique, et il n’y a pas de table [mail] qui dise par quel serveur."
        )
    watches: list[Watch] = []
    for number, entry in enumerate(held.get("watch", ()), 1):
        seen = watch(entry, where=f"{path}, veille {number}", targets=targets)
        if any(one.name == seen.name for one in watches):
            raise VaultError(f"{path}, veille {number} : « name » : « {seen.name} » est déjà le nom d’une autre veille.")
        watches.append(seen)
    return Watches(watches=tuple(watches), targets=targets, mail=mail, digest_hour=held.get("digest_hour", DIGEST_HOUR))


def watch(entry: Any, *, where: str, targets: Mapping[str, Target]) -> Watch:
    """One [[watch]]."""
    held = check(entry, watch_checks(tuple(get_args(Event)), targets), where=where, needed=("name",))
    if "except" in held and "words" not in held:
        raise VaultError(f"{where} : « except » va avec « words » : ce sont les exceptions de ses mots.")
    if not any(name in held for name in (*CRITERIA, "event")):
        raise VaultError(
            f'{where} : rien n’est veillé. Donnez un de {", ".join(CRITERIA)} ; ou event = ["incident"], pour tous les incidents.'
        )
    only_words = "words" in held and not any(name in held for name in CRITERIA if name != "words")
    events = held.pop("event", ["article" if only_words else "incident"])
    lists = {name: tuple(value) for name, value in held.items() if isinstance(value, list)}
    return Watch(
        name=held["name"],
        events=tuple(cast("list[Event]", events)),
        without=lists.pop("except", ()),
        digest=held.get("digest", False),
        **lists,
    )


def target(entry: Any, *, where: str, folder: Path) -> Target:
    """One [[target]]."""
    held = check(entry, target_checks(), where=where, needed=("name",))
    kinds = [name for name in ("mail", "webhook", "atom") if name in held]
    if len(kinds) != 1:
        raise VaultError(f"{where} : une cible a une clé, et une seule, de mail, webhook et atom.")
    own = {"mail": set(), "webhook": {"secret_env", "secret_file", "private", "ca_file"}, "atom": {"address"}}[kinds[0]]
    foreign = held.keys() - own - {"name", kinds[0]}
    if foreign:
        raise VaultError(
            f"{where} : « {min(foreign)} » ne va pas avec {kinds[0]}. Clés possibles : {', '.join(['name', kinds[0], *sorted(own)])}."
        )
    secret = secret_in(held, "secret", where=where, folder=folder)
    if kinds == ["webhook"]:
        if secret is None:
            raise VaultError(f"{where} : un webhook est signé : donnez secret_env (le nom d’une variable) ou secret_file (un fichier).")
        if held["webhook"].startswith("http:") and not held.get("private"):
            raise VaultError(f"{where} : « webhook » : http:// n’est permis que vers une adresse donnée par « private ». Prenez https://.")
    return Target(
        name=held["name"],
        mail=held.get("mail"),
        webhook=held.get("webhook"),
        secret=secret,
        private=tuple(held.get("private", ())),
        ca_file=folder / held["ca_file"] if "ca_file" in held else None,
        atom=folder / held["atom"] if "atom" in held else None,
        address=held.get("address"),
    )


def server(entry: Any, *, where: str, folder: Path) -> Mail:
    """The table [mail]."""
    held = check(entry, mail_checks(), where=where, needed=("host", "from"))
    security = held.get("security", "starttls")
    password = secret_in(held, "password", where=where, folder=folder)
    if ("user" in held) != (password is not None):
        raise VaultError(
            f"{where} : « user » va avec password_env (le nom d’une variable) ou password_file (un fichier), et l’un avec l’autre."
        )
    if security == "none" and (held["host"] not in {"localhost", "127.0.0.1", "::1"} or password):
        raise VaultError(
            f'{where} : « security » : "none" ne vaut que pour un relais de cette machine, sans mot de passe. Prenez starttls ou tls.'
        )
    return Mail(
        host=held["host"],
        sender=held["from"],
        port=held.get("port", {"starttls": 587, "tls": 465, "none": 25}[security]),
        security=security,
        user=held.get("user"),
        password=password,
        ca_file=folder / held["ca_file"] if "ca_file" in held else None,
    )


def secret_in(held: Mapping[str, Any], name: str, *, where: str, folder: Path) -> Secret | None:
    """The reference to a secret, if there is one."""
    env, file = held.get(f"{name}_env"), held.get(f"{name}_file")
    if env and file:
        raise VaultError(f"{where} : {name}_env ou {name}_file, pas les deux.")
    return Secret(env=env, file=folder / file if file else None) if env or file else None
