"""Sector: the trade of the (first) victim: the gazetteer's, else its kind's, else its name's words, else what the text calls it.

L'enseigne de bricolage Tournevisse a prévenu ses clients…      retail
  ^^^^^^^^ (beside the name)

What stands beside its name counts most, then what stands in its place (« l'opérateur »), then the trades that the whole text speaks of.
"""

import re
from collections import defaultdict
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.organisations import Named
from nlp.data import load
from nlp.scores import set_score
from nlp.text import span_of

if not Doc.has_extension("sector"):
    Doc.set_extension("sector", default=None)

BEFORE, BEHIND = 45, 110
"""Characters around a name in which a noun describes it."""
MENTIONS = 8
"""Mentions looked at: the first ones introduce it."""
WEAK_KINDS = {
    "federation",
    "association",
    "public_body",
    "authority",
    "firm",
    "company",
    "platform",
    "agency",
    "media",
    "security_firm",
    "attacker",
}
"""Kinds that leave the trade open: the words decide first."""
Place = tuple[int, int]


@cache
def table(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sector and expression, one for each row of a table of `data/sectors.toml`."""
    return tuple((sector, re.compile(rf"(?<![\w-])(?:{words})", re.IGNORECASE)) for sector, words in load("sectors")[name].items())


@cache
def descriptors() -> re.Pattern[str]:
    """All describing nouns, one named group per sector; the longest reading at a place first where a sector has several."""
    groups = [f"(?P<{sector}>{words})" for sector, words in load("sectors")["descriptors"].items()]
    return re.compile(
        rf"(?<![\w-])(?P<the>l'|la |le |les |notre |cette |cet |ce |du |de la |de l')?(?:{'|'.join(groups)})(?![\w-])", re.IGNORECASE
    )


@Language.component("vigie_sector", requires=["doc.spans"], assigns=["doc.spans"])
def sector(doc: Doc) -> Doc:
    """Set `doc._.sector` from the first victim, and one span per victim that has a sector of its own."""
    spans, values = [], {}
    named: dict[int, Named] = {one.index: one for one in doc._.organisations}
    told = _told(doc) if doc._.victims and doc._.about != "other" else []
    for index in doc._.victims if doc._.about != "other" else []:
        mentions = [span for span in doc.spans["organisations"] if span._.org == index]
        value, place, score = sector_of(doc, named[index], mentions, told)
        span = span_of(doc, *place, value)
        set_score(span, "sector", score)
        spans.append(span)
        values[index] = value
    doc.spans["sector"] = spans
    doc._.sector = next(iter(values.values()), "other" if doc._.about not in {None, "other"} else None)
    return doc


Told = tuple[str, int, int, bool]
"""A describing noun: sector, start, end, whether an article stands before it."""


def _told(doc: Doc) -> list[Told]:
    """Every describing noun of the article, once per article."""
    found = []
    for match in descriptors().finditer(doc.text):
        value = next(name for name, words in match.groupdict().items() if words and name != "the")
        found.append((value, match.start(value), match.end(value), bool(match["the"])))
    return found


def sector_of(doc: Doc, one: Named, mentions: list[Span], told: list[Told]) -> tuple[str, Place, float]:
    """The sector, the words that tell it, and how sure."""
    own = (mentions[0].start_char, mentions[0].end_char)
    if one.sector:
        return one.sector, own, 0.97
    by_kind: dict[str, str] = load("sectors")["kinds"]
    if one.kind in by_kind and one.kind not in WEAK_KINDS:
        return by_kind[one.kind], own, 0.93
    for value, words in table("names"):
        if words.search(one.name):
            return value, own, 0.85
    return in_context(doc, mentions, told) or (by_kind.get(one.kind or "", "other"), own, 0.5)


def in_context(doc: Doc, mentions: list[Span], told: list[Told]) -> tuple[str, Place, float] | None:
    """The sector that the words around the victim's names speak of most."""
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, Place] = {}
    seen: dict[str, int] = defaultdict(int)
    for value, start, end, article in told:
        weight = 0.25 / (1 + seen[value])
        if article:
            weight = max(weight, 1.0 / (1 + seen[value]))
        if end <= doc._.text_start:
            weight = max(weight, 0.8)
        for rank, mention in enumerate(mentions[:MENTIONS]):
            gap = mention.start_char - end if end <= mention.start_char else start - mention.end_char
            if 0 <= gap < (BEFORE if end <= mention.start_char else BEHIND):
                near = 3.0 if gap < 4 else 2.0 if gap < 30 else 1.0
                weight = max(weight, near / (1 + 0.3 * rank))
        seen[value] += 1
        votes[value] += weight
        first.setdefault(value, (start, end))
    for value, words in table("context"):
        hits = len(words.findall(doc.text[: doc._.text_start + 1500]))
        if hits and value in votes:
            votes[value] += 0.2 * min(3, hits)
    if not votes:
        return None
    value = max(votes, key=lambda name: votes[name])
    return value, first[value], round(min(0.9, 0.35 + 0.6 * votes[value] / sum(votes.values())), 3)
