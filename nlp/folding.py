"""Texts without case and accents, character for character, so that offsets hold; and phrases of the tables as expressions for them. Pure."""

import re
from functools import cache
from typing import Any
from unicodedata import normalize

from nlp.data import load
from nlp.phrases import compiled

_FIRST_LETTERS = {ord(c): d for c, d in zip("œæ’‘ʼ\u00a0\u202f\u2009", "oa'''   ", strict=True)}


def fold(text: str) -> str:
    """Lower case without accents, character for character.

    >>> fold("Numéro d’Œuvre")
    "numero d'ouvre"
    """
    text = text.lower().translate(_FIRST_LETTERS) if len(text.lower()) == len(text) else text.translate(_FIRST_LETTERS)
    if not text.isascii():
        text = "".join(normalize("NFD", char)[0] for char in text)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[0] for char in text)


@cache
def cues(table: str, *keys: str) -> re.Pattern[str]:
    """The phrases of `table[key]…` as one expression for folded texts: accents are often missing."""
    phrases: Any = load(table)
    for key in keys:
        phrases = phrases.get(key, [])
    return compiled(tuple(fold(phrase) for phrase in phrases))
