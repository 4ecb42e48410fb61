"""Figure features: what the learned judge of figures sees of each figure of an article. Pure but for the Doc's proposals; linear.

    Orféa, qui compte 2 millions de clients, a perdu les dossiers de 12 000 d'entre eux.
                      cue:size before, largest people               cue:held before, next to a larger one     of « 12 000 »

Beside its surroundings (`nlp.situation`, `nlp.figure_cues`): what the rules make of it, and how it stands to the article's other figures.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from nlp.components.counts import Proposal
from nlp.data import load
from nlp.figure_cues import Cues
from nlp.linear import Features
from nlp.reading import Unit
from nlp.situation import Situation

MONEY: tuple[Unit, ...] = ("eur", "usd", "gbp", "btc", "other")
_FAMILIES: dict[Unit | None, str] = {
    None: "bare",
    "byte": "byte",
    **dict.fromkeys(MONEY, "money"),
    **dict.fromkeys(("machine", "site"), "system"),
    **dict.fromkeys(("person", "customer", "patient", "employee", "organisation"), "people"),
}
_LINK = re.compile(
    r"(?<![a-z])(dont|sur|soit|ou|et|contre|puis|a|plus|mais|pour|parmi|moins|au lieu|alors|quand|tandis)(?![a-z])|([,;:()./\n])"
)
_OWN = re.compile(r"(?<![a-z])(?:(ses|leurs|nos|vos)|(?:les|des|ces|aux)) $")
_BIG, _MANY = 8, 6
_CLOSE, _LINKED = 90, 45
_BRACKET, _BEHIND = 60, 400
_HEAD = 250
_FEW = 10


def family(unit: Unit | None) -> str:
    """The kind of thing that a unit counts.

    >>> family("usd"), family("patient"), family(None)
    ('money', 'people', 'bare')
    """
    return _FAMILIES.get(unit, "record")


def figure_rows(doc: Doc, situation: Situation) -> list[Features]:
    """One row per figure of `doc._.figures`."""
    proposals: Sequence[Proposal] = doc._.figures
    cues = Cues(situation)
    rows = []
    for one in proposals:
        row = situation.features(one.start, one.end)
        row.update(cues.features(one.start, one.end))
        _itself(row, one)
        _sentence(row, one, situation)
        rows.append(row)
    _among_others(rows, proposals, situation)
    _subject(rows, proposals, situation)
    return rows


def _itself(row: Features, one: Proposal) -> None:
    """The figure, its noun, the rules' word."""
    quantity = one.quantity
    kind = family(quantity.unit)
    row["rule:" + (one.what or "none")] = 1.0
    if one.why:
        row["why:" + one.why] = 1.0
    row[f"unit:{one.unit}"] = 1.0
    row["family:" + kind] = 1.0
    if quantity.unit is None and one.unit:
        row["guess:" + family(one.unit)] = 1.0
    if quantity.noun:
        row["noun:" + quantity.noun] = 1.0
    row[f"size:{min(_BIG, len(str(max(1, quantity.high))))}"] = 1.0
    row["form:" + quantity.figure.form] = 1.0
    row["exact" if quantity.exact else "about"] = 1.0
    row["known noun" if quantity.known else "guessed noun"] = 1.0
    if quantity.high < _FEW:
        row["few"] = row["few " + kind] = 1.0


def _sentence(row: Features, one: Proposal, situation: Situation) -> None:
    """How the sentence holds the figure: a bullet, brackets, a quotation, an answer, "ses"."""
    text, number = situation.folded, situation.number(one.start)
    low = situation.starts[number]
    line = text.rfind("\n", max(0, one.start - _BEHIND), one.start) + 1
    if line and text[line : line + 1] in "-•*–":
        row["bullet"] = 1.0
    if text.endswith("?", 0, _trimmed(situation, number)):
        row["question"] = 1.0
    if number and text.endswith("?", 0, _trimmed(situation, number - 1)):
        row["answer"] = 1.0
    own = _OWN.search(text[max(0, one.start - 7) : one.start])
    if own:
        row["own" if own[1] else "the"] = 1.0
        if own[1]:
            row["own " + family(one.quantity.unit)] = 1.0
    opened = text.rfind("(", max(0, one.start - _BRACKET), one.start)
    if opened >= 0 and ")" not in text[opened : one.start]:
        row["in brackets"] = 1.0
    said = text[max(low, one.start - _BEHIND) : one.start]
    if said.count("«") > said.count("»"):
        row["quoted"] = 1.0


def _trimmed(situation: Situation, number: int) -> int:
    """Where a sentence's last visible character ends."""
    end = situation.ends[number]
    while end > situation.starts[number] and situation.folded[end - 1].isspace():
        end -= 1
    return end


