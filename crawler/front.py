"""A front page or section: which of its links lead to articles.

No list of addresses is known, so the page votes: links that headlines carry teach which shapes of address articles have here; links of menus, footers,
tags and authors never count.
"""

import re
from collections import Counter
from urllib.parse import urlsplit

from lxml import etree

from crawler import addresses
from crawler.encoding import decode, tidy
from crawler.errors import FeedIsHtml, ListingError, ListingTooLarge, UnknownListing
from crawler.markup import MAX_BYTES, challenge, tree

_NOT_NEWS = re.compile(
    r"(?i)(?:^|/)(?:tags?|mots?-cles?|category|categories|categorie|rubriques?|sections?|themes?|thematiques?|topics?|sujets?|dossiers?|authors?|auteurs?|auteures?|users?|membres?|profil\w*|page|search|recherche|login|connexion|inscription"
    r"|register|account|compte|mon-compte|abonne\w*|abonnements?|boutique|shop|contact\w*|about|a-propos|qui-sommes-nous|mentions-legales|cgu|cgv|cookies?|confidentialite|newsletters?|feed|rss|flux|atom|wp-\w+|cdn-cgi|archives?|agenda"
    r"|publicite|aide|faq|forums?|sondages?|wiki|plan-du-site|sitemap|partenaires|emploi|offres?|annonces?|jeux|meteo|horoscope|services?|podcasts?|videos?|galeries?|print|share|suivi|statistiques|regles\w*|team|equipe|redaction|viewtopic|viewforum|showthread|nouveau|nouvelle|new|edit|ajouter|proposer\w*|soumettre)(?:/|$|\.(?:html?|php|aspx?)$)"
)
_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|svg|webp|pdf|zip|mp3|mp4|xml|rss|atom|css|js|epub|md|docx?|xlsx?|ics|json|torrent)$")
_SERVICE = re.compile(
    r"(?:forums?|shop|boutique|store|compte|account|moncompte|login|sso|auth|aide|help|support|emploi|jobs?|annonces?|wiki|cdn|static|img|images|api|secure|abo|abonnement|newsletters?)\."
)
_OUTSIDE = {"nav", "footer"}
_MENU = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|menus|submenu|footer|breadcrumbs?|ariane|tagcloud|tags?|pagination|pager|social|share|cookies?|toolbar|comment|comments|commentaires|login|partenaires?|topbar|bottombar)(?=$|[\s_-])"
)
_HEAD = {"h1", "h2", "h3", "h4", "h5"}


def read_links(html: bytes, url: str) -> list[str]:
    """Addresses of articles on a front page, in order, each once; raises ListingError."""
    if len(html) > MAX_BYTES:
        raise ListingTooLarge(url, f"{len(html):,} octets, plus que les {MAX_BYTES:,} permis à une page")
    text = decode(html)
    if wall := challenge(text):
        raise FeedIsHtml(url, wall)
    root = tree(text) if "<" in text else None
    if root is None or not isinstance(root.tag, str):
        raise UnknownListing(url, "pas du HTML", hint="ouvrez l’adresse dans un navigateur")
    base = next((found for node in root.iter("base") if (found := addresses.absolute(node.get("href") or "", url))), url)
    votes: dict[str, float] = {}
    shapes: dict[str, str] = {}
    slugs: dict[str, int] = {}
    for link in root.iter("a"):
        href = link.get("href")
        address = addresses.absolute(href, base) if href and not href.startswith("#") else None
        if address is None or not addresses.same_outlet(address, url) or _SERVICE.match(urlsplit(address).hostname or ""):
            continue
        if "#" in address and len(urlsplit(address).fragment) > 0:
            fragment = True
            address = address.split("#")[0]
        else:
            fragment = False
        address = addresses.clean(address)
        parts = urlsplit(address)
        path = parts.path
        if address == addresses.clean(url) or (not path.strip("/") and not parts.query) or _FILE.search(path):
            continue
        vote = _vote(link, path, parts.query, fragment=fragment)
        shapes.setdefault(address, _shape(path, parts.query))
        slugs[address] = _slug(path)
        votes[address] = max(votes.get(address, -9.0), vote)
    known = Counter(shapes[address] for address, vote in votes.items() if vote >= 3)
    against = Counter(shapes[address] for address, vote in votes.items() if vote <= -1)
    chosen = []
    for address, vote in votes.items():
        shape = shapes[address]
        bonus = 1.5 if known[shape] >= 3 and known[shape] > against[shape] else -1.0 if against[shape] > known[shape] else 0.0
        if vote + bonus >= 2.5:
            chosen.append(address)
    return chosen


