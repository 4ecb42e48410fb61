"""Patterns of organisation names: heads with what follows them, describing words, runs of capitals, handles. Pure, over plain text.

la mairie de Valbrune    le CHU de Sainte-Marne    la société Orfèvre    Chez Solvane Habitat, …    le pirate « drakk0 »    orfea.example
   ^^^^^^^^^^^^^^^^^^ head   ^^^^^^^^^^^^^^^^^^^ head         ^^^^^^^ trigger   ^^^^^^^^^^^^^^^ run          ^^^^^^ handle    ^^^^^^^^^^^^^ domain

They propose freely: which of them are organisations is decided with the words around them (`nlp/org_features.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.data import load
from nlp.org_expressions import DOMAIN, MINISTRY, NAME, ODD, RUN, UPPER, bodies, brands, generic, handles, heads, shouted, triggers


@dataclass(frozen=True)
class Candidate:
    """Characters that may name an organisation."""

    start: int
    end: int
    kind: str | None
    origin: str
    score: float
    role: str | None = None


def never(name: str) -> bool:
    """Whether a name is a law, a technique, a document…"""
    return name.lower() in _never()


@cache
def _never() -> frozenset[str]:
    return frozenset(load("organisations")["never"]["words"])


@cache
def _common() -> frozenset[str]:
    return frozenset(load("common_words")["words"].split())


INFLECTED = re.compile(
    r"\w{2,}(?:ées?|és|é|ment|ments|tions?|ait|aient|ant|ants|antes|ions|ez|eux|euses?|ements?|iques?|ages?|ité|ités|isme|istes?|er|ir|oir)"
)


def is_common(word: str) -> bool:
    """Whether a word, capital or not, is an ordinary one: a capital at a sentence's start does not make it a name."""
    small = word.lower().replace("œ", "oe")
    if _ASKS.fullmatch(small):
        return True
    if word.lower() in _common() or small in _common() or small.split("'")[-1] in _common():
        return True
    stem = next(
        (small[: -len(end)] for end in ("es", "e", "s", "nt", "r") if small.endswith(end) and small[: -len(end)] in _common()), None
    )
    return stem is not None or bool(INFLECTED.fullmatch(small))


def candidates(text: str) -> Iterator[Candidate]:
    """Everything in a plain text that a pattern takes for an organisation."""
    yield from institutions(text)
    for match in triggers().finditer(text):
        yield Candidate(match.start("name"), _trim(text, match.start("name"), match.end("name")), _kind(match), "trigger", 0.7)
    yield from aliases(text)
    for match in generic().finditer(text):
        yield Candidate(match.start(), match.end(), _kind(match), "generic", 0.8)
    yield from runs(text)


def institutions(text: str) -> Iterator[Candidate]:
    """Names that begin with what the institution is."""
    for match in heads().finditer(text):
        kind = _kind(match)
        if _PLURAL.match(text, match.start()):
            yield from _each(text, match, kind)
        else:
            yield Candidate(match.start(), _trim(text, match.start(), match.end()), kind, "head", 0.9)
    for match in MINISTRY.finditer(text):
        yield Candidate(*match.span(), "ministry", "head", 0.9)
    for pattern, score in ((shouted(), 0.9), (bodies(), 0.8)):
        for match in pattern.finditer(text):
            yield Candidate(match.start(), match.end(), _kind(match), "head", score)


def aliases(text: str) -> Iterator[Candidate]:
    """Handles, brands in small letters, addresses."""
    for match in handles().finditer(text):
        group = "quoted" if match["quoted"] else "bare"
        if any(map(str.isalpha, match[group])) and (group == "quoted" or not is_common(match["bare"])):
            yield Candidate(*match.span(group), "attacker", "handle", 0.7)
    for match in brands().finditer(text):
        if not is_common(match["name"]):
            yield Candidate(*match.span("name"), "company", "brand", 0.6)
    for match in ODD.finditer(text):
        yield Candidate(*match.span(), "attacker", "odd", 0.5)
    for match in DOMAIN.finditer(text):
        yield Candidate(match.start(), match.end(), None, "domain", 0.7)


_PLURAL = re.compile(
    r"(?:villes|mairies|communes|hôpitaux|départements|régions|universités|lycées de|collèges de|cliniques|conseils|ports|agglos|métropoles) ",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"(?:,| et|, et|, mais aussi|, ou)(?: (?:de la|de l'|de|du|des|d'|celles? de|celui de|ceux de))? ?(?P<name>{NAME})")


def _each(text: str, match: re.Match[str], kind: str) -> Iterator[Candidate]:
    """« les villes de Marseille, de Nice et du Havre »: each place for itself."""
    found: re.Match[str] | None = match
    while found:
        end = _trim(text, found.start("name"), found.end("name"))
        yield Candidate(found.start("name"), end, kind, "each", 0.85)
        found = _NEXT.match(text, end)


_RUN = re.compile(rf"(?<![\w@/.'-])(?:[Ll]'|[DdSsNn]'|[Qq]u')?(?P<name>{RUN})")
_OPENS = re.compile(r"(?:^|[.!?…»\n•–—]|\d\.)[\s«\"“(–—•-]*$")
_COLON = re.compile(r":[\s«\"“(]*$")
_ASKS = re.compile(r"\w+-(?:t-)?(?:il|elle|ils|elles|on|ce|vous|nous|je|là)")


def runs(text: str) -> Iterator[Candidate]:
    """Runs of words in capitals. At the start of a sentence an ordinary word is left out; alone it is no name at all."""
    for match in _RUN.finditer(text):
        start, end = match.span("name")
        if _OPENS.search(text, max(0, start - 6), start) or not start:
            start = _without_opening(text, start, end)
        elif _COLON.search(text, max(0, start - 4), start) and text[start:end].lower() in _common():
            continue
        end = _trim(text, start, end)
        name = text[start:end]
        if len(name) > 1 and not name.isdigit() and re.search(rf"[{UPPER}]", name):
            yield Candidate(start, end, None, "run", 0.3)


_FIRST = re.compile(rf"([\w'-]+)((?: (?:de la|de l'|de|du|des|d'|la|le|les|l'))?[ '/]+)(?=[{UPPER}\d])")


def _without_opening(text: str, start: int, end: int) -> int:
    """Past the ordinary words that open a sentence: « Chez Solvane » is Solvane; « Laiteries Fombelle » stays, Fombelle needs it."""
    match = _FIRST.match(text, start, end)
    if match and (match[1].lower() in _opening() or (is_common(match[1]) and match[2].strip())):
        return _without_opening(text, match.end(), end)
    if not match and is_common(text[start:end]) and " " not in text[start:end]:
        return end
    return start


@cache
def _opening() -> frozenset[str]:
    return frozenset(load("organisations")["opening"]["words"])


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind, value in match.groupdict().items() if value and kind != "name")


def _trim(text: str, start: int, end: int) -> int:
    """Where the name really ends: without a small word left hanging, a closing apostrophe or a stop."""
    words = text[start:end]
    cut = re.search(r"(?: (?:et|à|pour|en|sur|de|du|des|d'|la|le|les|l'|aux?|et de|the|of))+ ?$", words)
    end = start + cut.start() if cut else end
    while end > start and text[end - 1] in " .'-/&,":
        end -= 1
    return end
