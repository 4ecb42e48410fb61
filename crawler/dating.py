"""When a page says it was published and changed: JSON-LD, metas, marked elements, then words near the headline, then its address."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from lxml import etree

from crawler import cues, moments, wordings
from crawler.blocks import Block
from crawler.encoding import tidy
from crawler.metadata import Sheet, text_of
from crawler.walk import Walk


def _dates(root: etree._Element, found: Sheet, *keys: str, metas: tuple[str, ...], props: tuple[str, ...], zone: str | None) -> list[str]:
    # Open Graph's exact time is the one that sites show and keep; JSON-LD's comes from their software.
    given = [value for value in found.metas.get(metas[0], ()) if "T" in (moments.moment(value, zone=None) or "")]
    given += [text_of(found.article.get(key)) for key in keys] + [text_of(found.page.get(key)) for key in keys]
    given += [value for name in metas for value in found.metas.get(name, ())]
    for prop in props:
        for element in root.iterfind(f".//*[@itemprop='{prop}']"):
            if isinstance(element.tag, str):
                given.append(element.get("datetime") or element.get("content") or "".join(str(part) for part in element.itertext()))
    return [value for one in given if one and (value := moments.moment(one, zone=zone))]


_PUBLISHED = tuple(
    "article:published_time og:published_time article:published datepublished date.issued dc.date.issued dcterms.issued dcterms.created"
    " dc.date.created dcterms.date dc.date date pubdate publishdate publish-date publish_date publication_date parsely-pub-date sailthru.date"
    " cxenseparse:recs:publishtime article.published originalpublicationdate datecreated article_date_original og:article:published_time"
    " citation_publication_date creation_date release_date".split()
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "article:modified",
    "modified_date",
    "revised",
)
_SAYS_WHEN = re.compile(
    r"(?i)\b(?:publiée?|posté|mise?\s+en\s+ligne|paru|écrit|rédigé|créé|posted|published|mise?\s+à\s+jour|modifiée?|actualisé|date)\b"
)
_DATE_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:date|dates|published|pubdate|publish|publication|datetime|timestamp|time|entry-date|post-date|submitted"
    r"|created|info-?date|meta|infos?|auteur|byline|chapo)(?=$|[\s_-])"
)


@lru_cache(maxsize=20_000)
def _is_dated(name: str) -> bool:
    return bool(_DATE_NAMES.search(name))


_OTHERS = re.compile(r"(?i)related|similar|recommend|teaser|most-?read|les-plus|a-?lire|lire-?aussi|see-?also")


@lru_cache(maxsize=20_000)
def _is_other(name: str) -> bool:
    """Whether a part is a comment's, or another article's."""
    return cues.junk(name) == 3 or bool(_OTHERS.search(name))


def moments_of(
    root: etree._Element,
    found: Sheet,
    walk: Walk,
    names: dict[etree._Element, str],
    *,
    url: str,
    order: int,
    first: int,
    zone: str | None,
    title: etree._Element | None = None,
) -> tuple[str | None, str | None]:
    """(published, modified), each the first that the page tells; a day gains its hour where another mark gives the same day exactly."""
    candidates = _dates(
        root, found, "datePublished", "uploadDate", "dateCreated", metas=_PUBLISHED, props=("datePublished", "dateCreated"), zone=zone
    )
    changes = _dates(root, found, "dateModified", metas=_MODIFIED, props=("dateModified",), zone=zone)
    visible: list[str] = []
    if not candidates or "T" not in candidates[0]:
        shown, changed = _visible(root, walk, names, order=order, first=first, zone=zone, title=title)
        visible += shown
        changes += changed
    if not candidates:
        candidates = visible or ([day] if (day := moments.in_address(url)) else [])
    # A page that tells its change alone was out by then.
    published = candidates[0] if candidates else next((change[:10] for change in changes), None)
    if published and "T" not in published:
        published = next((other for other in [*candidates, *visible] if other.startswith(published + "T")), published)
    published = _local(published, zone)
    modified = next((value for value in (_local(change, zone) for change in changes) if value != published), None)
    return published, modified


def _local(value: str | None, zone: str | None) -> str | None:
    """Universal time as the outlet's own, the same moment: its day is then the reader's, to which "hier" in the text refers."""
    if value and zone and value.endswith(("+00:00", "Z")):
        return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).isoformat()
    return value


def _ranked(values: list[tuple[int, str]]) -> list[str]:
    return [value for _, value in sorted(values, key=lambda pair: pair[0])]


def _visible(  # noqa: C901  a list of decisions, read from top to bottom
    root: etree._Element,
    walk: Walk,
    names: dict[etree._Element, str],
    *,
    order: int,
    first: int,
    zone: str | None,
    title: etree._Element | None,
) -> tuple[list[str], list[str]]:
    """Dates that the page shows: `time` elements and lines in words, near the headline first."""
    strong: list[str] = []
    weak: list[str] = []
    ranked: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    changes: list[str] = []
    near = {up for up in list(title.iterancestors())[:4] if up.tag not in ("body", "html")} if title is not None else set()
    passed = title is None
    for element in root.iter("time", "abbr", "h1", "h2"):
        passed = passed or element is title
        if element.tag not in ("time", "abbr") or (element.tag == "abbr" and "published" not in names.get(element, "")):
            continue
        above = [names.get(up, "") for up in list(element.iterancestors())[:6]] + [names.get(element, "")]
        if any(_is_other(name) for name in above) or any(up.tag in ("nav", "footer", "aside") for up in element.iterancestors()):
            continue
        words = tidy(" ".join(str(part) for part in element.itertext()))
        given = element.get("datetime") or (element.get("title") if element.tag == "abbr" else "")
        value = moments.moment(given, zone=zone) or moments.moment(words, zone=zone)
        if not value:
            continue
        rank = 0 if any(up in near for up in element.iterancestors()) else 1 if passed else 2
        around = f"{names.get(element, '')} {_said_before(element)} {words}"
        if re.search(r"(?i)updated|modifi|mise?\s+à\s+jour|actualisé|maj\b", around):
            changes.append(value)
        elif element.get("pubdate") is not None or "published" in around or _SAYS_WHEN.search(around):
            ranked[0].append((rank, value))
        else:
            ranked[1].append((rank, value))
    strong += _ranked(ranked[0])
    weak += _ranked(ranked[1])
    lines: list[str] = []
    start, end = max(0, order - 12) if order >= 0 else 0, max(first + 3, order + 25)
    for element in root.iter("p", "span", "div", "small", "li", "em", "i", "strong", "td", "font", "a", "abbr", "h5", "h6"):
        if len(lines) > 400:
            break
        name = names.get(element, "")
        if not (name and _is_dated(name)) and not (element.text and _SAYS_WHEN.search(element.text)):
            continue
        text = tidy(" ".join(str(part) for part in element.itertext()))
        if (
            6 <= len(text) <= 220
            and re.search(r"\d{4}|\d/\d", text)
            and not any(_is_other(names.get(up, "")) or up.tag in ("nav", "footer") for up in element.iterancestors())
        ):
            lines.append(text)
    for text in lines:
        published, changed = moments.said(text, zone=zone)
        if published:
            (strong if _SAYS_WHEN.search(text) else weak).append(published)
        if changed:
            changes.append(changed)
    if not strong and not weak:
        for block in walk.blocks[start:end]:
            weak += [value] if block.length < 160 and (value := _dated(block, zone=zone)) else []
    if not strong and not weak:
        alone = {}
        for element in root.iter("p", "span", "div", "li", "dd", "td"):
            if (
                element.text
                and len(element.text) < 40
                and len(element) == 0
                and wordings.BYLINE.match(text := tidy(element.text))
                and (value := moments.moment(text, zone=zone))
            ):
                alone[value] = not any(
                    _is_other(names.get(up, "")) or up.tag in ("nav", "footer", "aside") for up in element.iterancestors()
                )
        weak += [value for value, fits in alone.items() if fits] if sum(alone.values()) == 1 else []
    return [*strong, *weak], changes


def _said_before(element: etree._Element) -> str:
    """The words just before an element: "Mis à jour le"."""
    before = element.getprevious()
    if before is not None:
        return tidy(before.tail or "")
    parent = element.getparent()
    return tidy(parent.text or "") if parent is not None else ""


def _dated(block: Block, *, zone: str | None) -> str | None:
    if not (
        wordings.BYLINE.match(block.text)
        or _SAYS_WHEN.search(block.text)
        or re.match(r"(?i)[\w\s.'’-]{0,60}[,|–—-]\s*(?:le\s+)?\d", block.text)
    ):
        return None
    return moments.said(block.text, zone=zone)[0]
