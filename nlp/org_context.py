"""The words around one mention, as named numbers: what stands before and behind it, its verb, its apposition, its place in the article.

Selon Orféa, prestataire de la ville, qui a reconnu…     left:selon  aside:presta  did:reconn
      ^^^^^
"""

import re
from bisect import bisect_right
from functools import cache

from nlp.data import load
from nlp.folding import fold
from nlp.linear import Features
from nlp.org_groups import Mention
from nlp.role_classes import ARTICLES, AUXILIARIES, SMALL_ADVERBS, class_features
from nlp.role_features import OFFICIAL
from nlp.surroundings import Surroundings

NEAR = 7
"""Words on either side of a mention that count."""
STEM = 6
LONG = 60
"""Words on either side that count as said of a mention: a sentence may have ten thousand."""
TOP = 2
"""The last sentence, the title being the first, that tells what the article is about."""


QUOTES = {"«", "»", '"', "“", "”", "'"}


@cache
def persons(table: str) -> frozenset[str]:
    return frozenset(load("persons")[table].split())


@cache
def describing() -> frozenset[str]:
    """The beginnings of the words that describe an organisation: société, gang, cabinet…"""
    words = [re.match(r"\w+", word) for kind in load("organisations")["triggers"].values() for word in kind]
    return frozenset(word[0][:STEM] for word in words if word and len(word[0]) > 2)


def add_context(row: Features, around: Surroundings, mention: Mention) -> None:
    """The words on either side within the sentence, near ones with their place, far ones by their beginnings."""
    words, starts = around.words, around.starts
    first = max(0, bisect_right(starts, mention.start) - 1)
    after = bisect_right(starts, mention.end - 1)
    number = around.sentence[first]
    low = first
    while low > 0 and first - low < NEAR and around.sentence[low - 1] == number:
        low -= 1
    high = after
    while high < len(words) and high - after < NEAR and around.sentence[high] == number:
        high += 1
    left, right = [w for w in words[low:first] if w not in QUOTES], [w for w in words[after:high] if w not in QUOTES]
    if any(around.entity.get(at) == "PER" for at in starts[max(low, first - 7) : first]):
        row["person before"] = 1.0
    _before(row, left)
    _behind(row, right)
    for side, part in (("before:", left), ("behind:", right)):
        for word in part:
            if len(word) > 3:
                row[side + word[:STEM]] = 1.0
    _said(row, around, first, after, number)
    marked = "past" if around.marks[number] == "past" else "top" if number <= TOP else "body"
    row |= class_features(left, right, "title" if mention.end <= around.doc._.text_start else marked, describing())
    _signs(row, around.text, mention)
    _placing(row, around, mention, number)
    if not left and _heads_paragraph(around.text, mention, right):
        row["heads paragraph"] = 1.0
    if not left and mention.start >= around.doc._.text_start:
        row["opens"] = 1.0
    mark = around.marks[number]
    if mark:
        row["mark:" + mark] = 1.0


def _said(row: Features, around: Surroundings, first: int, after: int, number: int) -> None:
    """The beginnings of all words of the sentence, for the roles: who is spoken of beside attacks, studies, complaints…"""
    for at in range(max(0, first - LONG), min(len(around.words), after + LONG)):
        word = around.words[at]
        if around.sentence[at] == number and len(word) > 2 and word[0].isalpha() and not first <= at < after:
            row["said:" + fold(word)[:STEM]] = 0.4


def _before(row: Features, left: list[str]) -> None:
    """The word before the name past its articles, the word that describes it, a person's function."""
    near = len(left) - 1
    while near > 0 and left[near] in ARTICLES:
        near -= 1
    one, two = (left[near] if left else "^"), (left[near - 1] if near > 0 else "^")
    if one == "après" and two == "d'":
        one = "d'après"
    row["left:" + one] = row[f"left2:{two[:STEM]} {one}"] = 1.0
    if near + 1 < len(left):
        gap = left[near + 1]
        row["gap:" + gap] = 1.0
        row[f"left2:{one[:STEM]} {gap}"] = 1.0
    if (
        left
        and left[-1] not in {"de", "du", "des", "d'"}
        and any(word in persons("functions") for word in left[-3:] if word not in ARTICLES)
    ):
        row["function before"] = 1.0
    for word in reversed(left[-5:]):
        if word in {",", ";", ":", "(", ")"}:
            break
        if word[:STEM] in describing():
            row["desc:" + word[:STEM]] = 1.0
            break


def _behind(row: Features, right: list[str]) -> None:
    """The word behind the name, its verb, also that of a relative clause, and its apposition."""
    if right[:2] == [",", "qui"] or right[:1] == ["qui"]:
        told = right[2:] if right[0] == "," else right[1:]
        row["right:" + (told[0] if told else "$")] = 1.0
        _did(row, told)
    following, then = (right[0] if right else "$"), (right[1] if len(right) > 1 else "$")
    row["right:" + following] = row[f"right2:{following} {then[:STEM]}"] = 1.0
    _did(row, right)
    if following == ",":
        for word in right[1:4]:
            row["aside:" + word[:STEM]] = 1.0


def _did(row: Features, right: list[str]) -> None:
    """The participle behind an auxiliary, with « été » or past a small adverb."""
    if len(right) < 2 or right[0] not in AUXILIARIES:
        return
    then = right[1]
    row["did:" + then[:STEM]] = 1.0
    if len(right) > 2 and (then in {"été", "pas", "fait"} or then.endswith("ment") or then in SMALL_ADVERBS):
        row["did:" + right[2][:STEM]] = 1.0
        row[f"did2:{then} {right[2][:STEM]}"] = 1.0


def _signs(row: Features, text: str, mention: Mention) -> None:
    """Quotes and brackets around the name, a year in brackets behind it."""
    ahead, behind = text[max(0, mention.start - 2) : mention.start], text[mention.end : mention.end + 60]
    if ahead.strip()[-1:] in {"«", '"', "“"} and behind[:2].strip()[:1] in {"»", '"', "”"}:
        row["quoted"] = 1.0
    if ahead[-1:] == "(":
        row["bracketed"] = 1.0
        if behind[:1] == ")":
            row["bracketed alone"] = 1.0
    if re.match(r" ?\((?:[^()]{0,40}\D)?(?:19|20)\d\d\)", behind):
        row["year behind"] = 1.0
    if re.match(r" ?\(", behind):
        row["bracket behind"] = 1.0


def _placing(row: Features, around: Surroundings, mention: Mention, number: int) -> None:
    """Title or sentence; said apart for kinds of organisation whose place says nothing."""
    official = "official " if any(kind.partition(":")[2] in OFFICIAL for kind in mention.kinds) else ""
    begin, length = around.doc._.text_start, len(around.text)
    if mention.end <= begin:
        row[official + "title"] = 1.0
        row[official + ("title start" if mention.start == 0 else "title inside")] = 1.0
        return
    row[f"{official}sentence {max(0, min(5, number - 1 if begin else number))}"] = 1.0
    if mention.start > begin + 0.7 * (length - begin):
        row["late"] = 1.0
    if number in around.attack:
        row["attack near"] = 1.0


def _heads_paragraph(text: str, mention: Mention, right: list[str]) -> bool:
    """« ORFÉA – L'enseigne… » or a line of its own: how round-ups name whom they speak of."""
    ahead, behind = text[max(0, mention.start - 3) : mention.start], text[mention.end : mention.end + 1]
    return "\n" in ahead and (behind == "\n" or (bool(right) and right[0] in {".", ":", "–", "—", "-", "("}))
