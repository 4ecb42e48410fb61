"""JSON Lines in, for every command that reads them: the first bad line is named with file, line and field. Free of spaCy.

`numbered` reads any objects; `articles` those that `vigie tag` takes: lines of `vigie crawl`, or of the annotation guide.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import click
from pydantic import AfterValidator, TypeAdapter, ValidationError

from crawler.article import Line, Moment, Url, publisher_of
from crawler.french import fault

T = TypeVar("T")

BLOCKS = re.compile(r"</?(?:p|div|br|ul|ol|li|h[1-6]|article|section|blockquote|table|tr|html|body)\b[^>]{0,500}>", re.IGNORECASE)
MARKUP = re.compile(rf"{BLOCKS.pattern}|</?(?:span|a|strong|em|b|i|td)\b[^>]{{0,500}}>", re.IGNORECASE)
UNSAFE = re.compile(r"[\ud800-\udfff]")


def _sound(text: str) -> str:
    """Half a surrogate pair, which no UTF-8 holds, becomes the replacement character, one for one."""
    return UNSAFE.sub("\ufffd", text)


Text = Annotated[str, AfterValidator(_sound)]


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    """What `vigie tag` needs of a line; the rest of the line is copied through."""

    url: Url
    title: Annotated[Line, AfterValidator(_sound)]
    text: Text
    published: Moment | None = None
    publisher: Line | None = None


SHAPE: TypeAdapter[ArticleLine] = TypeAdapter(ArticleLine)


class LineError(click.ClickException):
    """A line that cannot be used; the message names file, line and field."""


def articles(lines: Iterable[str], *, name: str) -> Iterator[tuple[dict[str, Any], ArticleLine]]:
    """Each line as it stands, with defaults for `id` and `publisher`, and the part that is read. Raises LineError."""
    for number, raw in numbered(lines, name=name):
        try:
            line = checked(SHAPE, raw)
        except LineError as error:
            raise LineError(f"{name}, ligne {number} : {error.message}") from error
        text = plain(line.text) if looks_like_html(line.text) else line.text
        publisher = line.publisher or host(line.url)
        row = {"id": line.url, **raw, "title": line.title, "text": text, "publisher": publisher}
        yield row, ArticleLine(url=line.url, title=line.title, text=text, published=line.published, publisher=publisher)


def host(url: str) -> str:
    """The outlet of an address; empty where it cannot be told."""
    return publisher_of(url)


def numbered(lines: Iterable[str], *, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; blank lines are passed over. Raises LineError."""
    for number, line in enumerate(decoded(lines, name=name), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise LineError(
                f"{name}, ligne {number} : ce n’est pas du JSON (colonne {error.colno}) ; chaque ligne doit tenir un objet entier."
            ) from error
        except (ValueError, RecursionError) as error:
            raise LineError(f"{name}, ligne {number} : ce JSON est trop profondément emboîté, ou ses nombres trop longs.") from error
        if not isinstance(value, dict):
            raise LineError(f"{name}, ligne {number} : un objet JSON est attendu, avec au moins url, title et text.")
        yield number, value


def decoded(lines: Iterable[str], *, name: str) -> Iterator[str]:
    """The lines of a file, or a word about one that is not in UTF-8."""
    number = 0
    try:
        for line in lines:
            number += 1
            yield line
    except UnicodeDecodeError as error:
        if is_binary(bytes(error.object)):
            raise LineError(f"{name} : ce n’est pas du texte, mais un fichier binaire. Donnez du JSON Lines.") from error
        where = f", après la ligne {number} au plus tard" if number else ""
        raise LineError(f"{name} : ce fichier n’est pas en UTF-8{where}. Convertissez-le, puis recommencez.") from error


BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
"""How files begin that people take for texts: PDF, Word and other archives, gzip, pictures."""


def is_binary(data: bytes) -> bool:
    """Whether bytes are of no text: they hold a zero, or begin as a well-known format."""
    return b"\0" in data or data.startswith(BINARY)


def name_of(file: Any) -> str:
    """What messages call an open file."""
    name = str(getattr(file, "name", STDIN))
    return "entrée standard" if name == STDIN else name


STDIN = "<stdin>"


def checked(shape: TypeAdapter[T], values: Mapping[str, Any]) -> T:
    """The values under their contract; raises LineError with the first field that breaks it."""
    try:
        return shape.validate_python(values)
    except ValidationError as error:
        raise LineError(f"{fault(error)}.") from error


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items; those that precede a bad line are handed on before it is told."""
    batch: list[T] = []
    bad: LineError | None = None
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except LineError as error:
        bad = error
    if batch:
        yield batch
    if bad:
        raise bad


def looks_like_html(text: str) -> bool:
    """Whether a text that should be plain holds mark-up: at least two tags that articles are made of."""
    return len(MARKUP.findall(text, 0, 20_000)) >= 2


def plain(text: str) -> str:
    """The words of an HTML fragment, blocks parted by a blank line."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(BLOCKS.sub(lambda tag: f"\n\n{tag[0]}", text), "lxml")
    for noise in soup(["script", "style"]):
        noise.decompose()
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", soup.get_text()))
    return "\n\n".join(part for part in paragraphs if part)


def identifier(row: Mapping[str, Any]) -> str:
    """What joins two files of the same articles."""
    return str(row.get("id") or row.get("url"))
