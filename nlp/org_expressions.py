"""The expressions behind `nlp.org_patterns`, made once from the words of `data/organisations.toml`.

la mairie de Valbrune    la société Orfèvre    le pirate « drakk0 »    krill0      orfea.example
   ^^^^^^ heads()            ^^^^^^^ triggers()        ^^^^^^ handles()   ^^^^^^ ODD  ^^^^^^^^^^^^^ DOMAIN
"""

import re
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


ADJECTIVE = "aise?s?|oise?|iene?s?|iennes?|aine?|ale?s?|aux|iques?|if|ive|ine?|ier|ière|aires?|ée?|onne?|ande?"
"""How an adjective of place or kind may end: bruxellois, canadien, national, cantonal."""

VERBS = (
    "reconnaît|annonce|confirme|indique|précise|enquête|enquêtent|ouvre|saisit|rappelle|recommande|estime|observe|évoque|refuse|dit|"
    "dément|déplore|assure|alerte|demande|invite|intervient|publie|conseille|prévient|travaille|compte|met|veut|doit|peut|va"
)
"""What a body does in small letters is no part of its name."""


@cache
def bodies() -> re.Pattern[str]:
    """Bodies whose name goes on in small letters: « Fédération française de tennis de table », « Office public de l'habitat »."""
    table = load("organisations")["bodies"]
    word = rf"[{LOWER}{UPPER}][{LOWER}'-]+"
    adjective = rf"(?: [{LOWER}]+(?:{ADJECTIVE}))?"
    tail = (
        rf" ?(?:de la |de l'|du |des |de |d'|à la |aux |à l'|(?:pour|sur|contre) (?:la |l'|les |le )?|anti-){word}(?: {word}){{0,2}}?"
        rf"(?: (?:et (?:de la |de l'|des |du |de |d'|à la |à l')|de la |de l'|à la |à l'|des |du |de |d'|à ){word}|, (?:de la |de l'|des |du ){word}){{0,4}}"
    )
    named = load("organisations")["named_bodies"]
    groups = []
    for kind, words in table.items():
        capital = rf"|(?:{'|'.join(named[kind])})(?!\w){adjective}" if kind in named else ""
        groups.append(rf"(?P<{kind}>(?i:{'|'.join(sorted(words, key=len, reverse=True))}){capital})")
    stop = (
        r"(?= (?:a|ont|est|sont|qui|que|dont|par|pour|dans|sur|se|avait|vient|avec|en|n'|s'|au|aux|fait|lui|elle|il|et (?:la|le|les|l'|son|sa|un|une)|"
        rf"à [A-ZÀ-Ý]\w+|{VERBS})\b|[.,;:!?)(\n»]|$| \()"
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
