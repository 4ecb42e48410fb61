"""Load: JSON Lines of articles, of readings, or of both on one line (what `vigie tag` prints), into the working database.

A line that breaks a contract stops the load with file, line and field; the lines before it are kept, and loading again changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from json import JSONDecodeError, loads
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlite_utils import Database

from crawler.article import ARTICLE, Article
from db.errors import UnknownArticle, VaultError
from db.store import save_article, save_reading
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


def load(db: Database, lines: Iterable[str], *, name: str) -> Loaded:
    """Save the articles and readings of a file."""
    loaded = Loaded()
    for batch in batches(enumerate(decoded(lines, name), 1)):
        with db.atomic():
            for number, text in batch:
                try:
                    with db.atomic():
                        load_line(db, text, loaded)
                except (LineError, UnknownArticle) as error:
                    # What precedes the bad line is kept: leave the batch's transaction whole.
                    failure: VaultError = type(error)(f"{name}, ligne {number} : {error}")
                    break
            else:
                continue
        raise failure
    return loaded


def decoded(lines: Iterable[str], name: str) -> Iterator[str]:
    """The lines of a file, or a word about one that is not in UTF-8."""
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise LineError(f"{name} : ce fichier n’est pas en UTF-8 ({error.reason}). Convertissez-le, puis recommencez.") from error


class LineError(VaultError):
    """A line that is neither an article nor a reading."""


def load_line(db: Database, text: str, loaded: Loaded) -> None:
    """Save what one line holds."""
    if not text.strip():
        return
    try:
        row = loads(text)
    except JSONDecodeError as error:
        raise LineError(f"ce n’est pas du JSON ({error.msg}, colonne {error.colno}).") from error
    except RecursionError as error:
        raise LineError("ce JSON est trop profondément emboîté.") from error
    if not isinstance(row, dict):
        raise LineError("un objet JSON est attendu, avec url, title et text (article) ou url, text_sha256 et about (lecture).")
    is_article, is_reading = "text" in row, "text_sha256" in row
    if not is_article and not is_reading:
        raise LineError("ni article (il manque « text ») ni lecture (il manque « text_sha256 »).")
    known = {"id"} | (ARTICLE_KEYS if is_article else set()) | (READING_KEYS if is_reading else set())
    loaded.ignored |= row.keys() - known
    if is_article:
        values = {"publisher": host(row.get("url")), **{key: value for key, value in row.items() if key in ARTICLE_KEYS}}
        loaded.articles[save_article(db, checked(ARTICLE, values))] += 1
    if is_reading:
        reading = checked(READING, {key: value for key, value in row.items() if key in READING_KEYS})
        new = save_reading(db, reading)
        loaded.readings += new
        loaded.same += not new


def checked(shape: Any, values: dict[str, Any]) -> Any:
    """The values under their contract; the first field that breaks it is named."""
    try:
        return shape.validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "ligne"
        raise LineError(f"champ « {place} » : {first['msg']} (reçu : {str(first.get('input'))[:80]!r}).") from error


def host(url: object) -> str:
    """The outlet of an address, where the line names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if isinstance(url, str) else ""
    except ValueError:
        return ""  # the contract refuses the address in its own words


def batches(lines: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    for one in lines:
        batch.append(one)
        if len(batch) == LINES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
