"""Quantities: a figure with what it counts, read from the noun or the symbol beside it. Pure functions over characters.

    412 000 de ses adhérents     2,3 To de données     130 k€     1,9 million de lignes     6 128 d'entre eux
    ^^^^^^^^^^^^^^^^^^^^^^^^     ^^^^^^                ^^^^^^     ^^^^^^^^^^^^^^^^^^^^^     ^^^^^ (unit: None)
    customer                     byte                  eur        record

The words are in `data/units.toml`. `nlp.components.counts` says which quantities measure the incident.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from nlp.data import load
from nlp.figure_patterns import SPACE
from nlp.figures import Figure, find_figures
from nlp.reading import Unit
from nlp.unit_nouns import WORD, longest, plain, skipped, words_after

_MILLION = 1_000_000
_SYMBOL = re.compile(rf"{SPACE}?(€|\$US|US\$|\${SPACE}?CAN|\${SPACE}CA(?!\w)|\$|£|¥|₿)")
_GLUED = re.compile(rf"{SPACE}{{0,2}}(?:d['’]|de{SPACE})?([kKmMgGtTpP](?:[oO]|[bB])(?:ctets?)?)(?![\w/])")
_PRONOUN = re.compile(rf"{SPACE}(?:d['’]entre{SPACE}(?:eux|elles|nous)|de{SPACE}(?:plus|moins)|parmi{SPACE}|au{SPACE}total|en{SPACE}tout)")
_NUMBER_OF = re.compile(rf"{SPACE}(?:le|du|un){SPACE}(?:nombre|total){SPACE}(?:de(?={SPACE})|d(?=['’])|des(?={SPACE}))", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SINCE = re.compile(
    r"(?:\b(?:en|depuis|fin|début|mi|dès|année|été|hiver|automne|printemps|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|/)[ -]?$",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"ée?s$")
_ONE = re.compile(rf"(?<![\w-])(?P<one>une?){SPACE}(?:(?:giga|tera|téra|méga|mega|péta|kilo)-?octets?|bitcoins?|btc)(?!\w)", re.IGNORECASE)
_RATE = re.compile(r"/\w|[- ]par[- ](?:seconde|minute|heure|jour|mois|an)\b")


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A figure and its unit: `text[start:end]`, noun included."""

    start: int
    end: int
    low: int
    high: int
    exact: bool
    unit: Unit | None
    """None: the noun is left out ("ils seraient 12 000")."""
    noun: str
    """The noun's plain form (`demandeur d emploi`), empty where there is none."""
    known: bool
    """The noun is in the tables; an unknown one is a guess from its ending."""
    figure: Figure


def find_quantities(text: str) -> list[Quantity]:
    """Every figure of a text that counts something, or stands alone; durations, percentages and the like are left out.

    >>> [(text[q.start:q.end], q.low, q.unit) for text in ["2,3 To volés à 412 000 de ses adhérents en 72 heures"] for q in find_quantities(text)]
    [('2,3 To', 2300000000000, 'byte'), ('412 000 de ses adhérents', 412000, 'customer')]
    """
    found = [quantity for figure in find_figures(text) if (quantity := _quantity(text, figure))]
    taken = {quantity.end for quantity in found}
    single = [one for one in _single(text) if one.end not in taken]
    return _joined(text, sorted([*found, *single], key=lambda quantity: quantity.start) if single else found)


def _single(text: str) -> Iterator[Quantity]:
    """ "une rançon d'un bitcoin", "une base d'un téraoctet": the article is a number before what is only ever counted."""
    for match in _ONE.finditer(text):
        figure = Figure(
            start=match.start(), core=match.start(), end=match.end("one"), low=1, high=1, exact=True, form="words",
            value=Fraction(1), top=Fraction(1),
        )  # fmt: skip
        if quantity := _of_noun(text, figure):
            yield quantity


def _quantity(text: str, figure: Figure) -> Quantity | None:
    symbol = _SYMBOL.match(text, figure.end)
    if symbol:
        return _made(figure, symbol.end(), _currency(symbol[1]), symbol[1])
    if figure.core and text[figure.core - 1] in "$€£":
        before = replace(figure, start=min(figure.start, figure.core - 1))
        return _made(before, figure.end, _currency(text[figure.core - 1]), text[figure.core - 1])
    glued = _GLUED.match(text, figure.end)
    if glued and plain(glued[1]) in load("units")["bytes"]:
        return None if _RATE.match(text, glued.end()) else _bytes(figure, glued.end(), load("units")["bytes"][plain(glued[1])])
    if text[figure.end : figure.end + 1].isalnum() or re.match(rf"{SPACE}?[%‰°]", text[figure.end : figure.end + 2]):
        return None  # 3h30, 4G, 1er, 80 %
    return _of_noun(text, figure)


