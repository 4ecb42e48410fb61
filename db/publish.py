"""Publish: bake the public edition into a fresh file beside the old one, and swap it in if its content is new.

A reader of the old file keeps it until it opens the new one; a bake that is killed leaves only a file that the next one replaces.
"""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from pathlib import Path

from sqlite_utils import Database

from db.bake import bake_addresses, bake_articles, bake_beside, bake_changes, bake_incidents, bake_organisations, bake_sources, signers
from db.bake_search import bake_search
from db.connect import PUBLIC, PUBLIC_ID, WORKING
from db.copying import remove, settle, sync
from db.edition import FORM, FULL_TEXT, INDEXES, TABLES
from db.edition_check import digest_of, write_sum
from db.edition_views import VIEWS
from db.errors import VaultError, explained
from db.extracts import MOST, SHARE
from db.facts import Shown
from db.quality import quality_rows
from db.rows import Row
from db.sample import judged_rows, read_answers
from db.vocabulary import vocabulary_rows
from db.withdrawn import withdrawn

LICENCE = "Licence Ouverte 2.0"
PAGES = 0xFFFFFFFE
"""How large an edition may grow: SQLite's own limit (tests lower it)."""
UNHASHED = {"search_documents", "history", "history_values", "withdrawals"}
"""Made from other tables, or noted without their times."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """What publishing did."""

    path: Path
    changed: bool
    size: int
    articles: int
    incidents: int
    organisations: int
    share: float
    """The greatest share of an article's text that the edition republishes, in extracts and in facts' own words."""
    extracts: float
    """The greatest share that stands in extracts."""
    characters: int
    """The most characters of an article that it republishes."""
    url: str | None
    """The article with the greatest share."""
    faults: tuple[str, ...] = ()
    """What was left out for being unreadable, said for the operator."""


class Baker:
    """Writes rows of the edition and remembers what was written."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.digest = sha256(str(FORM).encode())
        self.written: Counter[str] = Counter()
        self.share, self.extracts, self.characters, self.url = 0.0, 0.0, 0, ""
        self.left_out: set[int] = set()
        """Organisations of which a mention was a person's."""

    def write(self, table: str, rows: list[Row]) -> None:
        """Insert rows; those without a number are numbered from 1."""
        if not rows:
            return
        numbered = [row if "id" in row else {"id": self.written[table] + place, **row} for place, row in enumerate(rows, 1)]
        self.written[table] += len(rows)
        names = list(numbered[0])
        values = [[row[name] for name in names] for row in numbered]
        sql = f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})"  # noqa: S608 - names of ours
        self.conn.executemany(sql, values)
        if table not in UNHASHED:
            self.digest.update(dumps([table, names, values], ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def note(self, text: str) -> None:
        """Count something that is in the file in another form as content."""
        self.digest.update(text.encode())

    def republished(self, url: str, shown: Shown) -> None:
        """Remember the greatest share of an article that is shown."""
        if (shown.share, url) > (self.share, self.url):
            self.share, self.url = shown.share, url
        self.extracts = max(self.extracts, shown.extracts)
        self.characters = max(self.characters, shown.characters)


def publish(db: Database, folder: Path, *, share: float = SHARE, most: int = MOST, licence: str = LICENCE, version: str = "") -> Published:
    """Bake the public edition of a working database into `folder`; the old file stays if nothing changed."""
    path, fresh = folder / PUBLIC, folder / f".{PUBLIC}.fresh"
    remove(fresh)
    try:
        with explained(path):
            baker, digest = bake(db, fresh, share=share, most=most, licence=licence, version=version)
            changed = digest != held_digest(path)
            if changed:
                write_sum(fresh, path, digest)
                # The chain that others will hold us to must be on our own disk before they see it.
                sync_log(folder)
                settle(fresh, path)
    finally:
        remove(fresh)
    return Published(
        path=path,
        changed=changed,
        size=path.stat().st_size,
        articles=baker.written["articles"],
        incidents=baker.written["incidents"],
        organisations=baker.written["organisations"],
        share=baker.share,
        extracts=baker.extracts,
        characters=baker.characters,
        url=baker.url or None,
        faults=read_answers(folder).faults,
    )


def bake(db: Database, fresh: Path, *, share: float, most: int, licence: str, version: str) -> tuple[Baker, str]:
    """Write a whole edition to a new file; returns what was written and the digest of its content."""
    conn = sqlite3.connect(fresh)
    try:
        # The file is thrown away if anything goes wrong: no journal, one sync at the end.
        for pragma in (
            f"application_id = {PUBLIC_ID}", "journal_mode = off", "synchronous = off", "cache_size = -65536", f"max_page_count = {PAGES}",
        ):  # fmt: skip
            conn.execute(f"pragma {pragma}").fetchall()
        for sql in TABLES.values():
            conn.execute(sql)
        baker = Baker(conn)
        with db.atomic(), conn:
            baker.write("vocabulary", vocabulary_rows())
            read_by = readings(db)
            baker.write("quality", [*judged_rows(fresh.parent, version=next(iter(read_by), None)), *quality_rows()])
            conn.execute(FULL_TEXT[2])
            persons = signers(db)
            away = withdrawn(db)
            bake_articles(db, baker, persons, away, share=share, most=most)
            for sql in INDEXES:
                conn.execute(sql)
            bake_organisations(db, baker, persons, away)
            bake_incidents(db, baker, persons)
            bake_addresses(db, baker)
            bake_beside(db, baker)
            bake_sources(db, baker)
            head = bake_changes(db, baker, away)
            baker.note(f"{version}\n{licence}")
            digest = baker.digest.hexdigest()
            bake_search(conn, baker)
            about = {
                "form": str(FORM), "version": version, "content_sha256": digest, "licence": licence,
                "readings": dumps(read_by, ensure_ascii=False), "history_head": head or "",
            }  # fmt: skip
            baker.write("edition", [{"name": name, "value": value} for name, value in about.items()])
        for sql in (*VIEWS, *FULL_TEXT[:2]):
            conn.execute(sql)
        conn.commit()
        conn.execute("insert into search (search) values ('optimize')")
        conn.execute("insert into article_words (article_words) values ('optimize')")
        conn.execute("analyze")
        conn.commit()
        broken = conn.execute("pragma foreign_key_check").fetchone()
        if broken:
            raise VaultError(
                f"{fresh} : la table {broken[0]} renvoie à une ligne absente de {broken[2]}. Signalez cette erreur ; l’ancienne édition reste."
            )
        conn.execute("vacuum")
        conn.execute("pragma journal_mode = delete").fetchall()
    finally:
        conn.close()
    return baker, digest


def readings(db: Database) -> dict[str, int]:
    """How many articles each version of the reader read, of those that are published with their facts; the most first."""
    sql = """select r.version, count(*) from readings r join articles a on a.id = r.article and r.text_sha256 = a.text_sha256
      and r.title_sha256 = a.title_sha256 group by 1 order by 2 desc, 1 desc"""
    return dict(db.conn.execute(sql).fetchall())


def held_digest(path: Path) -> str | None:
    """The digest of the edition that is served now; None if there is none, or none that is whole."""
    try:
        return digest_of(path)
    except VaultError:
        return None


def sync_log(folder: Path) -> None:
    """Have the disk keep what the working database's write-ahead log holds."""
    log = folder / f"{WORKING}-wal"
    if log.exists():
        sync(log)
