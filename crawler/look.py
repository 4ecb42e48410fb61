"""What a page gives, told in French: for whoever adds a site, before any code is written."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

from pydantic import TypeAdapter, ValidationError

from crawler import addresses, markup
from crawler.article import Article, Url
from crawler.errors import NotAnArticle, PageError
from crawler.french import figure
from crawler.metadata import sheet
from crawler.page import read_page
from crawler.settings import CrawlSettings
from crawler.shelf import Shelf

PREFIX = r"^https?://\S+\s: "
"""An address at the head of a message that has it already."""
SPARE = " ;.\u00a0"
SHORT = 400
"""Characters under which a text is suspiciously short."""


class LookError(Exception):
    """Nothing to look at; the message says why."""


def look_file(path: Path, *, url: str | None = None) -> Article:
    """The article of a saved page. `url`: where it came from."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LookError(f"{path} : {error.strerror}. Donnez une page enregistrée (HTML), ou une adresse entière (https://…).") from error
    try:
        return read_page(data, url or own_address(data) or f"https://fichier.example/{quote(path.name)}")
    except PageError as error:
        raise LookError(f"{path} : {error.what}. Donnez la page d’un article, entière, telle que le site l’envoie.") from error


def own_address(html: bytes) -> str | None:
    """The address that a saved page says is its own: there is no other to hold it to."""
    try:
        found = sheet(markup.parse(html, "https://fichier.example/"))
    except PageError:
        return None
    for one in (*found.links.get("canonical", ()), *found.metas.get("og:url", ())):
        with suppress(ValidationError):
            return ADDRESS.validate_python(one)
    return None


ADDRESS: TypeAdapter[str] = TypeAdapter(Url)


def look_url(url: str, *, settings: CrawlSettings) -> Article:
    """The article of one live page, asked for with all the manners of a crawl."""
    from crawler.run import crawl
    from crawler.spider import SiteSpider

    host = addresses.host(url)
    if not host:
        raise LookError(f"{url} : ce n’est pas une adresse")
    if host not in settings.loopback:
        settings.check_contact(host)
    site = type(
        "LookSpider",
        (SiteSpider,),
        {"name": "look", "title": host, "home": url, "hosts": (host,), "page": addresses.clean(url), "loopback": host in settings.loopback},
    )
    shelf = Shelf()
    [report] = crawl([site], memory=shelf.memory, sink=shelf, settings=settings)
    if not shelf.articles:
        why = [*report.failures.values(), *report.refused.values(), report.reason, "aucun article"]
        words = next(filter(None, why)).partition(NotAnArticle.hint)[0]  # which would send back here
        raise LookError(f"{url} : {re.sub(PREFIX, '', words).rstrip(SPARE)}.")
    return next(iter(shelf.articles.values()))


def describe(article: Article) -> Iterator[tuple[str, str]]:
    """Each field with its French name, in the order of reading."""
    yield "Adresse", article.url
    yield "Éditeur", article.publisher
    yield "Titre", article.title
    yield "Chapô", article.lead or "—"
    yield "Auteurs", ", ".join(article.authors) or "—"
    yield "Publié", article.published or "—"
    yield "Modifié", article.modified or "—"
    yield "Rubrique", article.section or "—"
    yield "Mots-clés", ", ".join(article.tags) or "—"
    yield "Langue", article.language or "—"
    yield "Commentaires", "—" if article.comments is None else str(article.comments)
    yield "Accès", "partie libre d’un article payant" if article.paywalled else "libre"
    number = article.text.count("\n\n") + 1
    yield "Texte", f"{figure(len(article.text))} caractères, {figure(number)} paragraphe{'s' if number > 1 else ''}"
    yield "Début", _cut(article.text[:200], last=False)
    yield "Fin", _cut(article.text[-200:], last=True)


def warnings(article: Article) -> Iterator[str]:
    """What somebody who adds a site should look into."""
    if not article.published:
        yield "aucune date de publication"
    elif len(article.published) < len("2024-01-31T10:00"):
        yield "la date de publication est sans heure"
    if not article.lead:
        yield "pas de chapô à part : le premier paragraphe en tient-il lieu ?"
    if not article.authors:
        yield "aucun auteur"
    if article.language not in (None, "fr"):
        yield f"la page se dit en « {article.language} »"
    if len(article.text) < SHORT:
        yield f"le texte est court ({figure(len(article.text))} caractères) : est-il entier ?"
    if article.paywalled:
        yield "article payant : seule la partie libre est lue"
    if re.search(r"(?i)lire aussi|à lire également|partagez|abonnez-vous|cookies", article.text):
        yield "le texte contient des mots d’habillage (« lire aussi », « partagez »…)"
    if urlsplit(article.url).path in ("", "/"):
        yield "l’adresse est celle de la page d’accueil"


def _cut(words: str, *, last: bool) -> str:
    words = " ".join(words.split())
    if len(words) < 190:
        return words
    return f"[…] {words.partition(' ')[2]}" if last else f"{words.rpartition(' ')[0]} […]"