def _of_noun(text: str, figure: Figure) -> Quantity | None:
    """The figure with the noun after it, past "de ses" and adjectives."""
    if _PRONOUN.match(text, figure.end):
        return _made(figure, figure.end, None, "")
    number = _NUMBER_OF.match(text, figure.end)
    words = words_after(text, number.end() if number else figure.end)
    adjectives, determiners = skipped()
    at, free = 0, bool(figure.scaled)
    if (
        figure.bare
        and _YEAR.fullmatch(text, figure.core, figure.end)
        and ((words[:1] and words[0][0] in determiners) or _SINCE.search(text[max(0, figure.start - 24) : figure.start]))
    ):
        return None  # en 2023 d'autres collèges
    while at < len(words) and words[at][0] in determiners:
        at, free = at + 1, True
    if at < len(words) and words[at][0] in adjectives and longest(words, at + 1):
        at += 1
    found = longest(words, at)
    if found:
        unit, size = found
        end = words[at + size - 1][1]
        noun = " ".join(word for word, _ in words[at : at + size])
        if unit == "none":
            return None
        if unit.startswith("byte:"):
            return None if _RATE.match(text, end) else _bytes(figure, end, int(unit[5:]))
        return _made(figure, end, unit, noun)  # type: ignore[arg-type]
    if at < len(words) and words[at][0] in ("par", "pour"):
        return None if words[at : at + 2][-1][0] == "cent" else _made(figure, figure.end, None, "")
    if figure.low >= _MILLION and not at:
        return _made(figure, figure.end, None, "")  # "3,1 millions encore actifs": a noun would follow "de"
    proper = bool(at) and at < len(words) and _capital(text, words[at - 1][1])
    return _guess(figure, words, at, free=free, proper=proper)


def _capital(text: str, at: int) -> bool:
    """Whether the next word is a proper noun: "3 millions de Panaméens"."""
    return text[at : at + 3].lstrip(" '’\u00a0\u202f")[:1].isupper()


def _guess(figure: Figure, words: list[tuple[str, int]], at: int, *, free: bool, proper: bool) -> Quantity:
    """A noun that no list names: people by its ending or its capital; else the figure stands alone."""
    if at < len(words) and len(words[at][0]) > 3:
        word, end = words[at]
        if proper or (word.endswith(tuple(load("units")["endings"]["person"])) and (free or not figure.bare)):
            return replace(_made(figure, end, "person", word), known=False)
        return replace(_made(figure, figure.end, None, word), known=False)
    return _made(figure, figure.end, None, "")


def _currency(symbol: str) -> Unit:
    symbol = re.sub(SPACE, " ", symbol).lower()
    return next(unit for unit, names in load("units")["money"].items() if symbol in names)


def _bytes(figure: Figure, end: int, multiple: int) -> Quantity:
    made = _made(figure, end, "byte", "byte")
    high = int(figure.top * multiple) if figure.form != "vague" else int((figure.top + 1) * multiple) - 1
    return replace(made, low=int(figure.value * multiple), high=high)


def _made(figure: Figure, end: int, unit: Unit | None, noun: str) -> Quantity:
    return Quantity(
        start=figure.start, end=end, low=figure.low, high=figure.high, exact=figure.exact, unit=unit, noun=noun, known=True, figure=figure
    )  # fmt: skip


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """`entre 40 millions d'euros et 50 millions d'euros` is one quantity."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last and last.unit == quantity.unit and last.unit and last.low < quantity.high and _between(text, last, quantity):
            joined[-1] = replace(last, end=quantity.end, high=quantity.high, exact=False)
        else:
            joined.append(quantity)
    return joined


def _between(text: str, low: Quantity, high: Quantity) -> bool:
    link = re.fullmatch(rf"{SPACE}(?:et|à){SPACE}(?:les{SPACE})?", text[low.end : high.start])
    return bool(link) and bool(re.search(rf"(?<!\w)entre{SPACE}(?:les{SPACE})?$", text[max(0, low.start - 12) : low.start], re.IGNORECASE))


def noun_before(text: str, start: int) -> Unit | None:
    """The unit of the nearest noun of people, accounts or records before an offset ("quant aux entreprises, 98 000 d'entre elles").

    >>> noun_before("Quant aux entreprises, 98 000 d'entre elles", 23)
    'organisation'
    """
    words = [(plain(match[0]), match.end()) for match in WORD.finditer(text, max(0, start - 120), start)]
    for at in range(len(words) - 1, -1, -1):
        found = longest(words, at)
        if (
            found
            and not (found[0] == "record" and _PARTICIPLE.search(text[: words[at + found[1] - 1][1]][-4:]))
            and text[: words[at + found[1] - 1][1]][-1:] in "sx"
            and found[0] in ("person", "customer", "patient", "employee", "account", "record", "organisation", "email_address")
        ):
            return found[0]  # type: ignore[return-value]
    return None
