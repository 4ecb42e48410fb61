"""Extracts: a fact's own words and as much of their sentence as fits, within what may be republished of an article.

    … Le site indique que « 6 128 rendez-vous ont été consultés », sans mot de passe.
                            ^^^^^^^^^^^^^^^^^ the fact
    « […] Le site indique que « 6 128 rendez-vous ont été consultés », sans mot de passe. »

Facts near one another in a sentence share one extract; extracts never overlap. Once an article's share is spent, the facts that are left
have no extract: they keep only their own words. Offsets are those of the article's text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from urllib.parse import quote

CUT = "[…]"
LONGEST = 160
SHARE = 0.15
MOST = 800
ENCODED = [quote(bytes([byte]), safe="").replace("-", "%2D") for byte in range(256)]
LEAST = 20
"""Characters around a lone fact that are worth showing; with fewer, its own words say as much."""

_END = re.compile(r"([.!?…])[\s\u00a0\u202f]*[»”\"]?\s+(?=[«“\"—–-]?\s?[\u00a0\u202f]?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_INITIAL = re.compile(r"(?:\b(?:M|Mme|MM|Dr|Me|St|Ste|art|n|p|cf|env|[A-Z])\.)$")


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """A fact's words: characters `start` to `end` of the text. What weighs most is served first."""

    start: int
    end: int
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What is shown of a sentence."""

    start: int
    end: int
    text: str


def extracts(text: str, facts: Iterable[Span], *, longest: int = LONGEST, share: float = SHARE, most: int = MOST) -> dict[Span, Extract]:
    """The extracts of facts, those that hold the weightiest and the most facts first, until the share is spent."""
    longest -= 2 * (len(CUT) + 1)
    left = min(int(len(text) * share), most)
    wanted = sorted(set(facts))
    bounds = sentences(text) if wanted else []
    shown: dict[Span, Extract] = {}
    waiting: list[tuple[int, list[Span], tuple[int, int]]] = []
    for group, limits in fenced(gather(wanted, bounds, longest), (0, len(text))):
        heappush(waiting, (-sum(fact.weight for fact in group), group, limits))
    while waiting:
        _, together, limits = heappop(waiting)
        inner = (together[0].start, max(fact.end for fact in together))
        sentence = sentence_of(inner, bounds)
        outer = (max(sentence[0], limits[0]), min(sentence[1], limits[1]))
        start, end = widen(text, inner, outer, min(longest, left))
        whole = not text[sentence[0] : start].strip() and not text[end : sentence[1]].strip()
        if end - start <= min(longest, left) and (whole or len(together) > 1 or end - start >= inner[1] - inner[0] + LEAST):
            left -= end - start
            shown.update(dict.fromkeys(together, clip(text, start, end, sentence)))
        elif len(apart := gather(together, bounds, 0)) > 1:
            # What does not fit together may fit in part.
            for group, fences in fenced(apart, limits):
                heappush(waiting, (-sum(fact.weight for fact in group), group, fences))
    return shown


def sentence_of(inner: tuple[int, int], bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence in which words begin, made longer if they end in another."""
    place = bisect_right(bounds, inner[0], key=lambda bound: bound[0]) - 1
    start, end = bounds[place] if bounds and place >= 0 else inner
    return min(start, inner[0]), max(end, inner[1])


def gather(facts: Sequence[Span], bounds: Sequence[tuple[int, int]], longest: int) -> list[list[Span]]:
    """Facts of one sentence that one extract can hold; overlapping facts always stay together."""
    groups: list[list[Span]] = []
    ends = iter(bounds)
    sentence = next(ends, (0, 0))
    for fact in facts:
        while sentence[1] <= fact.start:
            following = next(ends, None)
            if following is None:
                break
            sentence = following
        if groups:
            group = groups[-1]
            last = max(one.end for one in group)
            if fact.start < last or (group[0].start >= sentence[0] and max(last, fact.end) - group[0].start <= longest):
                group.append(fact)
                continue
        groups.append([fact])
    return groups


