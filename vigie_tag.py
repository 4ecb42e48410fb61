"""`vigie tag`: what articles say: those of the database that wait, of a file of articles, of one text, or of one page.

.jsonl .json .ndjson   or begins with {    articles, one a line
.html .htm             or begins with <    one page, as it was saved
.txt                   or anything else    one text; its first line is the title if a blank line follows
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from json import dumps
from pathlib import PurePath
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

import click
from pydantic import TypeAdapter, ValidationError

from crawler.article import Url, check_moment
from db.commands import writing_to
from nlp.commands import tag_lines
from nlp.lines import LineError, is_binary, name_of, plain
from vigie_run import tag_all
from vigie_settings import Settings, pass_settings
from vigie_terminal import line_count, many

Form = Literal["lines", "page", "text"]
ENDINGS: dict[str, Form] = {
    ".jsonl": "lines", ".json": "lines", ".ndjson": "lines", ".html": "page", ".htm": "page", ".xhtml": "page", ".txt": "text",
}  # fmt: skip
LARGEST = 10_000_000
"""Bytes of one text or page, at most."""
HEAD = 65_536
TITLE = 300
"""Characters of a first line that may be a title."""
UNTITLED = "Sans titre"


def check_day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A date of publication, at whatever precision."""
    try:
        return value and check_moment(value)
    except ValueError as error:
        raise click.BadParameter("attendu : AAAA-MM-JJ, AAAA-MM, AAAA, ou un moment avec son fuseau (2026-03-04T07:30+01:00).") from error


