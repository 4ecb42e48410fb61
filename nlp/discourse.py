"""Discourse: how much a sentence looks like an earlier case, told to compare. Pure functions over an article's sentences.

    Les précédents ne manquent pas. En 2020, Ambrelys avait perdu 40 000 dossiers ; l'été dernier, Corvane : 12 000 réservations.
    ^^^^^^^^^^^^^^ opens such a paragraph  ^^^^ ^^^^^^^^ ^^^^^ a year, a name told of nowhere else, a pluperfect

No sign decides alone: each has a weight, and a sentence is of an earlier case where they add up to `ENOUGH`. Words in
`data/background.toml`, table `discourse`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.data import load
from nlp.phrases import compiled

ENOUGH = 2.2
STAYS = 0.8
"""What a sentence right after one of an earlier case needs to be of one too."""
_HEAD = 2
"""The first paragraphs say what the article is about: no earlier case is looked for there, and their names are this case's."""
_WEIGHTS = {
    "foreign": 1.0,
    "year": 1.2,
    "earlier": 1.2,
    "lately": 0.4,
    "pluperfect": 0.8,
    "narrative": 0.8,
    "precedents": 1.4,
    "echo": 0.5,
    "listed": 1.0,
    "present": -1.2,
    "core": -1.5,
}
_PLUPERFECT = re.compile(
    r"\b(?:avai(?:t|ent)|étai(?:t|ent)|s'étai(?:t|ent))(?: \w+){0,2}? \w+(?:é|ée|és|ées|i|ie|is|ies|u|ue|us|ues|it|ert)\b", re.IGNORECASE
)
NARRATIVE = re.compile(
    r"\b(?:se faisai|perdai|voyai|subissai|reconnaissai|annonçai|révélai|prévenai|avertissai|laissai|exposai|essuyai|payai|avouai|admettai|tombai)(?:t|ent)\b"
    r"|\b\w+ai(?:t|ent) (?:alors|à l'époque)\b",
    re.IGNORECASE,
)
""" "L'an dernier, c'est Corvane qui reconnaissait…": the imperfect of stories."""
_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/-])")
_PERIOD = re.compile(
    r"\b(?:depuis|entre|de|dat\w+ de|remont\w+ à|jusqu'en|à|et|base|licence|fondée?|créée?|rachetée?|installée?)(?: (?:en|fin|début))? $",
    re.IGNORECASE,
)
"""Before a year that is what documents cover, or the firm's history."""
_OPENING = 8
_WORD = r"[A-ZÀ-ÖØ-ÞŒ][\w&-]*"
_NAME = re.compile(rf"(?<![\w'.-])(?:[LD]')?({_WORD}(?:(?: (?:(?:&|de la|de|du|des|la|le|les) |d')?|'){_WORD})*)")
_LISTED = re.compile(r"(?:[:(]|,(?: \w+){0,3}?) ?(?:(?:près|plus) de )?\d[\d .,]*(?: (?:millions?|Go|To|clients?|dossiers?|fiches?))?")
_RECALLED = re.compile(
    r"\b(?:(?:celui|celle|ceux|celles)(?:-là)?(?: même)? qui (?:avai(?:t|ent)|(?:a|ont) déjà)"
    r"|(?:le|la|les) mêmes? \w+ (?:(?:avai(?:t|ent)|a|ont) déjà|vendai(?:t|ent)|proposai(?:t|ent)|revendiquai(?:t|ent))"
    r"|(?:avai(?:t|ent)|a|ont) déjà (?:été )?(?:écoul|vend|pirat|revendiqu|attaqu|frapp|vis|publi|dérob|vol|dépouill|touch|diffus|piég|subi)\w*"
    r"|fois (?:plus|moins) que (?:les|la|le|ce)|(?:comparable|semblable|similaire) à (?:celle|celui|ceux|la|l')|(?:après|contre) (?:celle|celui|ceux|celles) (?:de|du|des|d'))",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What speaks for and against a sentence's being of an earlier case."""

    found: frozenset[str]
    harm: bool

    @property
    def score(self) -> float:
        """The weights' sum; nothing without a word of harm or a figure."""
        return sum(_WEIGHTS[name] for name in self.found) if self.harm or "precedents" in self.found else 0.0


def signs(sentences: Sequence[str], *, paragraphs: Sequence[int], year: int | None = None, title: str = "") -> list[Signs]:
    """The signs in each sentence; the head's have none.

    >>> text = ["Ambrelys a été piratée.", "Les clients sont prévenus.", "En 2019, Corvane avait perdu 300 dossiers."]
    >>> [round(each.score, 1) for each in signs(text, paragraphs=[0, 1, 2], year=2024)]
    [0.0, 0.0, 4.0]
    """
    names = [_names(sentence) for sentence in sentences]
    homes: dict[str, set[int]] = {}
    for found, paragraph in zip(names, paragraphs, strict=True):
        for name in found:
            homes.setdefault(name, set()).add(paragraph)
    first = sorted(set(paragraphs))[:_HEAD]
    core = {name for name in homes if name in title} | {name for name, places in homes.items() if len(places) > 1 and places & set(first)}
    marked: list[Signs] = []
    opened: int | None = None
    for sentence, found, paragraph in zip(sentences, names, paragraphs, strict=True):
        if paragraph in first:
            marked.append(Signs(found=frozenset(), harm=False))
            continue
        here = _signs(sentence, year)
        if "precedents" in here:
            opened = paragraph
        elif opened == paragraph:
            here.add("precedents")
        if any(homes[name] == {paragraph} for name in found):
            here.add("foreign")
        if any(name in core for name in found):
            here.add("core")
        if _LISTED.search(sentence) and (here & {"earlier", "year", "precedents"} or here >= {"lately", "foreign"}):
            here.add("listed")
        harm = bool(_compiled("harm").search(sentence)) or any(char.isdigit() for char in sentence)
        marked.append(Signs(found=frozenset(here), harm=harm))
    return marked


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return compiled(load("background")["discourse"][name])


@cache
def _no_names() -> frozenset[str]:
    return frozenset(load("background")["discourse"]["no_name"])


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(load("common_words")["words"].split())


def _names(sentence: str) -> set[str]:
    """The capitalised names of a sentence, without ordinary words that only open it and without what is nobody's victim."""
    found = set()
    for match in _NAME.finditer(sentence):
        words = match[1].split(" ")
        before = sentence[max(0, match.start() - _OPENING) : match.start()].rstrip(' «"“”•*–-(')
        opens = (not before and match.start() < _OPENING) or before[-1:] in (".", "!", "?", ":")
        while opens and words and words[0].lower() in _ordinary():
            words = words[1:]
        while words and not words[0][:1].isupper():
            words = words[1:]
        name = " ".join(words)
        if len(name) > 2 and name not in _no_names():
            found.add(name)
    return found


def _signs(sentence: str, year: int | None) -> set[str]:
    found = {name for name in ("precedents", "earlier", "lately", "echo", "present") if _compiled(name).search(sentence)}
    if _PLUPERFECT.search(sentence):
        found.add("pluperfect")
    if NARRATIVE.search(sentence):
        found.add("narrative")
    years = list(_YEAR.finditer(sentence))
    told = any(not _PERIOD.search(sentence[max(0, match.start() - 24) : match.start()]) for match in years)
    if year is not None and told and max(int(match[0]) for match in years) < year:
        found.add("year")
    return found


def recalled(sentence: str) -> range:
    """The offsets at which a sentence of this case tells of an earlier one; empty where it does not.

    >>> text = "Le vendeur est celui qui avait déjà dépouillé Ambrelys en mars (400 000 familles)."
    >>> text[recalled(text).start :][:15]
    'celui qui avait'
    """
    match = _RECALLED.search(sentence)
    if not match:
        return range(0)
    inserted = sentence[: match.start()].endswith(", qui ")
    closed = sentence.find(",", match.end()) if inserted else -1
    return range(match.start(), closed if closed > 0 else len(sentence))
