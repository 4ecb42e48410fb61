"""Which paragraphs of the article's container are its own: no see-also, subscription, caption, share, signature or echo."""

import re

from crawler import wordings
from crawler.blocks import HEADS, Block, key

_SEE = re.compile(r"(?i)^[\W_]*(?:(?:à|a)\s+)?(?:lire|voir|lisez|écouter|découvrir|sur le m[êe]me|nos\b|articles?|related|les plus|derni)")
_SEE_WORDS = re.compile(
    r"(?i)(?:lire|voir|découvrir|écouter)\s+(?:aussi|également)|notre\s+(?:article|dossier|enquête|décryptage)|>>|►|▶|➜|→"
)
_QUESTIONABLE = re.compile(
    r"(?i)\b(?:abonn\w+|newsletter|inscri\w+|cookies?|compte|offres?|publicité|commentaires?|partager?|facebook|twitter|droits\s+réservés|adresse\s+e?-?mail|mot\s+de\s+passe\s+oublié)\b"
)


def own(blocks: list[Block], *, titles: str, told: str, authors: tuple[str, ...], headline: int) -> list[tuple[Block, str]]:  # noqa: C901  a list of decisions, read from top to bottom
    """Blocks of the container that the article itself says, with their text."""
    kept: list[tuple[Block, str]] = []
    seen: set[str] = set()
    total = sum(block.weight for block in blocks)
    said = 0.0
    boxed = walled = teased = False
    # A part that is soft as a whole (a blog's one great « widget ») says nothing of its blocks.
    soft = 2 * sum(block.weight for block in blocks if block.soft) < total
    signatures = {key(name) for name in authors if " " in name}
    pending: tuple[Block, str] | None = None
    for block in blocks[: _others(blocks)]:
        text = block.text
        mark = key(text)
        heading = block.tag in HEADS or (block.length < 90 and block.strong > 0.8 * block.length and block.tag != "li")
        density = block.linked / max(1, block.length)
        if mark in signatures and said > 0.6 * total and said + 200 > 0.8 * total:
            break  # after a signature of its own: who the author is
        if not mark or (mark == titles and len(mark) > 3) or (block.consent and not (told and mark[:50] in told)):
            continue
        if block.length < 140 and wordings.END_HEADS.match(text) and (heading or block.length < 45) and said > 0.35 * total:
            if block.tag in HEADS or not _goes_on(blocks, block, kept):
                break
            continue  # a button between two paragraphs
        if block.length < 110 and wordings.BOX_HEADS.match(text):
            boxed = True
            pending = (block, text) if block.tag in HEADS and density < 0.5 and not _SEE.match(text) else None
            continue
        if boxed:
            if teased and block.length < 300:
                teased = density > 0.5
                continue
            if block.tag in HEADS and density < 0.5:
                pending = None
            elif (
                density > 0.5
                or (block.tag == "li" and block.weight == 0)
                or block.length < 25
                or (block.length < 120 and not re.search(r"[.!?…»]$", text))
            ):
                pending = None
                teased = block.tag in HEADS and density > 0.5
                continue
            elif pending is not None:
                # A box's heading, yet prose follows at once: a part of the article ("Et aussi").
                kept.append(pending)
                pending = None
            boxed = False
        if told and len(mark) > 30 and mark[:50] in told:
            pass
        elif (
            density > 0.6
            or (((block.soft and soft) or block.order < headline) and block.length < 200 and not kept)
            or ((len(kept) < 3 or said < 400) and is_byline(block, text, authors))
        ):
            continue
        if said > 0.1 * total and wordings.WALL.match(text) and block.length < 300:
            walled = True
            continue
        if walled and not any(block.element.getparent() is before.element.getparent() for before, _ in kept if before.weight > 0):
            # Behind a wall's line only what stands with the paragraphs before it is the article.
            continue
        if block.tag in HEADS and said > 0.6 * total and wordings.LINE_JUNK.match(text) and _QUESTIONABLE.search(text):
            break
        lines = [line for line, linked in zip(block.lines, block.line_links, strict=True) if not is_junk(line, linked)]
        if not lines:
            if block.tag in HEADS and wordings.LINE_JUNK.match(text):
                boxed = True
            continue
        text = "\n".join(lines)
        mark = key(text)
        if not mark or ((len(mark) > 25) and mark in seen):
            continue
        seen.add(mark)
        said += block.weight
        kept.append((block, text))
    while kept and (kept[-1][0].tag in HEADS or _is_tail(*kept[-1], authors) or _is_elsewhere(kept)):
        kept.pop()
    return _without_echoes(kept)


