"""The headline: what the reader sees, without the site's name, its inner dashes kept."""

import re
from collections.abc import Iterable

from lxml import etree

from crawler import cues
from crawler.encoding import folded, letters, tidy
from crawler.metadata import Sheet, text_of

_PARTS = re.compile(r"\s+[|–—\-·•:»«<>~/]+\s+|\s*\|\s*|\s+[@]\s+|\s-\s?$|\s:\s?$")
_NO_TITLE = re.compile(r"(?i)(?:^|[\s_-])(?:logo|site-title|site-name|brand|sr-only|visually-hidden|screen-reader-text)(?=$|[\s_-])")
_KICKER = re.compile(
    r"(?i)(?:^|[\s_-])(?:kicker|rubrique|surtitre|sur-titre|category|badge|tag|label|sr-only|visually-hidden|screen-reader-text|premium|icon|picto|prefix|overline|eyebrow)(?=$|[\s_-])"
)


def site_names(found: Sheet, host: str) -> set[str]:
    """Letters of every name the site gives itself."""
    names = {
        folded(found.meta("og:site_name")),
        folded(found.meta("application-name")),
        folded(found.meta("apple-mobile-web-app-title")),
        folded(found.meta("twitter:site").lstrip("@")),
    }
    publisher = found.follow(found.told("publisher"))
    names.add(folded(text_of(publisher)))
    for node in found.nodes:
        if str(node.get("@type")) in ("WebSite", "Organization", "NewsMediaOrganization"):
            names.add(folded(text_of(node.get("name"))))
            names.add(folded(text_of(node.get("alternateName"))))
    names.add(folded(host))
    labels = host.split(".")
    names.add(folded(labels[-2] if len(labels) > 1 else labels[0]))
    names |= {re.sub(r"^(?:les|le|la|l)(?=.{4})", "", name) for name in names}
    return {name for name in names if len(name) > 1}


def heading_text(element: etree._Element) -> str:
    """A heading's words, without a kicker, a badge, or what only screen readers hear."""
    parts: list[str] = []

    def walk(node: etree._Element, depth: int) -> None:
        if node.text:
            parts.append(node.text)
        for child in node:
            if (
                isinstance(child.tag, str)
                and child.tag not in ("script", "style", "svg", "button", "noscript", "template", "time")
                and depth < 60
            ):
                name = f"{child.get('class') or ''} {child.get('id') or ''}"
                if child.tag == "br":
                    parts.append(" ")
                elif not (len(name) > 1 and _KICKER.search(name)):
                    walk(child, depth + 1)
            if child.tail:
                parts.append(child.tail)

    walk(element, 0)
    whole = tidy("".join(parts))
    return whole or tidy("".join(str(part) for part in element.itertext()))


def headline(root: etree._Element, found: Sheet, names: dict[etree._Element, str], sites: set[str]) -> tuple[str, etree._Element | None]:  # noqa: C901  a list of decisions, read from top to bottom
    """The title, and the element that shows it."""
    metas = [
        title
        for title in (
            found.meta("og:title"),
            text_of(found.told("headline", page=False)),
            found.meta("twitter:title"),
            *found.titles[:1],
            text_of(found.page.get("name")),
        )
        if title
    ]
    told = [letters(title) for title in metas]
    best: etree._Element | None = None
    most = 0.0
    text = ""
    first = letters(found.meta("og:title"))
    for element in root.iter("h1", "h2", "h3"):
        name = names.get(element, "")
        words = heading_text(element)
        mark = letters(words)
        if not mark or folded(words) in sites or len(words) > 400 or (name and _NO_TITLE.search(name)):
            continue
        score = max((_overlap(mark, other, words, title) for other, title in zip(told, metas, strict=True)), default=0.0)
        if element.tag == "h1":
            score += 0.5
            if first and mark not in first and first not in mark and score < 1.6:
                score -= 0.6  # the blog's name, which opens the page's <title>
        elif score < (0.9 if element.tag == "h2" else 1.1):
            continue
        if "headline" in (element.get("itemprop") or "") or re.search(
            r"(?i)(?:entry|post|article|page|single)[-_]{0,2}title|headline|titre", name
        ):
            score += 0.25
        if any(above.tag in ("nav", "footer", "aside") or cues.junk(names.get(above, "")) == 3 for above in element.iterancestors()):
            score -= 0.6
        if score > most:
            best, most, text = element, score, words
    if best is not None and (
        most >= 0.75 or not metas or (best.tag == "h1" and most > 0.4 and len(metas) == len(found.titles[:1]) and len(text) > 20)
    ):
        return text, best
    for title in metas:
        if short := without_site(title, sites, metas):
            shown = best if text and letters(text) == letters(short) else _shown_otherwise(root, letters(short))
            return short, shown
    return text, best


def _shown_otherwise(root: etree._Element, mark: str) -> etree._Element | None:
    """The element that shows a headline without being marked as one; the last, for trails and menus come before."""
    if len(mark) < 12:
        return None
    found = None
    for element in root.iter("div", "p", "span", "strong", "td", "h3", "font", "b"):
        said = (element.text or "").strip()
        if said and letters(said[:12]) == letters(mark[:40])[: len(letters(said[:12]))] and letters(heading_text(element)) == mark:
            if any(above.tag in ("nav", "footer", "aside", "a", "li") for above in element.iterancestors()):
                continue
            if found is not None:
                break
            found = element
    return found


def _overlap(mark: str, other: str, words: str, title: str) -> float:
    if not other:
        return 0.0
    if mark == other:
        return 1.1
    if len(mark) > 12 and (other.startswith(mark) or mark.startswith(other)):
        return 1.0
    if len(mark) > 12 and mark in other:
        return 0.9
    ours, theirs = set(re.findall(r"\w{3,}", words.casefold())), set(re.findall(r"\w{3,}", title.casefold()))
    return 0.8 * len(ours & theirs) / max(3, min(len(ours), len(theirs))) if ours and theirs else 0.0


def without_site(title: str, sites: Iterable[str], others: Iterable[str] = ()) -> str:
    """A title without the site's name at either end.

    >>> without_site("Fuite à la mairie - ce que l’on sait - L’Écho", {"lecho"})
    'Fuite à la mairie - ce que l’on sait'
    """
    marks = set(sites)
    shorter = [letters(other) for other in others if other]
    for _ in range(3):
        cuts = [(found.start(), found.end()) for found in _PARTS.finditer(title)]
        changed = False
        for start, end in reversed(cuts):
            before, after = title[:start], title[end:]
            mark = folded(after)
            if before and (
                mark in marks
                or not mark
                or (len(mark) > 3 and any(mark.startswith(site) and len(mark) < len(site) + 25 for site in marks if len(site) > 3))
                or letters(before) in shorter
            ):
                title, changed = before.strip(), True
                break
        if not changed and cuts:
            start, end = cuts[0]
            if folded(title[:start]) in marks and title[end:].strip():
                title, changed = title[end:].strip(), True
        if not changed:
            break
    return title.strip()
