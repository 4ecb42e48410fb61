"""What a page says of itself: JSON-LD, metas, links, read once into a few tables."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from crawler.encoding import letters, tidy

_ARTICLES = re.compile(
    r"(?:News|Report|Blog|Opinion|Analysis|Background|Review|Live|Tech|Scholarly|Medical\w*|Satirical|Advertiser\w*|Reportage\w*)?(?:Article|BlogPosting|Posting|NewsStory)$|^(?:Review|Report|Interview|Chapter)$"
)
_PAGES = ("WebPage", "ItemPage", "PodcastEpisode", "RadioEpisode", "VideoObject", "Recipe", "CreativeWork", "Episode", "QAPage")
_WRAPPERS = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://\s*)?\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
MAX_SCRIPT = 1_500_000


@dataclass(slots=True)
class Sheet:
    """The tables of a page."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """By name, property or itemprop, in lower case."""
    links: dict[str, list[str]] = field(default_factory=dict)
    """Addresses by rel."""
    article: dict[str, Any] = field(default_factory=dict)
    """JSON-LD's article, or {}."""
    page: dict[str, Any] = field(default_factory=dict)
    """JSON-LD's page, or {}."""
    nodes: list[dict[str, Any]] = field(default_factory=list)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    amp: bool = False
    language: str | None = None

    def meta(self, *names: str) -> str:
        """The first of these metas that says anything."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return ""

    def follow(self, value: Any) -> Any:
        """A JSON-LD value, its `@id` followed."""
        if isinstance(value, dict) and "@id" in value and len(value) <= 2:
            return self.by_id.get(str(value["@id"]), value)
        return value

    def told(self, *keys: str, page: bool = True) -> Any:
        """The first of these properties that JSON-LD's article (or its page) tells."""
        for key in keys:
            for node in (self.article, self.page) if page else (self.article,):
                if node.get(key) not in (None, "", [], {}):
                    return node[key]
        return None


def sheet(root: etree._Element) -> Sheet:  # noqa: C901  a list of decisions, read from top to bottom
    """Reads the head and the scripts of a page."""
    found = Sheet()
    found.amp = root.get("amp") is not None or root.get("⚡") is not None
    for node in root.iter("meta", "link", "title", "script"):
        attributes = node.attrib
        if node.tag == "meta":
            content = attributes.get("content")
            if content:
                names = {str(name).lower() for key in ("property", "name", "itemprop") if (name := attributes.get(key))}
                for name in names:
                    found.metas.setdefault(name, []).append(tidy(html.unescape(content) if "&" in content else content))
                if (attributes.get("http-equiv") or "").lower() == "content-language":
                    found.metas.setdefault("content-language", []).append(content)
        elif node.tag == "link":
            for rel in (attributes.get("rel") or "").lower().split():
                if href := attributes.get("href"):
                    found.links.setdefault(rel, []).append(href)
        elif node.tag == "title":
            parent = node.getparent()
            if parent is None or parent.tag != "svg":
                found.titles.append(tidy("".join(str(part) for part in node.itertext())))
        elif "ld+json" in (attributes.get("type") or "").lower() and node.text and len(node.text) < MAX_SCRIPT:
            _collect(_load(node.text), found, depth=0)
    _pick(found)
    found.language = _language(root, found)
    return found


def _load(text: str) -> Any:
    text = _WRAPPERS.sub("", text.strip()).strip().rstrip(";")
    for attempt in (
        text,
        re.sub(r",\s*([}\]])", r"\1", text),
        re.sub(r"\\(?![\"\\/bfnrtu])", r"\\\\", re.sub(r",\s*([}\]])", r"\1", text)),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _collect(value: Any, found: Sheet, *, depth: int) -> None:
    if depth > 6:
        return
    if isinstance(value, list):
        for part in value[:300]:
            _collect(part, found, depth=depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            found.nodes.append(value)
        if "@id" in value and len(value) > 2:
            found.by_id.setdefault(str(value["@id"]), value)
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher", "itemReviewed", "review"):
            if isinstance(value.get(key), dict | list):
                _collect(value[key], found, depth=depth + 1)


def types(node: dict[str, Any]) -> list[str]:
    """Schema.org types of a node, without their address."""
    given = node.get("@type")
    return [str(one).rsplit("/", 1)[-1] for one in (given if isinstance(given, list) else [given]) if one]


def _pick(found: Sheet) -> None:
    """The page's own article among those it names (teasers may be marked too): by richness, and by the headline the page shows."""
    shown = letters(found.meta("og:title") or (found.titles[0] if found.titles else ""))
    best = 0.0
    for node in found.nodes:
        kinds = types(node)
        if any(_ARTICLES.search(kind) for kind in kinds):
            headline = letters(text_of(node.get("headline") or node.get("name")))
            score = 1.0 + sum(0.5 for key in ("datePublished", "author", "articleBody", "headline", "dateModified") if node.get(key))
            if headline and shown and (headline[:40] in shown or shown[:40] in headline):
                score += 3
            if score > best:
                best, found.article = score, node
    for kind in _PAGES:
        if not found.page:
            found.page = next((node for node in found.nodes if kind in types(node)), {})


def text_of(value: Any) -> str:
    """A JSON-LD text: a string, the first of a list, or a node's name; HTML and its entities read."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("headline") or ""
    if not isinstance(value, str):
        return ""
    for _ in range(2):
        if "&" in value:
            value = html.unescape(value)
    return tidy(re.sub(r"<[^<>]{0,300}>", "", value))


def _language(root: etree._Element, found: Sheet) -> str | None:
    for given in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        found.told("inLanguage"),
        found.meta("og:locale", "content-language", "dc.language", "language"),
    ):
        name = text_of(given)
        if isinstance(given, dict):
            name = str(given.get("alternateName") or name)
        match = re.match(r"(?i)\s*([a-z]{2})(?:$|[-_\s,])", name)
        if match:
            return match.group(1).lower()
        if re.match(r"(?i)\s*(?:french|français)", name):
            return "fr"
    return None


def strings(value: Any, found: Sheet) -> list[str]:
    """Texts of a JSON-LD list (keywords, sections), commas parted."""
    given = value if isinstance(value, list) else [value]
    parts: list[str] = []
    for one in given:
        text = text_of(found.follow(one))
        parts += [part.strip() for part in text.split(",")] if not isinstance(one, dict) else [text]
    return [part for part in parts if part]
