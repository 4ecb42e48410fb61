"""The nouns that follow a figure, in their plain form, and the unit that each gives. Words in `data/units.toml`. Pure.

412 000 de ses demandeurs d'emploi     demandeur d emploi: person
"""

import re
import unicodedata
from functools import cache

from nlp.data import load
from nlp.figure_patterns import SPACE

WORD = re.compile(r"[^\W\d_](?:[\w·•]|\.(?=es?\b)|\.(?=s\b)|-(?=\w)|\((?:e|s|es|ne|nes|trice|rice)\))*")
_GAP = re.compile(rf"(?:{SPACE}|['’]|\n)+")
_QUOTED = re.compile(rf"{SPACE}?[»\"”]?(?:{SPACE}|['’]|\n)+")


def plain(word: str) -> str:
    """A word without case, accents, inclusive marks or plural.

    >>> [plain(word) for word in ("Salarié·es", "client(e)s", "adhérent.e.s", "élèves", "e-mails")]
    ['salarie', 'client', 'adherent', 'eleve', 'e-mail']
    """
    word = re.sub(r"[·•.(](?:e|es|s|ne|nes|trice|rice)\)?(?:[·•.]?s)?(?=$|s$)", "", word.lower())
    word = re.sub(r"-e-s$|-es?$", "", word) if len(word) > 6 else word
    word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return "-".join(part[:-1] if len(part) > 2 and part[-1] in "sx" else part for part in word.split("-"))


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(plain(word) for word in WORD.findall(phrase)) or (phrase,)


@cache
def _nouns() -> dict[tuple[str, ...], str]:
    """Every noun's key with its unit, `byte:<multiple>` or `none`."""
    table = load("units")
    found = {_key(noun): unit for unit, nouns in table["nouns"].items() for noun in nouns}
    found |= {_key(noun): unit for unit, nouns in table["money"].items() for noun in nouns if noun[0].isalpha()}
    return found | {_key(noun): f"byte:{multiple}" for noun, multiple in table["bytes"].items()}


@cache
def skipped() -> tuple[frozenset[str], frozenset[str]]:
    table = load("units")["before"]
    return frozenset(map(plain, table["words"])), frozenset(map(plain, table["determiners"]))


def words_after(text: str, at: int) -> list[tuple[str, int]]:
    """Up to seven words right after an offset, each with where it ends; punctuation stops them."""
    words: list[tuple[str, int]] = []
    while len(words) < 7:
        gap = _GAP.match(text, at) if words else _QUOTED.match(text, at)
        word = WORD.match(text, gap.end()) if gap else None
        if not word:
            break
        words.append((plain(word[0]), word.end()))
        at = word.end()
    return words


def longest(words: list[tuple[str, int]], at: int) -> tuple[str, int] | None:
    """The longest noun of the tables that starts at a word, and how many words it has; a feminine in -e is tried last."""
    nouns = _nouns()
    keys = [word for word, _ in words[at : at + 4]]
    for size in range(len(keys), 0, -1):
        unit = nouns.get(tuple(keys[:size])) or (nouns.get((*keys[: size - 1], keys[size - 1].removesuffix("e"))) if size == 1 else None)
        if unit:
            return unit, size
    return None
