"""Copies: articles that are another outlet's text (an agency's, a partner's), each pointing to the one that came first.

`mark` looks only at articles whose text it has not seen yet, and finds what they resemble by a table of bands (`db.shingles`): the cost
of a run is that of its new articles. Nothing here is lost by doing it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from db.periods import period
from db.rows import Row
from db.shingles import Shingles, bands, is_copy, likeness, shingles

TABLES = (
    """create table text_signatures (
      article integer primary key references articles(id) on delete cascade, text_sha256 text not null) strict""",
    """create table text_bands (
      id integer primary key, band integer not null, article integer not null references articles(id) on delete cascade) strict""",
    "create index text_bands_by_band on text_bands(band, article)",
    "create index text_bands_by_article on text_bands(article)",
    """create table copies (
      article integer primary key references articles(id) on delete cascade,
      original integer not null references articles(id) on delete cascade,
      likeness real not null check (likeness between 0 and 1), check (article <> original)) strict""",
    "create index copies_by_original on copies(original)",
)

INDEPENDENT = "not exists (select 1 from copies where copies.article = a.id)"
"""Whether an article `a` is a source of its own."""

APART = 60
"""Days between two articles beyond which one is no copy of the other, but tells again."""
AT_ONCE = 100
IN_HOUSE = 8
"""Bands that two texts of one outlet must share to be compared: nearly the same ones share twenty of 32."""
CROWD = 20
"""Candidates that are compared with one article, at most: a form that a hundred articles share is no text."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """What a look at the new articles found."""

    looked_at: int
    copies: int
    """All that are known."""


def mark(db: Database) -> Marked:
    """Find what the articles that are new, or have other words than before, are copies of."""
    sql = """select a.id from articles a left join text_signatures s on s.article = a.id
      where s.article is null or s.text_sha256 <> a.text_sha256 order by a.published is null, a.published, a.url"""
    new = [number for (number,) in db.conn.execute(sql)]
    for start in range(0, len(new), AT_ONCE):
        with db.atomic():
            queue = new[start : start + AT_ONCE]
            for number in queue:
                queue += forget(db, number)
                look(db, number)
    return Marked(looked_at=len(new), copies=db.conn.execute("select count(*) from copies").fetchone()[0])


def forget(db: Database, number: int) -> list[int]:
    """What was known of an article's former text; the articles that were copies of it, which must be looked at again."""
    orphans = [copy for (copy,) in db.conn.execute("select article from copies where original = ?", [number])]
    for sql in (
        "delete from copies where ? in (article, original)",
        "delete from text_bands where article = ?",
        "delete from text_signatures where article = ?",
    ):
        db.conn.execute(sql, [number])
    return orphans


def look(db: Database, number: int) -> None:
    """Look at one article: keep its bands, and what it is a copy of, or what is a copy of it."""
    article = rows(db, [number])[0]
    db.conn.execute("insert into text_signatures (article, text_sha256) values (?, ?)", [number, article["text_sha256"]])
    own = shingles(article["text"])
    if own is None:
        return
    numbers = bands(own)
    marks = ", ".join("?" * len(numbers))
    sql = f"""select b.article from text_bands b join articles a on a.id = b.article where b.band in ({marks}) group by b.article
      having count(*) >= iif(a.publisher = ?, {IN_HOUSE}, 1) order by count(*) desc, b.article limit ?"""  # noqa: S608 - numbers of ours
    candidates = [found for (found,) in db.conn.execute(sql, [*numbers, article["publisher"], CROWD])]
    db.conn.executemany("insert into text_bands (band, article) values (?, ?)", [(band, number) for band in set(numbers)])
    alike = [other for other in rows(db, candidates) if resembles(article, own, other)]
    if alike:
        join(db, [article, *alike])


def resembles(article: Row, own: Shingles, other: Row) -> bool:
    """Whether one is a copy of the other, out at about the same time."""
    if article["published"] and other["published"] and period(article["published"]).gap(period(other["published"])) > APART:
        return False
    theirs = shingles(other["text"])
    return theirs is not None and is_copy(own, theirs, same_house=article["publisher"] == other["publisher"])


def join(db: Database, alike: list[Row]) -> None:
    """All of them, and what they were joined with before, point to the first."""
    found = {row["id"] for row in alike}
    marks = ", ".join("?" * len(found))
    sql = f"select article, original from copies where article in ({marks}) or original in ({marks})"  # noqa: S608
    for pair in db.conn.execute(sql, [*found, *found]).fetchall():
        found |= set(pair)
    together = sorted(rows(db, found), key=first)
    original, *others = together
    root = shingles(original["text"])
    db.conn.execute("delete from copies where article = ?", [original["id"]])
    for other in others:
        theirs = shingles(other["text"])
        alike_by = likeness(root, theirs)[0] if root and theirs else 0.0
        sql = "insert into copies (article, original, likeness) values (?, ?, ?) on conflict do update set original = ?2, likeness = ?3"
        db.conn.execute(sql, [other["id"], original["id"], round(alike_by, 3)])


def first(row: Row) -> tuple[bool, str, str]:
    """Who came first: by publication as far as it is told, then by address, so that the order of fetching decides nothing."""
    return (row["published"] is None, row["published"] or "", row["url"])


def rows(db: Database, numbers: Iterable[int]) -> list[Row]:
    """Articles by their numbers."""
    numbers = list(numbers)
    marks = ", ".join("?" * len(numbers))
    sql = f"select id, url, publisher, published, text, text_sha256 from articles where id in ({marks}) order by id"  # noqa: S608
    return list(db.query(sql, numbers))
