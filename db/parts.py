"""Parts: what `vigie read-archive` wrote, into the working database, through its one writer. Loading again changes nothing.

Parts are taken in the order of their names, which for web archives is that of time; a page older than what is held is left.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.article import ARTICLE
from crawler.ports import Listed
from db.errors import UnknownArticle
from db.load import LINES_AT_ONCE, READING_KEYS, Loaded
from db.memory import Keeper, Past
from db.store import save_reading
from nlp.lines import LineError, checked
from nlp.reading import READING

COLUMNS = ["url", "site", "listed", "fetched", "article", "reading"]
MAX_WORDS = 200


@dataclass
class LoadedParts(Loaded):
    """What loading a folder did."""

    older: int = 0
    """Pages older than what is held."""
    spoilt: list[tuple[Path, str]] = field(default_factory=list)
    """Parts that could not be read to their end, and why."""


def parts_in(folder: Path) -> list[Path]:
    """The parts of a folder, in the order in which they are loaded."""
    return sorted(one for one in folder.glob("*.parquet") if not one.name.startswith("."))


def load_parts(db: Database, parts: Sequence[Path], *, advance: Callable[[], None] = lambda: None) -> LoadedParts:
    """Save the articles and readings of parts; one that is damaged is told, and the others are loaded. `advance` is called once a part."""
    loaded = LoadedParts()
    for part in parts:
        try:
            for batch in batches(part):
                with db.atomic():
                    for row in batch:
                        load_row(db, row, loaded)
        except (OSError, ValueError, LineError, UnknownArticle) as error:  # pyarrow's errors are ValueErrors and OSErrors
            loaded.spoilt.append((part, " ".join(str(error).split())[:MAX_WORDS]))
        advance()
    return loaded


def batches(part: Path) -> Iterator[list[dict[str, Any]]]:
    """Lines of a part, some hundred at once. Raises ValueError, OSError."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(part) as file:
        missing = [name for name in COLUMNS if name not in file.schema_arrow.names]
        if missing:
            raise ValueError(f"ce n’est pas une part de « vigie read-archive » (sans colonne « {missing[0]} »)")
        for batch in file.iter_batches(LINES_AT_ONCE, columns=COLUMNS):
            yield batch.to_pylist()


def load_row(db: Database, row: dict[str, Any], loaded: LoadedParts) -> None:
    """Save an article, unless a younger page of it is held, and its reading. Raises LineError."""
    article = checked(ARTICLE, json.loads(row["article"]))
    known, fetched = Past(db).known(article.url), row["fetched"] or ""
    if known and fetched < known.fetched:
        loaded.older += 1
        return
    if known and fetched == known.fetched:
        loaded.articles["same"] += 1
    else:
        before = loaded_as(db, article.url)
        change = Keeper(db).article(article, site=row["site"], listed=Listed(url=row["listed"]))
        loaded.articles["new" if not before else {"changed": "revised"}.get(change, change)] += 1
    if row["reading"]:
        values = {key: value for key, value in json.loads(row["reading"]).items() if key in READING_KEYS}
        new = save_reading(db, checked(READING, values))
        loaded.readings += new
        loaded.same += not new


def loaded_as(db: Database, url: str) -> bool:
    """Whether an article is held."""
    return db.conn.execute("select 1 from articles where url = ?", [url]).fetchone() is not None
