"""Save articles and readings, all or nothing: an article with its revision, a reading with all its findings.

Only new content writes: saving the same thing twice changes no row.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from json import dumps, loads
from operator import itemgetter
from typing import Any, Literal

from sqlite_utils import Database

from crawler.article import ARTICLE, Article, article_row
from db.errors import UnknownArticle
from db.identity import draw
from db.rows import TABLES, Row, reading_rows
from db.unmatched import is_forgotten
from db.versions import remember
from nlp.reading import Finding, Reading, text_hash

Saved = Literal["new", "revised", "touched", "same"]
"""What saving did: a newcomer, other words than before, the same words with other particulars, nothing."""

BATCH = 200
"""Articles in memory at once when the whole table is walked."""
JSON_COLUMNS = ("authors", "tags")
WORDS = ("title", "lead", "text")
REVISED = (*WORDS, "text_sha256", "modified", "fetched")


def save_article(db: Database, article: Article) -> Saved:
    """Keep an article. Other words than those held make a revision of the old ones."""
    row = article_columns(article)
    with db.atomic():
        held = fetch(db, "select * from articles where url = ?", [article.url])
        if held is None:
            if is_forgotten(db, article.url):
                return "same"
            insert(db, "articles", [{"id": new_number(db, "articles", article.url), **row}])
            return "new"
        if all(held[name] == row[name] for name in WORDS):
            return "touched" if touch(db, held, row) else "same"
        insert(db, "article_revisions", [{"article": held["id"], **{name: held[name] for name in REVISED}}])
        update(db, "articles", held["id"], row)
        return "revised"


def article_columns(article: Article) -> Row:
    """An article as a row: tuples as JSON, the hashes of its words beside it."""
    row = article_row(article)
    for name in JSON_COLUMNS:
        row[name] = dumps(row[name], ensure_ascii=False)
    row["paywalled"] = int(row["paywalled"])
    return row | {"title_sha256": text_hash(article.title), "text_sha256": text_hash(article.text)}


def touch(db: Database, held: Row, row: Row) -> bool:
    """Write what changed beside the words; that an article was fetched again is no change."""
    changed = {name: value for name, value in row.items() if name != "fetched" and held[name] != value}
    if changed:
        update(db, "articles", held["id"], changed)
    return bool(changed)


def correct_article(db: Database, article: Article) -> bool:
    """Put right how a kept article was read, its page being the same: no revision of the publisher's; False if nothing differs."""
    with db.atomic():
        held = fetch(db, "select * from articles where url = ?", [article.url])
        if held is None or not touch(db, held, row := article_columns(article)):
            return False
        if any(held[name] != row[name] for name in WORDS):
            # A reading of other words of the same version would count as an edit of the publisher's.
            db.conn.execute("update readings set version = '' where article = ?", [held["id"]])
        return True


@dataclass
class Sheaf:
    """Rows of readings that are inserted together, table by table: one statement for hundreds of articles. Lives within one transaction."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    """By the statement that inserts them."""
    articles: set[int] = field(default_factory=set)

    def add(self, table: str, article: int, rows: list[Row]) -> None:
        """Keep the rows of an article's reading."""
        self.articles.add(article)
        if rows:
            sql, values = insertion(table, tuple(rows[0]), "article")
            self.rows.setdefault(sql, []).extend([(article, *values(row)) for row in rows])

    def write(self, db: Database) -> None:
        """Insert what was kept."""
        for sql, rows in self.rows.items():
            db.conn.executemany(sql, rows)
        self.rows.clear()
        self.articles.clear()


def save_reading(db: Database, reading: Reading, sheaf: Sheaf | None = None) -> bool:
    """Replace what is known of an article by this reading; False if it was there already. In a transaction, it is the caller's to undo.

    `sheaf`: where the rows wait until the caller writes them.
    """
    if sheaf is not None:
        return keep(db, reading, sheaf)
    with nullcontext() if db.conn.in_transaction else db.atomic():
        alone = Sheaf()
        new = keep(db, reading, alone)
        alone.write(db)
    return new


def keep(db: Database, reading: Reading, sheaf: Sheaf) -> bool:
    """Clear what was known of an article, and keep the rows that are to stand instead."""
    article = fetch(db, READ_BEFORE, [reading.url])
    check_reading(reading, article)
    assert article is not None  # noqa: S101 - check_reading has refused it
    number, rows = article["id"], reading_rows(reading)
    head = {
        "text_sha256": reading.text_sha256, "title_sha256": article["title_sha256"], "version": reading.version, "about": reading.about,
    }  # fmt: skip
    if number in sheaf.articles:
        sheaf.write(db)
        article["read"] = number
    if article["read"] is not None:
        held = fetch(db, "select * from readings where article = ?", [number])
        if held == {"article": number, **head} and all(held_findings(db, table, number) == rows[table] for table in TABLES):
            return False
        remember(db, number, reading.version, reading.text_sha256, article["title_sha256"])
        for table in ("readings", *TABLES):
            db.conn.execute(f"delete from {table} where article = ?", [number])  # noqa: S608 - names of ours
    sheaf.add("readings", number, [head])
    for table in TABLES:
        sheaf.add(table, number, rows[table])
    return True


