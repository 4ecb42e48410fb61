"""What is wrong with a listing that came: cut off, or something else than a listing."""

import re

from crawler import errors
from crawler.fetch import Trouble
from crawler.listing import unpack
from crawler.markup import challenge

_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
"""What may say `</rss>` and end nothing."""
_END = re.compile(rb"(?i)</(?:\w{1,20}:)?(?:rss|feed|rdf|urlset|sitemapindex)\s*>|<(?:urlset|sitemapindex|rss|feed)\b[^<>]*/>\s*\Z")


def is_cut_short(data: bytes) -> bool:
    """Whether XML, packed or not, lacks its end: the reader repairs it, and cannot know what is missing.

    What a server hangs on behind the end (a comment, white space) is not missing.
    """
    try:
        data = unpack(data, "")
    except errors.ListingError:
        return False  # the reader says so itself
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*<", data):
        return False
    return not _END.search(_ASIDE.sub(b"", data)[-5000:])


def unreadable(error: errors.ListingError, body: bytes) -> Trouble:
    """What an answer that is no listing says of the source."""
    if isinstance(error, errors.FeedIsHtml):
        robots = challenge(body[:100_000].decode("utf-8", "replace"))
        if robots:
            return Trouble("blocked", f"page anti-robot au lieu de la liste ({robots})")
        return Trouble("changed", "page HTML au lieu d’un flux ou d’un plan du site")
    if isinstance(error, errors.BrokenXml):
        return Trouble("changed", f"XML cassé à la ligne {error.line}")
    if isinstance(error, errors.ListingTooLarge):
        return Trouble("failed", "liste trop grosse")
    return Trouble("changed", "ni flux, ni plan du site, ni réponse de WordPress")
