"""An article as the sector sees it: its organisations, its words, the phrases that speak for sectors, and the rows that they fill. Pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from nlp.folding import fold
from nlp.linear import Features
from nlp.reading import Sector
from nlp.sector_words import Token, Told, tokens, told

LEAD = 600
"""Characters of the text that introduce the story."""


@dataclass(frozen=True, kw_only=True)
class Org:
    """An organisation of the article: what is known of it, and where it is named."""

    name: str
    kind: str | None
    sector: str | None
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """An article."""

    text: str
    text_start: int
    starts: Sequence[int]
    """Where its sentences begin."""
    marks: Sequence[str | None]
    """Their background marks."""
    orgs: dict[int, Org]
    victims: Sequence[int]
    """In causal order: the sector is the first one's."""
    roles: dict[int, str | None]

    def sentence(self, place: int) -> int:
        """The number of the sentence that holds a character."""
        return max(0, bisect_right(self.starts, place) - 1)

    def first_named(self) -> int | None:
        """Where the first victim is named first."""
        return self.orgs[self.victims[0]].places[0][0] if self.victims else None


@dataclass(frozen=True)
class Words:
    """The words of an article and the phrases that speak for sectors: the same whoever is the victim."""

    tokens: list[Token]
    places: list[int]
    told: list[Told]
    firsts: list[int]


def read(scene: Scene) -> Words:
    """The article's words, once."""
    words = tokens(fold(scene.text))
    found = list(told(words))
    return Words(words, [word.start for word in words], found, [one.first for one in found])


@cache
def sectors() -> tuple[str, ...]:
    """All codes, in the contract's order."""
    return get_args(Sector)


class Rows:
    """One row per sector, filled by one kind of evidence after the other."""

    def __init__(self, scene: Scene, words: Words) -> None:
        self.scene, self.words = scene, words
        self.rows: dict[str, Features] = {sector: {"sector:" + sector: 1.0} for sector in sectors()}
        self.reasons: dict[str, tuple[float, int, int]] = {}
        """The words that speak most for a sector: how much, where."""
        self.owned: dict[int, set[int]] = defaultdict(set)
        """Of each describing noun (by its number) the organisations that it stands beside."""

    def note(self, sector: str, name: str, value: float = 1.0) -> None:
        """Evidence for a sector; the strongest of its kind stays."""
        row = self.rows[sector]
        row[name] = max(row.get(name, 0.0), value)

    def reason(self, sector: str, weight: float, start: int, end: int) -> None:
        """Words to show for a sector; the strongest stay."""
        if weight > self.reasons.get(sector, (0.0, 0, 0))[0]:
            self.reasons[sector] = (weight, start, end)
