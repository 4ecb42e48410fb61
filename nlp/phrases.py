"""Phrases: lists of words from `nlp/data/` compiled to one bounded expression each.

In a phrase a space is any space, `*` ends a word freely ("dérob*"), `…` stands for up to six words. Accents may be missing in the text,
but for the last of a participle: "chiffré*" is not "chiffre".
"""

import re
from collections.abc import Iterable
from functools import cache

_ACCENTS = {
    "é": "éèe",
    "è": "èée",
    "ê": "êèe",
    "ë": "ëe",
    "à": "àâa",
    "â": "âa",
    "î": "îi",
    "ï": "ïi",
    "ô": "ôo",
    "û": "ûu",
    "ù": "ùu",
    "ç": "çc",
}
_PARTICIPLE = re.compile(r"é(?:e?s?|\*)")
_GAP = r"(?:[ \n]+[^\s.!?;]+){0,6}?"


def _letters(phrase: str) -> str:
    out = []
    for at, char in enumerate(phrase):
        if char == "é" and _PARTICIPLE.fullmatch(phrase, at):
            out.append(char)
        elif char in _ACCENTS:
            out.append(f"[{_ACCENTS[char]}]")
        elif char == "*":
            out.append(r"\w*")
        elif char in "'’":
            out.append("['’]")
        else:
            out.append(re.escape(char))
    return "".join(out)


def expression(phrase: str) -> str:
    r"""One phrase as a regular expression.

    >>> bool(re.search(expression("met … en vente"), "il met la base en vente"))
    True
    >>> bool(re.search(expression("dérob*"), "données dérobées"))
    True
    """
    parts = [r"[ \u00a0\u202f]+".join(_letters(word) for word in part.split()) for part in phrase.split("…")]
    return (_GAP + r"[ \u00a0\u202f]+").join(parts)


@cache
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    body = "|".join(expression(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """The expression that finds any of the phrases as whole words, whatever their case; it finds nothing for an empty list.

    >>> [found[0] for found in compiled(["amende", "sanction*"]).finditer("Une amende, des sanctions")]
    ['amende', 'sanctions']
    """
    phrases = tuple(phrases)
    return _compiled(phrases) if phrases else re.compile(r"(?!)")
