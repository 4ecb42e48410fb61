"""Whether a publisher reserves text and data mining (directive 2019/790, article 4; TDMRep, W3C Community Group, May 2024).

    /.well-known/tdmrep.json    [{"location": "/actualites/*", "tdm-reservation": 1}], for a whole host; asked for once a visit,
                                before the host's first article: a page that it reserves is not asked for at all
    tdm-reservation: 1          in the answer's header
    <meta name="tdm-reservation" content="1">

What is nearer to the page decides: the page itself, else the header, else the file. 1 reserves, 0 allows, anything else says nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.encoding import decode
from crawler.markup import tree
from crawler.metadata import sheet

WELL_KNOWN = "/.well-known/tdmrep.json"
MAX_BYTES = 200_000
"""Of the file; a longer one is none."""
NAME = "tdm-reservation"


@dataclass(frozen=True)
class Rule:
    location: str
    """A path, in which `*` stands for anything and a last `$` for its end, as in robots.txt."""
    reserved: bool

    def covers(self, path: str) -> bool:
        inner = self.location.removesuffix("$")
        if len(inner) == len(self.location) or inner.endswith("*"):
            inner += "*"
        return _like(inner, path)


def read_rules(data: bytes) -> tuple[Rule, ...]:
    """The rules of a tdmrep.json; none of what is no such file. Never fails."""
    try:
        told = json.loads(decode(data[: MAX_BYTES + 1])) if len(data) <= MAX_BYTES else []
    except (ValueError, RecursionError):
        return ()
    found = []
    for rule in told if isinstance(told, list) else []:
        location = rule.get("location") if isinstance(rule, dict) else None
        value = reservation(rule.get(NAME)) if isinstance(location, str) else None
        if isinstance(location, str) and value is not None:
            found.append(Rule(location if location.startswith("/") else f"/{location}", value))
    return tuple(found)


def is_reserved(rules: tuple[Rule, ...], url: str) -> bool:
    """What the rules say of an address: the one with the longest location decides, a reservation before a permission as long."""
    parts = urlsplit(url)
    path = unquote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    covering = [rule for rule in rules if rule.covers(path)]
    return max(covering, key=lambda rule: (len(rule.location), rule.reserved)).reserved if covering else False


def says_reserved(headers: Mapping[str, str], body: bytes) -> bool:
    """What an answer says of itself; where neither its page nor its header speaks, it was asked for and is allowed."""
    header = next((value for name, value in headers.items() if name.lower() == NAME), None)
    for value in (*_in_page(body), header):
        if (found := reservation(value)) is not None:
            return found
    return False


def reservation(value: object) -> bool | None:
    """1, "1" and true reserve; 0, "0" and false allow; of several, as a header sent twice gives, any that reserves."""
    told = [_SAID.get(part.strip().lower()) for part in str(value).split(",")]
    return True if True in told else False if False in told else None


_SAID = {"1": True, "true": True, "0": False, "false": False}


def _in_page(body: bytes) -> list[str]:
    if NAME.encode() not in body[:2_000_000].lower():
        return []  # so that only the few pages that speak of it are read twice
    root = tree(decode(body[:2_000_000]))
    return [] if root is None else sheet(root).metas.get(NAME, [])


def _like(pattern: str, path: str) -> bool:
    """Whether a path is like a pattern with stars, in linear time, whatever the pattern."""
    first, *rest = re.split(r"\*+", unquote(pattern))
    if not rest:
        return path == first
    if not path.startswith(first):
        return False
    place = len(first)
    for part in rest[:-1]:
        place = path.find(part, place) + len(part) if part in path[place:] else -1
        if place < 0:
            return False
    return len(path) - len(rest[-1]) >= place and path.endswith(rest[-1])
