"""Figures: every way the French press writes a number. Pure functions over characters.

    6 128 rendez-vous, près de 20 millions, entre 3 et 5 millions, une centaine de milliers, six mille cent vingt-huit
    ^^^^^              ^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^^^^^

A figure knows nothing of what it counts: `nlp.quantities` reads the noun or unit that follows. Linear in the text's length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from text_to_num import text2num

from nlp.data import load
from nlp.figure_patterns import SPACE, patterns

_DAY = re.compile(r"\b(?:le|du|dès le|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) $", re.IGNORECASE)
""" "Elle a écrit dès le 11 à 640 000 clients" holds no range."""
_BEFORE = 40
"""Characters looked at before a figure for "un peu plus de" and the like."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as written: `text[start:end]`, approximating words included."""

    start: int
    end: int
    core: int
    """Where the number itself starts, after "plus de"."""
    low: int
    high: int
    exact: bool
    form: str
    """`digits`, `words` (six mille), `about` (une centaine) or `vague` (plusieurs milliers)."""
    bare: bool = False
    """Digits alone, four at most, without separator or scale: it may be a year, an hour, the number of something."""
    scaled: bool = False
    """A scale word or letter follows the digits ("3 millions")."""
    value: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    """Lower and upper value, unrounded ("2,3"), for a unit that multiplies them."""


