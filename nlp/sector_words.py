"""The words that tell a sector: found in a text, and in a name. Pure; the words are `nlp/data/sectors.toml`.

Le fournisseur français d'électricité Électris
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ energy
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.data import load
from nlp.folding import fold

Phrase = tuple[str, ...]
KINDS = ("nouns", "things", "people")
_TOKEN = re.compile(r"[a-z0-9]+|[^\s'\-a-z0-9]")
_SHORT = 3
"""Letters of a word that keeps its final s: « bus », « gaz »."""


@dataclass(frozen=True)
class Token:
    """A word of the folded text without its plural, or a mark."""

    form: str
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """A phrase that speaks for sectors: which table it is of, where it stands, the place of its first token and of the one behind it."""

    kind: str
    sectors: tuple[str, ...]
    phrase: str
    start: int
    end: int
    first: int
    after: int


def single(word: str) -> str:
    """A folded word without the mark of the plural.

    >>> single("banques"), single("eaux"), single("bus")
    ('banque', 'eau', 'bus')
    """
    return word[:-1] if len(word) > _SHORT and word[-1] in "sx" else word


def tokens(folded: str) -> list[Token]:
    """The words and marks of a folded text."""
    return [Token(single(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(folded)]


def parts(listed: str) -> list[str]:
    """The phrases of a list: folded, parted by commas."""
    return list(dict.fromkeys(filter(None, (" ".join(fold(one).split()) for one in listed.split(",")))))


@cache
def small() -> frozenset[str]:
    """Words left out of phrases."""
    return frozenset(single(word) for word in parts(load("sectors")["skipped"]["small"]))


@cache
def skipped() -> frozenset[str]:
    """Words that may stand within a phrase."""
    return small() | {single(word) for word in parts(load("sectors")["skipped"]["words"])}


def phrase_of(phrase: str) -> Phrase:
    """The words of a folded phrase that must stand in the text."""
    return tuple(word for word in map(single, _TOKEN.findall(phrase)) if word not in small())


@cache
def phrases() -> dict[str, list[tuple[Phrase, dict[str, tuple[str, ...]]]]]:
    """By first word: each phrase, the longest first, with the sectors that it speaks for by table."""
    table: dict[Phrase, dict[str, list[str]]] = {}
    for kind in KINDS:
        for sector, listed in load("sectors")[kind].items():
            for phrase in parts(listed):
                words = phrase_of(phrase)
                if not words:
                    continue
                sectors = table.setdefault(words, {}).setdefault(kind, [])
                if sector not in sectors:
                    sectors.append(sector)
    by_first: dict[str, list[tuple[Phrase, dict[str, tuple[str, ...]]]]] = {}
    for words in sorted(table, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words, {kind: tuple(sectors) for kind, sectors in table[words].items()}))
    return by_first


def told(text: list[Token]) -> Iterator[Told]:
    """Every phrase of the tables in a text, the longest at each place, none within another."""
    table, done = phrases(), 0
    for first, token in enumerate(text):
        if first < done:
            continue
        for words, kinds in table.get(token.form, ()):
            after = _match(text, first, words)
            if after:
                done = after
                for kind, sectors in kinds.items():
                    yield Told(kind, sectors, " ".join(words), token.start, text[after - 1].end, first, after)
                break


def _match(text: list[Token], first: int, words: Phrase) -> int:
    """The place behind a phrase that begins at `first`, or 0."""
    at = first + 1
    for word in words[1:]:
        for _ in range(4):
            if at < len(text) and text[at].form != word and text[at].form in skipped():
                at += 1
        if at >= len(text) or text[at].form != word:
            return 0
        at += 1
    return at


@cache
def _name_words() -> tuple[
    dict[Phrase, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]
]:
    """Whole words, beginnings, ends and inner parts of words of names, with their sectors."""
    whole: dict[Phrase, list[str]] = {}
    tables: tuple[dict[str, list[str]], ...] = ({}, {}, {})
    for sector, listed in load("sectors")["names"].items():
        for one in parts(listed):
            if "*" not in one:
                whole.setdefault(tuple(single(word) for word in _TOKEN.findall(one)), []).append(sector)
                continue
            table = tables[2] if one[0] == "*" and one[-1] == "*" else tables[0] if one[-1] == "*" else tables[1]
            table.setdefault(one.strip("*"), []).append(sector)
    begins, ends, inner = ({part: tuple(sectors) for part, sectors in table.items()} for table in tables)
    return {words: tuple(sectors) for words, sectors in whole.items()}, begins, ends, inner


def in_name(name: str) -> dict[str, float]:
    """The sectors that the words of a name speak for: 1 for a whole word, less for the beginning or end of one.

    >>> in_name("Verreries d'Orsigny")
    {'industry': 1.0}
    """
    whole, begins, ends, inner = _name_words()
    words = [token.form for token in tokens(fold(name)) if token.form.isalnum()]
    runs = (tuple(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    said = [(whole.get(run, ()), 1.0) for run in runs]
    for word in words:
        for size in range(2, len(word)):
            weight = 0.7 if size > _SHORT else 0.4
            said += [(begins.get(word[:size], ()), weight), (ends.get(word[-size:], ()), weight)]
        said += [(sectors, 0.3) for part, sectors in inner.items() if part in word]
    found: dict[str, float] = {}
    for sectors, weight in said:
        for sector in sectors:
            found[sector] = max(found.get(sector, 0.0), weight)
    return found
