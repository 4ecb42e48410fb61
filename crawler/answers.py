"""The article of an answer: read, held to its own house, or the reason why there is none."""

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler import addresses, errors
from crawler.article import Article
from crawler.fetch import Trouble
from crawler.guard import is_own
from crawler.page import read_page
from crawler.ports import Listed, Refusal
from crawler.rights import says_reserved

if TYPE_CHECKING:
    from crawler.spider import SiteSpider

log = logging.getLogger("vigie.crawler")


RESERVED = "réservé : l’éditeur s’oppose à la fouille de textes et de données"


class NoArticle(Exception):  # noqa: N818
    """The answer is clear: there is no article at this address."""

    def __init__(self, reason: Refusal, status: int, words: str) -> None:
        self.reason: Refusal = reason
        self.status = status
        self.words = words
        super().__init__(words)


def read(response: Response, listed: Listed, *, obey: bool = True) -> Article:
    """The article of an answer. Raises NoArticle or Trouble. `obey`: a reservation of text and data mining."""
    if response.status in (404, 410):
        raise NoArticle("gone", response.status, f"réponse {response.status}")
    headers = _headers(response)
    if obey and says_reserved(headers, response.body):
        raise NoArticle("reserved", response.status, RESERVED)
    try:
        return read_page(response.body, response.url, headers=headers)
    except errors.NotHtml as error:
        raise NoArticle("not_html", 200, f"pas une page ({error.what})") from error
    except errors.AntiBot as error:
        raise Trouble("blocked", "page anti-robot au lieu de l’article") from error
    except errors.TooLarge as error:
        raise Trouble("failed", "page trop grosse", blame="page") from error
    except errors.PageError as error:
        if _is_home(response.url) and not _is_home(listed.url):
            raise NoArticle("gone", response.status, "renvoie à l’accueil") from error
        raise Trouble("changed", f"page sans article lisible ({error.what})", blame="page") from error
    except Exception as error:
        # A fault of ours on one page: that article fails, the others are read.
        log.exception("%s: not read", response.url)
        raise Trouble("failed", f"page illisible pour Vigie ({type(error).__name__})") from error


def own(article: Article, site: "SiteSpider | type[SiteSpider]", asked: str) -> Article:
    """The article under an address of this site: a page may not speak for another outlet's."""
    if is_own(urlsplit(article.url).hostname or "", site.hosts):
        return article
    address = addresses.clean(asked)
    return replace(article, url=address, publisher=addresses.host(address))


def _headers(response: Response) -> dict[str, str]:
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
