"""One line of a listing."""

import html
import re
from dataclasses import dataclass
from typing import Literal

from crawler.encoding import tidy

MAX_CONTENT = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a listing."""

    link: str
    """Absolute address, as listed."""
    title: str = ""
    published: str | None = None
    """As Article's Moment; of a sitemap without news dates: its lastmod, the nearest it tells."""
    modified: str | None = None
    """As Article's Moment; of a sitemap: its lastmod."""
    content: str = ""
    """Summary or whole text, HTML as given."""
    kind: Literal["article", "listing"] = "article"
    """`listing`: the child of a sitemap index, to be fetched and read in turn."""


_INLINE = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|em|font|i|mark|q|s|small|span|strike|strong|sub|sup|u|wbr|p|div|h\d)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def plain_title(given: str) -> str:
    """A title without mark-up, its entities read (twice where they were written twice)."""
    for _ in range(2):
        if "&" in given:
            given = html.unescape(given)
    return tidy(_INLINE.sub("", given))
