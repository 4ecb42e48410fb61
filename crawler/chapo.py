"""The chapô: the few lines under the headline that say who and when; often outside the body, and then lost by others."""

import re

from lxml import etree

from crawler import cues
from crawler.blocks import HEADS, Block, key
from crawler.paragraphs import is_byline, is_junk
from crawler.walk import Walk

ENOUGH = 1.2
"""Score of a block that its name or the description shows; prose that merely stands in the place has less."""


def find(  # noqa: C901  a list of decisions, read from top to bottom
    walk: Walk,
    names: dict[etree._Element, str],
    kept: list[tuple[Block, str]],
    *,
    titles: str,
    headline: int,
    description: str,
    first: int,
    authors: tuple[str, ...],
) -> str:
    """The chapô: the block, near the headline and before the body, that its name or the page's own description shows."""
    end = kept[1][0].order if len(kept) > 1 else first
    texts = {block.order: text for block, text in kept}
    best = ""
    strength = 0.0
    outside: list[tuple[Block, str, float]] = []
    for block in walk.blocks[max(0, headline - 12) : end + 1]:
        if block.order > first and block.order not in texts:
            continue
        text = texts.get(block.order, block.text)
        mark = key(text)
        if (
            not (12 if _named(block, names) else 25) <= len(mark) <= 2500
            or mark == titles
            or block.linked > 0.5 * block.length
            or is_junk(text, block.linked)
            or is_byline(block, text, authors)
        ):
            continue
        score = 0.0
        alike = _alike(mark, description)
        named = _named(block, names)
        if alike:
            score += 2 * alike
        if named:
            score += 1.5
        if block.order < headline:
            score -= 1.0
        body = block.order in texts
        if body:
            # Set apart inside the body: by name, by weight of type, or by a heading that is a sentence.
            apart = (
                named
                or (alike >= 0.9 and _elsewhere(block, kept))
                or (block.strong > 0.8 * block.length)
                or block.tag in ("h2", "h3", "h4")
            )
            if not apart or (block.tag in HEADS and not alike):
                continue
            if not named and not alike and block.order != first:
                continue
            if not named and not alike and (len(mark) < 40 or (len(kept) > 1 and kept[1][0].strong > 0.8 * kept[1][0].length)):
                continue
            score += 0.6
        elif block.tag in HEADS and not alike and not named:
            continue
        elif (
            not alike
            and not named
            and headline >= 0
            and headline < block.order < first
            and block.length > 80
            and re.search(r"[.!?…»]\s*$", text)
            and not block.soft
        ):
            score += 0.7
        if score > strength:
            best, strength = text, score
        if not body and score >= 0.6:
            outside.append((block, text, score))
    if not outside or (strength >= ENOUGH and strength > max(score for _, _, score in outside)):
        return best if strength >= 0.6 else ""
    # All that stands there: several paragraphs, or a list of what is to be known. What stands in the body is lost to nobody.
    return "\n".join(dict.fromkeys(text for _, text, _ in _together(outside)))


def _together(outside: list[tuple[Block, str, float]]) -> list[tuple[Block, str, float]]:
    """Those of the best one's own box, and the prose beside them; never a second box that is named a chapô, which may be a teaser's."""
    best = max(outside, key=lambda one: (one[2], one[0].length))
    box = best[0].element.getparent()
    return [
        one
        for one in outside
        if one is best
        or one[0].element.getparent() is box
        or (one[2] < ENOUGH and best[2] < ENOUGH)
        or (one[2] >= ENOUGH and best[0].order - 4 < one[0].order < best[0].order and one[0].length < best[0].length)  # a subtitle
    ]


def _elsewhere(block: Block, kept: list[tuple[Block, str]]) -> bool:
    """In another box than the paragraphs of prose that follow."""
    box = block.element.getparent()
    following = [other.element for other, _ in kept if other.order > block.order and other.weight > 0][:3]
    return box is not None and bool(following) and not any(box in element.iterancestors() for element in following)


def _named(block: Block, names: dict[etree._Element, str]) -> bool:
    element: etree._Element | None = block.element
    for _ in range(3):
        if element is None or not isinstance(element.tag, str) or element.tag in ("body", "article", "main"):
            return False
        name = names.get(element, "")
        if (name and cues.lead(name)) or (element.get("itemprop") or "") == "description":
            return not cues.body(name)
        element = element.getparent()
    return False


def _alike(mark: str, description: str) -> float:
    """How well a block says what the description says: 1 the same or one opens the other, 0 not."""
    if len(description) < 25:
        return 0.0
    shorter, longer = sorted((mark, description), key=len)
    if longer.startswith(shorter) and len(shorter) >= 25:
        return 1.0
    if len(description) >= 60 and mark.startswith(description[:60]):
        return 0.9
    if shorter in longer and len(shorter) > 0.6 * len(longer):
        return 0.8
    return 0.0
