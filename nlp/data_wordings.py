"""Wordings of registers: what codes « Nom, prénom et n° de téléphone (pro) » stands for. Pure, no spaCy.

The words and the way lists share their heads are those of `nlp/data_words.py`, which the data-types component reads prose with.
"""

import re

from nlp.data_kinds import BY_SUBJECT, EITHER, superseded
from nlp.data_words import find, fold

_WITHOUT = re.compile(r"\b(?:mais pas|sauf|hors|hormis|sans|excepte|a l'exception|pas de|pas les?|aucune?)\b")
_HEADS = {
    re.compile(r"\W*(?:numeros?|n°|references?|identifiants?|code) (?:de |d'|du |des |client)"): "customer_number",
    re.compile(r"\W*(?:historique|montants?|prix|details?) (?:de |d'|du |des )"): "purchase",
    re.compile(r"\W*contenu (?:de |d'|du |des )"): "message",
}
"""What the first word of an unknown wording says by itself."""
_TURN = re.compile(r"[;.:]|\b(?:mais avec|et avec)\b")


def read_data_types(wording: str) -> list[str]:
    """The codes of the kinds of data that a wording names, in its order; none for a wording that no code names.

    >>> read_data_types("Adresse email et postale")
    ['email', 'postal_address']
    >>> read_data_types("Données d’identification : nom d’utilisateur, mais pas le mot de passe")
    ['username']
    >>> read_data_types("Club")
    []
    """
    spared = _spared(wording)
    codes: list[str] = []
    words = [word for word in find(wording) if word.code != "none" and not any(start <= word.start < end for start, end in spared)]
    words = [word for word in words if word.strength != "weak"] or words
    kinds = {word.code for word in words}
    for word in words:
        code = word.code
        if superseded(code, kinds):
            continue
        if code in EITHER:
            code = EITHER[code][0]
        elif code in BY_SUBJECT:
            code = BY_SUBJECT[code][-1][1]
        elif code == "contact":
            code = "personal_data"
        if code not in codes:
            codes.append(code)
    return codes or _by_head(wording)


def _spared(wording: str) -> list[tuple[int, int]]:
    """The parts of a wording that say what is not there: « …, mais pas le mot de passe »."""
    folded = fold(wording)
    parts = []
    for found in _WITHOUT.finditer(folded):
        turn = _TURN.search(folded, found.end())
        parts.append((found.end(), turn.start() if turn else len(folded)))
    return parts


def _by_head(wording: str) -> list[str]:
    if any(word.code == "none" for word in find(wording)):
        return []
    folded = fold(wording)
    return [code for head, code in _HEADS.items() if head.match(folded)]
