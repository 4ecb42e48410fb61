"""Counts: the figures that measure the incident.

Le pirate a diffusé 6 128 rendez-vous et près de 20 millions de comptes.
                    ^^^^^^^^^^^^^^^^^    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    affected, record     affected, account

`doc.spans["counts"]`: one span per distinct figure, label = what it measures, `span._.count` its value. The first mention in the text
stands for later ones; a title's figure is kept where the text does not repeat it.
"""

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.article_units import setting_of, settled
from nlp.background import background
from nlp.clauses import Context
from nlp.discourse import recalled
from nlp.measures import MONEY, PEOPLE, is_size, measure
from nlp.phrases import compiled
from nlp.quantities import Quantity, find_quantities, noun_before
from nlp.reading import Unit, What
from nlp.scores import set_score
from nlp.text import span_of, text_of
from nlp.wordings import WHAT


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure of the incident."""

    low: int
    high: int
    unit: Unit
    what: What
    exact: bool


if not Span.has_extension("count"):
    Span.set_extension("count", default=None)

_SALE = compiled(
    [
        "à prix",
        "propose … base",
        "proposer",
        "acquéreur*",
        "mis* en vente",
        "met en vente",
        "mise en vente",
        "à vendre",
        "en vente",
        "vendeur*",
        "vendu*",
        "revente",
    ]
)
_RANSOM = compiled(["rançon*", "ransomware*"])
_JOINED = re.compile(r"\s?(?:,|et|ou|pour|dont|ainsi que)\s(?:de |d')?")
_LOWERED = re.compile(r"\b(?:ramen|abaiss|rédui|descend|négoci)\w+ (?:ensuite )?à (?:environ |près de )?$")
_OF_IT = re.compile(r"\b(?:en|n'en) \w+ (?:qu')?(?:plutôt )?[«\"“]? ?$")
_NEAR = 40
_ASKED = 120
_AFTER_OTHERS = re.compile(r"\W*Après (?:celles? |ceux |celui )?(?:de |du |d'|l'|la |le |les )?[A-ZÀ-Þ]")
""" "Après Corvane en mai (40 000 clients), c'est au tour de…": what stands in brackets is of others."""
_HOW_MANY = re.compile(r"\bcombien d", re.IGNORECASE)
SIZED = (*PEOPLE, "site", "machine")


_BEFORE, _AFTER, _PREVIOUS = 350, 250, 300
"""Characters of a sentence, and of the one before, that bear on a figure: a sentence may have ten thousand words."""
_LOOKED_BACK = 200
"""Figures already kept that a new one is compared with."""
TOLD = (*PEOPLE, "record", "account")
"""Units that one figure is told in by turns: « 71 000 dossiers », then « ces 71 000 personnes »."""
SUMS = ("ransom", "paid", "price", "loss", "fine")
Found = tuple[int, int, Measure, float]
"""Where it stands, its value, how sure."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A figure that may measure the incident, for `vigie_relevance` to judge: what the rules make of it, and of what it counts."""

    start: int
    end: int
    quantity: Quantity
    unit: Unit | None
    """None where nothing says what is counted."""
    what: What | None
    """None: the rules see no count of this incident."""
    why: str
    """The rule that refused it; empty where none did."""


if not Doc.has_extension("figures"):
    Doc.set_extension("figures", default=[])


