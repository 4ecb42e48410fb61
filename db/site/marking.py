"""The words of a question, marked in what is shown of a result."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from db.fold import WORD, fold

PHRASE = re.compile(r'"([^"]*)"( \*)?')
SMALL = frozenset(fold("les des une aux dans par pour sur avec sans que qui est pas plus leur leurs ses son").split())


def without_phrases(match: str) -> str:
    """The question for an index that knows no order of words: every word of a phrase, in any order.

    >>> without_phrases('"donne vole" AND ("hopit" *)')
    '("donne" AND "vole") AND ("hopit" *)'
    """

    def apart(found: re.Match[str]) -> str:
        words = [f'"{word}"' for word in found[1].split()]
        if len(words) > 1:
            return f"({' AND '.join(words)}{found[2] or ''})"
        return found[0]

    return PHRASE.sub(apart, match)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The words of a question worth marking in an extract: « de » is in every one."""

    stems: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, match: str) -> "Wanted":
        stems: set[str] = set()
        beginnings: set[str] = set()
        for phrase, star in PHRASE.findall(match.partition(" NOT ")[0]):
            words = [word for word in phrase.split() if len(word) > 2 or word.isdigit()]
            (beginnings if star else stems).update(words)
        return cls(stems=frozenset(stems - SMALL), beginnings=tuple(beginnings))

    def best(self, texts: Iterable[str]) -> Markup | None:
        """The text that holds the most of them, with them marked; None if none holds any."""
        found = max((self.marks(text) for text in texts), key=lambda one: one[0], default=(0, None))
        return found[1] if found[0] else None

    def marks(self, text: str) -> tuple[int, Markup]:
        """How many of the words a text holds, and the text with them marked."""
        parts: list[Markup] = []
        held: set[str] = set()
        reached = 0
        for found in WORD.finditer(text):
            stem = fold(found[0])
            if stem and (stem in self.stems or stem.startswith(self.beginnings or "\0")):
                parts += [escape(text[reached : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
                reached = found.end()
                held.add(stem)
        return len(held), Markup("").join([*parts, escape(text[reached:])])