def read_figure(words: str) -> Figure | None:
    """The figure that a wording holds, or None.

    >>> [read_figure(words).low for words in ("6 128", "41,250", "1.9 million", "un million et demi", "17.000", "27M", "1,5 million")]
    [6128, 41250, 1900000, 1500000, 17000, 27000000, 1500000]
    >>> (found := read_figure("plusieurs dizaines de milliers")).low, found.high
    (20000, 99999)
    """
    return next(iter(find_figures(words)), None)


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text, in order, none overlapping.

    >>> [text[f.start:f.end] for text in ["Entre 3 et 5 millions de clients, soit plus de 2,3 To."] for f in find_figures(text)]
    ['Entre 3 et 5 millions', 'plus de 2,3']
    """
    return [_with_about(text, figure) for figure in _ranges(text, _atoms(text))]


def value_of(number: str, *, scaled: bool = False) -> Fraction:
    """The value of digits with separators; a comma or point before three digits parts thousands, unless a scale follows.

    >>> [str(value_of(number)) for number in ("1.234.567", "41,250", "2,3", "0,250", "12'000")]
    ['1234567', '41250', '23/10', '1/4', '12000']
    >>> value_of("1,234", scaled=True)
    Fraction(617, 500)
    """
    number = re.sub(SPACE, "", number).replace("’", "'")
    lone = re.fullmatch(r"(\d{1,3})[.,]\d{3}", number)
    if lone and (scaled or lone[1] == "0"):
        return Fraction(number.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:[.,']\d{3})+", number):
        return Fraction(re.sub(r"\D", "", number))
    whole, _, decimals = number.replace("'", "").rpartition(",") if "," in number else number.replace("'", "").partition(".")
    return Fraction(f"{whole.replace('.', '') if decimals else whole}{'.' if decimals else ''}{decimals}")


def _atoms(text: str) -> list[Figure]:
    """Figures without the words before and after; of two that overlap the one that starts first, then the longer."""
    found = [*_numbers(text), *_cardinals(text), *_collectives(text)]
    atoms: list[Figure] = []
    for figure in sorted(found, key=lambda figure: (figure.start, -figure.end)):
        if not atoms or figure.start >= atoms[-1].end:
            atoms.append(figure)
    return atoms


def _figure(start: int, end: int, value: Fraction, form: str, *, bare: bool = False, scaled: bool = False) -> Figure:
    whole = int(value)
    return Figure(
        start=start,
        core=start,
        end=end,
        low=whole,
        high=whole,
        exact=form in ("digits", "words"),
        form=form,
        value=value,
        top=value,
        bare=bare,
        scaled=scaled,
    )


def _numbers(text: str) -> Iterator[Figure]:
    table = load("figures")
    last = -1
    for match in patterns()["number"].finditer(text):
        start = match.start()
        if start > 1 and text[start - 1] == "-" and text[start - 2].isdigit() and last != start - 1:
            continue  # the tail of CVE-2023-34362, where 2023 was no figure either
        last = match.end("number")
        scale = table["scales"].get((match["scale"] or "").lower()) or table["letters"].get(match["letter"] or "", 1)
        value = value_of(match["number"], scaled=scale > 1)
        if match["half"] and scale > 1:
            value += Fraction(1, 2)
        end = match.end() if scale > 1 else match.end("number")
        bare = scale == 1 and match["number"].isdigit() and len(match["number"]) <= 4
        yield _times(text, _figure(start, end, value * scale, "digits", bare=bare, scaled=scale > 1))


def _cardinals(text: str) -> Iterator[Figure]:
    for match in patterns()["words"].finditer(text):
        words = re.sub(SPACE, " ", match["words"]).lower()
        last = words.rpartition(" ")[2]
        scale = load("figures")["scales"].get(last, 1)
        if words in ("un", "une") or (words == last and scale > 1000):
            continue
        try:
            value = Fraction(text2num(words, "fr"))
        except ValueError:
            continue
        half = bool(match["half"]) and scale > 1
        end = match.end() if half else match.end("words")
        yield _times(text, _figure(match.start(), end, value + Fraction(scale, 2) * half, "words", scaled=scale > 1))


def _times(text: str, figure: Figure) -> Figure:
    """ "Deux centaines de milliers": the number times the collective noun that follows."""
    match = None if figure.scaled else patterns()["times"].match(text, figure.end)
    if not match:
        return figure
    value = figure.value * _collective(match["collective"])
    return replace(figure, end=match.end(), value=value, top=value, low=int(value), high=int(value), bare=False, scaled=True, exact=False)


def _collectives(text: str) -> Iterator[Figure]:
    for match in patterns()["one"].finditer(text):
        value = _collective(match["collective"])
        if match["adjective"] or match["collective"].lower() not in ("million", "milliard"):
            yield _figure(match.start(), match.end(), Fraction(value), "about", scaled=True)
    for match in patterns()["many"].finditer(text):
        value = _collective(match["collective"])
        vague = _figure(match.start(), match.end(), Fraction(2 * value), "vague", scaled=True)
        yield replace(vague, high=10 * value - 1, top=Fraction(10 * value - 1))


def _collective(words: str) -> int:
    """The value of "centaines de milliers"."""
    singles = load("figures")["collectives"]
    if words.lower() in singles:
        return int(singles[words.lower()])
    value = 1
    for word in re.split(rf"{SPACE}(?:de{SPACE}|d['’])", words.lower()):
        value *= singles.get(word) or singles[word.removesuffix("s")]
    return value


def _ranges(text: str, atoms: list[Figure]) -> Iterator[Figure]:
    """Two figures linked by "à", "ou", a dash, or by "et" after "entre" are one."""
    found = patterns()
    index = 0
    while index < len(atoms):
        low = atoms[index]
        high = atoms[index + 1] if index + 1 < len(atoms) else None
        index += 1
        link = found["link"].fullmatch(text, low.end, high.start) if high and high.start - low.end < _BEFORE else None
        between = found["between"].search(text[max(0, low.start - _BEFORE) : low.start])
        dated = low.bare and low.value <= 31 and _DAY.search(text[max(0, low.start - _BEFORE) : low.start])
        if high and link and not (dated and not high.bare) and (between or not link["et"]) and (both := _range(low, high)):
            start = low.start - len(between[0]) if between else low.start
            yield replace(both, start=start, core=start)
            index += 1
        else:
            yield low


def _range(low: Figure, high: Figure) -> Figure | None:
    """`3 à 5 millions`: the first takes the second's scale where it has none."""
    bottom = low.value
    if high.scaled and not low.scaled and low.value < 1000:
        power = next(scale for scale in (10**9, 10**6, 10**3, 1) if high.value >= scale)
        bottom = low.value * power if low.value < high.value / power else low.value
    elif low.bare and not high.bare and low.value * 1000 < high.value:
        bottom = low.value * 1000
    years = low.bare and high.bare and low.low > 1900
    if years or low.form == "vague" or high.form == "vague" or not bottom < high.value:
        return None
    return replace(
        low,
        end=high.end,
        value=bottom,
        low=int(bottom),
        top=high.top,
        high=high.high,
        exact=False,
        bare=low.bare and high.bare,
        scaled=high.scaled,
    )


def _with_about(text: str, figure: Figure) -> Figure:
    """The figure with "plus de" before it, "environ" or "+" after it."""
    found = patterns()
    floor = max(0, figure.start - _BEFORE)
    before = found["about"].search(text[floor : figure.start])
    after = found["after"].match(text, figure.end)
    if not before and not after:
        return figure
    start = floor + before.start() if before else figure.start
    return replace(figure, start=start, end=after.end() if after else figure.end, exact=False, bare=False)
