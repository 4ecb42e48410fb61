"""A page as the run of its blocks, each knowing where it stands: one pass over the tree."""

import re

from lxml import etree

from crawler import cues
from crawler.blocks import HEADS, Block
from crawler.encoding import tidy

_SKIP = frozenset(
    "script style noscript template svg iframe nav button select input textarea object embed video audio canvas menu map progress meter label math head link"
    " meta datalist option".split()
)
_SOMETIMES = frozenset("aside footer form figure figcaption dialog".split())
_BLOCK = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup"
    " hr html li main ol p pre section summary table tbody td tfoot th thead tr ul amp-accordion app-root".split()
)
_ROLES = frozenset("navigation banner complementary contentinfo search dialog alert alertdialog menu menubar toolbar tooltip".split())
_HIDDEN = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$)|font-size\s*:\s*0|text-indent\s*:\s*-\d{3}"
)
_NO_LEAD = re.compile(
    r"(?i)newsletter|related|share|social|promo|auth|auteur|comment|cookie|ad-|pub|abo|sidebar|menu|nav|footer|caption|legende|video|player"
)
_EMBEDDED = re.compile(r"(?i)(?:^|[\s_-])(?:social|embed|embedded|twitter|tweet|instagram|facebook)(?=$|[\s_-])")
"""A part named for a network that holds a quotation is a message that the article shows."""
_CELLS = frozenset(("td", "th"))
DEPTH = 230


def _teasing(before: Block) -> bool:
    """Whether the block before is a link and nothing else: what follows may be a teaser's summary."""
    return before.length > 12 and before.linked > 0.8 * before.length


_CREDIT = re.compile(
    r"©|\(c\)|(?i:\b(?:crédits?|photos?|image|visuel|illustration)\b\s*[:/©]|\(\s*(?:photo|afp|reuters|dr)\b|/\s*(?:AFP|Reuters|Sipa|MaxPPP|Getty)\b)"
)


def _is_caption(element: etree._Element) -> bool:
    """A picture and the few words under it, with whose it is, in a box of their own that has no telling name."""
    if not len(element) or element.find(".//img") is None:
        return False
    said = ""
    for part in element.itertext():
        said += str(part)
        if len(said) > 600:
            return False
    said = tidy(said)
    return 0 < len(said) < 300 and _CREDIT.search(said) is not None and len(element.findall(".//p")) < 3


