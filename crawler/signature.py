"""Where a page shows who signed: names marked as such, linked as author, or after "Par" near the headline."""

import re
from collections.abc import Collection
from functools import lru_cache

from lxml import etree

from crawler import cues
from crawler.encoding import folded, letters, tidy
from crawler.people import PERSON, people

_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:author|authors|auteur|auteurs|auteure|autrice|byline|by-line|signature|signatures|signataire|writer|journalist"
    r"|journaliste|redacteur|auteur-nom|user-name|vcard|fn|par|creator|spip-auteur|article-author\w*|post-author\w*|entry-author\w*)(?=$|[\s_-])"
    r"|[a-z](?:Author|Auteur|Byline|Signature|Journalist)|(?:Author|Byline)s?(?=[A-Z_\s-]|$)"
)
_NOT_NAMES = re.compile(
    r"(?i)(?:bio|desc|about|box|avatar|image|photo|social|follow|comment|related|email|mail|job|role|fonction|title-|count|card-text|more|posts|articles|widget)"
)
_PROFILE = re.compile(
    r"(?i)/(?:auteurs?|auteure?s?|autrices?|authors?|profils?|profile|journalistes?|redacteurs?|redaction|signatures?|contributeurs?|contributors?|plume|expert)/[^/?#]{4,}"
)


@lru_cache(maxsize=20_000)
def _is_signature(name: str) -> bool:
    return bool(_NAMES.search(name)) and not _NOT_NAMES.search(name)


def shown_names(  # noqa: C901  a list of decisions, read from top to bottom
    root: etree._Element,
    names: dict[etree._Element, str],
    *,
    title: etree._Element | None,
    stop: etree._Element | None,
    opening: etree._Element | None = None,
    sites: Collection[str] = (),
) -> list[str]:
    """Names that the page shows as signature: marked, linked as author, or after "Par" near the headline."""
    marked: list[str] = []
    near: list[str] = []
    area = _area(root, title, stop)
    own = set(title.iterancestors()) if title is not None else set()
    for element in area.iter(etree.Element):
        tag = element.tag
        if element is opening and marked:
            break
        if tag in ("script", "style", "svg", "meta", "noscript", "nav", "html", "body", "article", "main") or element is stop:
            continue
        name = names.get(element, "")
        rel = element.get("rel") or ""
        prop = element.get("itemprop") or ""
        profile = tag == "a" and _PROFILE.search(element.get("href") or "") is not None
        if profile or "author" in rel.split() or "author" in prop.split() or (name and _is_signature(name)):
            text = tidy(" ".join(str(part) for part in element.itertext() if str(part).strip()))
            if not 2 < len(text) < 160 or _in_other(element, names, area, own):
                continue
            if (
                prop
                and (inner := next((child for child in element.iter(etree.Element) if (child.get("itemprop") or "") == "name"), None))
                is not None
            ):
                text = tidy("".join(str(part) for part in inner.itertext()))
            link = next((child for child in element.iter("a") if "author" in (child.get("rel") or "")), None)
            if link is not None:
                text = tidy("".join(str(part) for part in link.itertext()))
            text = _without_function(element, text)
            exact = "author" in rel.split() or (bool(prop) and not profile)
            marked += [part for part in _signed(text, sites, strict=not exact) if letters(part) not in map(letters, marked)]
        elif (
            element.text
            and len(element.text) < 200
            and re.match(
                r"(?i)\s*(?:(?:propos\s+recueillis|écrit|rédigé|signé|posté|written|posted)\s+)?(?:par|by)\s*(?::|\s[A-ZÀ-Ý]|$)",
                element.text,
            )
        ):
            holder = element
            if (
                re.fullmatch(r"(?i)\s*(?:par|by)\s*:?\s*", element.text)
                and len(element) == 0
                and (above := element.getparent()) is not None
            ):
                holder = above
            text = tidy(" ".join(str(part) for part in holder.itertext()))
            if len(text) < 160 and not _in_other(element, names, area, own):
                near += [part for part in _signed(text, sites, strict=True) if part not in near]
        if len(marked) > 8:
            break
    if not (marked or near):
        for element in area.iter(etree.Element):
            for child in element:
                if (
                    child.tail
                    and re.match(r"(?i)\s*(?:par|by)\s+[A-ZÀ-Ý]", child.tail)
                    and len(child.tail) < 120
                    and not _in_other(element, names, area, own)
                ):
                    near += [part for part in people(child.tail, strict=True) if part not in near]
                elif (
                    child.tail
                    and len(child.tail) < 60
                    and re.search(r"(?i)\b(?:par|by)\s*$", child.tail)
                    and (after := child.getnext()) is not None
                    and not _in_other(element, names, area, own)
                ):
                    text = tidy("".join(str(part) for part in after.itertext()))
                    near += [part for part in _signed(text, sites, strict=True) if len(text) < 60 and part not in near]
    return marked or near


def _signed(text: str, sites: Collection[str], *, strict: bool) -> list[str]:
    """The names of a byline; a site may sign by its own, which looks like no person's."""
    initials = re.fullmatch(r"[A-ZÀ-Ý]\.?[\s-]?[A-ZÀ-Ý][a-zà-ÿ]{0,3}\.?", text.strip())
    return (
        people(text, strict=strict)
        or ([initials[0]] if initials and strict else [])
        or [name for name in people(text) if folded(name) in sites]
    )


def _without_function(element: etree._Element, text: str) -> str:
    """The one name among an element's parts, where what is beside it (a function, a button) is a part of its own; else the whole."""
    parts = [said for part in element.itertext() if (said := tidy(str(part)))]
    named = [part for part in parts if PERSON.match(part) and len(part.split()) < 4 and all(word[:1].isupper() for word in part.split())]
    others = [part for part in parts if part not in named]
    if len(set(named)) != 1 or any(re.fullmatch(r"[,;&]|et|avec|and", part) or people(part, strict=True) for part in others):
        return text
    return named[0]


def linked_name(root: etree._Element, names: dict[etree._Element, str]) -> list[str]:
    """The one author that the whole page links to as such."""
    found: list[str] = []
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").split() and not any(
            cues.junk(names.get(up, "")) == 3 or up.tag in ("nav", "li") for up in link.iterancestors()
        ):
            found += [name for name in people("".join(str(part) for part in link.itertext())) if name not in found]
    return found if len(found) == 1 else []


def _area(root: etree._Element, title: etree._Element | None, stop: etree._Element | None) -> etree._Element:
    """The smallest part of the page that holds both headline and body, else the whole."""
    if title is None or stop is None:
        return root
    above = set(stop.iterancestors()) | {stop}
    return next((element for element in title.iterancestors() if element in above), root)


def _in_other(
    element: etree._Element, names: dict[etree._Element, str], area: etree._Element, own: Collection[etree._Element] = ()
) -> bool:
    """Inside comments, teasers, lists of related articles. `own`: what holds the headline is none of these."""
    for above in element.iterancestors():
        if above is area or above in own:
            return False
        if above.tag in ("nav", "footer", "aside", "li") and above.tag != "li":
            return True
        if above.tag == "article" and above is not area:
            return True
        name = names.get(above, "")
        if name and (
            cues.junk(name) == 3
            or re.search(r"(?i)related|comment|similar|recommend|popular|sidebar|teaser|card|(?<!elementor-)widget|newsletter", name)
        ):
            return True
    return False
