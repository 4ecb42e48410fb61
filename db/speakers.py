"""Speakers: who gives a figure, by the sentence that it stands in. Pure.

Selon la CNIL, 33 millions de personnes…            authority
Noctua affirme détenir 12 000 comptes…              attacker
… 6 128 rendez-vous (article that confirms)         victim
… près de 7 000 patients (nobody confirms)          press
"""

import re
from collections.abc import Iterable
from typing import Literal

Speaker = Literal["authority", "victim", "press", "attacker"]
ORDER: tuple[Speaker, ...] = ("authority", "victim", "press", "attacker")
"""Whose figure is taken before whose."""
REACH = 260
"""Characters before and after a figure in which its sentence is looked for."""
_END = re.compile(r"[.!?…](?:\s|$)|\n")
_SAYS = re.compile(
    r"\b(?:selon|d['’]après|indiqu|précis|annonc|affirm|revendiqu|assur|estim|évalu|recens|dénombr|fait état|a confirmé|confirme|déclar|"
    r"prétend|dit |dit-|explique|évoque|avance|chiffr|rapport|communiqu|notifi|publi|met en vente|mis en vente|propose|vend)",
    re.IGNORECASE,
)


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span.

    >>> sentence("Un. Selon la CNIL, 33 millions. Trois.", 19, 30)
    'Selon la CNIL, 33 millions.'
    """
    before = [found.end() for found in _END.finditer(text, 0, start)]
    after = _END.search(text, end)
    return text[before[-1] if before else 0 : after.end() if after else len(text)].strip()


def speaker(words: str, *, authorities: Iterable[str], attackers: Iterable[str], claim: str | None = None) -> Speaker:
    """Who gives the figure of a sentence, of an article that confirms or not."""
    if _SAYS.search(words):
        if any(name in words for name in authorities):
            return "authority"
        if any(name in words for name in attackers):
            return "attacker"
    return "victim" if claim == "confirmed" else "press"