@Language.component("vigie_counts", assigns=["doc.spans"])
def counts(doc: Doc) -> Doc:
    """Find the incident's figures."""
    ransom = bool(_RANSOM.search(text_of(doc)))
    article = {"ransom": ransom, "sale": bool(_SALE.search(text_of(doc))) and not ransom}
    setting = setting_of(text_of(doc))
    found: list[Found] = []
    proposals: list[Proposal] = []

    def propose(quantity: Quantity, sent: Span, text: str, *, unit: Unit | None = None, what: What | None = None, why: str = "") -> None:
        start, end = sent.start_char + quantity.start, sent.start_char + quantity.end
        guess = unit or (settled(quantity.unit, quantity, text, setting) if quantity.unit else noun_before(text_of(doc), start))
        proposals.append(Proposal(start=start, end=end, quantity=quantity, unit=guess, what=what, why=why))

    previous = ""
    sents = list(doc.sents)
    texts = [sent.text for sent in sents]
    for index, (sent, kind) in enumerate(zip(sents, background(doc), strict=True)):
        text, size_end, sum_end = texts[index], -1, -_NEAR
        following = texts[index + 1][:_PREVIOUS] if index + 1 < len(texts) else ""
        earlier = recalled(text)
        after = bool(_AFTER_OTHERS.match(text))
        quantities = find_quantities(text)
        for number, quantity in enumerate(quantities):
            if quantity.start in earlier or (after and _in_brackets(text, quantity.start)):
                propose(quantity, sent, text, why="recalled")  # the same gang's other cases
                continue
            cut = max(0, quantity.start - _BEFORE)
            context = Context(
                sentence=text[cut : quantity.end + _AFTER], start=quantity.start - cut, end=quantity.end - cut, previous=previous[-_PREVIOUS:], following=following,
                title=sent.start_char < doc._.text_start, kind=kind, **article,
                sized=0 <= size_end <= quantity.start and bool(_JOINED.fullmatch(text, size_end, quantity.start)),
            )  # fmt: skip
            if quantity.unit in SIZED and is_size(quantity, context):
                size_end = quantity.end
            measured = measure(quantity, context)
            if quantity.unit is None and quantity.start - sum_end < _NEAR and (not found or found[-1][0] < sent.start_char):
                propose(quantity, sent, text, why="part of a sum")
                continue
            if quantity.unit in MONEY:
                sum_end = quantity.end
            if measured:
                said = (quantity.unit, *measured) if quantity.unit else _meant(doc, sent, quantities, number, found, measured[1])
                if said:
                    unit, what, score = said
                    unit = settled(unit, quantity, text, setting)
                    count = Measure(low=quantity.low, high=quantity.high, unit=unit, what=what, exact=quantity.exact)
                    found.append((sent.start_char + quantity.start, sent.start_char + quantity.end, count, score))
                    propose(quantity, sent, text, unit=unit, what=what)
                else:
                    propose(quantity, sent, text, why="a sum told again")
            else:
                propose(quantity, sent, text, why=kind or "no word")
        previous = text
    doc._.figures = proposals
    doc.spans["counts"] = [count_span(doc, entry) for entry in distinct(found, doc._.text_start)]
    return doc


def _in_brackets(text: str, at: int) -> bool:
    opened = text.rfind("(", max(0, at - _BEFORE), at)
    return opened >= 0 and ")" not in text[opened:at]


def count_span(doc: Doc, entry: Found) -> Span:
    start, end, count, score = entry
    span = span_of(doc, start, end, count.what)
    span._.count = count
    set_score(span, "counts", score)
    return span


def _meant(
    doc: Doc, sent: Span, quantities: list[Quantity], number: int, found: list[Found], score: float
) -> tuple[Unit, What, float] | None:
    """What a figure without its noun counts: the sum that it lowers, what "en" stands for, else the noun before it, or the next figure's."""
    quantity = quantities[number]
    at = sent.start_char + quantity.start
    before = text_of(doc)[max(sent.start_char, at - _NEAR) : at]
    following = quantities[number + 1].unit if number + 1 < len(quantities) else None
    last = found[-1][2] if found else None
    if last and last.what in SUMS and at - found[-1][1] < _NEAR and found[-1][0] >= sent.start_char:
        return (last.unit, last.what, score) if _LOWERED.search(before) else None  # not "2 millions de dollars, soit un million pour…"
    earlier = next((count.unit for _, _, count, _ in reversed(found[-_LOOKED_BACK:]) if count.what in ("affected", "systems")), None)
    said = noun_before(text_of(doc), at)
    asked = _HOW_MANY.search(text_of(doc), max(0, at - _ASKED), at)
    unit = (
        (earlier if _OF_IT.search(before) and not asked else None)
        or said
        or earlier
        or (following if following in TOLD else None)
        or "person"
    )
    return unit, WHAT.get(unit, "affected"), score


def distinct(found: list[Found], text_start: int) -> list[Found]:
    """Each figure once: what the text repeats of the title, and what it repeats of itself, is left out."""
    kept: list[Found] = []
    seen: set[tuple[object, ...]] = set()
    for entry in sorted(found, key=lambda entry: (entry[0] < text_start, entry[0])):
        count = entry[2]
        key = (count.low, count.high, count.what, count.unit in TOLD or count.unit)
        titled = entry[0] < text_start
        if key not in seen and not any(_told(count, other, titled=titled) for _, _, other, _ in kept[-_LOOKED_BACK:]):
            kept.append(entry)
            seen.add(key)
    return sorted(kept, key=lambda entry: entry[0])


def _told(count: Measure, other: Measure, *, titled: bool) -> bool:
    """ "212 000 fiches" after "212 306 lignes", or a headline's "des milliers de sites" once the text gives the number."""
    if count.what != other.what or count.high - count.low != other.high - other.low:
        return titled and count.what == other.what and count.low < count.high and count.low <= other.low == other.high
    return count.unit == other.unit and abs(count.low - other.low) <= other.low // 200
