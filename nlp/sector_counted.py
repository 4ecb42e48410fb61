"""Nouns, things and people anywhere in an article: in the title, the first lines, in the victim's place, and how often. Pure.

… a prévenu ses convives. L'enseigne dit…
                ^^^^^^^^    ^^^^^^^^ metonym: a noun in the victim's place
                people, its own
"""

import math
from collections import defaultdict
from functools import cache

from nlp.data import load
from nlp.sector_scene import LEAD, Rows, sectors
from nlp.sector_words import Told, parts, phrase_of

FAINT = 0.3
"""What background and advice count of the story itself."""
_ARTICLES = frozenset({"l", "le", "la", "les", "cet", "cette", "ce", "notre", "du", "au"})
_INDEFINITE = frozenset({"un", "une"})
_POSSESSIVE = frozenset({"ses", "se", "sa", "son", "leur", "leurs"})
_COMPARED = ("nouns", "metonym", "people", "things", "nouns by")


@cache
def bystanders() -> frozenset[str]:
    """Words that the press uses of others in nearly every article."""
    return frozenset(" ".join(phrase_of(phrase)) for phrase in parts(load("sectors")["bystanders"]["words"]))


class Count:
    """Goes through the phrases of an article once."""

    def __init__(self, found: Rows) -> None:
        self.found, self.scene = found, found.scene
        self.counts: dict[tuple[str, str], float] = defaultdict(float)
        self.first = set(self.scene.victims[:1])
        self.lead_end = self.scene.text_start + LEAD
        named = self.scene.first_named()
        self.away = "" if named is None or named < self.scene.text_start else " away"
        self.late = " late" if self.away and named is not None and named > self.lead_end else ""
        self.naming: dict[int, set[int]] = defaultdict(set)
        for index, one in self.scene.orgs.items():
            for start, _ in one.places:
                self.naming[self.scene.sentence(start)].add(index)

    def all(self) -> None:
        """Fill the rows."""
        for n, one in enumerate(self.found.words.told):
            number = self.scene.sentence(one.start)
            aside = number < len(self.scene.marks) and bool(self.scene.marks[number])
            owners = self.found.owned.get(n, set())
            others = bool(owners) and self.first.isdisjoint(owners)
            by = " by" if one.phrase in bystanders() else ""
            self._placed(one, by, FAINT if aside else 1.0, others)
            if one.kind == "nouns" and others:
                for sector in one.sectors:
                    self.counts[sector, "other's"] += FAINT if aside else 1.0
                continue
            self._tallied(one, by, aside)
            if one.kind == "nouns" and not owners:
                self._instead(one, by, number, aside)
        self._compared()

    def _placed(self, one: Told, by: str, weight: float, others: bool) -> None:
        """In the title, in the first lines; apart where the victim is not named there."""
        for sector in one.sectors:
            if one.end <= self.scene.text_start:
                self.found.note(sector, f"{one.kind}{by} title{self.away}")
                if others:
                    self.found.note(sector, f"{one.kind}{by} title other's")
            elif one.start < self.lead_end:
                self.found.note(sector, f"{one.kind}{by} lead{self.late}", weight)

    def _tallied(self, one: Told, by: str, aside: bool) -> None:
        """How often; people said to be somebody's apart."""
        weight = FAINT if aside else 1.0
        for sector in one.sectors:
            self.counts[sector, one.kind + by] += weight / len(one.sectors) if one.kind == "nouns" else weight
            self.found.reason(sector, 0.5, one.start, one.end)
            if one.kind == "people":
                self.counts[sector, "people its" if self._ahead(one) in _POSSESSIVE else "people plain"] += weight
                if not aside:
                    self.found.note(sector, "people " + one.phrase, 0.5)

    def _instead(self, one: Told, by: str, number: int, aside: bool) -> None:
        """A noun that stands for an organisation: « l'enseigne », « une enseigne »."""
        ahead, weight, share = self._ahead(one), FAINT if aside else 1.0, 1 / len(one.sectors)
        if self._capital(one.after) or ahead not in _ARTICLES | _INDEFINITE:
            return
        form = "metonym" if ahead in _ARTICLES else "indefinite"
        for sector in one.sectors:
            self.counts[sector, form + by] += weight * share
            if form == "indefinite":
                continue
            if self._follows(number):
                self.found.note(sector, "metonym near 1", max(weight, 0.5))
                self.found.note(sector, "metonym near 1" + (by or " plain"), share)
            if one.start < self.lead_end:
                self.found.note(sector, "metonym lead" + by, weight)
            if not aside:
                self.found.note(sector, "the " + one.phrase, 0.7)
                self.found.reason(sector, 1.0 if by else 1.5, one.start, one.end)

    def _follows(self, number: int) -> bool:
        """Whether the first victim alone is named in this sentence or, with nobody here, in the one before."""
        here, before = self.naming.get(number, set()), self.naming.get(number - 1, set())
        return bool(self.first) and here <= self.first and self.first in (here, before)

    def _ahead(self, one: Told) -> str:
        return self.found.words.tokens[one.first - 1].form if one.first else ""

    def _capital(self, at: int) -> bool:
        """Whether a name follows: then the noun is that one's."""
        words, text = self.found.words.tokens, self.scene.text
        return at < len(words) and text[words[at].start].isupper() and text[words[at].start - 1] not in ".\n"

    def _compared(self) -> None:
        """Counts, shares, and who has most."""
        for (sector, name), count in self.counts.items():
            self.found.note(sector, f"any {name}{self.late}", min(1.0, count))
            self.found.note(sector, f"count {name}{self.late}", min(2.0, math.log1p(count)))
        for name in _COMPARED:
            having = {sector: self.counts[sector, name] for sector in sectors() if (sector, name) in self.counts}
            for sector, count in having.items():
                self.found.note(sector, f"share {name}{self.late}", count / sum(having.values()))
                if count == max(having.values()):
                    self.found.note(sector, f"most {name}{self.late}")
