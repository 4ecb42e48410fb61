"""The body of an article: the page's part that holds it, the paragraphs that are its own, its chapô first wherever it stood."""

from dataclasses import dataclass

from lxml import etree

from crawler import chapo, container, paragraphs
from crawler.blocks import key
from crawler.walk import Walk


@dataclass(frozen=True, kw_only=True)
class Body:
    """What was found."""

    lead: str
    paragraphs: tuple[str, ...]
    container: etree._Element | None
    first: int
    """Order of its first block."""
    opening: etree._Element | None = None
    """The first of its paragraphs of prose."""


def read(
    walk: Walk, names: dict[etree._Element, str], *, title: str, headline: int, description: str, told: str, authors: tuple[str, ...] = ()
) -> Body:
    """Body and chapô. `headline`: order of the headline's block, or -1."""
    end = container.ending(walk.blocks, headline)
    holder = container.choose(walk, names, after=headline, before=end, told=told)
    if holder is None:
        return Body(lead="", paragraphs=(), container=None, first=0)
    inside = [block for block in container.region(walk, names, holder, after=headline) if block.order < end]
    titles = key(title)
    kept = paragraphs.own(inside, titles=titles, told=told, authors=authors, headline=headline)
    first = kept[0][0].order if kept else inside[0].order if inside else 0
    lead = chapo.find(
        walk,
        names,
        kept,
        titles=titles,
        headline=headline,
        description=key(description),
        first=first,
        authors=authors,
    )
    texts = [text for _, text in kept]
    if lead:
        mark = key(lead)
        # The chapô said again, whole or opening the first paragraph's copy of it.
        texts = [lead, *(text for index, text in enumerate(texts) if not (index < 4 and key(text) in (mark, mark + mark)))]
    return Body(
        lead=lead,
        paragraphs=tuple(texts),
        container=holder,
        first=first,
        opening=next((block.element for block, _ in kept[1:] or kept if block.weight > 0), None),
    )
