"""RSS, Atom, RDF and sitemaps: XML without entities or network, slightly broken XML repaired first."""

import html as entities
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from crawler import addresses, moments
from crawler.entries import MAX_CONTENT, Entry, plain_title
from crawler.errors import BrokenXml, FeedIsHtml, UnknownListing

_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_OPENING = re.compile(r"<!\[CDATA\[|<!--")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _named(match: re.Match[str]) -> str:
    name = match.group(1)
    known = entities.unescape(f"&{name};") if name else ""
    if name and not known.startswith("&"):
        return known
    return "&amp;" + (f"{name};" if name else "")


def _repaired(text: str) -> str:
    return "".join(part if verbatim else _BARE.sub(_named, part) for part, verbatim in _sections(text))


def _sections(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its CDATA sections and comments, which are True; in one pass, however many are never closed."""
    at = 0
    while opening := _OPENING.search(text, at):
        closing = "]]>" if opening[0].endswith("[") else "-->"
        end = text.find(closing, opening.end())
        if end < 0:
            break  # what is not closed here is not closed later either
        yield text[at : opening.start()], False
        at = end + len(closing)
        yield text[opening.start() : at], True
    yield text[at:], False


def _parse(text: str, url: str) -> etree._Element:
    text = re.sub(r"^[^<]+", "", text)
    text = re.sub(r"^<\?xml[^>]*\?>", "", text)
    text = _ILLEGAL.sub("", text)
    first: etree.XMLSyntaxError | None = None
    for repair, recover in ((False, False), (True, False), (True, True)):
        parser = etree.XMLParser(
            recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
        )
        try:
            root: etree._Element | None = etree.fromstring((_repaired(text) if repair else text).encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as error:
            first = first or error
            continue
        if root is not None and (not recover or any(_name(child) in ("item", "entry", "url", "sitemap") for child in root.iter())):
            return root
    raise BrokenXml(
        url,
        (first.msg or "no element") if first else "no element",
        line=first.lineno or 1 if first else 1,
        hint="look at the address in a browser",
    )


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _space(element: etree._Element) -> str:
    tag = element.tag
    return tag[1:].split("}", 1)[0].lower() if isinstance(tag, str) and tag.startswith("{") else ""


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(part for part in element.itertext() if isinstance(part, str)).strip()


def read(text: str, url: str) -> list[Entry]:
    """The entries of a feed or sitemap; raises ListingError."""
    root = _parse(text, url)
    kind = _name(root)
    if kind == "html":
        raise FeedIsHtml(url, "du HTML là où un flux ou un plan de site était demandé")
    if kind in ("rss", "rdf", "feed", "channel"):
        return list(_feed(root, url))
    if kind in ("urlset", "sitemapindex"):
        return list(_sitemap(root, url))
    raise UnknownListing(url, f"XML that begins with <{kind}>")


_FOREIGN = re.compile("mrss|itunes|podcast|georss|googleplay|threading|slash|comment")
"""Extensions whose `title`, `content` or `link` are not the article's."""


def _feed(root: etree._Element, url: str) -> Iterable[Entry]:
    zone = moments.zone_of(addresses.host(url)) or "UTC"
    base = url
    for element in root.iter():
        name = _name(element)
        if name not in ("item", "entry"):
            continue
        fields: dict[str, str] = {}
        links: dict[str, str] = {}
        for child in element:
            key, space = _name(child), _space(child)
            if not key or _FOREIGN.search(space):
                continue
            if key == "link" and (href := child.get("href")):
                links.setdefault(child.get("rel") or "alternate", href)
            elif (key == "guid" and (child.get("isPermaLink") or "true").lower() == "false") or (key == "content" and child.get("src")):
                continue
            else:
                whole = len(child) and child.get("type") == "xhtml"
                fields.setdefault(key, "".join(etree.tostring(part, encoding="unicode") for part in child) if whole else _text(child))
        link = next(
            (
                found
                for found in (fields.get("link"), links.get("alternate"), fields.get("guid"), fields.get("id"), *links.values())
                if found
            ),
            "",
        )
        address = addresses.absolute(entities.unescape(link), base) if link else None
        if address is None:
            continue
        changed = moments.moment(fields.get("updated") or fields.get("modified"), zone=zone)
        given = next(
            (
                value
                for key in ("pubdate", "published", "date", "issued", "created")
                if (value := moments.moment(fields.get(key), zone=zone))
            ),
            None,
        )
        yield Entry(
            link=address,
            title=plain_title(fields.get("title", "")),
            published=given or changed,
            modified=changed,
            content=(fields.get("encoded") or fields.get("content") or fields.get("description") or fields.get("summary") or "")[
                :MAX_CONTENT
            ],
        )


def _sitemap(root: etree._Element, url: str) -> Iterable[Entry]:
    """Articles and child sitemaps alike: some files mix them."""
    zone = moments.zone_of(addresses.host(url)) or "UTC"
    for element in root.iter():
        kind = _name(element)
        if kind not in ("url", "sitemap"):
            continue
        fields = {_name(child): _text(child) for child in element if not any(word in _space(child) for word in ("image", "video"))}
        news = next((child for child in element if _name(child) == "news"), None)
        if news is not None:
            fields |= {f"news_{_name(child)}": _text(child) for child in news}
        address = addresses.absolute(loc, url) if (loc := fields.get("loc") or (element.text or "").strip()) else None
        if address is None:
            continue
        changed = moments.moment(fields.get("lastmod"), zone=zone)
        yield Entry(
            link=address,
            title=plain_title(fields.get("news_title", "")),
            published=moments.moment(fields.get("news_publication_date"), zone=zone) or changed,
            modified=changed,
            kind="listing" if kind == "sitemap" or _CHILD.search(address) else "article",
        )


_CHILD = re.compile(r"\.xml(?:\.gz)?$")
