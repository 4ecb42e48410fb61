"""A paragraph of a page, and how much it looks like prose: what body, chapô and byline are chosen from."""

import re
from dataclasses import dataclass, field

from lxml import etree

from crawler.encoding import letters
from crawler.wordings import CONSENT

_SENTENCE = re.compile(r"[.!?…»”\"):;]\s*$")
HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or cell; its lines as `<br>` parts them."""

    element: etree._Element
    tag: str
    lines: list[str]
    linked: int
    """How many of its characters are links."""
    strong: int
    order: int
    soft: bool
    """Inside a part whose name says that it is perhaps none of the article's: meta, author, widget."""
    line_links: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines, joined."""
        return "\n".join(self.lines)

    @property
    def consent(self) -> bool:
        """Whether it is a consent box's, which talks to its reader, and not an article's about such boxes, which quotes."""
        text = self.text
        if not any(word in text for word in ("cookie", "artenaires", "traceurs", "consentement", "vos choix")):
            return False
        found = CONSENT.search(text)
        return found is not None and text.count("«", 0, found.start()) == text.count("»", 0, found.start())

    @property
    def length(self) -> int:
        """Its characters."""
        return sum(map(len, self.lines))

    @property
    def weight(self) -> float:
        """How much it looks like prose: characters outside links, few for what ends in no sentence."""
        own = self.length - self.linked
        if self.tag in HEADS or own < 20:
            return 0.0
        if self.linked > 0.5 * self.length or self.consent:
            return 0.0
        prose = own >= 60 and (any(map(_SENTENCE.search, self.lines)) or own > 250)
        return float(own) if prose else 0.25 * own


def key(text: str) -> str:
    """What two copies of a paragraph share."""
    return letters(text)
