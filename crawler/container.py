"""Which element of a page holds the article.

Every element is weighed by the prose below it, less what is no prose; names known of engines, schema.org's marks and JSON-LD's own text speak for it.
"""

from lxml import etree

from crawler import cues, wordings
from crawler.blocks import Block, key
from crawler.walk import Walk


def names_of(root: etree._Element) -> dict[etree._Element, str]:
    """Class and id of every element that has any, and the name that its makers test it by, where the class is a machine's."""
    names = {}
    for element in root.iter(etree.Element):
        attributes = element.attrib
        if attributes:
            name = attributes.get("class")
            ident = attributes.get("id")
            tested = attributes.get("data-testid") or attributes.get("data-hook")
            if name or ident or tested:
                names[element] = f"{name or ''} {ident or ''}" + (f" {tested}" if tested else "")
    return names


def protected(root: etree._Element, headline: etree._Element | None, names: dict[etree._Element, str]) -> set[etree._Element]:
    """Elements that hold the headline, a marked body, or more than half of the page's long paragraphs: never junk, whatever their name."""
    keep: set[etree._Element] = {root}
    if headline is not None:
        keep.add(headline)
        keep.update(headline.iterancestors())
    marked = list(root.iterfind(".//*[@itemprop='articleBody']"))[:3]
    for element in marked:
        keep.add(element)
        keep.update(element.iterancestors())
    # Only where a page has hardly a paragraph marked as one are other elements looked at: they are many.
    if not _hold_most(root, ("p",), names, keep):
        _hold_most(root, ("div", "span", "td", "li", "section", "article", "font", "center"), names, keep)
    return keep


def _hold_most(root: etree._Element, tags: tuple[str, ...], names: dict[etree._Element, str], keep: set[etree._Element]) -> bool:
    """Adds to `keep` what holds more than half of the long paragraphs of these tags; False where they say too little."""
    sums: dict[etree._Element, int] = {}
    total = 0
    for paragraph in root.iter(*tags):
        length = len((paragraph.text or "").strip()) + sum(len(child.tail or "") for child in paragraph)
        if length < 80:
            continue
        above = list(paragraph.iterancestors())
        if any(cues.junk(names.get(element, "")) == 3 for element in above if element not in keep):
            continue
        if wordings.CONSENT.search(paragraph.text or ""):
            continue
        total += length
        for element in above:
            sums[element] = sums.get(element, 0) + length
    keep.update(element for element, length in sums.items() if 2 * length > total and total > 1000)
    return total > 1000


def ending(blocks: list[Block], headline: int) -> int:
    """Where the next article begins, on a page that goes on without end: at a heading of the headline's make, in another box of the same make."""
    own = next((block.element for block in blocks if block.order == headline), None)
    its = own.getparent() if own is not None else None
    if own is None or its is None or own.tag != "h1":
        return len(blocks)
    for block in blocks[headline + 1 :]:
        box = block.element.getparent()
        if block.tag != "h1" or box is None or box is its or box.tag != its.tag:
            continue
        if block.element.get("class") == own.get("class") and box.get("class") == its.get("class"):
            return block.order
    return len(blocks)


def choose(walk: Walk, names: dict[etree._Element, str], *, after: int, before: int, told: str) -> etree._Element | None:  # noqa: C901  a list of decisions, read from top to bottom
    """The element that holds the article. `after`: order of the headline's block; `before`: of the next article's; `told`: letters of JSON-LD's articleBody."""
    first: dict[etree._Element, int] = {}
    for block in walk.blocks:
        element: etree._Element | None = block.element
        while element is not None and element not in first:
            first[element] = block.order
            element = element.getparent()
    best: etree._Element | None = None
    most = 0.0
    for element, weight in walk.weight.items():
        if weight <= 0:
            continue
        score = weight - 0.6 * walk.noise[element]
        if score <= 0:
            score = weight * 0.05
        name = names.get(element, "")
        mark = element.get("itemprop") or ""
        if "articleBody" in mark or element.get("property") == "schema:text":
            score *= 1.9
        elif name and (level := cues.body(name)):
            score *= 1.5 if level == 2 else 1.3
        elif element.tag == "article":
            score *= 1.15
        elif element.tag == "main":
            score *= 1.05
        elif element.tag in ("body", "html"):
            score *= 0.75
        elif element.tag in ("p", "li", "ul", "ol", "blockquote", "td"):
            score *= 0.7
        if name and cues.junk(name):
            score *= 0.6
        if after >= 0 and first.get(element, 0) < after and not _holds(walk, element, after):
            score *= 0.3
        if first.get(element, 0) >= before:
            score *= 0.1
        if score > most:
            best, most = element, score
    if told:
        spoken = [block for block in walk.blocks if block.length > 40 and key(block.text)[:60] in told]
        said = sum(block.length for block in spoken)
        if said > 0.5 * len(told) and (best is None or said > 0.5 * walk.weight[best]):
            common = _common([block.element for block in spoken])
            return best if common is None else common
    return best


def _holds(walk: Walk, element: etree._Element, order: int) -> bool:
    inside: etree._Element | None = walk.blocks[order].element
    while inside is not None:
        if inside is element:
            return True
        inside = inside.getparent()
    return False


def _common(elements: list[etree._Element]) -> etree._Element | None:
    """The lowest element that holds at least nine in ten of these."""
    counts: dict[etree._Element, int] = {}
    for element in elements:
        current: etree._Element | None = element
        while current is not None:
            counts[current] = counts.get(current, 0) + 1
            current = current.getparent()
    needed = 0.9 * len(elements)
    best: etree._Element | None = None
    for element, count in counts.items():
        if count >= needed and (best is None or best in list(element.iterancestors())):
            best = element
    return best


def region(walk: Walk, names: dict[etree._Element, str], holder: etree._Element, *, after: int) -> list[Block]:
    """The article's blocks: those below its element, or, where each paragraph has a box of its own, from the first such box to the last.

    Boxes are of one name under one element three steps up at most; machine-made names serve as well as others.
    """
    name = names.get(holder, "")
    if not name or cues.body(name) == 2 or holder.get("itemprop"):
        return inside(walk, holder)
    above = list(holder.iterancestors())[:3]
    peers = [element for element in walk.weight if names.get(element) == name and walk.weight[element] > walk.noise[element]]
    for top in above:
        together = [element for element in peers if top in element.iterancestors()]
        if sum(walk.weight[element] for element in together) > 1.1 * walk.weight[holder]:
            blocks = inside(walk, top)
            own = [block.order for element in together for block in inside(walk, element) if block.order > after]
            return [block for block in blocks if min(own) <= block.order <= max(own)] if own else inside(walk, holder)
    return inside(walk, holder)


def inside(walk: Walk, container: etree._Element) -> list[Block]:
    """The blocks below an element, in order."""
    known: dict[etree._Element, bool] = {container: True}

    def within(element: etree._Element) -> bool:
        path = []
        current: etree._Element | None = element
        while current is not None and current not in known:
            path.append(current)
            current = current.getparent()
        answer = known[current] if current is not None else False
        for step in path:
            known[step] = answer
        return answer

    return [block for block in walk.blocks if within(block.element)]