def _among_others(rows: list[Features], proposals: Sequence[Proposal], situation: Situation) -> None:
    """How each figure stands to the others: the largest of its kind, said again, beside one that counts."""
    highs: dict[str, list[int]] = defaultdict(list)
    rules: dict[object, Counter[str]] = defaultdict(Counter)
    for one in proposals:
        kind = family(one.quantity.unit)
        highs[kind] = sorted([*highs[kind], one.quantity.high])[-2:]
        for key in (None, kind, _value(one)):
            rules[key][one.what or "none"] += 1
    told = {_value(one) for one in proposals if one.start < situation.text_start}
    crowd = Counter(situation.number(one.start) for one in proposals)
    seen: set[tuple[int, int]] = set()
    for number, (row, one) in enumerate(zip(rows, proposals, strict=True)):
        _compared(row, family(one.quantity.unit), one.quantity.high, highs[family(one.quantity.unit)])
        _ruled(row, one, rules)
        row |= {name: 1.0 for name, values in (("said before", seen), ("said in title", told)) if _value(one) in values}
        seen.add(_value(one))
        row[f"figures {min(_MANY, len(proposals))}"] = 0.7
        row[f"sentence figures {min(4, crowd[situation.number(one.start)])}"] = 0.7
        if number == 0:
            row["first figure"] = 1.0
        else:
            _beside(row, "prev", one, proposals[number - 1], situation.folded)
        if number + 1 < len(proposals):
            _beside(row, "next", one, proposals[number + 1], situation.folded)


def _value(one: Proposal) -> tuple[int, int]:
    return one.quantity.low, one.quantity.high


def _ruled(row: Features, one: Proposal, rules: dict[object, Counter[str]]) -> None:
    """What the rules make of the other figures: of all, of its kind, of its value."""
    own: Counter[str] = Counter([one.what or "none"])
    others = rules[None] - own
    if others:
        row["share"] = 1 - others["none"] / others.total()
    for what in (rules[family(one.quantity.unit)] - own).keys() - {"none"}:
        row["same family counts"] = row["same family " + what] = 1.0
    for what in rules[_value(one)] - own:
        row["mentioned again"] = row["again " + what] = 1.0


def _compared(row: Features, kind: str, high: int, highs: list[int]) -> None:
    """The figure against the highest other one of its kind; `highs` are the two highest, itself included."""
    if len(highs) < 2:
        row["alone"] = row["alone " + kind] = 1.0
        return
    rival = highs[0] if high == highs[1] else highs[1]
    word = "largest" if high > rival else "as large" if high == rival else "smaller"
    row[word] = row[f"{word} {kind}"] = 1.0
    if high * 20 < rival:
        row["much smaller"] = 1.0


def _beside(row: Features, side: str, one: Proposal, other: Proposal, text: str) -> None:
    """The figure next to this one, and the words between."""
    start, end = (other.end, one.start) if side == "prev" else (one.end, other.start)
    if end - start >= _CLOSE:
        return
    rule, kind = other.what or "none", family(other.quantity.unit)
    row[f"{side} figure close"] = row[f"{side} rule {rule}"] = row[f"{side} family {kind}"] = 1.0
    links = {found[0] for found in _LINK.finditer(text[start:end])}
    if end - start < _LINKED:
        for link in links:
            row[f"{side} link {link}"] = 1.0
    if kind == family(one.quantity.unit):
        row[f"{side} same family"] = 1.0
    row[f"{side} {'bigger' if other.quantity.high > one.quantity.high else 'smaller'}"] = 1.0
    if links & {"dont", "parmi"}:
        row[f"{side} part rule {rule}"] = 1.0


def _subject(rows: list[Features], proposals: Sequence[Proposal], situation: Situation) -> None:
    """Of money, and of a figure without its noun: whether the article is about a ransom, a sale, a fraud, a fine."""
    whole = {name: len(words.findall(situation.folded)) for name, words in _subjects().items()}
    head = {name: words.search(situation.folded, 0, situation.text_start + _HEAD) for name, words in _subjects().items()}
    for row, one in zip(rows, proposals, strict=True):
        kind = family(one.quantity.unit)
        if kind not in ("money", "bare"):
            continue
        for name, times in whole.items():
            row[f"{kind} in {name}"] = min(1.5, times / 3)
            if head[name]:
                row[f"{kind} headed {name}"] = 1.0
        if whole["sale"] > whole["ransom"]:
            row[f"{kind} sale more"] = 1.0
        elif whole["ransom"]:
            row[f"{kind} ransom more"] = 1.0


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    table: dict[str, list[str]] = load("figure_cues")["subjects"]
    return {name: re.compile("(?<![a-z])(?:" + "|".join(map(re.escape, words)) + ")") for name, words in table.items()}
