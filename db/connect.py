"""Open a database of Vigie's: made if missing, migrated if older, refused if it is another program's or a newer Vigie's."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from db.copying import guard_copy
from db.errors import WrongDatabase, explained
from db.schema import schema

WORKING = "vigie.db"
PUBLIC = "vigie-public.db"

WORKING_ID = 0x56494749
"""`VIGI`, in SQLite's application_id: which program a file belongs to."""
PUBLIC_ID = 0x56494750
"""`VIGP`: the public edition."""

PRAGMAS = ("journal_mode = wal", "synchronous = normal", "foreign_keys = on", "busy_timeout = 10000", "temp_store = memory")


def open_working(folder: Path) -> Database:
    """The working database of a data folder, ready to write."""
    folder.mkdir(parents=True, exist_ok=True)
    return open_database(folder / WORKING)


def open_database(path: Path) -> Database:
    """Open, create or migrate the working database at `path`."""
    with explained(path):
        db = Database(sqlite3.connect(path))
        try:
            check_owner(db, path)
            for pragma in PRAGMAS:
                db.conn.execute(f"pragma {pragma}").fetchall()
            check_age(db, path)
            if application_id(db) != WORKING_ID:
                db.conn.execute(f"pragma application_id = {WORKING_ID}")
            migrate(db, path)
        except BaseException:
            db.close()
            raise
    return db


def migrate(db: Database, path: Path) -> Path | None:
    """Apply the migrations that are pending; a database that holds something is copied first. Where the copy is; None: there is none."""
    pending = schema.pending(db)
    kept = guard_copy(db.conn, path, before=pending[0].name) if pending and schema.applied(db) else None
    schema.apply(db)
    return kept


def folder_of(db: Database) -> Path:
    """The data folder that the working database lies in."""
    return Path(db.conn.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]).parent


def read_database(path: Path) -> Database:
    """Open a database for reading only; the file must be there."""
    if not path.exists():
        raise WrongDatabase(f"{path} n’existe pas encore. Lancez d’abord « vigie run » ou « vigie crawl », ou donnez --data DOSSIER.")
    with explained(path):
        db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True))
        try:
            db.conn.execute("pragma busy_timeout = 10000").fetchall()
            check_owner(db, path)
            check_age(db, path, migrated=True)
        except BaseException:
            db.close()
            raise
    return db


def application_id(db: Database) -> int:
    """Which program the file says it belongs to; 0: it does not say."""
    number: int = db.conn.execute("pragma application_id").fetchone()[0]
    return number


def check_owner(db: Database, path: Path) -> None:
    """Refuse the database of another program: an empty file is nobody's, one with tables and no mark of ours is somebody's."""
    owner = application_id(db)
    if owner == PUBLIC_ID:
        raise WrongDatabase(f"{path} est une édition publique, pas une base de travail. Donnez le dossier qui contient {WORKING}.")
    if owner != WORKING_ID and (owner or db.table_names()):
        raise WrongDatabase(f"{path} est la base d’un autre programme : rien n’y est écrit. Donnez un autre dossier par --data.")


def check_age(db: Database, path: Path, *, migrated: bool = False) -> None:
    """Refuse a database that a newer Vigie has migrated; if it has to be `migrated` already, an older one too."""
    if migrated and schema.pending(db):
        raise WrongDatabase(f"{path} vient d’une Vigie plus ancienne. Lancez « vigie upgrade » pour la mettre à jour.")
    empty = Database(memory=True)
    known = {migration.name for migration in schema.pending(empty)}
    empty.close()
    newer = [migration.name for migration in schema.applied(db) if migration.name not in known]
    if newer:
        raise WrongDatabase(
            f"{path} vient d’une Vigie plus récente (il lui manque ici : {', '.join(newer)}). Mettez Vigie à jour, ou donnez un autre dossier."
        )
