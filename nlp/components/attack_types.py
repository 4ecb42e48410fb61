"""Attack types: what kinds of attack the article reports, with the words that say so.

Un rançongiciel a chiffré les serveurs ; des dossiers ont été volés. Attention aux tentatives d'hameçonnage.
   ^^^^^^^^^^^^ ransomware                    ^^^^^^^^^^^^^^^^^^^^ data_breach          (a warning: no phishing)

A set for the whole article, by the guide's rules: data taken is `data_breach` whatever the means; outsiders who take data from a system are
an `intrusion` too; an attack of unstated kind is an `intrusion`; what the text calls a mere hypothesis, advises against or denies is none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.attack_words import Sentence, borrowed_key
from nlp.background import background
from nlp.data import load
from nlp.folding import cues, fold
from nlp.scores import set_score
from nlp.text import span_of, text_of
from nlp.vocabulary import TERMS

if not Doc.has_extension("attack_types"):
    Doc.set_extension("attack_types", default=[])
    Doc.set_extension("attack_cues", default=[])

_HARD_INTRUSION = re.compile(r"introdui|infiltr|penetr|frauduleu|non.autoris|illicit|illegitim|malveillan|force brute|brute")
_GENERIC_MALWARE = re.compile(r"virus|malveillant|malware|maliciel")
_ATTACKS = frozenset(
    {"ransomware", "ddos", "phishing", "account_takeover", "credential_stuffing", "intrusion", "malware", "vulnerability_exploit"}
)
_WEAK = {
    "vague": "intrusion",
    "theft": "intrusion",
    "signs": "exposed_database",
    "money": "ransomware",
    "cheats": "fraud",
    "jams": "ddos",
    "halts": "ransomware",
    "suppliers": "supply_chain",
}
"""Words that count only beside, or for want of, others."""
_EXCLUDED = frozenset({"advice", "law", "study", "past"})
_ITEM = re.compile(r"(?:[•▪◦■►→*–—-] ?|\d{1,2}[.)] )\S[^\n]{110}|[A-ZÀ-Ü0-9][^.!?:;\n]{1,48} (?:[–—-] |: )\S[^\n]{90}")
"""Opens an item of a digest: « • Sport. … », « Gommette – … »."""
_PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")
_CREDENTIALS = frozenset({"username", "password"})


class Cue(NamedTuple):
    """One place where the words of a kind of attack stand, and what the rules make of it."""

    code: str
    start: int
    end: int
    verdict: str
    """`held`, `refused`, `background`, or the name of a list of words that count only beside others."""


@dataclass
class _Story:
    """What one stretch of text tells: the whole of an article, or one item of a digest."""

    preamble: bool = False
    found: dict[str, list[Span]] = field(default_factory=dict)
    weak: dict[str, list[Span]] = field(default_factory=dict)
    data: list[Span] = field(default_factory=list)
    suppliers: int = 0
    """How many of its sentences speak of a supplier."""


@Language.component("vigie_attack_types", assigns=["doc.spans"])
def attack_types(doc: Doc) -> Doc:
    """Find the cues of each kind of attack, and settle the article's set."""
    whole = fold(text_of(doc))
    starts = _items(doc)
    stories = [_Story(preamble=bool(starts)), *(_Story() for _ in starts)]
    doc._.attack_cues = []
    for sent, mark in zip(doc.sents, background(doc), strict=True):
        cues_here = list(_cues(sent, whole[sent.start_char : sent.end_char], aside=mark in _EXCLUDED))
        doc._.attack_cues += cues_here
        _read(doc, cues_here, stories[bisect_right(starts, sent.start_char)])
    for span in doc.spans.get("data_types", []):
        if not span._.ignored and not span._.denied_by:
            stories[bisect_right(starts, span.start_char)].data.append(span)
    found: dict[str, list[Span]] = {}
    for story in stories:
        _settle(story)
        for code, cued in story.found.items():
            found.setdefault(code, []).extend(cued)
    spans = sorted((spans[0] for spans in found.values() if spans), key=lambda span: span.start_char)
    for span in spans:
        set_score(span, "attack_types", _score(span.label_, len(found[span.label_])))
    doc.spans["attack_types"] = spans
    order = list(TERMS["attack_type"])
    doc._.attack_types = sorted((span.label_ for span in spans), key=order.index)
    return doc


def _items(doc: Doc) -> list[int]:
    """Where the items of a digest begin; nothing for an article that tells one story."""
    text = text_of(doc)
    starts = [found.start() for found in _PARAGRAPH.finditer(text, doc._.text_start) if _ITEM.match(text, found.start())]
    return starts if len(starts) > 2 else []


