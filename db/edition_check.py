"""Whether a file is a public edition that this Vigie can serve; if not, what it is and what to do."""

import sqlite3
from pathlib import Path

from db.connect import PUBLIC_ID, WORKING_ID
from db.edition import FORM, TABLES
from db.errors import VaultError

AGAIN = "Lancez « vigie publish » pour la refaire."


def digest_of(path: Path) -> str:
    """The digest of an edition's content, once the file is found whole. Raises VaultError."""
    if not path.exists():
        raise VaultError(f"{path} n’existe pas encore. Lancez d’abord « vigie publish » (ou « vigie run »), ou donnez --data DOSSIER.")
    if path.is_file() and not path.stat().st_size:
        raise VaultError(f"{path} est un fichier vide, pas une édition publique. {AGAIN}")
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            check_owner(conn.execute("pragma application_id").fetchone()[0], path)
            held = dict(conn.execute("select name, value from edition").fetchall())
            check_form(held.get("form"), path)
            missing = TABLES.keys() - {name for (name,) in conn.execute("select name from sqlite_master")}
            faults = [said for (said,) in conn.execute("pragma quick_check(1)")]
        finally:
            conn.close()
    except sqlite3.Error as error:
        raise VaultError(f"{path} est abîmé ou n’est pas une base SQLite ({error}). {AGAIN}") from error
    if missing:
        raise VaultError(f"{path} est abîmé : il y manque {', '.join(sorted(missing))}. {AGAIN}")
    if faults != ["ok"] or not held.get("content_sha256"):
        raise VaultError(f"{path} est abîmé ({' '.join(faults[0].split())[:120] if faults else 'illisible'}). {AGAIN}")
    digest: str = held["content_sha256"]
    return digest


def check_owner(owner: int, path: Path) -> None:
    """Refuse what another program, or another part of this one, has made."""
    if owner == WORKING_ID:
        raise VaultError(f"{path} est une base de travail, pas une édition publique : elle n’est pas servie. {AGAIN}")
    if owner != PUBLIC_ID:
        raise VaultError(f"{path} n’est pas une édition publique de Vigie. Donnez le dossier qui la contient, ou lancez « vigie publish ».")


def check_form(form: str | None, path: Path) -> None:
    """Refuse the tables of another Vigie."""
    number = int(form) if form and form.isdigit() else 0
    if number < FORM:
        raise VaultError(f"{path} a été préparé par une Vigie plus ancienne (forme {form or 'inconnue'}, ici {FORM}). {AGAIN}")
    if number > FORM:
        raise VaultError(f"{path} a été préparé par une Vigie plus récente (forme {form}, ici {FORM}). Mettez Vigie à jour.")