def _goes_on(blocks: list[Block], here: Block, kept: list[tuple[Block, str]]) -> bool:
    """Whether prose follows in the very box of the prose before."""
    boxes = {block.element.getparent() for block, _ in kept if block.weight >= 60}
    return any(
        block.order > here.order and block.element.getparent() in boxes and not block.linked and re.search(r"[.!?…»]$", block.text)
        for block in blocks
    )


def _others(blocks: list[Block]) -> int:
    """Where summaries of other articles begin: from there on nothing but headings that are links, each with a paragraph or two."""
    teasers = 0
    place = start = len(blocks)
    while place:
        place -= 1
        block = blocks[place]
        before = blocks[place - 1] if place else None
        if before is not None and before.tag in HEADS and before.linked > 0.8 * before.length and block.length < 400:
            teasers += 1
        elif block.tag in HEADS and block.linked > 0.8 * block.length:
            start = place
        elif block.weight >= 60:
            break
    return start if teasers > 2 and any(block.weight >= 60 for block in blocks[:start]) else len(blocks)


def is_junk(line: str, linked: int) -> bool:
    if len(line) > 420:
        return False
    if wordings.LINE_JUNK.match(line):
        return len(line) < 220 or linked > 0.2 * len(line) or bool(_QUESTIONABLE.search(line))
    if len(line) < 140 and wordings.LINE_ENDS.search(line):
        return True
    if line[:1] in ">►▶→➤➜" and (linked or line[0] == ">") and len(line) < 160 and line[-1:] not in ".!…":
        return True
    return bool(len(line) < 200 and linked > 0.3 * len(line) and _SEE_WORDS.search(line))


def is_byline(block: Block, text: str, authors: tuple[str, ...]) -> bool:
    if block.length > 160:
        return False
    mark = key(text)
    if wordings.BYLINE.match(text) and re.search(r"\d", text):
        rest = wordings.BYLINE_WORDS.sub(" ", re.sub(r"\b[Pp]ar\s+(?:[A-ZÀ-Ý][\w.'’-]*\s*){1,4}", " ", text))
        if len(rest.replace(" ", "")) < 0.34 * len(mark):
            return True
    if (
        re.match(
            r"(?i)(?:par|by|de|propos recueillis par|texte|avec)\s*:?\s+(?-i:[A-ZÀ-Ý])"
            r"|(?:journaliste|rédact(?:eur|rice)|grande?\s+reporter|chef\w*\s+(?:de|du)\s+(?:service|rubrique))\b",
            text,
        )
        and block.length < 120
        and text[-1:] not in ".!?…:"
    ):
        return True
    return any(name and len(name) > 4 and name in mark and len(mark) < len(name) + 40 for name in map(key, authors))


_BIOGRAPHY = re.compile(
    r"(?i)\b(?:est|journaliste|rédact\w+|aut(?:eur|rice)|spécialis\w+|passionnée?|diplômée?|(?:co-?)?fondat\w+|chroniqueu\w+|écrit|couvre|suit|correspondante?)\b"
)


def _is_tail(block: Block, text: str, authors: tuple[str, ...]) -> bool:
    """A last line that is no story: a signature's link, a list of tags, what the author is."""
    mark = key(text)
    if (
        block.length < 700
        and _BIOGRAPHY.search(text[:160])
        and any(len(name) > 6 and mark.startswith(name) for name in map(key, (name for name in authors if " " in name)))
    ):
        return True
    return block.length < 120 and (block.linked > 0.7 * block.length or (block.soft and block.weight < 60))


def _is_elsewhere(kept: list[tuple[Block, str]]) -> bool:
    """Whether the last line, a short one that is no sentence, stands in a box without prose, apart from the boxes of the prose."""
    block, text = kept[-1]
    prose = [other for other, _ in kept[:-1] if other.weight >= 60]
    if block.length > 120 or re.search(r"^[—–]|[.!?…»:;]\s*$", text) or len(prose) < 2:
        return False
    near = list(block.element.iterancestors())[: 1 if block.tag != "li" else 2]
    return not any(
        up in near or up is block.element for other in prose[-6:] for up in [other.element, *list(other.element.iterancestors())[:3]]
    )


def _without_echoes(kept: list[tuple[Block, str]]) -> list[tuple[Block, str]]:
    """Without pull quotes: short blocks, set apart, whose words another paragraph says whole."""
    marks = [key(text) for _, text in kept]
    answer = []
    for index, (block, text) in enumerate(kept):
        mark = marks[index]
        apart = (
            block.soft
            or block.tag in ("blockquote", "aside", "q")
            or block.tag in HEADS
            or any(up.tag in ("blockquote", "figure") for up in list(block.element.iterancestors())[:3])
        )
        if (
            apart
            and 30 < len(mark) < 400
            and any(mark in other for place, other in enumerate(marks) if place != index and len(other) > len(mark))
        ):
            continue
        answer.append((block, text))
    return answer
