"""`watches.toml` written: a watch added or taken out, everything else in the file, comments and order, as it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from db.errors import VaultError
from db.watch_file import parse, read_watches
from db.watches import FILE, Watch

HEAD = """# Veilles de Vigie : qui veut savoir quoi. « vigie watch add » en écrit, « vigie watch list » les relit, « vigie watch test NOM » les essaie.
# Une veille commence quand Vigie la voit pour la première fois : ce que la base sait déjà n’est pas annoncé.
#
# [[watch]]
# name = "Hôpitaux bretons"
# sector = ["health"]              # plusieurs critères : tous ; plusieurs valeurs d’un critère : l’une d’elles
# region = ["Bretagne"]            # critères : organisation, supplier, attacker, sector, region, data, words
# event = ["incident", "status"]   # incident, article, recurrence, status (le statut change), edit (un article est corrigé sans le dire)
# to = ["redaction"]               # sans rien : le fichier Atom alerts.atom, à côté de celui-ci
# digest = true                    # une lettre par jour, à digest_hour (sinon 7 heures), au lieu d’une par alerte
#
# [[watch]]
# name = "Orange, pas le fruit"
# words = ["Orange", "rançon*"]    # casse, accents et pluriels ne comptent pas ; « * » : tout ce qui commence ainsi
# except = ["jus d’orange"]        # une phrase qui contient l’un d’eux ne compte pas
#
# Où : un courriel, un webhook signé ou un fichier Atom. Les secrets n’ont pas leur place ici : donnez une variable ou un fichier.
#
# [mail]
# host = "smtp.votre-domaine.fr"   # security = "starttls" (port 587), "tls" (465) ; "none" (25) : relais de cette machine seulement
# from = "vigie@votre-domaine.fr"
# user = "vigie"
# password_env = "SMTP_PASSWORD"   # ou password_file = "/etc/vigie/smtp"
#
# [[target]]
# name = "redaction"
# mail = "redaction@votre-domaine.fr"
#
# [[target]]
# name = "outil"
# webhook = "https://outil.votre-domaine.fr/vigie"
# secret_file = "/etc/vigie/outil" # signe chaque message : HMAC-SHA256, comme Standard Webhooks
# private = ["10.0.0.7"]           # les adresses qui ne sont pas de l’internet public sont refusées, sauf celles-ci
#
# [[target]]
# name = "flux"
# atom = "flux/veille.atom"
# address = "https://votre-domaine.fr/flux/veille.atom"
"""


def begin_file(folder: Path) -> Path:
    """A file that says what can be written in it; one that is there stays as it is. Raises OSError."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(HEAD, "utf-8")
    return path


def add_watch(folder: Path, entry: Mapping[str, Any]) -> Watch:
    """Add a [[watch]] at the end; raises VaultError if it would not be understood, and then writes nothing."""
    path = folder / FILE
    read_watches(folder)  # never added to a file that is not understood
    held = path.read_text("utf-8") if path.exists() else HEAD
    text = f"{held.rstrip()}\n\n{tomlkit.dumps({'watch': [dict(entry)]})}"
    added = parse(text, path).named(str(entry["name"]))
    assert added is not None  # noqa: S101 - it was just added
    write(path, text)
    return added


def remove_watch(folder: Path, name: str) -> None:
    """Take a [[watch]] out; raises VaultError if there is none of that name."""
    watches = read_watches(folder)
    if watches.named(name) is None:
        known = ", ".join(f"« {one.name} »" for one in watches.watches) or "aucune"
        raise VaultError(f"{folder / FILE} : aucune veille ne s’appelle « {name} ». Veilles : {known}.")
    path = folder / FILE
    document = tomlkit.parse(path.read_text("utf-8"))
    entries: Any = document["watch"]
    place = next(index for index, one in enumerate(entries) if one["name"] == name)
    del entries[place]
    if not entries:
        del document["watch"]
    write(path, tomlkit.dumps(document))


def write(path: Path, text: str) -> None:
    """Put a text in the place of a file, at once."""
    beside = path.with_name(f".{path.name}.fresh")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(text, "utf-8")
    beside.replace(path)
