"""Classes of the words near a mention: a verb that training never saw counts as its class does. Pure; the words are in `data/role_classes.toml`.

Motherboard relate que Darkode…    verb class:report         (« relate » as « rapporte »)
… rapporte le site Motherboard     outer class:report        (the word before the one that describes the name)
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from nlp.data import load
from nlp.folding import fold
from nlp.linear import Features

STEM = 6
NEAR = 3
"""Words that count as near; those farther off, or past the end of the clause, are told apart."""
AUXILIARIES = {"a", "ont", "avait", "avaient", "aurait", "auraient", "est", "sont", "vient", "s'est", "été"}
SMALL_ADVERBS = {"aussi", "déjà", "depuis", "enfin", "bien", "ainsi", "encore", "alors", "donc", "d'", "de", "pu", "dû"}
ARTICLES = {"le", "la", "les", "l'", "du", "des", "de", "d'", "au", "aux", "un", "une", "son", "sa", "ses", "cette", "ce"}
PRONOUNS = {"l'", "le", "la", "les", "en", "y", "n'", "ne", "s'", "se", "lui", "leur", "m'", "nous", "vous", "-", "t", "qui", ","}
ADVERBS = SMALL_ADVERBS | {
    "pas",
    "plus",
    "toujours",
    "également",
    "désormais",
    "été",
    "eu",
    "fait",
    "notamment",
    "elle",
    "même",
    "elle-même",
}
CLAUSE = {",", ";", ":", "(", ")", "–", "—"}
_CLAIMS = re.compile(
    r"(?:(?:, )?qui |, [^,]{1,40}, )?(?:en |l' ?|la |les |s' ?|se |dit |affirme )?"
    r"(?:(?:a|ont|avait|avaient) (?:\w+ )?revendiqué(?! ?es?\b)|revendiqu(?:e|ent|ait|aient)\b)"
)
_LONGEST = 9


def class_features(left: list[str], right: list[str], place: str, describing: Collection[str]) -> Features:
    """The classes of the words on either side, of the verb, and of the word before a describing one; alone and with the place in the article.

    « revendique l'attaque » is a pirate's, « revendique 3 millions de clients » a firm's.
    """
    row: Features = {}
    found = {*_sided("left", left[::-1]), *_sided("right", right)}
    for name, word in (("verb", _verb(right)), ("outer", _outer(left, describing))):
        if word:
            row[f"{name}:{fold(word)[:STEM]}"] = 1.0
            found |= {f"{name} class:{one}" for one in classes(word)}
    if _CLAIMS.match(" ".join(right)):
        row["boasts" if "#" in right else "claims it"] = 1.0
    return row | dict.fromkeys(found, 1.0) | {f"{place} {name}": 1.0 for name in found}


def _sided(side: str, words: list[str]) -> Iterator[str]:
    crossed = False
    for rank, word in enumerate(words):
        crossed = crossed or word in CLAUSE
        if len(word) > 2:
            yield from (f"{side}{' far' if crossed or rank > NEAR else ''} class:{name}" for name in classes(word))


def _verb(right: list[str]) -> str | None:
    """What the organisation does: past pronouns, auxiliaries, small adverbs, and a short apposition between commas."""
    at = 0
    if right[:1] == [","] and "," in right[2:] and right[1:2] != ["qui"]:
        at = right.index(",", 2) + 1
    while at < len(right) and (right[at] in PRONOUNS | AUXILIARIES | ADVERBS or right[at].endswith("ment")):
        at += 1
    word = right[at] if at < len(right) else ""
    return word if len(word) > 2 and word[0].isalpha() else None


def _outer(left: list[str], describing: Collection[str]) -> str | None:
    words = [word for word in left if word not in ARTICLES]
    if len(words) > 1 and (words[-1][:STEM] in describing or classes(words[-1])) and words[-2] not in CLAUSE:
        return words[-2]
    return None


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, set[str]] = {}
    for name, words in load("role_classes").items():
        for word in words.split():
            table.setdefault(fold(word.rstrip("$")) + "$" * word.endswith("$"), set()).add(name)
    return {word: tuple(sorted(names)) for word, names in table.items()}


@lru_cache(maxsize=20_000)
def classes(word: str) -> tuple[str, ...]:
    """The classes of a word, by its longest known beginning."""
    folded, table = fold(word), _table()
    if folded + "$" in table:
        return table[folded + "$"]
    return next((table[folded[:size]] for size in range(min(_LONGEST, len(folded)), 2, -1) if folded[:size] in table), ())
