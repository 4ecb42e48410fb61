"""What can go wrong with a database, said so that the reader knows what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path


class VaultError(Exception):
    """The database cannot be used, or the content offered to it cannot be kept; the message says what, where and what next."""


class WrongDatabase(VaultError):  # noqa: N818 - read as a sentence: raise WrongDatabase
    """The file is no database of Vigie's, or belongs to a newer Vigie."""


class UnknownArticle(VaultError):  # noqa: N818
    """A reading of an article that the database does not hold, or holds with another text."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's own errors on `path` into sentences that name the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise VaultError(explain(error, path)) from error
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise VaultError(full(path)) from error
        if error.errno in {EACCES, EPERM, EROFS}:
            raise VaultError(
                f"{error.filename or path} : {error.strerror}. Vérifiez les droits sur ce dossier, ou donnez-en un autre par --data."
            ) from error
        raise
    except OverflowError as error:
        raise VaultError(f"{path} : un nombre dépasse 64 bits et ne peut être gardé ({error}).") from error


def explain(error: sqlite3.Error, path: Path) -> str:
    """The sentence for one of SQLite's errors."""
    said = str(error)
    if "full" in said:
        return full(path)
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return f"{path} : impossible d’y écrire ou de l’ouvrir ({said}). Vérifiez que le dossier existe et que vous en avez les droits."
    if "locked" in said or "busy" in said:
        return f"{path} : base occupée par un autre programme ({said}). Attendez qu’il ait fini, puis recommencez."
    if "malformed" in said or "not a database" in said:
        return f"{path} : fichier abîmé ou qui n’est pas une base SQLite ({said}). Rétablissez une sauvegarde."
    return f"{path} : {said}"


def full(path: Path) -> str:
    """No room left: what was saved stays, the transaction under way is undone."""
    return (
        f"{path} : le disque est plein. Ce qui était enregistré l’est toujours, l’opération en cours est annulée. "
        "Libérez de la place, puis recommencez."
    )
