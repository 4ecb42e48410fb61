"""Wordings of registers: what codes « Nom, prénom et n° de téléphone (pro) » stands for. Pure, no spaCy.

What registers write by itself between commas (« Code Pass Sport », « Email addresses ») is in `nlp/data/register_words.toml`. All else is read with the
words and the shared heads of `nlp/data_words.py`, which the data-types component reads prose with.
"""

import re
from functools import cache

from nlp.data import load
from nlp.data_kinds import BY_SUBJECT, EITHER, superseded
from nlp.data_words import Word, find, tokens
from nlp.folding import fold

_WITHOUT = re.compile(r"\b(?:mais pas|sauf|hors|hormis|sans|excepte|a l'exception|pas de|pas les?|aucune?)\b")
_HEADS = {
    re.compile(r"\W*(?:numeros?|n°|references?|identifiants?|code) (?:de |d'|du |des |client)"): "customer_number",
    re.compile(r"\W*(?:historique|montants?|prix|details?) (?:de |d'|du |des )"): "purchase",
    re.compile(r"\W*contenu (?:de |d'|du |des )"): "message",
}
"""What the first word of an unknown wording says by itself."""
_TURN = re.compile(r"[;.:]|\b(?:mais avec|et avec)\b")
_ITEM = re.compile(r"[^,;:/()&+\n\[\]|…]+")
_AND = re.compile(r" (?:et|and|ou|or) ")
_REMARK = 14
"""Words in a row without a comma from which a wording is a remark of the register's author."""


def read_data_types(wording: str) -> list[str]:
    """The codes of the kinds of data that a wording names, in its order; none for a wording that no code names.

    >>> read_data_types("Adresse email et postale")
    ['email', 'postal_address']
    >>> read_data_types("Données d’identification : nom d’utilisateur, mais pas le mot de passe")
    ['username']
    >>> read_data_types("Club")
    []
    """
    if any(len(item.split()) >= _REMARK for item in re.split(r"[,;:()]", wording)):
        return []
    spared = _spared(wording)
    items, rest = _items(wording)
    words = [*items, *(word for word in find(rest) if word.code != "none")]
    words = [word for word in words if not any(start <= word.start < end for start, end in spared)]
    words = [word for word in words if word.strength != "weak"] or words
    if _named(wording, words):
        return []
    if words and all(word.strength == "weak" for word in words):
        headed = _by_head(wording)
        words = [] if headed and words[0].end <= len(wording) // 2 else words
    kinds = {word.code for word in words if word.code != "none"}
    codes: list[str] = []
    for word in sorted(words, key=lambda word: word.start):
        code = _settled(word.code)
        if word.code != "none" and not superseded(word.code, kinds) and code not in codes:
            codes.append(code)
    return codes or ([] if items else _by_head(wording))


def _settled(code: str) -> str:
    """The code of a word whose sense prose would settle by what stands around it."""
    if code in EITHER:
        return EITHER[code][0]
    if code in BY_SUBJECT:
        return BY_SUBJECT[code][-1][1]
    return "personal_data" if code == "contact" else code


@cache
def _table() -> dict[tuple[str, ...], str]:
    """Whole items of wordings with their codes."""
    table: dict[tuple[str, ...], str] = {}
    for code, phrases in load("register_words").items():
        for phrase in phrases:
            key = _key(phrase)
            if table.setdefault(key, code) != code:
                raise ValueError(f"register_words.toml: {phrase!r} stands under {table[key]} and under {code}: keep one")
    return table


def _key(item: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens(item) if not token.stem.isdigit())


def _items(wording: str) -> tuple[list[Word], str]:
    """The items that the table knows, and the wording without them."""
    whole = _table().get(_key(wording))
    if whole:
        return [Word(0, len(wording), whole, "sure")], ""
    found, rest = [], wording
    for item in _ITEM.finditer(wording):
        cuts = [item.start()]
        if _key(item[0]) not in _table():
            cuts += [cut.end() for cut in _AND.finditer(wording, item.start(), item.end())]
        for start, following in zip(cuts, [*cuts[1:], item.end()], strict=True):
            part = re.split(_AND, wording[start:following] + " ")[0]
            code = _table().get(_key(part))
            if code:
                end = start + len(part.rstrip())
                found.append(Word(start, end, code, "sure"))
                rest = rest[:start] + "…" * (end - start) + rest[end:]
    return found, rest


def _named(wording: str, words: list[Word]) -> bool:
    """Whether a wording is a firm's name in capitals that ends with a word of ours: « XYZ PATRIMOINE »."""
    letters = wording.replace(" ", "")
    if not words or not letters.isalpha() or not letters.isupper():
        return False
    return words[0].start > 0 and len(words) == 1 and words[0].strength in {"listed", "alone", "weak"}


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
