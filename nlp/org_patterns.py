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

UPPER = "A-ZÀ-ÖØ-ÞŒ"
LOWER = "a-zß-öø-ÿœ"
WORD = rf"(?:(?![CDJLMNSTQ]u?'[{LOWER}])[{UPPER}](?:[\w'&@+-]|\.(?=\w))*(?<!['-])[$!+]?|(?:i|e|my|x)[{UPPER}]\w+|\d+(?:\.\d)?(?=[{UPPER}{LOWER}])(?!(?:er|e|h|k|Go|Mo|To|M)\b)\w+)"
GLUE = r"(?:de la|de l'|de|du|des|d'|en|sur|sous|lès|lez|les|le|la|l'|&|aux?|à la|of|the|and|by|in)"
MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
FIGURE = rf"\d{{1,3}}(?:\.\d)?\b(?![.,]\d| ?(?:[GMTk]o\b|%|€|\$|ans\b|000|\d|millions?|milliards?|{MONTH}|h\b|euros|clients|personnes))"
FAMILY = r"(?: et (?:Cie|Compagnie|Fils|Frères|Associés|Filles|Co)\b)?"
NAME = rf"{WORD}(?:(?: {GLUE} ?(?:l')?| |/)(?:{WORD}|{FIGURE})){{0,6}}{FAMILY}"
"""A run of capitalised words and numbers, with small words between them: Saint-Dié des Vosges, Paris 1 Panthéon-Sorbonne."""
RUN = rf"{WORD}(?:(?: (?:&|d'|de la|de l'|de|du|des|la|le|les|of|the|and|by|l') ?| ?/ ?| )(?:{WORD}|{FIGURE})){{0,5}}{FAMILY}"
OF = r"(?:de la (?:ville|commune) d(?:e la |e l'|e |u |es |')|de la |de l'|de |du |des |d'|en |)"


@dataclass(frozen=True)
class Candidate:
    """Characters that may name an organisation."""

    start: int
    end: int
    kind: str | None
    origin: str
    score: float
    role: str | None = None


def _either(words: list[str]) -> str:
    return "|".join(sorted((f"[{w[0]}{w[0].upper()}]{w[1:]}" if w[0].isalpha() else w for w in words), key=len, reverse=True))


def _acronym(word: str) -> str:
    """SDIS, Sdis."""
    return rf"{word.upper()}|{word.capitalize()}"


@cache
def heads() -> re.Pattern[str]:
    """Head, then its name; one named group per kind."""
    table = load("organisations")
    groups = []
    for kind, words in table["heads"].items():
        short = "|".join(_acronym(word) for word in table["acronym_heads"].get(kind, []))
        groups.append(rf"(?P<{kind}>{'|'.join(part for part in (short, _either(words)) if part)})")
    adjectives = rf"(?: (?:{'|'.join(table['adjectives']['words'])}))?"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)}){adjectives} {OF}(?:[«\"“] ?)?(?P<name>{NAME})")


_MINISTRY = r"(?:des |du |de la |de l'|d')"
MINISTRY = re.compile(
    rf"(?<![\w-])[Mm]inistère {_MINISTRY}[{UPPER}][\w'-]+(?: (?:[{LOWER}]+e|supérieur|intérieure?|national[e]?)(?= et| |,|\.))?"
    rf"(?:(?:,| et|, et) {_MINISTRY}[{UPPER}][\w'-]+(?: (?:[{LOWER}]+ive|[{LOWER}]+ique|nationale|alimentaire))?)*"
)
"""« ministère des Sports, de la Jeunesse et de la Vie associative »."""


@cache
def shouted() -> re.Pattern[str]:
    """The same in capitals: « LYCÉE JEAN-FOURCADE », « MAIRIE DE VALBRUNE »."""
    groups = [rf"(?P<{kind}>{'|'.join(words)})" for kind, words in load("organisations")["shouted"].items()]
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(groups)})(?: (?:DE LA|DE L'|DE|DU|DES|D'))? ?(?P<name>[{UPPER}][{UPPER}'\d -]*[{UPPER}\d])(?!\w)"
    )


@cache
def bodies() -> re.Pattern[str]:
    """Bodies whose name goes on in small letters: « Fédération française de tennis de table », « Office public de l'habitat »."""
    table = load("organisations")["bodies"]
    word = rf"[{LOWER}{UPPER}][{LOWER}'-]+"
    tail = (
        rf" ?(?:de la |de l'|du |des |de |d'|à la |aux |à l'|pour la |pour l'|pour les |pour le |anti-){word}(?: {word}){{0,2}}?"
        rf"(?: (?:et (?:de la |de l'|des |du |de |d'|à la |à l')|de la |de l'|à la |à l'|des |du |de |d'|à ){word}|, (?:de la |de l'|des |du ){word}){{0,4}}"
    )
    groups = [rf"(?P<{kind}>(?i:{'|'.join(sorted(words, key=len, reverse=True))}))" for kind, words in table.items()]
    stop = (
        r"(?= (?:a|ont|est|sont|qui|que|dont|par|pour|dans|sur|se|avait|vient|avec|en|n'|s'|au|aux|fait|lui|elle|il|et (?:la|le|les|l'|son|sa|un|une)|"
        r"à [A-ZÀ-Ý]\w+|reconnaît|annonce|confirme|indique|précise)\b|[.,;:!?)(\n»]|$| \()"
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)}){tail}{stop}")


