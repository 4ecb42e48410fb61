"""Load: JSON Lines of articles, of readings, or of both on one line (what `vigie tag` prints), into the working database.

A line that breaks a contract stops the load with file, line and field; the lines before it are kept, and loading again changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlite_utils import Database

from crawler.article import ARTICLE, Article
from db.errors import UnknownArticle
from db.store import Sheaf, save_article, save_reading
from db.unmatched import is_forgotten
from nlp.lines import LineError, batched, checked, host, numbered
from nlp.reading import READING, Reading

ARTICLE_KEYS = {one.name for one in fields(Article)}
READING_KEYS = {one.name for one in fields(Reading)}
LINES_AT_ONCE = 200
"""Lines saved in one transaction."""


@dataclass
class Loaded:
    """What a load did."""

    articles: Counter[str] = field(default_factory=Counter)
    """By what saving them did: new, revised, touched, same."""
    readings: int = 0
    """Readings that were new."""
    same: int = 0
    """Readings that were there already."""
    ignored: set[str] = field(default_factory=set)
    """Keys of lines that are of no contract."""


def load(db: Database, lines: Iterable[str], *, name: str, advance: Callable[[], None] = lambda: None) -> Loaded:
    """Save the articles and readings of a file; `advance` is called once a line. Raises LineError."""
    loaded = Loaded()
    for batch in batched(numbered(lines, name=name), LINES_AT_ONCE):
        bad = None
        with db.atomic():
            sheaf = Sheaf()
            for number, row in batch:
                try:
                    with db.atomic():
                        load_row(db, row, loaded, sheaf)
                except (LineError, UnknownArticle) as error:
                    # What precedes the bad line is kept: leave the batch's transaction whole.
                    bad = LineError(f"{name}, ligne {number} : {error}")
                    break
                advance()
            sheaf.write(db)
        if bad is not None:
            raise bad
    return loaded


def load_row(db: Database, row: Mapping[str, Any], loaded: Loaded, sheaf: Sheaf) -> None:
    """Save what one line holds; a reading's rows wait in the sheaf."""
    is_article, is_reading = "text" in row, "text_sha256" in row
    if not is_article and not is_reading:
        raise LineError("ni article (il manque « text ») ni lecture (il manque « text_sha256 »).")
    known = {"id"} | (ARTICLE_KEYS if is_article else set()) | (READING_KEYS if is_reading else set())
    loaded.ignored |= row.keys() - known
    url = row.get("url")
    if isinstance(url, str) and is_forgotten(db, url):
        loaded.articles["same"] += is_article
        loaded.same += is_reading
        return
    if is_article:
        values = {
            "publisher": host(url) if isinstance(url, str) else "",
            **{key: value for key, value in row.items() if key in ARTICLE_KEYS},
        }
        loaded.articles[save_article(db, checked(ARTICLE, values))] += 1
    if is_reading:
        reading = checked(READING, {key: value for key, value in row.items() if key in READING_KEYS})
        new = save_reading(db, reading, sheaf)
        loaded.readings += new
        loaded.same += not new