def fenced(groups: list[list[Span]], limits: tuple[int, int]) -> list[tuple[list[Span], tuple[int, int]]]:
    """Each group with how far it may widen: to halfway between it and its neighbours."""
    edges = [(group[0].start, max(fact.end for fact in group)) for group in groups]
    middles = [(left[1] + right[0]) // 2 for left, right in pairwise(edges)]
    return list(zip(groups, pairwise([limits[0], *middles, limits[1]]), strict=True)) if groups else []


def widen(text: str, inner: tuple[int, int], outer: tuple[int, int], room: int) -> tuple[int, int]:
    """`inner` and as much of `outer` as `room` allows, evenly on both sides, cut between words."""
    start, end = inner
    low, high = min(outer[0], start), max(outer[1], end)
    spare = max(0, room - (end - start))
    left = min(start - low, max(spare // 2, spare - (high - end)))
    right = min(high - end, spare - left)
    wide_start, wide_end = start - left, end + right
    if wide_start > low or not at_word(text, wide_start):
        wide_start = next((i for i in range(wide_start, start) if at_word(text, i)), start)
    if wide_end < high or not at_word(text, wide_end):
        wide_end = next((i for i in range(wide_end, end, -1) if at_word(text, i)), end)
    while wide_start < start and text[wide_start].isspace():
        wide_start += 1
    while wide_end > end and text[wide_end - 1].isspace():
        wide_end -= 1
    return wide_start, wide_end


def at_word(text: str, offset: int) -> bool:
    """Whether a cut at `offset` splits no word."""
    return offset in {0, len(text)} or text[offset - 1].isspace() or text[offset].isspace()


def clip(text: str, start: int, end: int, sentence: tuple[int, int]) -> Extract:
    """The words, with « […] » where the sentence goes on."""
    words = text[start:end]
    before = text[sentence[0] : start].strip()
    after = text[end : max(sentence[1], end)].strip()
    return Extract(start=start, end=end, text=f"{CUT + ' ' if before else ''}{words}{' ' + CUT if after else ''}")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends."""
    cuts = [
        match.end()
        for match in _END.finditer(text)
        if "\n" in match[0] or not _INITIAL.search(text, max(0, match.end(1) - 6), match.end(1))
    ]
    return [(a, b) for a, b in pairwise([0, *cuts, len(text)]) if text[a:b].strip()]


def covered(ranges: Iterable[tuple[int, int]]) -> int:
    """How many characters ranges cover, each once."""
    total, reached = 0, 0
    for start, end in sorted(ranges):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def fragment(url: str, words: str, *, before: str = "", after: str = "") -> str:
    """The address of words in a page: a text fragment, which a browser scrolls to and marks.

    >>> fragment("https://a.example/b", "6 128 rendez-vous", after="ont été")
    'https://a.example/b#:~:text=6%20128%20rendez%2Dvous,-ont%20%C3%A9t%C3%A9'
    """
    prefix = f"{encode(before)}-," if before else ""
    suffix = f",-{encode(after)}" if after else ""
    return f"{url}{'' if '#' in url else '#'}:~:text={prefix}{passage(words)}{suffix}"


def passage(words: str) -> str:
    """Words as they are, or where they begin and end if they are many."""
    parts = words.split(" ")
    return encode(words) if len(parts) <= 12 else f"{encode(' '.join(parts[:4]))},{encode(' '.join(parts[-4:]))}"


def encode(words: str) -> str:
    """Percent-encode, hyphens too: they mean something to a text fragment."""
    return "".join([ENCODED[byte] for byte in words.encode()])


def link(url: str, fact: Span, extract: Extract, text: str) -> str:
    """The place of a fact at the publisher's; the words around it tell it from others, if the extract shows them."""
    before = text[extract.start : fact.start].split()[-2:] if extract.start < fact.start else []
    after = text[fact.end : extract.end].split()[:2] if extract.end > fact.end else []
    return fragment(url, text[fact.start : fact.end], before=" ".join(before), after=" ".join(after))
