"""What tells which kinds of attack an article reports: named numbers for a linear model, one row per article and kind.

    Un vendeur de l'enseigne avait gardé son badge ; 9 000 fiches clients ont été copiées sur une clé.
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insider, pair 0              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ data_breach, pair 0

Besides the cues that the rules go by, pairs of words that meet in a sentence (`pairs` in `data/attack_types.toml`): the press has a thousand ways
to say that somebody's account was used, and nearly all of them name the account and what was done with it. Whether a meeting says so is learned.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc

from nlp.attack_words import Sentence
from nlp.data import load
from nlp.folding import fold
from nlp.linear import Features
from nlp.phrases import expression
from nlp.situation import SMALL, Situation

ASIDE = frozenset({"advice", "law", "study", "past"})
"""Marks of sentences that are not about this incident."""
RULES = frozenset({"held", "refused", "background"})
EARLY = 4
"""Sentences that open an article."""
_KEYS = frozenset({"username", "password"})
_GAP = r"(?!\w)[^.;:!?\n]{0,60}?(?<!\w)"


@dataclass
class Meetings:
    """The pairs of one kind of attack that meet in an article."""

    counts: Counter[str] = field(default_factory=Counter)
    """How often each pair meets, by what the sentence makes of it: `pair 0`, `denied 0`, `aside 0`."""
    words: set[str] = field(default_factory=set)
    """The words that meet, as features."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where those stand that are neither denied nor aside."""


@cache
def pairs(code: str) -> tuple[re.Pattern[str], ...]:
    """The pairs of a kind of attack, as expressions for folded sentences."""
    return tuple(_meeting(one, two) for one, two in load("attack_types")[code].get("pairs", []))


def _meeting(one: str, two: str) -> re.Pattern[str]:
    first, second = _words(one), _words(two)
    return re.compile(rf"(?<!\w)(?:(?:{first}){_GAP}(?:{second})|(?:{second}){_GAP}(?:{first}))(?!\w)")


def _words(listed: str) -> str:
    return "|".join(expression(fold(word)) for word in sorted(map(str.strip, listed.split("|")), key=len, reverse=True))


def meetings(situation: Situation) -> dict[str, Meetings]:
    """The pairs that meet, by kind of attack."""
    found = {code: Meetings() for code in load("attack_types")}
    for number, (start, end) in enumerate(zip(situation.starts, situation.ends, strict=True)):
        folded = situation.folded[start:end]
        sentence = Sentence(folded)
        aside = situation.marks[number] in ASIDE
        for code, one in found.items():
            for index, pattern in enumerate(pairs(code)):
                for match in pattern.finditer(folded):
                    said = not sentence.denies(match) and sentence.holds(code, match)
                    one.counts[f"{'aside' if aside else 'pair' if said else 'denied'} {index}"] += 1
                    if said and not aside:
                        one.places.append((start + match.start(), start + match.end()))
                    words = [w.form for w in situation.words_in(start + match.start(), start + match.end()) if w.form not in SMALL]
                    if len(words) > 1:
                        first, last = words[0], words[-1]
                        one.words |= {f"p{index} {first}", f"p{index} {last}", f"p {min(first, last)} {max(first, last)}"}
    return found


def attack_rows(doc: Doc, situation: Situation, found: dict[str, Meetings]) -> dict[str, Features]:
    """One row per kind of attack."""
    shared = _Shared(doc, situation)
    return {code: _row(code, shared, met, situation) for code, met in found.items()}


class _Shared:
    """What the article says of all kinds at once."""

    def __init__(self, doc: Doc, situation: Situation) -> None:
        self.verdicts: Counter[tuple[str, str]] = Counter((cue.code, cue.verdict) for cue in doc._.attack_cues)
        self.title = {cue.code for cue in doc._.attack_cues if cue.start < situation.text_start}
        self.early = {cue.code for cue in doc._.attack_cues if situation.number(cue.start) < EARLY} - self.title
        self.rule = {span.label_ for span in doc.spans.get("attack_types", [])}
        self.held = {code for code, verdict in self.verdicts if verdict == "held"}
        kinds = doc.spans.get("data_types", [])
        self.taken = {span.label_ for span in kinds if not span._.ignored and not span._.denied_by}
        self.spared = {span.label_ for span in kinds if span._.denied_by}
        self.measured = {span._.count.what for span in doc.spans.get("counts", [])}
        named = {(span._.org, span._.role or "other") for span in doc.spans.get("organisations", [])}
        self.roles = Counter(role for _, role in named)
        self.about = situation.about


def _row(code: str, shared: _Shared, met: Meetings, situation: Situation) -> Features:
    row: Features = {f"type {code}": 1.0, f"rules {min(5, len(shared.rule))}": 0.7}
    _by_rule(row, code, shared)
    _by_article(row, code, shared)
    total, kinds = 0, 0
    for name, count in met.counts.items():
        row[f"{code} {name}"] = min(3, count) / 2.5
        if name.startswith("pair"):
            total, kinds = total + count, kinds + 1
    row |= {f"{code} {name}": 0.5 for name in met.words}
    if kinds:
        row["pairs"] = row[f"{code} pairs"] = min(4, kinds) / 3
        row[f"{code} meetings"] = min(8, total) / 5
        for place in ("title", "early"):
            if any(_place(start, situation) == place for start, _ in met.places):
                row[f"pair in {place}"] = row[f"{code} pair in {place}"] = 0.5
    else:
        row["no pairs"] = row[f"{code} no pairs"] = 1.0
    return row


def _by_rule(row: Features, code: str, shared: _Shared) -> None:
    """What the rules say of this kind, and of the others."""
    if code in shared.rule:
        row["rule"] = row[f"rule {code}"] = 1.0
    for (cued, verdict), count in shared.verdicts.items():
        if verdict not in RULES:
            row[f"{code} weak {verdict}"] = min(3, count) / 3
        elif cued == code:
            row[verdict] = row[f"{verdict} {code}"] = min(3, count) / 2
            row[f"any {verdict}"] = 1.0
    if code in shared.title:
        row["title"] = row[f"title {code}"] = 1.0
    if code in shared.early:
        row["early"] = row[f"early {code}"] = 0.7
    others = shared.rule - {code}
    row |= {f"{code} with {other}": 1.0 for other in others or {"nothing"}}
    row |= {f"{code} beside {other}": 0.5 for other in shared.held - {code}}


def _by_article(row: Features, code: str, shared: _Shared) -> None:
    """Data taken, figures, roles, subject."""
    row |= {f"{code} count {what}": 0.5 for what in shared.measured}
    if shared.taken:
        row[f"{code} data"], row[f"{code} kinds of data"] = 1.0, min(5, len(shared.taken)) / 3
    if shared.taken & _KEYS:
        row[f"{code} keys"] = 0.7
    if "internal_document" in shared.taken:
        row[f"{code} documents"] = 0.7
    if shared.spared:
        row[f"{code} spared"] = 0.6
        if not shared.taken:
            row[f"{code} only spared"] = 1.0
    row |= {f"{code} role {role}": 0.6 for role in shared.roles}
    if shared.roles["victim"] > 1:
        row[f"{code} victims"] = 0.6
    for kind, chance in shared.about.items():
        row[f"about {kind}"] = row[f"{code} about {kind}"] = chance


def _place(start: int, situation: Situation) -> str:
    if start < situation.text_start:
        return "title"
    return "early" if situation.number(start) < EARLY else "later"
