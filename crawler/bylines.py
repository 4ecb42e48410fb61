"""Who signed: of what JSON-LD, the metas and the page itself say, the names to believe."""

import re
from typing import Any

from lxml import etree

from crawler.encoding import folded, letters
from crawler.metadata import Sheet, text_of
from crawler.people import AGENCY, PERSON, STAFF, people, whole
from crawler.signature import linked_name, shown_names

_METAS = tuple(
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl article:author_name twitter:creator_name"
    " cxenseparse:author author_name".split()
)
_IN_LINE = re.compile(
    r"(?:^|[\s,|·•–—-])(?:[Pp]ar|PAR|[Bb]y)\s*:?\s+((?:[A-ZÀ-Ý][\w.'’-]*)(?:\s+(?:[A-ZÀ-Ý][\w.'’-]*|de|du|d['’]\w+|van|von|le|la|et)){1,6})"
)


def from_json(value: Any, found: Sheet) -> list[tuple[str, bool]]:
    """(name, is a person) of JSON-LD's authors."""
    answer: list[tuple[str, bool]] = []
    for one in value if isinstance(value, list) else [value]:
        node = found.follow(one)
        if isinstance(node, list):
            answer += from_json(node, found)
            continue
        names = node.get("name") if isinstance(node, dict) else node
        kind = str(node.get("@type") or "Person") if isinstance(node, dict) else "Person"
        for name in names if isinstance(names, list) else [names]:
            answer += [(part, "Person" in kind) for part in whole(text_of(name))]
    return answer


def authors(
    root: etree._Element,
    found: Sheet,
    names: dict[etree._Element, str],
    sites: set[str],
    *,
    title: etree._Element | None,
    stop: etree._Element | None,
    opening: etree._Element | None = None,
    last: tuple[str, ...] = (),
    heads: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Names as signed; the site's own name counts only where the page shows it as signature.

    `stop`: the body; `opening`: its first prose; `last`: its last lines, one of which may be the signature; `heads`: short lines above it.
    """
    shown = shown_names(root, names, title=title, stop=stop, opening=opening, sites=sites)
    sites = {site for site in sites if not AGENCY.match(site)}
    lines = [re.sub(r"^(?:par|by)\s+", "", line.strip(" .—–-"), flags=re.IGNORECASE) for line in last if len(line) < 50]
    signature = [
        line for line in lines if PERSON.match(line) and len(line.split()) < 5 and all(word[:1].isupper() for word in line.split())
    ][:1]
    marks = {letters(name) for name in shown}
    told = from_json(found.told("author", "creator", page=True) or [], found)
    persons = [name for name, person in told if folded(name) not in sites and not STAFF.match(name)]
    if persons:
        # A second signature that the page shows beside those that its software knows.
        more = (
            {letters(name) for name in persons} < marks
            and all(PERSON.match(name) and folded(name) not in sites for name in shown)
            and len(shown) < 5
        )
        return _unique(shown if more else persons)
    given = [value for name in _METAS for value in found.metas.get(name, ()) if not re.match(r"(?i)(?:https?:)?//|@|www\.", value)]
    metas = [name for value in given for name in whole(value)]
    persons = [name for name in metas if folded(name) not in sites and not STAFF.match(name)]
    if persons and (not shown or {letters(name) for name in persons} & marks or any(PERSON.match(name) for name in persons)):
        return _unique(persons)
    if not shown:
        shown = (
            [name for line in heads if (found_name := _IN_LINE.search(line)) for name in people(found_name.group(1), strict=True)]
            or linked_name(root, names)
            or signature
        )
    others = [name for name in shown if folded(name) not in sites]
    if others:
        return _unique(others)
    return _unique([name for name, _ in told if letters(name) in marks] or [name for name in shown if folded(name) in sites][:1])


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(letters(name), name)
    marks = [mark for mark in seen if mark]
    return tuple(
        name
        for mark, name in seen.items()
        if mark and not any(mark != other and mark.startswith(other) and len(other) > 8 for other in marks)
    )[:12]