def _cues(sent: Span, folded: str, *, aside: bool) -> Iterator[Cue]:
    """The cues of a sentence; in a sentence that is not about this incident none holds."""
    sentence = Sentence(folded)

    def cue(code: str, found: re.Match[str], verdict: str) -> Cue:
        return Cue(code, sent.start_char + found.start(), sent.start_char + found.end(), "background" if aside else verdict)

    for code in load("attack_types"):
        for found in cues("attack_types", code, "cues").finditer(folded):
            yield cue(code, found, "held" if sentence.holds(code, found) else "refused")
    for found in borrowed_key().finditer(folded):
        yield cue("account_takeover", found, "held" if sentence.holds("account_takeover", found) else "refused")
    for name, code in _WEAK.items():
        if name == "cheats" and not (sentence.done and cues("attack_types", code, "moves").search(folded)):
            continue
        for found in cues("attack_types", code, name).finditer(folded):
            yield cue(code, found, "refused" if sentence.denies(found) else name)


def _read(doc: Doc, found: list[Cue], story: _Story) -> None:
    """Add the cues of a sentence to the story it belongs to."""
    for cue in found:
        if cue.verdict in {"refused", "background"}:
            continue
        held = story.found if cue.verdict == "held" else story.weak
        held.setdefault(cue.code if cue.verdict == "held" else cue.verdict, []).append(span_of(doc, cue.start, cue.end, cue.code))
    story.suppliers += any(cue.verdict == "suppliers" for cue in found)


def _settle(story: _Story) -> None:
    """The guide's rules over a story's set."""
    if story.preamble:
        story.weak.clear()
    _settle_weak(story)
    _settle_intrusion(story)
    if "exposed_database" in story.found and "intrusion" not in story.found:
        story.found.pop("supply_chain", None)
    elif story.suppliers >= SUPPLIERS and story.found.keys() & {"data_breach", "ransomware", "intrusion"}:
        story.found.setdefault("supply_chain", []).extend(story.weak.get("suppliers", []))


def _settle_weak(story: _Story) -> None:
    """Words that count for want of stronger ones."""
    found, weak = story.found, story.weak
    if story.data and "data_breach" not in found and not _only_keys(story):
        found["data_breach"] = [span_of(span.doc, span.start_char, span.end_char, "data_breach") for span in story.data[:1]]
    if money := weak.get("money", []):
        spoils = () if weak.get("halts") else ("data_breach",)  # money asked for data alone is no ransomware
        if not found.keys() & {"fraud", "ddos", "sabotage", *spoils}:
            found.setdefault("ransomware", []).extend(money)
    if weak.get("signs") and not found.keys() & _ATTACKS:
        found.setdefault("exposed_database", []).extend(weak["signs"])
    if weak.get("cheats"):
        found.setdefault("fraud", []).extend(weak["cheats"])
    jams = weak.get("jams", [])
    if len({span.text for span in jams}) > 1 and not found.keys() & {"data_breach", "ransomware"}:
        found.setdefault("ddos", []).extend(jams)


def _settle_intrusion(story: _Story) -> None:
    """Outsiders who take data from a system, an account used, an attack of unstated kind."""
    found = story.found
    vague = story.weak.get("vague", [])
    theft = vague or story.weak.get("theft", [])
    hard = [span for span in found.get("intrusion", []) if _HARD_INTRUSION.search(fold(span.text))]
    if "ransomware" in found or ("defacement" in found and "data_breach" not in found):
        _keep(found, "intrusion", hard)
        _keep(found, "malware", [span for span in found.get("malware", []) if not _GENERIC_MALWARE.search(fold(span.text))])
    elif "data_breach" in found and "intrusion" not in found and not found.keys() & {"exposed_database", "insider", "credential_stuffing"}:
        _keep(found, "intrusion", theft)
    if "exposed_database" in found and not hard:
        found.pop("intrusion", None)
    if "account_takeover" in found and not found.keys() & _NOT_ALONE:
        found["intrusion"] = theft or found["account_takeover"][:1]
    if not found and vague:
        found["intrusion"] = vague


_NOT_ALONE = frozenset({"intrusion", "ransomware", "fraud", "credential_stuffing", "insider", "phishing", "data_breach"})
SUPPLIERS = 2
"""In how many sentences a supplier must be spoken of for the attack to have come through it."""


def _only_keys(story: _Story) -> bool:
    """Nothing but the keys to somebody's account were taken, and used."""
    return {span.label_ for span in story.data} <= _CREDENTIALS and "account_takeover" in story.found


def _keep(found: dict[str, list[Span]], code: str, spans: list[Span]) -> None:
    if spans:
        found[code] = spans
    else:
        found.pop(code, None)


def _score(code: str, cues: int) -> float:
    base = {"ransomware": 0.95, "data_breach": 0.95, "ddos": 0.97, "intrusion": 0.85, "defacement": 0.9}.get(code, 0.75)
    return min(0.98, base + 0.03 * (cues - 1))
