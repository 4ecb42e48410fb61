"""HTML read once: the tree, and what is not a page of news at all."""

import re
from collections.abc import Mapping

from lxml import etree

from crawler.encoding import decode
from crawler.errors import AntiBot, NotHtml, PageError, TooLarge

MAX_BYTES = 12_000_000
"""The longest page of news seen is under 1 MB."""

_MAGIC = (
    (b"%PDF", "un PDF"), (b"\x89PNG", "une image PNG"), (b"\xff\xd8\xff", "une image JPEG"), (b"GIF8", "une image GIF"), (b"PK\x03\x04", "un ZIP ou un document bureautique"),
    (b"\x1f\x8b", "du gzip"), (b"RIFF", "un fichier WebP, WAV ou AVI"), (b"\x00\x00\x00", "un film"), (b"ID3", "un MP3"), (b"\xd0\xcf\x11\xe0", "un document bureautique"),
    (b"wOF", "une police"), (b"\x7fELF", "un programme"), (b"Rar!", "une archive RAR"), (b"7z\xbc\xaf", "une archive 7z"), (b"{\\rtf", "un document RTF"),
    (b"OggS", "un fichier Ogg"),
)  # fmt: skip
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_CHALLENGES = re.compile(
    r"""(?ix) (?P<cloudflare>cf[-_]chl|challenge-platform/h/|cf-browser-verification|<title>\s*(?:just\ a\ moment|un\ instant|attention\ required!\ \|\ cloudflare))
    | (?P<datadome>geo\.captcha-delivery\.com|ct\.captcha-delivery\.com) | (?P<incapsula>_Incapsula_Resource|Incapsula\ incident\ ID) | (?P<perimeterx>px-captcha|_pxAppId)
    | (?P<akamai>errors\.edgesuite\.net) | (?P<sucuri>sucuri_cloudproxy_js|Sucuri\ WebSite\ Firewall) | (?P<ddosguard>ddos-guard/js-challenge|<title>ddos-guard)
    | (?P<anubis>id="anubis_challenge"|/\.within\.website/) | (?P<captcha><title>[^<]{0,60}(?:captcha|are\ you\ (?:a\ )?(?:human|robot)
        |êtes-vous\ (?:un\ )?(?:humain|robot)|security\ check|vérification\ de\ sécurité|access\ (?:to\ this\ page\ has\ been\ )?denied|accès\ refusé
        |bot\ verification|robot\ check|checking\ your\ browser|ddos\ protection))
    | (?P<script>(?:please\ )?(?:enable|activez?)\ (?:javascript\ and\ cookies\ to\ continue|javascript\ et\ les\ cookies\ pour\ continuer))"""
)

_MARKS = (
    "cf-chl", "cf_chl", "challenge-platform", "cf-browser-verification", "captcha-delivery", "incapsula", "px-captcha", "_pxappid", "errors.edgesuite",
    "sucuri", "ddos-guard", "anubis_challenge", ".within.website", "cookies to continue", "cookies pour continuer",
)  # fmt: skip
"""One of them is in every wall that its title does not show."""


def challenge(text: str) -> str | None:
    """The anti-robot wall that a page is, by its marks; long pages that merely carry a wall's script are not one."""
    if len(text) > 400_000 or text.count("<p>") + text.count("<p ") > 8 or "<article" in text:
        return None
    head = text[:60_000].lower()
    title = head.find("<title")
    # The many words of walls are looked for only where one of their marks is: else in the title alone.
    found = _CHALLENGES.search(head if any(mark in head for mark in _MARKS) else head[title : title + 400] if title >= 0 else "")
    if not found:
        return None
    return f"une page anti-robot, {found.lastgroup}"


def parse(data: bytes, url: str, *, headers: Mapping[str, str] | None = None) -> etree._Element:
    """The tree of a page; raises PageError where the bytes are no page, or one that keeps robots out."""
    if len(data) > MAX_BYTES:
        raise TooLarge(url, f"{len(data):,} octets, plus que les {MAX_BYTES:,} permis à une page")
    given = next((value for key, value in (headers or {}).items() if key.lower() == "content-type"), "").split(";")[0].strip().lower()
    if given and not re.search(r"html|text/plain|octet-stream|application/xml|text/xml", given):
        raise NotHtml(url, f"{given}, pas du HTML")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotHtml(url, f"{what}, pas du HTML")
    text = decode(data, headers=headers)
    start = text[:1000].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") or re.match(r"(?i)(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)[\s>]", start):
        raise NotHtml(url, "du JSON ou du XML, pas du HTML")
    if "<" not in text:
        raise NotHtml(url, "aucun balisage")
    if wall := challenge(text):
        raise AntiBot(url, wall)
    root = tree(text)
    if root is None:
        raise NotHtml(url, "aucun élément HTML")
    return root


def tree(text: str) -> etree._Element | None:
    """The root of a page's tree, or None where there is none."""
    text = re.sub(r"^\s*<\?xml[^>]*>", "", _ILLEGAL.sub("", text))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


__all__ = ["MAX_BYTES", "PageError", "challenge", "parse", "tree"]
