"""Section, tags, number of comments, paywall: what a page tells besides its text."""

import re
from functools import lru_cache

from lxml import etree

from crawler.encoding import letters, tidy
from crawler.metadata import Sheet, strings, text_of, types


def section(root: etree._Element, found: Sheet, names: dict[etree._Element, str], *, title: str) -> str | None:
    given = strings(found.told("articleSection") or "", found) or [found.meta("article:section", "section", "dc.subject.section")]
    if given and given[0]:
        return given[0][:200]
    for node in found.nodes:
        if "BreadcrumbList" in types(node) and isinstance(items := node.get("itemListElement"), list) and len(items) > 2:
            item = items[-2] if isinstance(items[-2], dict) else {}
            if name := text_of(item.get("name")) or text_of(item.get("item")):
                return name[:200]
    for element, name in names.items():
        if _TRAIL.search(name):
            steps = [
                text
                for link in element.iter("a")
                if (text := tidy("".join(str(part) for part in link.itertext()))) and letters(text) != letters(title)
            ]
            if len(steps) > 1:
                return steps[-1][:200]
    for element in root.iter("font", "div", "p", "span", "td", "small"):
        if element.text and len(element.text) < 120 and (match := _TRAIL_LINE.match(tidy(element.text))):
            return match.group(1)
    return None


_TRAIL = re.compile(r"(?i)(?:^|[\s_-])(?:breadcrumbs?|ariane|filariane|arbo)(?=$|[\s_-])")
_TRAIL_LINE = re.compile(r"(?i)^(?:vous êtes ici\s*:?\s*)?accueil\s*[>»/›→]\s*(?:[^>»/›→]{2,60}[>»/›→]\s*)*?([^>»/›→]{2,60}?)\s*[>»/›→]?$")


def tags(root: etree._Element, found: Sheet) -> tuple[str, ...]:
    given = found.metas.get("article:tag", []) or strings(found.told("keywords", page=False) or "", found)
    if not given:
        links = [element for element in root.iter("a") if "tag" in (element.get("rel") or "").split()]
        given = [tidy("".join(str(part) for part in element.itertext())).lstrip("#") for element in links[:40]]
    if not given and (keywords := found.meta("news_keywords", "keywords")):
        given = [part.strip() for part in keywords.split(",")]
    seen: dict[str, str] = {}
    for tag in given:
        if 1 < len(tag) < 80:
            seen.setdefault(letters(tag), tag)
    return tuple(tag for mark, tag in seen.items() if mark)[:40]


_COUNT = re.compile(
    r"(?i)^[^\d\w]*(\d{1,5})\s*(?:commentaires?|réactions?|comments?|réponses?|avis)\b|^(?:(?:vos|les|nos)\s+)?(?:commentaires?"
    r"|réactions?|comments?)\s*[(:]\s*(\d{1,5})\)?\s*$"
)


def comments(root: etree._Element, found: Sheet, names: dict[etree._Element, str]) -> int | None:
    """Their number: told by JSON-LD, else written in a heading or a link of the comments, else counted."""
    count = found.told("commentCount", "interactionCount")
    if isinstance(count, int) or (isinstance(count, str) and count.isascii() and count.isdigit()):
        return min(max(int(count), 0), 10**6)
    for element in root.iter("a", "b", "strong", "span", "h2", "h3", "h4", "p", "div"):
        said = element.text
        if (
            said
            and len(said) < 60
            and ("omment" in said or "éaction" in said)
            and (match := _COUNT.search(tidy("".join(str(part) for part in element.itertext())[:80])))
        ):
            return int(match.group(1) or match.group(2))
    listed = 0
    for element, name in names.items():
        if "omment" not in name and "orum" not in name and "eaction" not in name:
            continue
        lower = name.lower()
        if (
            element.tag in ("li", "article", "div")
            and re.search(r"(?:^|\s)(?:comment|comment-item|commentaire|comment-body)(?=\s|$)", lower)
            and re.search(r"comment-?\d+|depth-\d|byuser|comment-body|\bcommentaire\b|comment-item", lower)
        ):
            listed += 1 if "comment-body" not in lower else 0
        if element.tag in ("a", "span", "h2", "h3", "h4", "div", "p"):
            text = tidy("".join(str(part) for part in element.itertext())) if len(element) < 6 else ""
            if len(text) < 60 and (match := _COUNT.search(text)):
                return int(match.group(1) or match.group(2))
            if re.match(r"(?i)(?:aucun|pas (?:encore )?de|0)\s+commentaires?$", text):
                return 0
    return listed or None


_PAID_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:paywall|paid-content|premium-content|restricted-content|reserve-abonnes?|article-abonne|is-premium|subscriber-only"
    r"|abonnes-only|mepr-unauthorized\w*|article--premium|contenu-abonne|locked-content|article-locked|pmpro_content_message|paywall-\w+)(?=$"
    r"|[\s_-])"
)
_PAID_WORDS = re.compile(
    r"(?i)(?:il (?:vous )?reste [\d.,]+\s?% de (?:cet|l['’]) ?article|(?:cet|l['’]) ?article est (?:exclusivement )?réservé (?:aux"
    r"|à nos) (?:abonnés|membres)|la suite (?:de cet article )?est réservée? (?:aux|à nos)|(?:article|contenu) réservé (?:aux|à nos) abonnés"
    r"|pour lire la suite.{0,60}abonn|déjà abonné ?\? ?(?:connectez|identifiez))"
)


@lru_cache(maxsize=20_000)
def _is_paid(name: str) -> bool:
    return bool(_PAID_NAMES.search(name))


def paywalled(root: etree._Element, found: Sheet, names: dict[etree._Element, str]) -> bool:
    """Only what JSON-LD says plainly, or a known wall's words; a free article on a site that sells others is free."""
    free = found.told("isAccessibleForFree")
    if free is not None:
        return str(free).strip().lower() in ("false", "no", "0", "http://schema.org/false", "https://schema.org/false")
    tier = found.meta("article:content_tier", "article:opinion_tier").lower()
    if tier in ("locked", "metered", "free"):
        return tier == "locked"
    for element, name in names.items():
        if len(name) < 200 and _is_paid(name) and element.tag not in ("body", "html", "a", "script", "link", "button"):
            text = tidy(" ".join(str(part) for part in element.itertext()))[:2000]
            if _PAID_WORDS.search(text) or re.search(r"(?i)\babonn", text[:400]):
                return True
    return any(
        element.text and len(element.text) < 300 and _PAID_WORDS.search(element.text)
        for element in root.iter("p", "div", "span", "h2", "h3", "strong")
    )
