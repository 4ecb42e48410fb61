"""Languages: whether a text is French, by its small words and its letters; Vigie reads no other. Pure; the words are `data/languages.toml`."""

import re
import unicodedata
from collections import Counter
from functools import cache

from nlp.data import load

SAMPLE = 20_000
"""Characters that are looked at."""
ENOUGH = 8
"""Small words of another language below which a text is too short to tell."""
_WORD = re.compile(r"[^\W\d_]+")


def is_french(text: str) -> bool:
    """False where another language's small words, or the letters of another script, are plainly more than the French ones.

    >>> is_french("La mairie a été piratée mardi."), is_french("أعلنت الشركة أن قراصنة سرقوا بيانات العملاء")
    (True, False)
    """
    words = _WORD.findall(text[:SAMPLE].lower())
    if not words:
        return True
    if 2 * sum(not _is_latin(word[0]) for word in words) > len(words):
        return False
    counts = Counter(name for word in words for name in _languages().get(word, ()))
    french = counts.pop("french", 0)
    other = max(counts.values(), default=0)
    return other < ENOUGH or other <= 2 * french


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """The languages of each small word."""
    names: dict[str, tuple[str, ...]] = {}
    for language, words in load("languages").items():
        for word in words:
            names[word] = (*names.get(word, ()), language)
    return names


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
