"""Persons: what must not stand in the public edition. Names of those who sign, names after a first name or a civility, e-mail addresses,
telephone numbers; `db.naming` knows which names are persons'. Pure, and best effort: see there what escapes it.

    … explique Damien Courtois, joignable au 01 99 00 12 34 ou à d.courtois@valbrume.example …
               ^^^^^^^^^^^^^^^                ^^^^^^^^^^^^^^      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    … explique […], joignable au […] ou à […] …

The title of an article is left as its publisher wrote it: it says which article it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from db.extracts import CUT
from db.naming import CIVILITY, NAMED_AFTER, PARTICLES, first_names
from nlp.gazetteer import by_form
from nlp.names import fold, institution

Place = tuple[int, int]

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+|(?<![\w.+-])[\w.+-]{2,}+\s?(?:\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
AT = re.compile(r"@|[(\[][aA][tT][)\]]")
"""Where it is not, no address is looked for."""
PHONE = re.compile(
    r"(?:\+(?<![\w.,+]\+)\d{2,3}[\s\u00a0\u202f.-]?\(?\d{1,3}\)?"
    r"|0(?<![\w.,+]0)(?:0\d{2,3}[\s\u00a0\u202f.-]?\(?\d{1,3}\)?|[1-9]))(?:[\s\u00a0\u202f.-]?\d{2}){4}(?!\w|[.,]\d)"
)
"""It begins with its first character, not with what may not stand before it: only then does `re` leap from one candidate to the next."""
WORD = re.compile(r"[^\W_]+")
JOINT = re.compile(r"[ \u00a0\u202f-]|\.? ")
LONGEST = 5


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    return fold(word)


def is_organisation(name: str) -> bool:
    """Whether who signs is an outlet, an agency, an institution: the gazetteer knows it, or its first words say so."""
    return name in by_form() or bool(institution(fold(name).split())[0])


def is_outlet(author: str, publisher: str) -> bool:
    """Whether an outlet signs under its own name.

    >>> is_outlet("Le Guetteur du Net", "guetteur-du-net.example"), is_outlet("Ana Guet", "guetteur-du-net.example")
    (True, False)
    """
    name, letters = re.sub(r"[^a-z0-9]", "", publisher.rpartition(".")[0]), fold(author).replace(" ", "")
    return bool(name) and (name in letters or letters in name)


@dataclass(frozen=True, kw_only=True)
class Persons:
    """Names to leave out, by their first word."""

    names: Mapping[str, frozenset[tuple[str, ...]]]
    own: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    """Of one article's."""
    surnames: frozenset[str] = frozenset()
    """Of those who are named in one article, as `fold` writes them: « Courtois ajoute… »."""

    @classmethod
    def of(cls, authors: Iterable[str]) -> "Persons":
        """All who sign articles under a first name: wherever they are named, they are persons."""
        return cls(names=by_first(author for author in authors if first_word(author) in first_names()))

    def who_sign(self, authors: Iterable[str], *, publisher: str = "") -> "Persons":
        """With those who sign one article, whatever they are called."""
        return replace(self, own=by_first(author for author in authors if not is_outlet(author, publisher)))

    def who_are_named(self, names: Iterable[str]) -> "Persons":
        """With persons whom an article names."""
        held = by_first(names)
        own = {first: self.own.get(first, frozenset()) | held.get(first, frozenset()) for first in {*self.own, *held}}
        lasts = {parts[-1] for found in held.values() for parts in found if len(parts[-1]) > 3 and parts[-1] not in first_names()}
        return replace(self, own=own, surnames=self.surnames | lasts)

    def beginning(self, first: str) -> Iterator[tuple[str, ...]]:
        """The names that begin with a word."""
        yield from self.names.get(first, ())
        yield from self.own.get(first, ())

    def name(self, words: str) -> bool:
        """Whether words are such a name, and nothing else."""
        parts = tuple(folded(words).split())
        return bool(parts) and parts in self.beginning(parts[0])

    def masked(self, text: str, *, kept: Collection[str] = ()) -> str:
        """The text with « […] » for each name, address and number. `kept`: organisations, whose names may begin with a first name."""
        found = [match.span() for pattern in contacts(text) for match in pattern.finditer(text)]
        if not self.may_name(text):
            return cut_out(text, found)
        words = [(match.start(), match.end(), folded(match[0])) for match in WORD.finditer(text)]
        found += self.signed(words)
        named = list(called(text, words))
        named += [(start, end) for start, end, word in words if word in self.surnames and text[start].isupper()]
        if named:
            organisations = [place for form in kept for place in places(form, text)]
            found += [one for one in named if all(one[1] <= start or one[0] >= end for start, end in organisations)]
        return cut_out(text, found)

    def may_name(self, text: str) -> bool:
        """Whether a word of a text begins a name, or is one: most texts hold none, and need no closer look."""
        words = set(map(folded, WORD.findall(text)))
        lists = (first_names(), self.surnames, self.names.keys(), self.own.keys())
        return any(not words.isdisjoint(one) for one in lists) or CIVILITY.search(text) is not None

    def signed(self, words: list[tuple[int, int, str]]) -> Iterator[Place]:
        """Where the names stand."""
        begun = [index for index, (_, _, word) in enumerate(words) if word in self.names or word in self.own]
        for index in begun:
            start, _, first = words[index]
            for name in self.beginning(first):
                there = words[index : index + len(name)]
                if tuple(word for _, _, word in there) == name:
                    yield start, there[-1][1]


