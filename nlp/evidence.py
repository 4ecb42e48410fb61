"""Evidence: which words to show for a value that an article as a whole bears, and how many of them.

    Le pirate affirme détenir le fichier. […] Les données de 12 000 clients ont été copiées dans la nuit.
       ^^^^^^ one word, of anybody                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ says what was done

Of several places the one that says most by itself is shown; a lone word is shown with its clause. Pure, but for `Situation`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.situation import SMALL, Situation

LONGEST = 70
"""Characters of a clause that is shown around a lone word."""
_LEFT, _RIGHT = 4, 5
_WORD = re.compile(r"[\w'’-]+")
_EDGE = re.compile(r"[.;:!?…«»\"“”()\n,]| [–—-] ")
_ASIDE = frozenset({"advice", "law", "study", "past"})
_EARLY = 6
_LONG = 90


@dataclass(frozen=True)
class Place:
    """Words that may be shown, and how plainly they say it."""

    start: int
    end: int
    weight: float


def best(places: Iterable[Place], situation: Situation) -> Place | None:
    """The place that says most: a phrase before a word, the victim's own sentence before others, background last."""
    return max(places, key=lambda place: (_worth(place, situation), -place.start), default=None)


def _worth(place: Place, situation: Situation) -> float:
    number = situation.number(place.start)
    words = [word for word in _WORD.findall(situation.folded[place.start : place.end]) if word not in SMALL]
    return (
        place.weight
        + (1.0 if len(words) > 1 and place.end - place.start < _LONG else 0.0)
        + (0.5 if "victim" in situation.roles[number] else 0.0)
        + (0.3 if number < _EARLY else 0.0)
        - (3.0 if situation.marks[number] in _ASIDE else 0.0)
    )


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """A lone word with its neighbours inside the clause; a phrase as it is.

    >>> text = "Deux jours de silence. La banque dément tout piratage, ce jeudi."
    >>> start, end = clause(text, text.index("dément"), text.index("dément") + 6)
    >>> text[start:end]
    'La banque dément tout piratage'
    """
    if len(_WORD.findall(text[start:end])) > 1:
        return start, end
    low, high = max(0, end - LONGEST), min(len(text), start + LONGEST)
    cuts = list(_EDGE.finditer(text, low, start))
    low = cuts[-1].end() if cuts else low
    cut = _EDGE.search(text, end, high)
    high = cut.start() if cut else high
    before = list(_WORD.finditer(text, low, start))[-_LEFT:]
    while before and (before[0].start() > 0 and text[before[0].start() - 1].isalnum()):
        before.pop(0)  # cut in the middle of a word
    behind = list(_WORD.finditer(text, end, high))[:_RIGHT]
    while behind and (text[behind[-1].end() : behind[-1].end() + 1].isalnum() or _hangs(behind[-1][0])):
        behind.pop()
    start, end = (before[0].start() if before else start), (behind[-1].end() if behind else end)
    return (start, end) if end - start <= 2 * LONGEST else (start, start + LONGEST)


def _hangs(word: str) -> bool:
    """A small word that nothing follows."""
    return word.lower() in SMALL or word.lower() in _LINKS


_LINKS = frozenset("pour par sur dans avec qui dont ou où mais sans sous comme chez entre après avant depuis vers aux n'a n'ont".split())
