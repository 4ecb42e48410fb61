"""Claim: who says that it happened: the victim or an authority (confirmed), only others (claimed), or the victim says no (denied).

    Contactée, l'enseigne n'a pas répondu ; le pirate affirme détenir 2 millions de fiches.     claimed
    La mairie a reconnu lundi la fuite qu'elle démentait vendredi.                              confirmed: admitted after denial

Each cue of `data/claim.toml` outside the background sentences counts for whoever says it: the victim, an authority, a word for one of them
(«l'établissement»), or somebody else; a linear model weighs them beside the wider signs of `nlp/claim_signs.py`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.background import background
from nlp.claim_signs import claim_signs, placed_signs
from nlp.data import load
from nlp.evidence import Place, best, clause
from nlp.linear import Features, load_model
from nlp.scores import set_score
from nlp.situation import Situation
from nlp.text import span_of, text_of

if not Doc.has_extension("claim"):
    Doc.set_extension("claim", default=None)

REACH = 90
"""Characters before or behind a verb in which its speaker is looked for."""
Cue = tuple[str, int, int]
"""Kind of cue and who says it (`denied by victim`), start, end."""


@cache
def pattern() -> re.Pattern[str]:
    """All cues, one named group per kind."""
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in load("claim")["cues"].items()), re.IGNORECASE)


@cache
def metonyms() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('claim')['metonyms']['victim'])})\b", re.IGNORECASE)


@cache
def pirates() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('claim')['metonyms']['attacker'])})\b", re.IGNORECASE)


@Language.component("vigie_claim", requires=["doc.spans"], assigns=["doc.spans"])
def claim(doc: Doc) -> Doc:
    """Set `doc._.claim` and the deciding span."""
    doc.spans["claim"] = []
    doc._.claim = None
    if doc._.about in {None, "other"}:
        return doc
    found = cues(doc)
    situation = Situation(doc)
    signs, places = placed_signs(doc, situation)
    chances = load_model("claim_model").probabilities(features(found) | signs)
    doc._.claim = max(chances, key=lambda value: chances[value])
    deciding = evidence(found + places, doc._.claim, situation)
    if deciding is not None:
        span = span_of(doc, *clause(text_of(doc), *deciding), doc._.claim)
        set_score(span, "claim", round(chances[doc._.claim], 3))
        doc.spans["claim"] = [span]
    return doc


def evidence(found: list[Cue], value: str, situation: Situation) -> tuple[int, int] | None:
    """The words that carry a value: those whose cues and signs weigh most for it together."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for name, start, end in found:
        weights[start, end] += _weight(name, value)
    deciding = best((Place(start, end, 3 * weight) for (start, end), weight in weights.items() if weight > 0), situation)
    return (deciding.start, deciding.end) if deciding else None


def _weight(name: str, value: str) -> float:
    """How much one cue or sign says for a value, beside the likelier of the others."""
    model = load_model("claim_model")
    row = model.weights.get(name, (0.0,) * len(model.classes))
    place = model.classes.index(value)
    return row[place] - max(weight for n, weight in enumerate(row) if n != place)


def claim_features(doc: Doc) -> Features:
    """What the model sees of an article."""
    return features(cues(doc)) | claim_signs(doc, Situation(doc))


def features(found: list[Cue]) -> Features:
    """How often each kind of cue stands there, the third time and more counting no further; and what the victim said last."""
    row: Features = {}
    for kind, _, _ in found:
        row[kind] = min(1.5, row.get(kind, 0.0) + (1.0 if kind not in row else 0.25))
    stance = [kind.partition(" ")[0] for kind, _, _ in found if kind in {"denied by victim", "admitted by victim"}]
    if stance and stance[-1] == "denied":
        row.pop("confirmed by victim", None)  # what it says now is its denial
    elif "denied" in stance:
        row["denied, then admitted"] = 1.0
    if stance:
        row["victim last " + stance[-1]] = 1.0
    elif "confirmed by victim" not in row:
        row["victim says nothing"] = 1.0
    for kind in [kind for kind in row if " by " in kind]:
        row["any " + kind.partition(" ")[0]] = 1.0
    return row


def cues(doc: Doc) -> list[Cue]:
    """Every cue of the article outside its background, with its speaker."""
    spans = sorted(doc.spans.get("organisations", []), key=lambda span: span.start_char)
    starts = [span.start_char for span in spans]
    found: list[Cue] = []
    whole = doc.text
    for sentence, mark in zip(doc.sents, background(doc), strict=True):
        if mark in {"past", "advice", "law", "study"}:
            continue
        text = sentence.text
        for match in pattern().finditer(text):
            start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
            kind = str(match.lastgroup)
            if kind in {"confirmed", "admitted", "denied", "says"}:
                low, high = max(sentence.start_char, start - REACH), min(sentence.end_char, end + 40)
                near = spans[bisect_left(starts, low) : bisect_right(starts, high)]
                kind = f"{kind} by {speaker(near, whole[low:start], whole[end:high], start, end)}"
            found.append((kind, start, end))
    return found


def speaker(near: list[Span], before: str, behind: str, start: int, end: int) -> str:
    """Whose word a cue is: the nearest organisation or word for one before the verb, else right behind it."""
    best, distance = "nobody", REACH + 1
    for span in near:
        gap = start - span.end_char if span.end_char <= start else (span.start_char - end) + 20 if span.start_char >= end else REACH
        if 0 <= gap < distance and (span.end_char <= start or span.start_char - end < 12):
            best, distance = str(span._.role or "other"), gap
    for name, words in (("victim", metonyms()), ("attacker", pirates())):
        for match in words.finditer(before):
            if len(before) - match.end() < distance:
                best, distance = name, len(before) - match.end()
        if words.match(behind.lstrip(" -t,")) and distance > 20:
            best, distance = name, 20
    return best
