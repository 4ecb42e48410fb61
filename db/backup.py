"""Backups: the working database, and what editors wrote beside it, in one archive with its checksums; and back again.

    manifest.json      which Vigie made it, when, of which schema; SHA-256 of each file
    vigie.db           one file, whole, without journals
    decisions.toml …   every .toml and .jsonl of the data folder

The public edition is not in it: `vigie publish` makes the same one again. `tar xf` opens it without Vigie.
"""

import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from crawler.ports import now
from db.connect import WORKING, check_age, check_owner
from db.copying import copy_database, digest, faults_of, settle, stamp, sync
from db.errors import VaultError, WrongDatabase, explained
from db.schema import schema

MANIFEST = "manifest.json"
BESIDE = (".toml", ".jsonl")
"""Endings of what an editor writes in the data folder: decisions, judgements, watches."""
FORM = 1
SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds."""

    vigie: str
    made: str
    schema: str | None
    """The last migration of its database."""
    articles: int
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each."""


def backup(folder: Path, target: Path, *, version: str) -> Backup:
    """Write the backup of a data folder, a run being under way or not; it takes its name once it is whole. Raises VaultError."""
    if not target.parent.is_dir():
        raise VaultError(f"{target} ne peut être écrit : le dossier {target.parent} n’existe pas. Faites-le, ou donnez un autre fichier.")
    fresh = target.with_name(f".{target.name}.fresh")
    with explained(target), TemporaryDirectory(prefix=".vigie-backup-", dir=target.parent) as name:
        inside = Path(name)
        source = read_source(folder / WORKING)
        try:
            copy_database(source.conn, inside / WORKING)
        finally:
            source.close()
        copy = read_source(inside / WORKING)
        try:
            last, articles = last_migration(copy), copy.conn.execute("select count(*) from articles").fetchone()[0]
        finally:
            copy.close()
        for path in sorted(folder.iterdir()):
            if path.suffix in BESIDE and path.is_file():
                shutil.copyfile(path, inside / path.name)
        files = {path.name: digest(path) for path in sorted(inside.iterdir())}
        made = Backup(vigie=version, made=now(), schema=last, articles=articles, files=files)
        (inside / MANIFEST).write_text(json.dumps({"form": FORM, **asdict(made)}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        try:
            fresh.touch(mode=0o600)
            with tarfile.open(fresh, "w:gz" if target.name.endswith((".gz", ".tgz")) else "w") as archive:
                for one in (MANIFEST, *files):
                    archive.add(inside / one, one, filter=nobodys)
            settle(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
    return made


def nobodys(file: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the account that made it, which the machine it comes to need not know."""
    file.uid = file.gid = 0
    file.uname = file.gname = ""
    file.mode = 0o600
    return file


def read_source(path: Path) -> Database:
    """The database to be kept, read only; an older Vigie's too, for it is kept as it is."""
    if not path.exists():
        raise WrongDatabase(f"{path} n’existe pas : il n’y a rien à sauvegarder. Donnez le dossier des données par --data.")
    db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True))
    try:
        with explained(path):
            db.conn.execute("pragma busy_timeout = 10000").fetchall()
            check_owner(db, path)
    except BaseException:
        db.close()
        raise
    return db


def last_migration(db: Database) -> str | None:
    """The name of the newest migration that a database has had."""
    applied = schema.applied(db)
    return applied[-1].name if applied else None


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was put back, and where what stood there is kept."""

    articles: int
    made: str | None
    files: tuple[str, ...]
    kept: Path | None
    older: bool
    """Its schema is older than this Vigie's: the next writing migrates it."""


def restore(folder: Path, source: Path) -> Restored:
    """Put a backup back into a data folder, whose lock the caller holds. What stands there is kept beside. Raises VaultError."""
    with explained(folder / WORKING), TemporaryDirectory(prefix=".vigie-restore-", dir=folder) as name:
        inside = Path(name)
        manifest = unpack(source, inside)
        older = check(inside / WORKING, source)
        with closing(sqlite3.connect(inside / WORKING)) as conn:
            articles = conn.execute("select count(*) from articles").fetchone()[0]
        for path in inside.iterdir():
            sync(path)
        files = tuple(sorted(path.name for path in inside.iterdir()))
        kept = keep_beside(folder, files)
        for one in sorted(files, key=lambda one: one == WORKING):  # the database last: it is what makes the folder this one's
            (inside / one).replace(folder / one)
        sync(folder)
    return Restored(articles=articles, made=manifest.get("made"), files=files, kept=kept, older=older)


def unpack(source: Path, inside: Path) -> Mapping[str, Any]:
    """The files of a backup, each found to be what the manifest says; of a bare copy of a database, that one alone."""
    with source.open("rb") as file:
        bare = file.read(len(SQLITE)) == SQLITE
    if bare:
        shutil.copyfile(source, inside / WORKING)
        return {}
    try:
        with tarfile.open(source) as archive:
            held = {one.name: one for one in archive.getmembers() if one.isfile()}
            manifest = json.loads(content(archive, held, MANIFEST, source).read())
            check_manifest(manifest, source)
            for name, wanted in manifest["files"].items():
                with (inside / name).open("wb") as out:
                    shutil.copyfileobj(content(archive, held, name, source), out)
                if digest(inside / name) != wanted:
                    raise VaultError(
                        f"{source} est abîmée : {name} n’a pas l’empreinte notée. Prenez une autre sauvegarde. Rien n’a changé."
                    )
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise VaultError(
            f"{source} n’est pas une sauvegarde de Vigie, ou est abîmée ({error}). Prenez-en une autre. Rien n’a changé."
        ) from error
    return dict(manifest)


def content(archive: tarfile.TarFile, held: Mapping[str, tarfile.TarInfo], name: str, source: Path) -> Any:
    """The bytes of a file of the archive."""
    if name not in held:
        raise VaultError(f"{source} n’est pas une sauvegarde de Vigie : il y manque {name}. Donnez-en une autre. Rien n’a changé.")
    return archive.extractfile(held[name])


def check_manifest(manifest: Any, source: Path) -> None:
    """Refuse what a newer Vigie has written, and names that would leave the folder."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict) or WORKING not in manifest["files"]:
        raise VaultError(f"{source} n’est pas une sauvegarde de Vigie : son manifeste est illisible. Rien n’a changé.")
    if manifest.get("form", 0) > FORM:
        raise VaultError(f"{source} vient d’une Vigie plus récente. Mettez Vigie à jour, puis recommencez. Rien n’a changé.")
    for name in manifest["files"]:
        if name != WORKING and (Path(name).name != name or name.startswith(".") or Path(name).suffix not in BESIDE):
            raise VaultError(f"{source} : « {name} » n’a pas sa place dans une sauvegarde. Rien n’a changé.")


def check(path: Path, source: Path) -> bool:
    """Refuse a database that is damaged, another program's, or a newer Vigie's; whether it is an older one's."""
    db = Database(sqlite3.connect(path))
    try:
        try:
            faults = faults_of(db.conn)
            check_owner(db, source)
            check_age(db, source)
        except sqlite3.Error as error:
            raise VaultError(f"{source} est abîmée ({error}). Prenez une autre sauvegarde. Rien n’a changé.") from error
        if faults:
            raise VaultError(f"{source} est abîmée ({faults}). Prenez une autre sauvegarde. Rien n’a changé.")
        return bool(schema.pending(db))
    finally:
        db.close()


def keep_beside(folder: Path, files: tuple[str, ...]) -> Path | None:
    """Move what a restoration replaces to a folder of its own; the journals of the database with it."""
    fold_in(folder / WORKING)
    there = [folder / name for name in (*files, f"{WORKING}-wal", f"{WORKING}-shm") if (folder / name).exists()]
    if not there:
        return None
    kept = folder / f"before-restore-{stamp()}"
    kept.mkdir(mode=0o700)
    for path in there:
        if path.name == WORKING:
            with suppress(OSError):
                os.link(path, kept / path.name)  # it keeps its name too, until the other takes it: at no moment is there none
                continue
        path.replace(kept / path.name)
    sync(kept)
    return kept


def fold_in(path: Path) -> None:
    """Have a database take its journal in, where it is sound enough for that."""
    if path.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as conn:
            conn.execute("pragma wal_checkpoint(truncate)").fetchall()