@cache
def triggers() -> re.Pattern[str]:
    """A describing word, then a name, which stands in capitals, or in quotes, or is an address."""
    table = load("organisations")
    groups = [rf"(?P<{kind}>{_either(words)})" for kind, words in table["triggers"].items()]
    adjective = "|".join([*table["adjectives"]["words"], *table["adjectives"]["origins"]])
    small = r"(?:(?: (?:spécialisée?s?|basée?s?|baptisée?s?|nommée?s?|dénommée?s?|appelée?s?|de|du|d'|des|en|dans|en ligne|dit|dite))*)"
    between = rf"(?: (?:{adjective}))*{small},? ?(?:[«\"“] ?)?"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)}){between} ?(?P<name>{NAME})")


@cache
def handles() -> re.Pattern[str]:
    """What stands in quotes after a word for a pirate or a pseudonym, whatever its letters; or behind it, if no word looks like that."""
    words = "|".join(load("organisations")["pseudonym"]["words"])
    handle = r"\w[\w.$@!-]{1,30}(?: [\w.$@!-]{2,20}){0,2}"
    return re.compile(
        rf"(?<![\w-])(?i:{words})(?: [{LOWER}]+){{0,3}}?,? (?:[«\"“] ?(?P<quoted>{handle}?) ?[»\"”]|"
        rf"(?P<bare>[{LOWER}]*\d\w*|\w+[_.$]\w+|[{LOWER}]+[{UPPER}]\w+|[{LOWER}]{{4,15}}(?=[ ,.])))"
    )


@cache
def brands() -> re.Pattern[str]:
    """A name in small letters after a word for a shop or site: « le site petitboutis »; a dictionary word is none."""
    words = "|".join(load("organisations")["brand"]["words"])
    return re.compile(rf"(?<=[ '])(?:{words}) (?:[«\"“] ?)?(?P<name>[{LOWER}][{LOWER}\d-]{{3,25}})(?![\w'-])")


ODD = re.compile(
    rf"(?<![\w@/.#-])(?:[{LOWER}]{{3,}}\d{{1,4}}|[{LOWER}\d]{{2,}}_[{LOWER}\d_]+|[{LOWER}]{{1,3}}[{UPPER}][{LOWER}]{{3,}}\w*)(?![\w.@-])"
)
"""A handle by its letters alone: krill0, ptit_beurre, xVadorx."""
DOMAIN = re.compile(
    r"(?<![\w@/.-])(?:www\.)?[\w-]{2,40}(?:\.[\w-]{2,30})?\.(?:fr|com|org|net|eu|io|info|be|ch|ca|lu|gouv\.fr|asso\.fr|co|tv|me|app|example)(?![\w@/]|\.\w|-\w)",
    re.IGNORECASE,
)


@cache
def generic() -> re.Pattern[str]:
    """Bodies without a proper name: « la gendarmerie », « le rectorat »."""
    table: dict[str, list[str]] = load("organisations")["generic"]
    groups = [rf"(?P<{kind}>{_either(words)})" for kind, words in table.items()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


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
