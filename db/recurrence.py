"""Recurrence: what an article that comes long after the date that it gives has to do with that date. Pure; the words are
`nlp/data/recurrence.toml`.

    « La base volée en 2024 revient en vente »          back    the old affair is news again
    « L’hôpital de nouveau touché… Paralysé en 2024 »   again   it happened another time: the date is the other time's
    « Un an après l’attaque, le bilan »                 later   it looks back
"""

import re
from functools import cache
from typing import Literal

from nlp.data import load
from nlp.names import fold

News = Literal["back", "again", "later"]
ORDER: tuple[News, ...] = ("back", "again", "later")
OPENING = 700
"""Characters of the text that are looked at: the chapô and what follows."""


@cache
def cues(kind: News) -> re.Pattern[str]:
    """The words of one list, in a folded text."""
    words = sorted(load("recurrence")[kind], key=lambda words: (-len(words), words))
    return re.compile(r"\b(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in words) + r")\b")


@cache
def announced() -> re.Pattern[str]:
    """Titles that tell of another attack, whatever the date."""
    what = "attaque|cyberattaque|fuite|piratage|intrusion|vol|incident|violation|rancongiciel|compromission"
    hit = r"pirate|piratee|attaque|attaquee|touche|touchee|frappe|frappee|vise|visee|victime|hacke|hackee|cible|ciblee|paralyse|paralysee"
    order = "deuxieme|seconde?|troisieme|quatrieme|nouvelle?|nouvel|2e|3e|2eme|3eme"
    said = r"de nouveau|a nouveau|une nouvelle fois|encore une fois|encore|pour la (?:deuxieme|seconde|troisieme|quatrieme) fois"
    return re.compile(rf"\b(?:(?:{order}) (?:{what})s?\b|(?:{said}) (?:\w+ )?(?:{hit})s?\b|(?:{hit})s? (?:{said})\b)")


def is_announced(title: str) -> bool:
    """Whether a title says that it happened again.

    >>> is_announced("Deuxième fuite chez Armoria"), is_announced("Armoria de nouveau piratée"), is_announced("La base d’Armoria de nouveau en vente")
    (True, True, False)
    """
    folded = fold(title)
    return bool(announced().search(folded)) and not cues("back").search(folded) and not re.search(r"\b(?:n a pas|pas de|aucune?)\b", folded)


def news(title: str, text: str) -> News | None:
    """What an article says of the old and the new.

    >>> news("Rocheclaire : l’hôpital de nouveau touché", "Deux ans après…"), news("La base volée en 2024 est de nouveau en vente", "")
    ('again', 'back')
    >>> news("Non, Armoria n’a pas été piratée une troisième fois", "La base revient en vente."), news("Une clinique à l’arrêt", "")
    ('back', None)
    """
    folded = fold(f"{title} {text[:OPENING]}")
    return next((kind for kind in ORDER if cues(kind).search(folded)), None)