def is_section(address: str) -> bool:
    """Whether an address, alone, says that it is a front page, a section, a tag, a file: no article's.

    >>> is_section("https://echo.example/tag/cyber/"), is_section("https://echo.example/2026/02/une-mairie-paralysee/")
    (True, False)
    """
    parts = urlsplit(address)
    path = parts.path
    if not path.strip("/"):
        return not re.search(r"(?:^|&)(?:p|id|article|id_article)=\d+", parts.query)
    return bool(_FILE.search(path) or (_NOT_NEWS.search(path) and _slug(path) < 4))


def _slug(path: str) -> int:
    """How many words the longest part of a path has."""
    return max((len([word for word in re.split(r"[-_+.]|%20", part) if word]) for part in path.split("/")), default=0)


def _shape(path: str, query: str) -> str:
    """`/2019/03/12/un-long-titre.html` → `/d/d/d/slug.html`."""
    parts: list[str] = []
    for part in path.strip("/").split("/"):
        stem, dot, ending = part.rpartition(".")
        if not dot or len(ending) > 5:
            stem, ending = part, ""
        kind = (
            "d"
            if stem.isdigit()
            else "id-slug"
            if re.match(r"\d+[-_]|.*[-_]\d{3,}$", stem)
            else "slug"
            if len(re.split(r"[-_]", stem)) >= 4
            else stem
            if len(parts) == 0
            else "word"
        )
        parts.append(kind + ("." + ending if ending else ""))
    return "/".join(parts) + ("?" + ",".join(sorted(re.findall(r"(?:^|&)([^=&]+)=", query))) if query else "")


def _vote(link: etree._Element, path: str, query: str, *, fragment: bool) -> float:  # noqa: C901  a list of decisions, read from top to bottom
    words = tidy("".join(part for part in link.itertext() if isinstance(part, str)))
    vote = 0.0
    length = len(words)
    if length >= 25:
        vote += 1.5
    elif length >= 15:
        vote += 0.5
    elif length < 8:
        vote -= 0.5
    slug = _slug(path)
    if slug >= 4:
        vote += 1.5
    elif slug >= 3:
        vote += 0.5
    elif slug < 2 and not re.search(r"\d", path + query):
        vote -= 1.0
    if re.search(r"/\d{4}/\d\d?(?:/|$)|\d{4,}|article\d+|[?&](?:p|id|article)=\d+", path + "?" + query):
        vote += 1.0
    if _NOT_NEWS.search(path):
        vote -= 2.5 if slug < 4 else 1.0
    if fragment:
        vote -= 0.5
    if re.search(r"(?i)(?:^|\s)(?:tag|category|author|nofollow)(?:\s|$)", link.get("rel") or ""):
        vote -= 3
    if any(child.tag in _HEAD for child in link.iter()):
        vote += 2
    element: etree._Element | None = link
    for depth in range(12):
        element = element.getparent() if element is not None else None
        if element is None or not isinstance(element.tag, str) or element.tag in ("body", "html"):
            break
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _HEAD and depth < 4:
            vote += 2
        if element.tag in _OUTSIDE or element.get("role") in ("navigation", "contentinfo", "menu"):
            vote -= 6
            break
        if len(name) > 1 and _MENU.search(name) and length < 60:
            vote -= 2
            break
        if element.tag == "article":
            vote += 0.5
            break
    return vote


__all__ = ["ListingError", "read_links"]
