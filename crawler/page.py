"""What an article's page says: one reader for every site.

    read_page(html, url)  →  Article      or a PageError that says what the page is instead

The page is parsed once. JSON-LD and metas tell what they tell; the body comes from the mark-up (crawler.body); the chapô opens the text wherever it stood.
"""

import re
from collections.abc import Mapping

from lxml import etree
from pydantic import ValidationError

from crawler import addresses, body, bylines, container, dating, markup, moments, particulars, titles
from crawler.article import Article, checked
from crawler.encoding import folded, letters
from crawler.errors import NoBody, NotAnArticle
from crawler.metadata import sheet, text_of
from crawler.walk import Walk

MIN_TEXT = 60
"""Fewer characters than that are no article: a caption, an error's excuse."""
_LOST = re.compile(
    r"(?i)^(?:(?:erreur|error)\s*)?40[34]\b|page (?:introuvable|non trouvée|not found)|^not found$|^contenu introuvable|^access denied$|^accès (?:refusé|interdit)"
)


def read_page(html: bytes, url: str, *, headers: Mapping[str, str] | None = None) -> Article:
    """The article of a page; raises PageError. `headers` (the answer's) help with charset, content type and dates of the future."""
    root = markup.parse(html, url, headers=headers)
    found = sheet(root)
    address = addresses.canonical([*found.links.get("canonical", ()), *found.metas.get("og:url", ())], url, elsewhere=found.amp)
    host = addresses.host(address)
    names = container.names_of(root)
    sites = titles.site_names(found, host)
    title, shown = titles.headline(root, found, names, sites)
    if not title:
        raise NotAnArticle(url, "pas de titre")
    top = root.find("body")
    walk = Walk(top if top is not None else root, container.protected(root, shown, names), names)
    order = _order(walk, shown, title)
    told = letters(text_of(found.told("articleBody", page=False)))
    description = found.meta("og:description", "description", "twitter:description") or text_of(found.told("description"))
    author_names = tuple(
        name for name, person in bylines.from_json(found.told("author") or [], found) if person and folded(name) not in sites
    )
    said = body.read(
        walk, names, title=title, headline=order, description=description, told=told if len(told) > 200 else "", authors=author_names
    )
    text = "\n\n".join(said.paragraphs)
    if len(text) < MIN_TEXT:
        if _LOST.search(title):
            raise NotAnArticle(url, f"une page d’erreur, « {title} »")
        raise NoBody(url, f"aucun texte sous le titre « {title[:80]} »", hint="« vigie look » montre ce que la page donne")
    language = found.language
    zone = moments.zone_of(host, language=language)
    limit = moments.moment(next((value for key, value in (headers or {}).items() if key.lower() == "date"), None), zone="UTC")
    published, modified = dating.moments_of(root, found, walk, names, url=address, order=order, first=said.first, zone=zone, title=shown)
    section = particulars.section(root, found, names, title=title)
    try:
        # Through the contract: what a page says of itself (a negative count, a day that no calendar holds) is not to be believed.
        return checked(
            url=address,
            publisher=host,
            title=title,
            lead=said.lead,
            text=text,
            authors=bylines.authors(
                root,
                found,
                names,
                sites,
                title=shown,
                stop=said.container,
                opening=said.opening,
                last=said.paragraphs[-3:],
                heads=tuple(block.text for block in walk.blocks[max(0, order - 6) : said.first] if block.length < 220),
            ),
            published=moments.not_after(published, limit),
            modified=moments.not_after(modified, limit),
            section=section,
            tags=particulars.tags(root, found),
            language=language,
            comments=particulars.comments(root, found, names),
            paywalled=particulars.paywalled(root, found, names),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise NotAnArticle(url, f"champ « {first['loc'][0] if first['loc'] else 'article'} » inutilisable ({first['msg']})") from error


def _order(walk: Walk, shown: etree._Element | None, title: str) -> int:
    """Order of the block that holds the headline, or -1."""
    if shown is not None:
        for block in walk.blocks:
            if block.element is shown or shown in block.element.iterancestors():
                return block.order
    mark = letters(title)
    return next((block.order for block in walk.blocks if letters(block.text) == mark), -1)