class Walk:
    """One pass over a page. `blocks` in order; `weight` and `noise` of every block-level element that holds any."""

    def __init__(self, root: etree._Element, keep: set[etree._Element], names: dict[etree._Element, str]) -> None:
        self.blocks: list[Block] = []
        self.weight: dict[etree._Element, float] = {}
        self.noise: dict[etree._Element, float] = {}
        self.comments = 0
        self._keep = keep
        self._leads: dict[str, int] = {}
        self._names = names
        self._lines: list[list[str]] = [[]]
        self._links: list[int] = [0]
        self._strongs: list[int] = [0]
        self._block(root, "div", depth=0, soft=False)

    def _dropped(self, element: etree._Element, tag: str, attributes: "etree._Attrib") -> int:  # noqa: C901  a list of decisions, read from top to bottom
        """0 kept, 1 kept but soft, 2 left out."""
        if element in self._keep:
            return 0
        if tag in _SKIP:
            return 2
        if not attributes and tag not in _SOMETIMES:
            return 0
        if attributes.get("hidden") is not None or attributes.get("role") in _ROLES:
            return 2
        style = attributes.get("style")
        if style and len(style) < 500 and _HIDDEN.search(style):
            return 2
        if attributes.get("aria-hidden") == "true" and len("".join(str(part) for part in element.itertext()).strip()) > 2:
            return 2
        # A heading's id is made of its own words ("partage-des-donnees", "toc_2"): it names no part of the page.
        name = self._names.get(element, "") if tag not in HEADS else attributes.get("class") or ""
        level = cues.junk(name) if name else 0
        if tag == "header" and level == 2:
            level = 1
        if level == 3:
            return 2
        if cues.body(name) and level < 2:
            level = 0
        if level == 2 and cues.lead(name) and not _NO_LEAD.search(name):
            level = 1
        if level == 2 and _EMBEDDED.search(name) and element.find(".//blockquote") is not None:
            level = 1
        if level == 2:
            return 2
        if tag in ("div", "span", "p", "center") and _is_caption(element):
            return 2
        if tag == "figure":
            return (
                0
                if element.find(".//table") is not None or element.find(".//blockquote") is not None or element.find(".//pre") is not None
                else 2
            )
        if tag in _SOMETIMES:
            return 2
        return 1 if level else 0

    def _flush(self, element: etree._Element, tag: str, *, soft: bool) -> tuple[float, float]:  # noqa: C901  a list of decisions, read from top to bottom
        lines, links, strongs = self._lines, self._links, self._strongs
        self._lines, self._links, self._strongs = [[]], [0], [0]
        clean: list[str] = []
        counts: list[int] = []
        for line, linked in zip(lines, links, strict=True):
            if line:
                text = tidy("".join(line))
                clean.append(text)
                counts.append(min(linked, len(text)))
            else:
                clean.append("")
                counts.append(0)
        if not any(clean):
            return 0.0, 0.0
        # Two <br> part paragraphs.
        groups: list[tuple[list[str], list[int], list[int]]] = [([], [], [])]
        for index, (text, linked, strong) in enumerate(zip(clean, counts, strongs, strict=True)):
            if text:
                groups[-1][0].append(text)
                groups[-1][1].append(linked)
                groups[-1][2].append(strong)
            elif index and groups[-1][0]:
                groups.append(([], [], []))
        weight = noise = 0.0
        for texts, linkeds, bolds in groups:
            if texts:
                block = Block(element, tag, texts, sum(linkeds), min(sum(bolds), sum(map(len, texts))), len(self.blocks), soft, linkeds)
                self.blocks.append(block)
                own = block.weight
                # What is another article's, or a consent box's, speaks neither for nor against the part that holds it.
                other = block.consent or (own and self.blocks[-2:-1] and block.length < 400 and _teasing(self.blocks[-2]))
                if own and not other:
                    weight += own * self._summary(element)
                elif not other and tag not in HEADS:
                    noise += block.length
        return weight, noise

    def _summary(self, element: etree._Element) -> float:
        """What a block named a chapô weighs: little, for it stands outside the body; the third of its name is a teaser's."""
        parent = element.getparent()
        for name in (self._names.get(element, ""), self._names.get(parent, "") if parent is not None else ""):
            if name and cues.lead(name) and not cues.body(name):
                self._leads[name] = self._leads.get(name, 0) + 1
                return 0.4 if self._leads[name] < 3 else 0.15
        return 1.0

    def _inline(self, text: str, *, link: bool, strong: bool) -> None:
        self._lines[-1].append(text)
        if link:
            self._links[-1] += len(text.strip())
        if strong:
            self._strongs[-1] += len(text.strip())

    def _block(self, element: etree._Element, tag: str, *, depth: int, soft: bool) -> tuple[float, float]:
        """Reads a block-level element: text before, between and after its block children are blocks of its own."""
        weight, noise = self._children(element, element, tag, depth=depth, soft=soft, link=False, strong=False)
        last = self._flush(element, tag, soft=soft)
        weight, noise = weight + last[0], noise + last[1]
        if weight or noise:
            self.weight[element] = weight
            self.noise[element] = noise
        return weight, noise

    def _children(  # noqa: C901  a list of decisions, read from top to bottom
        self, element: etree._Element, holder: etree._Element, tag: str, *, depth: int, soft: bool, link: bool, strong: bool
    ) -> tuple[float, float]:
        weight = noise = 0.0
        if element.text:
            self._inline(element.text, link=link, strong=strong)
        for child in element:
            kind = child.tag
            if isinstance(kind, str):
                if kind == "br":
                    self._lines.append([])
                    self._links.append(0)
                    self._strongs.append(0)
                elif depth > DEPTH:
                    self._inline("".join(str(part) for part in child.itertext()), link=link, strong=strong)
                else:
                    dropped = self._dropped(child, kind, child.attrib)
                    if dropped == 2:
                        if kind in _BLOCK:
                            more = self._flush(holder, tag, soft=soft)
                            weight, noise = weight + more[0], noise + more[1]
                    elif kind in _CELLS and tag == "tr" and not any(below.tag in _BLOCK for below in child):
                        # A row of a table of facts stays one line; cells that hold paragraphs are columns of a page.
                        if any(part.strip() for part in self._lines[-1]):
                            self._inline(" | ", link=False, strong=False)
                        more = self._children(child, holder, tag, depth=depth + 1, soft=soft, link=link, strong=strong)
                        weight, noise = weight + more[0], noise + more[1]
                    elif kind in _BLOCK or (kind not in ("a", "span", "b", "i", "em", "strong", "font") and "-" in kind):
                        if link:
                            # A block inside a link (a card): its text is the link's.
                            self._inline(" ", link=False, strong=False)
                            more = self._linked_card(child, depth=depth + 1, soft=soft or dropped == 1)
                        else:
                            before = self._flush(holder, tag, soft=soft)
                            more = self._block(
                                child,
                                kind
                                if kind != "div" and not (kind == "p" and tag in ("li", "blockquote", "dd", "td"))
                                else "p"
                                if kind == "div"
                                else tag,
                                depth=depth + 1,
                                soft=soft or dropped == 1,
                            )
                            more = (more[0] + before[0], more[1] + before[1])
                        weight, noise = weight + more[0], noise + more[1]
                    else:
                        more = self._children(
                            child,
                            holder,
                            tag,
                            depth=depth + 1,
                            soft=soft,
                            link=link or (kind == "a" and not (child.get("href") or "").startswith(("mailto:", "#"))),
                            strong=strong or kind in ("b", "strong") or kind in HEADS,
                        )
                        weight, noise = weight + more[0], noise + more[1]
            if child.tail:
                self._inline(child.tail, link=link, strong=strong)
        return weight, noise

    def _linked_card(self, element: etree._Element, *, depth: int, soft: bool) -> tuple[float, float]:
        before = self._flush(element, "p", soft=soft)
        more = self._children(
            element, element, element.tag if element.tag in HEADS else "p", depth=depth, soft=soft, link=True, strong=False
        )
        after = self._flush(element, element.tag if element.tag in HEADS else "p", soft=soft)
        return before[0] + more[0] + after[0], before[1] + more[1] + after[1]