NOBODY = Persons(names={})


def unsigned(text: str, authors: Iterable[str]) -> str:
    """A whole text without those who sign it, e-mail addresses and telephone numbers: what an index of its words may hold. Quick: the names of
    others stay, as words among words."""
    for author in authors:
        if " " in author.strip():
            text = text.replace(author, " ")
    for pattern in contacts(text):
        text = pattern.sub(" ", text)
    return text


def contacts(text: str) -> tuple[re.Pattern[str], ...]:
    """What to look for of e-mail addresses and telephone numbers."""
    return (EMAIL, PHONE) if AT.search(text) else (PHONE,)


def by_first(authors: Iterable[str]) -> dict[str, frozenset[tuple[str, ...]]]:
    """Names of two words or more, by their first word; organisations are none."""
    table: dict[str, set[tuple[str, ...]]] = {}
    for author in authors:
        parts = tuple(fold(author).split())
        if 2 <= len(parts) <= LONGEST and not is_organisation(author.strip()):
            table.setdefault(parts[0], set()).add(parts)
    return {first: frozenset(names) for first, names in table.items()}


def first_word(name: str) -> str:
    return fold(name).partition(" ")[0]


def called(text: str, words: list[tuple[int, int, str]]) -> Iterator[Place]:
    """Where a first name and a name stand, or a civility and a name."""
    begun = {match.end() for match in CIVILITY.finditer(text)}
    for index, (start, end, word) in enumerate(words):
        civil = start in begun
        if not civil and (not text[start].isupper() or word not in first_names() or (index and words[index - 1][2] in NAMED_AFTER)):
            continue
        last = end
        for before, (a, b, then) in pairwise(words[index : index + LONGEST]):
            if not JOINT.fullmatch(text[before[1] : a]) and text[before[1] : a] not in {"’", "'"}:
                break
            if text[a].isupper():
                last = b
            elif then not in PARTICLES:
                break
        if civil or last > end:
            yield start, last


def places(form: str, text: str) -> Iterator[Place]:
    """Where a text holds a form of a name."""
    start = text.find(form) if form else -1
    while start >= 0:
        yield start, start + len(form)
        start = text.find(form, start + 1)


def cut_out(text: str, places: Iterable[Place]) -> str:
    """The text without these places; those that touch or overlap leave one mark."""
    parts, reached = [], 0
    for start, end in sorted(places):
        if start >= reached:
            parts += [text[reached:start], CUT]
        reached = max(reached, end)
    return "".join([*parts, text[reached:]]).replace(f"{CUT} {CUT}", CUT)
