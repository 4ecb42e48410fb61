"""Words for kinds of data, found in a string. Pure: no spaCy, no judgement on whether they were taken.

noms, prénoms, adresses mail et postale, date et lieu de naissance, mots de passe hachés
^^^^  ^^^^^^^  ^^^^^^^^^^^^^    ^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^
name  name     email            postal_  birth_date; birth_place    password (hashed)

The words are `nlp/data/data_types.toml`. A phrase matches whatever its case, accents, plurals and small words; the longest wins.
A head is shared over a list: « adresses mail et postale » on the right, « date et lieu de naissance » on the left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any, Literal, get_args

from nlp.data import load
from nlp.folding import fold

SMALL_WORDS = frozenset("de d du des la le les l leur leurs votre vos son sa ses nos notre un une mon ma mes a au aux ces cette".split())
_OPEN_HEADS = frozenset({"personal_data", "customer_data", "contact", "none", "internal_document"})
"""Words whose complement is a kind of its own: « documents et données de santé »."""
_VAGUE = frozenset({"alone", "weak"})
_OF = re.compile(r"[ \u00a0\u202f](?:de|du|des|d['’])(?: (?:la|leurs?|vos|votre|ses|son|l['’]))?[ \u00a0\u202f]?", re.IGNORECASE)
_GROUPS = {"@person": "people", "@customer": "customers", "@staff": "staff"}
_STAFF = "du personnel"
"""The stem of « personnel » as a noun."""
_PARTICIPLE = re.compile(r"ée?s?$", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z0-9°œ]+(?:\((?:e?s|x|e)\))?")


Strength = Literal["sure", "listed", "weak", "alone"]


@dataclass(frozen=True)
class Word:
    """A kind of data named in a text: `text[start:end]`."""

    start: int
    end: int
    code: str
    """A code of the contract, `contact` (« coordonnées » alone) or `none` (looks like one and is not)."""
    strength: Strength
    """Where the words mean that: `sure` anywhere, `listed` in a list, `weak` perhaps in a list, `alone` as a register's wording."""

    @property
    def sure(self) -> bool:
        return self.strength == "sure"


@dataclass(frozen=True)
class _Token:
    stem: str
    start: int
    end: int


Trie = dict[str | None, Any]
"""Stem by stem; under None the code and strength of the phrase that ends there."""


def stem(word: str) -> str:
    """A folded word without the marks of plural and feminine.

    >>> stem("postales") == stem("postal") == stem("postaux")
    True
    """
    word = word.partition("(")[0]
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("au") and not word.endswith("eau") and len(word) > 4:
        word = word[:-1] + "l"
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def tokens(text: str) -> list[_Token]:
    """The words of a text, small ones left out; « adressé » keeps its accent, so as not to be « adresse »."""
    folded = fold(text)
    return [
        _Token(
            _STAFF if _of_staff(folded, found) else stem(found[0]) + _accent(text[found.start() : found.end()]), found.start(), found.end()
        )
        for found in _TOKEN.finditer(folded)
        if found[0] not in SMALL_WORDS
    ]


def _of_staff(folded: str, found: re.Match[str]) -> bool:
    """« fichiers du personnel » are not « fichiers personnels »."""
    return found[0] == "personnel" and folded.endswith(("du ", "au "), 0, found.start())


def _accent(word: str) -> str:
    return "é" if _PARTICIPLE.search(word) else ""


def _stems(phrase: str) -> Iterator[tuple[str, ...]]:
    """The stems of a phrase of the table, one tuple for each choice of its alternatives, with accents and without."""
    for choice in product(*(_choices(word) for word in re.split(r"[ '’-]+", phrase))):
        words = [word for part in choice for word in part.split()]
        words = [_STAFF if pair == ("du", "personnel") else pair[1] for pair in pairwise(["", *words]) if fold(pair[1]) not in SMALL_WORDS]
        yield from product(*({word} if word == _STAFF else {stem(fold(word)), stem(fold(word)) + _accent(word)} for word in words))


def _choices(word: str) -> list[str]:
    if word.startswith("@"):
        people: list[str] = load("data_types")[_GROUPS[word]]
        return people
    return word.split("/")


@cache
def lexicon() -> Trie:
    """Every phrase of `data_types.toml`, as a tree of stems."""
    root: Trie = {}
    tables = [(code, table) for code, table in load("data_types").items() if isinstance(table, dict)]
    phrases = [(phrase, code, strength) for code, table in tables for strength in get_args(Strength) for phrase in table.get(strength, [])]
    for phrase, code, strength in sorted(phrases, key=lambda entry: "@" in entry[0]):
        for stems in _stems(phrase):
            node = root
            for word in stems:
                node = node.setdefault(word, {})
            known = node.setdefault(None, (code, strength))
            if known[0] != code and "@" not in phrase:  # a phrase written out wins over one with "@"
                raise ValueError(f"data_types.toml: {phrase!r} stands under {known[0]} and under {code}: keep one")
    return root


