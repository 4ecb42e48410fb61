"""Whether a file is a public edition that this Vigie can serve; if not, what it is and what to do."""

import sqlite3
from pathlib import Path

from db.connect import PUBLIC_ID, WORKING_ID
from db.copying import digest
from db.edition import FORM, TABLES
from db.errors import VaultError

SUM = ".sha256"
"""Ending of the file beside an edition that holds the sum of its bytes, and the digest of its content."""
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
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise VaultError(f"{path} est abîmé ou n’est pas une base SQLite ({error}). {AGAIN}") from error
    if missing:
        raise VaultError(f"{path} est abîmé : il y manque {', '.join(sorted(missing))}. {AGAIN}")
    if faults != ["ok"] or not held.get("content_sha256"):
        raise VaultError(f"{path} est abîmé ({' '.join(faults[0].split())[:120] if faults else 'illisible'}). {AGAIN}")
    content: str = held["content_sha256"]
    check_sum(path, content)
    return content


def write_sum(fresh: Path, path: Path, content: str) -> None:
    """Note the sum of an edition's bytes beside the name that it is about to take: SQLite itself sees no damage within a text."""
    note = path.with_name(path.name + SUM)
    draft = note.with_name(f".{note.name}.fresh")
    draft.write_text(f"{digest(fresh)}  {content}\n", "utf-8")
    draft.replace(note)


def check_sum(path: Path, content: str) -> None:
    """Refuse an edition whose bytes are not those that were noted; a note of another edition says nothing of this one."""
    try:
        noted, _, of = path.with_name(path.name + SUM).read_text("utf-8").strip().partition("  ")
    except OSError:
        return
    if of == content and digest(path) != noted:
        raise VaultError(f"{path} est abîmé : il n’est plus tel qu’il a été publié. {AGAIN}")


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
