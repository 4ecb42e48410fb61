"""A file of articles, one a line: the memory and the sink of `vigie crawl -o FILE`, without a database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.article import Article
    from crawler.shelf import Shelf

OPENING = b'{"url":"http'
"""How each line begins that Vigie writes."""


def open_file(path: Path) -> "Shelf":
    """The articles of a file as memory and sink: those that it holds are known. Raises click.ClickException for what is no article.

    A last line that a kill or a full disk has cut is taken off, and said; its article is asked for again.
    """
    from crawler.ports import Known, now
    from crawler.shelf import Shelf

    shelf = Shelf(file=path)
    if not path.exists():
        return shelf
    try:
        data = path.read_bytes()
        *rows, last = data.split(b"\n")
        articles = [read(row, path, number) for number, row in enumerate(rows, 1) if row.strip()]
        if is_cut(last):
            with path.open("r+b") as file:
                file.truncate(len(data) - len(last))
            click.echo(f"{path} : la dernière ligne était coupée, elle est retirée ; son article sera redemandé.", err=True)
        elif last.strip():
            articles.append(read(last, path, len(rows) + 1))
            with path.open("ab") as file:
                file.write(b"\n")
    except OSError as error:
        raise click.ClickException(f"{path} ne peut être lu ou complété ({error.strerror}). Donnez un autre fichier.") from error
    for article in articles:
        shelf.articles[article.url] = article
        shelf.addresses[article.url] = Known(fetched=article.fetched or now(), modified=article.modified)
    return shelf


def read(row: bytes, path: Path, number: int) -> "Article":
    """One line's article; click.ClickException with file, line and field."""
    from pydantic import ValidationError

    from crawler.article import ARTICLE
    from crawler.french import fault

    try:
        return ARTICLE.validate_json(row)
    except ValidationError as error:
        raise click.ClickException(f"{path}, ligne {number} : ce n’est pas un article ; {fault(error)}.") from error


def is_cut(row: bytes) -> bool:
    """Whether a line is the beginning of one that Vigie wrote, and not the whole of it.

    >>> is_cut(b'{"url":"https://echo.example/a","publis'), is_cut(b'{"u'), is_cut(b'{"url":"https://echo.example/a"}'), is_cut(b"notes")
    (True, True, False, False)
    """
    if not row or not (row.startswith(OPENING) or OPENING.startswith(row)):
        return False
    try:
        json.loads(row)
    except ValueError:
        return True
    return False
