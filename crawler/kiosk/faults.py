"""What goes wrong on the web, on demand."""

import gzip
from dataclasses import replace
from functools import cache

from crawler.kiosk.answer import Answer

FAULTS = {
    "broken-xml": "the listing breaks off in the middle",
    "html-feed": "the listing is an HTML page, with status 200",
    "antibot": "the listing is an anti-bot page, with status 200",
    "antibot-pages": "the articles are an anti-bot page, with status 200",
    "empty-feed": "the listing holds no article",
    "500": "the listing answers 500",
    "429": "the listing answers 429 with Retry-After: 1",
    "slow": "the listing takes `delay` seconds",
    "no-body": "the pages of articles have lost their article",
    "slow-pages": "the pages of articles take `delay` seconds",
    "redirects": "the listing leads to itself, for ever",
    "drip": "the listing comes one byte every `delay` seconds",
    "bomb": "the listing is small, and unpacks to 30 MB",
    "403-pages": "the pages of articles are refused",
    "500-pages": "the pages of articles answer 500",
}

ANTIBOT = """<!DOCTYPE html>
<html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow">
<meta http-equiv="refresh" content="390"></head>
<body><div class="main-wrapper" role="main"><h1 class="zone-name-title">Vérification en cours</h1>
<noscript><div class="h2">Enable JavaScript and cookies to continue</div></noscript>
<script>(function(){window._cf_chl_opt={cvId:"3",cType:"managed",cRay:"0"};})();</script></div></body></html>
"""

BODILESS = """<!DOCTYPE html>
<html lang="fr"><head><title>Article</title></head>
<body><nav><a href="/">Accueil</a></nav><div id="app"></div><script src="/bundle.js"></script></body></html>
"""

EMPTY = {
    "application/json": "[]",
    "application/rss+xml": '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Fil</title></channel></rss>\n',
    "text/xml": '<?xml version="1.0" encoding="ISO-8859-15"?>\n<rss version="2.0"><channel><title>Fil</title></channel></rss>\n',
    "application/xml": '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>\n',
}


@cache
def bomb() -> bytes:
    return gzip.compress(b" " * 30_000_000, mtime=0)


HOME = "<!DOCTYPE html>\n<html lang='fr'><head><title>Accueil</title></head><body><p>Bienvenue</p></body></html>\n"


WHATEVER = {
    "html-feed": Answer(body=HOME.encode()),
    "antibot": Answer(body=ANTIBOT.encode()),
    "500": Answer(body=b"Internal Server Error\n", type="text/plain", status=500),
    "429": Answer(body=b"Too Many Requests\n", type="text/plain", status=429, headers={"Retry-After": "1"}),
    "redirects": Answer(body=b"", status=302, headers={"Location": ""}),
}
"""Answers to a listing whatever it holds."""


def spoil(found: Answer, fault: str, *, is_listing: bool) -> Answer:
    """The same answer, with its fault. What the fault does not concern comes back as it is."""
    if is_listing:
        return spoil_listing(found, fault)
    is_page = found.status == 200 and found.type.startswith("text/html")
    if is_page and fault == "slow-pages":
        return replace(found, slow=True)
    if is_page and fault in ("403-pages", "500-pages"):
        return Answer(body=b"No\n", type="text/plain", status=int(fault[:3]))
    pages = {"antibot-pages": ANTIBOT, "no-body": BODILESS}
    return Answer(body=pages[fault].encode()) if is_page and fault in pages else found


def spoil_listing(found: Answer, fault: str) -> Answer:
    if fault in WHATEVER:
        return WHATEVER[fault]
    match fault:
        case "broken-xml":
            return replace(found, body=found.body[: len(found.body) // 2])
        case "empty-feed":
            return replace(found, body=EMPTY.get(found.type.partition(";")[0], "").encode())
        case "slow":
            return replace(found, slow=True)
        case "drip":
            return replace(found, drip=True)
        case "bomb":
            return replace(found, body=bomb(), headers={**found.headers, "Content-Encoding": "gzip"})
    return found
