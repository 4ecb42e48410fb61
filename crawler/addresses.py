"""Addresses: one for each article, and the outlet's host.

>>> clean("https://www.echo.example/a?utm_source=rss&id=3#suite")
'https://www.echo.example/a?id=3'
>>> host("https://m.echo.example/a")
'echo.example'
"""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

_TRACKING = re.compile(
    r"(?i)^(?:utm_?\w*|at_(?:medium|campaign|link|recipient\w*|custom\d*|creation|format|variant|platform|send_date)|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|mc_[ce]id"
    r"|_hs\w+|__hs\w+|fbclid|gclid|gclsrc|dclid|msclkid|twclid|yclid|igshid|igsh|wt_?\w*|xtor|xtref|xts|xtcr|xtmc|xtnp|cmp|cmpid|ns_\w+|ocid|ito|smid|smtyp|sref"
    r"|echobox|ref_src|ref_url|refsrc|_ga|_gl|s_cid|mkt_tok|oly_\w+_id|vero_\w+|trk|trkcampaign|feature|amp|outputtype|spm|soc_src|soc_trk|wprov|mbid|sf\d+"
    r"|from_rss|origine|xtatc|actid|actcampaigntype|actsource|idprovenance|fromstory|estid|estcompteid)$"
)
_WWW = re.compile(r"^www\d?\.(?=[^.]+\.[^.]+)")
_MOBILE = re.compile(r"^(?:m|mobile|amp)\.(?=[^.]+\.[^.]+)")
_COPIES = re.compile(r"(?:^|\.)(?:ampproject\.org|bing-amp\.com|google\.[a-z.]{2,6})$")
"""Hosts that hold copies of other outlets' pages."""
_USABLE = re.compile(r"^https?://[^\s/?#]+(?:/\S*)?$")


def absolute(link: str, base: str) -> str | None:
    """The address that `link` means on the page `base`, or None: no http, no host, or nonsense."""
    link = re.sub(r"[\x00-\x20\x7f]+", "" if link[:4].lower() == "http" else "%20", link.strip())
    try:
        parts = urlsplit(urljoin(base, link))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    netloc = parts.hostname if port in (None, 80 if parts.scheme == "http" else 443) else f"{parts.hostname}:{port}"
    path = parts.path or "/"
    address = urlunsplit((parts.scheme, netloc, re.sub(r"\s", "%20", path), re.sub(r"\s", "%20", parts.query), parts.fragment))
    return address if _USABLE.match(address.split("#")[0]) and len(address) <= 2000 else None


def clean(address: str) -> str:
    """Without fragment, credentials, default port and the parameters that only say where the reader came from."""
    found = absolute(address, address) or address
    parts = urlsplit(found)
    query = parts.query
    if query and any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(name)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def with_query(address: str, query: str) -> str:
    """The address with one more parameter, or several."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, query)))))


def host(address: str) -> str:
    """The outlet's host: no `www.`, `m.`, `mobile.`, `amp.`, no port; empty for what is no address.

    >>> host("http://www.m.echo.example/"), host("https://m.fr/"), host("https://m.co.uk/"), host("https://maison.fr/")
    ('echo.example', 'm.fr', 'm.co.uk', 'maison.fr')
    """
    try:
        name = (urlsplit(address).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    while True:
        bare = _WWW.sub("", name)
        if bare == name and (found := _MOBILE.match(name)) and not is_suffix(name[found.end() :]):
            bare = name[found.end() :]
        if bare == name:
            return name
        name = bare


@cache
def is_suffix(name: str) -> bool:
    """Whether a host is nobody's: a public suffix, under which strangers register (`fr`, `co.uk`, `blogspot.com`)."""
    return "." not in name or not _suffixes()(name).domain


@cache
def _suffixes() -> "TLDExtract":
    from tldextract import TLDExtract  # comes with Scrapy; a third of a second, and few addresses need it

    # The list that is in the package: nothing is fetched, nothing written.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def same_outlet(one: str, other: str) -> bool:
    """Whether two addresses belong to one outlet: the same host, or one a sub-domain of the other.

    >>> same_outlet("https://www.echo.example/", "https://blog.echo.example/"), same_outlet("https://a.blogspot.com/", "https://blogspot.com/")
    (True, False)
    """
    first, second = sorted((host(one), host(other)), key=len)
    return bool(first) and (first == second or (second.endswith("." + first) and not is_suffix(first)))


def canonical(links: list[str], url: str, *, elsewhere: bool = False) -> str:
    """The address that stands for the page among those it names itself (link rel, og:url), else its own, cleaned.

    Refused: another outlet's address (unless the page says that it is a copy, `elsewhere`, and stands where copies are kept), and the home page's.
    """
    own = urlsplit(url)
    elsewhere = elsewhere and _COPIES.search(own.hostname or "") is not None
    for link in links:
        found = absolute(link, url)
        if not found:
            continue
        found = clean(found)
        parts = urlsplit(found)
        home = parts.path.strip("/") in ("", "index.html", "index.php", "fr") and not parts.query
        if home and (own.path.strip("/") or own.query):
            continue
        if not (same_outlet(found, url) or (elsewhere and not is_suffix(parts.hostname or ""))):
            continue
        return found
    return clean(url)
