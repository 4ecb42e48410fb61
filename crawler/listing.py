"""Listings: where a site says which articles it has. Told apart by what they are, never by their address or content type.

    read_listing    RSS, Atom, RDF, sitemap, sitemap index, any of them packed with gzip; WordPress' posts as JSON; JSON Feed
    read_links      a front page: the last resort

Slightly broken XML (a bare &, HTML's entities, control characters, a wrong encoding) is repaired; HTML in a feed's place is an error.
"""

import json
import re
import zlib
from typing import Any

from crawler import addresses, moments, xml_listing
from crawler.encoding import decode
from crawler.entries import MAX_CONTENT, Entry, plain_title
from crawler.errors import FeedIsHtml, ListingTooLarge, UnknownListing
from crawler.front import read_links
from crawler.markup import challenge

MAX_BYTES = 60_000_000
"""The sitemap protocol allows 50 MB unpacked."""


def read_listing(data: bytes, url: str, *, max_bytes: int = MAX_BYTES) -> list[Entry]:
    """The entries of a feed, sitemap, sitemap index (gzip or not) or WordPress' JSON, in order; raises ListingError."""
    data = unpack(data, url, max_bytes=max_bytes)
    text = decode(data).lstrip("\ufeff \t\r\n\0")
    head = text[:2000].lower()
    if text[:1] in ("[", "{"):
        return _json(text, url)
    if _is_html(head):
        robots = challenge(text)
        raise FeedIsHtml(url, f"du HTML là où un flux ou un plan de site était demandé{f' ({robots})' if robots else ''}")
    if "<" in head:
        return xml_listing.read(text, url)
    return _plain(text, url)


def unpack(data: bytes, url: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes without their gzip; a bomb is stopped at `max_bytes`."""
    for _ in range(2):
        if not data.startswith(b"\x1f\x8b"):
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            plain = unpacker.decompress(data, max_bytes + 1)
        except zlib.error as error:
            raise UnknownListing(url, f"gzip abîmé ({error})", hint="à redemander") from error
        if len(plain) <= max_bytes and not unpacker.eof:
            raise UnknownListing(url, "gzip incomplet", hint="à redemander")
        data = plain
    if len(data) > max_bytes:
        raise ListingTooLarge(
            url, f"plus de {max_bytes:,} octets une fois décompressé", hint="relevez la limite si le site a vraiment une telle liste"
        )
    return data


def _is_html(head: str) -> bool:
    return bool(
        re.match(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|script|meta|title|p|h1|center)\b",
            head,
            re.DOTALL,
        )
    )


# JSON


def _json(text: str, url: str) -> list[Entry]:
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise UnknownListing(url, f"JSON abîmé ({type(error).__name__})") from error
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        return [entry for post in data["items"] if isinstance(post, dict) and (entry := _post(post, url))]
    if isinstance(data, dict) and "message" in data:
        raise UnknownListing(
            url, f"l’API du site répond {str(data.get('code'))!r}: {str(data['message'])[:120]}", hint="prenez son flux ou son plan de site"
        )
    if isinstance(data, list) and all(isinstance(post, dict) for post in data):
        return [entry for post in data if (entry := _post(post, url))]
    raise UnknownListing(url, "du JSON sans articles")


def _rendered(value: Any) -> str:
    """WordPress' `{"rendered": "…"}`, or the words themselves."""
    if isinstance(value, dict):
        value = value.get("rendered")
    return value if isinstance(value, str) else ""


def _post(post: dict[str, Any], url: str) -> Entry | None:
    zone = moments.zone_of(addresses.host(url)) or "UTC"

    def when(*keys: str) -> str | None:
        for key in keys:
            value = post.get(key)
            if isinstance(value, str) and (found := moments.moment(value, zone="UTC" if key.endswith("_gmt") else zone)):
                return found.replace("+00:00", "Z") if key.endswith("_gmt") else found
        return None

    link = _rendered(post.get("link")) or _rendered(post.get("url"))
    address = addresses.absolute(link, url) if link else None
    if address is None:
        return None
    return Entry(
        link=address,
        title=plain_title(_rendered(post.get("title"))),
        published=when("date_gmt", "date", "date_published"),
        modified=when("modified_gmt", "modified", "date_modified"),
        content=(
            _rendered(post.get("content"))
            or _rendered(post.get("content_html"))
            or _rendered(post.get("excerpt"))
            or _rendered(post.get("summary"))
        )[:MAX_CONTENT],
    )


def _plain(text: str, url: str) -> list[Entry]:
    """A sitemap as plain lines of addresses."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [addresses.absolute(line, url) if line.lower().startswith(("http://", "https://")) else None for line in lines[:50_000]]
    if not found or None in found:
        raise UnknownListing(url, "une réponse vide" if not lines else f"ni XML, ni JSON, ni liste d’adresses : {lines[0][:60]!r}")
    return [Entry(link=link) for link in found if link]


__all__ = ["Entry", "read_links", "read_listing", "unpack"]
