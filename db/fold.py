"""Search: the one form that words take in the index and in the question, so that both meet.

Accents, case, ligatures, elisions, hyphens, spaced numbers and plurals are forgiven:

    >>> fold("L’e-mail de 6\u202f128 patients des hôpitaux")
    'email de 6128 patient de hopital'

`fts_query` turns what a person types into a question that FTS5 accepts whatever was typed:

    >>> fts_query('"données volées" hôpit* -Orange')
    '"donne vole" AND ("hopit" *) NOT "orang"'
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "–": " ", "—": " "})
SPACED_NUMBER = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:[ \u00a0\u202f\u2009.]\d{3})+(?!\d)")
ELISION = re.compile(r"\b(?:[ldnsmtcj]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
JOINED = re.compile(r"\b(e|m|i|wi|anti|cyber|hyper|infra|inter|intra|micro|mini|multi|pré|pre|re|ré|super|télé|tele)-(?=\w)")
"""Prefixes whose hyphen comes and goes: e-mail and email, cyber-attaque and cyberattaque."""
ACCENTS = re.compile(r"[\u0300-\u036f]+")
WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'(?P<minus>(?:(?<=\s)|^)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
LONGEST = 400
"""Characters of a question that are looked at; and it may hold `MOST` terms."""
MOST = 24


@cache
def stemmer() -> Any:
    """Snowball's French stemmer."""
    import Stemmer

    return Stemmer.Stemmer("french")


def plain(text: str) -> str:
    """Lower case without accents or ligatures, elisions and joined prefixes undone, spaced numbers closed."""
    text = close_numbers(text).lower().translate(LIGATURES)
    text = JOINED.sub(r"\1", ELISION.sub("", text.replace("aujourd'hui", "aujourdhui")))
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def close_numbers(text: str) -> str:
    """The text with its spaced numbers closed: 6128 for 6 128."""
    return SPACED_NUMBER.sub(lambda match: re.sub(r"\D", "", match[0]), text)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word; numbers and what mixes them with letters stay whole."""
    if not word.isalpha():
        return word
    stemmed: str = stemmer().stemWord(singular(word))
    return stemmed


def singular(word: str) -> str:
    """Without the mark of the plural: Snowball, which wants accents, leaves « numeros » and « hopitaux » as they are."""
    if len(word) > 4 and word.endswith(("eaux", "eux", "oux")):
        return word[:-1]
    if len(word) > 5 and word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def fold(text: str) -> str:
    """The words of a text as the index holds them, parted by one space."""
    return " ".join(filter(None, map(fold_run, close_numbers(text).split())))


def bag(text: str) -> str:
    """The words of a text, each run of letters once: for an index that knows only whether a word is there."""
    return " ".join(filter(None, map(fold_run, dict.fromkeys(close_numbers(text).split()))))


@lru_cache(maxsize=100_000)
def fold_run(run: str) -> str:
    """What stands between two spaces: nothing in `plain` but a spaced number looks further, and a press repeats itself."""
    return " ".join(stem(word) for word in WORD.findall(plain(run)))


def fts_query(question: str) -> str:
    """FTS5's expression for a question: words, "phrases", beginn*, -excluded. Empty if nothing can be searched."""
    wanted: list[str] = []
    refused: list[str] = []
    for match in list(TERM.finditer(close_numbers(question[:LONGEST])))[:MOST]:
        expression = term(match["word"], match["phrase"])
        if expression:
            (refused if match["minus"] else wanted).append(expression)
    if not wanted:
        return ""
    return " AND ".join(wanted) + "".join(f" NOT {expression}" for expression in refused)


def term(word: str | None, phrase: str | None) -> str:
    """One term of a question, quoted so that nothing in it is read as FTS5's grammar."""
    if phrase is not None:
        folded = fold(phrase)
    elif word is not None and word.endswith("*"):
        words = WORD.findall(plain(word))
        beginnings = [" ".join(words)]
        if words and words[-1].endswith(("e", "s", "x")):
            # A whole word, it seems, and the index holds its stem, which is shorter.
            beginnings.append(" ".join(stem(word) for word in words))
        return "(" + " OR ".join(f'"{beginning}" *' for beginning in dict.fromkeys(beginnings)) + ")" if words else ""
    else:
        folded = fold(word or "")
    return f'"{folded}"' if folded else ""