READ_BEFORE = """select a.id, a.title, a.text, a.title_sha256, a.text_sha256, r.article as read
  from articles a left join readings r on r.article = a.id where a.url = ?"""


def check_reading(reading: Reading, article: Row | None) -> None:
    """Refuse a reading of words that the database does not hold."""
    if article is None:
        raise UnknownArticle(
            f"{reading.url} : lecture d’un article inconnu. Chargez d’abord l’article, ou donnez title et text sur la ligne."
        )
    if reading.text_sha256 != article["text_sha256"]:
        raise UnknownArticle(f"{reading.url} : lecture d’un autre texte que celui de la base. Relisez l’article avec « vigie tag ».")
    for finding in findings(reading):
        words = article["title" if finding.in_ == "title" else "text"]
        if words[finding.start : finding.start + len(finding.raw)] != finding.raw:
            raise UnknownArticle(
                f"{reading.url} : « {finding.raw} » n’est pas au caractère {finding.start} ({finding.in_}). Relisez l’article avec « vigie tag »."
            )


def findings(reading: Reading) -> Iterator[Finding]:
    """Every finding of a reading."""
    yield from (*reading.victims, *reading.organisations, *reading.counts, *reading.data_exposed, *reading.data_denied)
    for date in (reading.incident_date, *(part.incident_date for part in reading.incidents)):
        if date is not None:
            yield date
    for words in reading.evidence.values():
        yield from words


@dataclass(frozen=True, kw_only=True)
class Unread:
    """How many articles wait for the reader, and the articles."""

    total: int
    articles: Iterator[Article]


def to_tag(db: Database, version: str | None, *, everything: bool = False, stale: bool = False) -> Unread:
    """The articles whose reading is missing, of other words, or not of this version of the pipeline (None: of any).

    `stale`: only those that have a reading, of another version.
    """
    waiting = """select a.id from articles a left join readings r on r.article = a.id
      where :everything or r.version <> coalesce(:version, r.version)
        or (not :stale and (r.article is null or r.text_sha256 <> a.text_sha256 or r.title_sha256 <> a.title_sha256))
      order by a.url"""
    numbers = [number for (number,) in db.conn.execute(waiting, {"everything": everything, "version": version, "stale": stale})]
    return Unread(total=len(numbers), articles=articles(db, numbers))


def articles(db: Database, numbers: Iterable[int] | None = None) -> Iterator[Article]:
    """Articles by their numbers, or all in the order of their addresses, a few in memory at a time."""
    if numbers is None:
        numbers = [number for (number,) in db.conn.execute("select id from articles order by url")]
    queue = list(numbers)
    for start in range(0, len(queue), BATCH):
        batch = queue[start : start + BATCH]
        marks = ", ".join("?" * len(batch))
        rows = {row["id"]: row for row in db.query(f"select * from articles where id in ({marks})", batch)}  # noqa: S608
        for number in batch:
            if number in rows:
                yield as_article(rows[number])


def as_article(row: Row) -> Article:
    """An article as it was saved."""
    values = {name: value for name, value in row.items() if name not in {"id", "title_sha256", "text_sha256"}}
    for name in JSON_COLUMNS:
        values[name] = loads(values[name])
    return ARTICLE.validate_python(values | {"paywalled": bool(values["paywalled"])})


def fetch(db: Database, sql: str, parameters: Iterable[Any] = ()) -> Row | None:
    """The first row of a query, by column names."""
    cursor = db.conn.execute(sql, list(parameters))
    row = cursor.fetchone()
    return None if row is None else dict(zip((name for name, *_ in cursor.description), row, strict=True))


def held_findings(db: Database, table: str, article: int) -> list[Row]:
    """What a table holds of an article, in the form that `reading_rows` gives."""
    sql = f"select * from {table} where article = ? order by id"  # noqa: S608 - names of ours
    unwanted = {"id", "article", "organisation"}
    return [{name: value for name, value in row.items() if name not in unwanted} for row in db.query(sql, [article])]


def insert(db: Database, table: str, rows: list[Row]) -> None:
    """Insert rows that have the same columns; inside the caller's transaction."""
    if rows:
        sql, values = insertion(table, tuple(rows[0]))
        db.conn.executemany(sql, map(values, rows))


@cache
def insertion(table: str, names: tuple[str, ...], *first: str) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    """The statement that inserts a row, and what takes its values out of the row, save those of the `first` columns."""
    columns = (*first, *names)
    sql = f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"  # noqa: S608 - names of ours
    return sql, itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)


def update(db: Database, table: str, number: int, values: Row) -> None:
    """Set columns of one row; inside the caller's transaction."""
    sets = ", ".join(f"{name} = ?" for name in values)
    db.conn.execute(f"update {table} set {sets} where id = ?", [*values.values(), number])  # noqa: S608 - names of ours


def new_number(db: Database, table: str, key: str) -> int:
    """A permanent number for `key` that no row of the table has."""
    sql = f"select 1 from {table} where id = ?"  # noqa: S608 - names of ours
    return draw(table, key, taken=lambda number: db.conn.execute(sql, [number]).fetchone() is not None)