class _Finder:
    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.tokens = tokens(text)
        self.root = lexicon()

    def glued(self, left: int, right: int) -> bool:
        """Nothing but spaces, hyphens, apostrophes and small words between two tokens."""
        between = self.folded[self.tokens[left].end : self.tokens[right].start]
        return all(word in SMALL_WORDS for word in re.findall(r"\w+", between)) and not re.search(r"[^\w\s'-]|\n\s*\n", between)

    def walk(self, node: Trie, at: int) -> tuple[int, str, Strength] | None:
        """The longest phrase from token `at`, below a node: the token after it, its code, its strength."""
        best = None
        index = at
        while index < len(self.tokens):
            if index > at and not self.glued(index - 1, index):
                break
            if index > at and self.tokens[index].stem.isdigit() and self.tokens[index].stem not in node:
                index += 1  # « dossiers de 900 salariés »
                continue
            if self.tokens[index].stem not in node:
                break
            node = node[self.tokens[index].stem]
            index += 1
            if None in node:
                code, strength = node[None]
                best = (index, code, best[2] if best and best[1] == code and strength == "weak" else strength)
        return best

    def joined(self, left: int, right: int) -> bool:
        """A comma, « et », « ou », a stroke between two tokens, small words aside."""
        gap = self.folded[self.tokens[left].end : self.tokens[right].start]
        words = [word for word in re.findall(r"[\w]+|[^\w\s']", gap) if word not in SMALL_WORDS]
        return 0 < len(words) <= 3 and all(word in {"et", "ou", "ni", ",", "/", "&", "+", "ainsi", "que", "-"} for word in words)

    def find(self) -> list[Word]:
        found: list[tuple[int, int, Word]] = []  # first token, token after, word
        index = 0
        while index < len(self.tokens):
            match = self.walk(self.root, index)
            if match is None:
                index += 1
                continue
            after, code, strength = match
            self._share_left(found, index, after)
            found.append((index, after, Word(self.tokens[index].start, self.tokens[after - 1].end, code, strength)))
            index = self._share_right(found, index, after)
        return [word for _, _, word in found]

    def _content(self, at: int) -> int:
        """The next token that is no joining word."""
        while at < len(self.tokens) and self.tokens[at].stem in {"et", "ou", "ni", "ainsi", "que"}:
            at += 1
        return at

    def _share_right(self, found: list[tuple[int, int, Word]], head: int, after: int) -> int:
        """« adresses mail et postale »: the head of a phrase with the ends of others."""
        if after - head < 2:
            return after
        below = self.root[self.tokens[head].stem]
        while True:
            at = self._content(after)
            if at >= len(self.tokens) or not self.joined(after - 1, at):
                return after
            shared = self.walk(below, at)
            own = self.walk(self.root, at)
            if shared is None or (own is not None and own[0] >= shared[0] and own[2] == "sure"):
                return after
            self._append(found, at, shared)
            after = shared[0]

    def _append(self, found: list[tuple[int, int, Word]], at: int, match: tuple[int, str, Strength]) -> None:
        after, code, strength = match
        found.append((at, after, Word(self.tokens[at].start, self.tokens[after - 1].end, code, strength)))

    def _share_left(self, found: list[tuple[int, int, Word]], at: int, after: int) -> None:
        """« date et lieu de naissance »: the end of a phrase with the heads of others."""
        if after - at < 2:
            return
        tail = [token.stem for token in self.tokens[at + 1 : after]]
        left, right = at - 1, at
        while left >= 0 and self.tokens[left].stem in {"et", "ou", "ni"}:
            left -= 1
        while left >= 0 and self.joined(left, right):
            node = self.root.get(self.tokens[left].stem, {})
            for word in tail:
                node = node.get(word, {})
            if None not in node or node[None][0] == "none" or self.tokens[left].stem == self.tokens[at].stem:
                return
            if found and found[-1][1] > left:
                first, _, word_before = found[-1]
                if first < left or (word_before.sure and word_before.code != "none") or word_before.code == node[None][0]:
                    return
                found.pop()
            code, strength = node[None]
            found.append((left, left + 1, Word(self.tokens[left].start, self.tokens[after - 1].end, code, strength)))
            left, right = left - 1, left
            while left >= 0 and self.tokens[left].stem in {"et", "ou", "ni"}:
                left -= 1


def find(text: str) -> list[Word]:
    """Every phrase of the table in a text, in order.

    >>> [(word.code, "noms et dates de naissance"[word.start : word.end]) for word in find("noms et dates de naissance")]
    [('name', 'noms'), ('birth_date', 'dates de naissance')]
    """
    words = sorted(_Finder(text).find(), key=lambda word: (word.start, word.end))
    return [word for index, word in enumerate(words) if not (index and _complement(words[index - 1], word, text))]


def _complement(head: Word, word: Word, text: str) -> bool:
    """« l'adresse IP de la dernière connexion », « la photo des passeports »: one kind of data, not two."""
    return head.code not in _OPEN_HEADS and head.strength not in _VAGUE and bool(_OF.fullmatch(text[head.end : word.start]))
