"""JSON Lines in: articles as `vigie crawl` writes them, or lines of the annotation guide; the first bad one is named."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

import click
from pydantic import AfterValidator, TypeAdapter, ValidationError

from crawler.article import Line, Moment, Url

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


def articles(lines: Iterable[str], *, name: str) -> Iterator[tuple[dict[str, Any], ArticleLine]]:
    """Each line as it stands, with defaults for `id` and `publisher`, and the part that is read.

    Raises click.ClickException that names file, line and field.
    """
    for number, raw in numbered(lines, name=name):
        try:
            line = SHAPE.validate_python(raw)
        except ValidationError as error:
            raise click.ClickException(f"{name}, ligne {number} : {describe(error)}") from error
        text = plain(line.text) if looks_like_html(line.text) else line.text
        publisher = line.publisher or host(line.url)
        row = {"id": line.url, **raw, "title": line.title, "text": text, "publisher": publisher}
        yield row, ArticleLine(url=line.url, title=line.title, text=text, published=line.published, publisher=publisher)


def host(url: str) -> str:
    """The outlet of an address; empty where it cannot be told."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def numbered(lines: Iterable[str], *, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; blank lines are passed over."""
    for number, line in enumerate(decoded(lines, name=name), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise click.ClickException(f"{name}, ligne {number} : ce n’est pas du JSON ({error}).") from error
        except RecursionError as error:
            raise click.ClickException(f"{name}, ligne {number} : ce JSON est trop profondément emboîté.") from error
        if not isinstance(value, dict):
            raise click.ClickException(f"{name}, ligne {number} : un objet JSON est attendu, pas {type(value).__name__}.")
        yield number, value


def decoded(lines: Iterable[str], *, name: str) -> Iterator[str]:
    """The lines of a file, or a word about one that is not in UTF-8."""
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{name} : ce fichier n’est pas en UTF-8 ({error.reason}). Convertissez-le, puis recommencez."
        ) from error


def describe(error: ValidationError) -> str:
    """The first fault of a line: field, what is wrong, what stood there."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "ligne"
    given = (
        ""
        if first["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}
        else f" (reçu : {str(first['input'])[:60]!r})"
    )
    more = f" ; et {error.error_count() - 1} autre(s) défaut(s)" if error.error_count() > 1 else ""
    return f"champ « {where} » : {first['msg']}{given}{more}"


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
