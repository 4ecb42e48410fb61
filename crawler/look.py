"""What a page gives, told in French: for whoever adds a site, before any code is written."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler import addresses
from crawler.article import Article
from crawler.errors import PageError
from crawler.page import read_page
from crawler.ports import Shelf
from crawler.settings import CrawlSettings

SHORT = 400
"""Characters under which a text is suspiciously short."""


class LookError(Exception):
    """Nothing to look at; the message says why."""


def look_file(path: Path, *, url: str | None = None) -> Article:
    """The article of a saved page. `url`: where it came from."""
    try:
        return read_page(path.read_bytes(), url or f"https://fichier.example/{path.name}")
    except OSError as error:
        raise LookError(f"{path} : {error.strerror}") from error
    except PageError as error:
        raise LookError(f"{path} : {error}") from error


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
        why = [*report.failures.values(), *report.refused.values(), report.reason]
        raise LookError(f"{url} : {why[0] or 'aucun article'}")
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
    yield "Texte", f"{_thousands(len(article.text))} caractères, {_thousands(article.text.count(chr(10) * 2) + 1)} paragraphes"
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
        yield f"le texte est court ({_thousands(len(article.text))} caractères) : est-il entier ?"
    if article.paywalled:
        yield "article payant : seule la partie libre est lue"
    if re.search(r"(?i)lire aussi|à lire également|partagez|abonnez-vous|cookies", article.text):
        yield "le texte contient des mots d’habillage (« lire aussi », « partagez »…)"
    if urlsplit(article.url).path in ("", "/"):
        yield "l’adresse est celle de la page d’accueil"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _cut(words: str, *, last: bool) -> str:
    words = " ".join(words.split())
    if len(words) < 190:
        return words
    return f"[…] {words.partition(' ')[2]}" if last else f"{words.rpartition(' ')[0]} […]"