def check_address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Where a text or a page comes from."""
    try:
        return value and ADDRESS.validate_python(value)
    except ValidationError as error:
        raise click.BadParameter("attendu : une adresse complète, qui commence par http:// ou https://.") from error


ADDRESS: TypeAdapter[str] = TypeAdapter(Url)


@click.command()
@click.argument("file", metavar="[FICHIER]", type=click.File("rb"), required=False)
@click.option("--explain", is_flag=True, help="Montrer le texte et ce qui y est lu, en couleurs.")
@click.option("--color", is_flag=True, help="Garder les couleurs de --explain dans un tube (… | less -R).")
@click.option("--html", is_flag=True, help="La même chose en une page HTML.")
@click.option("--published", metavar="JOUR", callback=check_day, help="Date de publication d’un texte ou d’une page (AAAA-MM-JJ).")
@click.option("--url", metavar="URL", callback=check_address, help="Adresse d’où vient un texte ou une page.")
@click.option("--all", "everything", is_flag=True, help="Sans FICHIER : relire aussi ce qui est à jour.")
@click.option("--stale", is_flag=True, help="Sans FICHIER : ne relire que ce qu’une autre version a lu.")
@click.option("--model", metavar="NOM", help="Nom ou dossier d’un pipeline spaCy avec « ner » (sinon celui de Vigie).")
@pass_settings
def tag(
    settings: Settings, *, file: BinaryIO | None, explain: bool, color: bool, html: bool, published: str | None, url: str | None,
    everything: bool, stale: bool, model: str | None,
) -> None:  # fmt: skip
    """Lire des articles : ceux de FICHIER (« - » : entrée standard), sinon ceux de la base qui attendent.

    FICHIER est au choix : des articles en JSON Lines (*.jsonl, ou commence par « { »), dont chaque ligne a au moins url, title et text ;
    une page HTML (*.html, ou commence par « < ») ; un texte (*.txt, ou tout le reste), dont la première ligne est le titre si une ligne
    vide la suit. Une lecture par article, en JSON Lines, dans le même ordre.

    Un texte seul n’a pas de date : donnez-la par --published, « mardi dernier » s’y rapporte.

    Ce qui a changé d’une version à l’autre se lit dans la vue changed_by_version de vigie.db.
    """
    model = model or settings.model
    if file:
        if everything or stale:
            raise click.UsageError("« --all » et « --stale » choisissent dans la base : ne les donnez pas avec un fichier.")
        given = {"published": published, "url": url}
        lines, total = opened(file, given={key: value for key, value in given.items() if value})
        tag_lines(lines, name=name_of(file), total=total, model=model, explain=explain, html=html, color=color)
        return
    if explain or html or color:
        raise click.UsageError("« --explain », « --color » et « --html » montrent un fichier : donnez-le, ou « - ».")
    if published or url:
        raise click.UsageError("« --published » et « --url » valent pour un fichier : donnez-le, ou « - ».")
    if everything and stale:
        raise click.UsageError("« --all » relit déjà ce que « --stale » relirait : donnez l’un ou l’autre.")
    with writing_to(settings) as working:
        count, failed = tag_all(working, replace(settings, model=model), everything=everything, stale=stale)
    click.echo(f"{many(count, 'article lu', 'articles lus')}." if count or failed else "Rien à lire : toutes les lectures sont à jour.")
    if failed:
        raise click.ClickException(
            f"{many(len(failed), 'article n’a', 'articles n’ont')} pu être lu (erreur de Vigie) : {', '.join(failed[:5])}."
        )


class Rejoined(io.RawIOBase):
    """A stream whose beginning was read to see what it is, whole again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head = head
        self.rest: Any = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part = self.head[: len(buffer)] or self.rest.read1(len(buffer))
        self.head = self.head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def opened(file: BinaryIO, *, given: dict[str, str]) -> tuple[Iterator[str], int | None]:
    """A file's articles as JSON Lines, whatever its form, and how many lines if that can be told. Raises click.ClickException."""
    name, total = name_of(file), line_count(file)
    head = beginning(file)
    if is_binary(head):
        raise LineError(f"{name} : ce n’est pas du texte, mais un fichier binaire. Donnez du JSON Lines, du texte ou du HTML.")
    form = ENDINGS.get(PurePath(name).suffix.lower()) or form_of(head)
    whole = io.BufferedReader(Rejoined(head, file))
    if form == "lines":
        if given:
            raise click.UsageError(
                f"« --{next(iter(given))} » vaut pour un texte ou une page ; chaque ligne de JSON Lines a ses propres url et published."
            )
        return iter(io.TextIOWrapper(whole, encoding="utf-8-sig")), total
    data = whole.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise LineError(
            f"{name} : plus de {LARGEST // 1_000_000} Mo, ce n’est pas un article. Plusieurs articles se donnent en JSON Lines."
        )
    if not data.strip():
        return iter(()), 0
    address = f"https://fichier.example/{quote(PurePath(name).name.replace(' ', '-'))}"
    row = page_row(data, name, address, given=given.get("url")) if form == "page" else text_row(decoded(data, name), name, address)
    return iter([dumps(row | given)]), 1


def beginning(file: Any) -> bytes:
    """The first bytes up to the first that is no space, and what came with them."""
    head = b""
    while len(head) < HEAD and not head.removeprefix(b"\xef\xbb\xbf").strip():
        part = file.read1(HEAD)
        if not part:
            break
        head += part
    return head


def form_of(head: bytes) -> Form:
    """What a file without a telling name is.

    >>> form_of(b' {"url": '), form_of(b"<!doctype html>"), form_of(b"Fuite chez Orf"), form_of(b'[{"url": '), form_of(b"[MAJ] Fuite")
    ('lines', 'page', 'text', 'lines', 'text')
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") or re.match(rb"\[\s*[\[{]", start):  # a list of objects is no JSON Lines, and told so
        return "lines"
    return "page" if start.startswith(b"<") else "text"


def decoded(data: bytes, name: str) -> str:
    """The text of a file; raises LineError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LineError(f"{name}, ligne {line} : ce n’est pas de l’UTF-8. Convertissez le fichier, puis recommencez.") from error


def text_row(text: str, name: str, url: str) -> dict[str, Any]:
    """One text as an article."""
    paragraphs = [part.strip() for part in re.split(r"\n[^\S\n]*\n", "\n".join(text.splitlines())) if part.strip()]
    title = UNTITLED
    if len(paragraphs) > 1 and "\n" not in paragraphs[0] and len(paragraphs[0]) <= TITLE:
        title = paragraphs.pop(0)
    if not paragraphs:
        raise LineError(f"{name} : ce fichier ne contient aucun texte.")
    return {"url": url, "title": title, "text": "\n\n".join(paragraphs)}


def page_row(data: bytes, name: str, url: str, *, given: str | None) -> dict[str, Any]:
    """One page as an article; where it has not the form of one (a fragment, a few words), its words are read as a text."""
    from crawler.article import article_row
    from crawler.errors import NotAnArticle, PageError
    from crawler.look import own_address
    from crawler.page import read_page

    url = given or own_address(data) or url
    try:
        return article_row(read_page(data, url))
    except NotAnArticle:
        try:
            words = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            words = data.decode("cp1252", "replace")
        return text_row(plain(words), name, url)
    except PageError as error:
        raise LineError(f"{name} : {error.what}.") from error
