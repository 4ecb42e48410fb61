"""Clauses: the words around a quantity, and whether any of a list of phrases is among them. Pure functions.

    Le pirate dit détenir les données de 12 000 clients ; il en veut 800 euros.
                                                        | a clause ends here

Words in `data/counts.toml`.
"""

import re
from dataclasses import dataclass

from nlp.data import load
from nlp.phrases import compiled

_STOP = re.compile(r"[;()«»\"“”]|[.!?…]\s")


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where a quantity stands: its sentence, the ones before and after, and the title's and text's words at large."""

    sentence: str
    start: int
    end: int
    previous: str = ""
    following: str = ""
    title: bool = False
    kind: str | None = None
    """The sentence's background mark."""
    sized: bool = False
    """A figure just before, joined by "et" or a comma, is the firm's size."""
    ransom: bool = False
    """The article speaks of a ransom."""
    sale: bool = False
    """The article speaks of a sale of data and of no ransom."""


def find(table: str, name: str, text: str) -> list[re.Match[str]]:
    return list(compiled(load("counts")[table][name]).finditer(text))


def has(table: str, name: str, text: str, *, at_start: bool = False, at_end: bool = False) -> bool:
    """Whether any phrase of a list is in the text; within two words of its start, or of its end, if asked."""
    for match in find(table, name, text):
        if at_start and len(text[: match.start()].split()) > 2:
            continue
        if at_end and len(text[match.end() :].split()) > 1:
            continue
        return True
    return False


def before(context: Context, *, quotes: bool = True) -> str:
    """The clause before the quantity; a quotation mark parts clauses unless told otherwise."""
    text = context.sentence[: context.start]
    if not quotes:
        text = re.sub(r"[«»\"“”]", " ", text)
    stops = list(_STOP.finditer(text))
    return text[stops[-1].end() if stops else 0 :]
