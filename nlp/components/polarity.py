"""Polarity: which of the data named were taken, perhaps taken, not taken, and the words that say so.

Les noms ont été volés ; en revanche, ni mot de passe ni coordonnée bancaire n'ont été extraits.
    name: taken          ^^^ denies    password, bank_details

A negation of what is no data (« aucun doute », « pas encore chiffrée ») denies nothing; « auraient été dérobés » is hearsay, not doubt:
only « ont pu être », « susceptibles d'avoir été » are.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.data_types import WEAK
from nlp.data_aside import BULLET
from nlp.data_kinds import superseded
from nlp.denials import Sentence
from nlp.folding import cues, fold
from nlp.text import text_of

_PRONOUN = re.compile(r"\W*(?:ils|elles|ceux-ci|celles-ci|eux|rien de tout)\b")
_ANSWER = re.compile(
    r"\W*(?:non|negatif|pas du tout|absolument pas|nullement|rien de tel|pas davantage|aucun\w*|hors de|epargn|intact|a l'abri|stocke|"
    r"conserve|heberge|reste|pas (?:touche|concerne|compromis|vole|dedans|ici|dans))"
)
"""« Les RIB ? Non. »"""
_SAME = re.compile(
    r"\W*(?:il en (?:va|est) de meme|idem|meme (?:chose|constat|sort|reponse|topo|refrain)|de meme|pareil|rien non plus|pas davantage)\b"
)
"""« Même constat pour la carte bancaire »: as the sentence before said."""


@Language.component("vigie_polarity", assigns=["doc.spans"])
def polarity(doc: Doc) -> Doc:
    """Mark the spans of `data_types` that the text says were spared, or only perhaps taken."""
    spans: list[Span] = list(doc.spans.get("data_types", []))
    folded = fold(text_of(doc))
    cursor = 0
    before = _Before()
    for sent in doc.sents:
        mine: list[Span] = []
        while cursor < len(spans) and spans[cursor].start_char < sent.end_char:
            mine.append(spans[cursor])
            cursor += 1
        text = folded[sent.start_char : sent.end_char]
        firm = [span for span in mine if span._.aside != WEAK]
        before = _read(Sentence(sent.text, text, sent.start_char, firm), before, bullet=bool(BULLET.match(sent.text)))
        if len(firm) < len(mine):
            _hint(Sentence(sent.text, text, sent.start_char, mine))
    settle(spans)
    return doc


def _hint(clause: Sentence) -> None:
    """What the sentence denies of words that only the learned judge may take: they stay aside."""
    for denial in clause.denials():
        for span in denial.spans:
            if span._.aside == WEAK:
                span._.denied_by = span._.denied_by or denial.cue


@dataclass(frozen=True, kw_only=True)
class _Before:
    """What the sentences before say of the next."""

    cue: str | None = None
    """A denial whose scope runs on over bullets."""
    possible: bool = False
    pending: tuple[Span, ...] = ()
    """Words of the sentence before, for « Les mots de passe ? Ils ne sont pas concernés. »"""
    denied: bool = False
    taken: bool = False


def _read(clause: Sentence, before: _Before, *, bullet: bool) -> _Before:
    mine = clause.spans
    maybe = bool(cues("polarity", "possible").search(clause.text))
    if bullet and before.cue:
        _deny(mine, before.cue)
    else:
        for denial in clause.denials():
            _deny(denial.spans, denial.cue)
        _continue(clause, before)
    maybe = maybe or (bullet and before.possible)
    for span in mine:
        span._.possible = maybe and not span._.denied_by
    cue, possible = (before.cue, before.possible) if bullet else (None, False)
    if clause.text.rstrip().endswith(":"):
        cue, possible = clause.open_denial(), maybe
    return _Before(
        cue=cue,
        possible=possible,
        pending=tuple(span for span in mine if span._.aside in {"question", "no cue"}),
        denied=any(span._.denied_by for span in mine),
        taken=any(not span._.ignored and not span._.denied_by for span in mine),
    )


def _continue(clause: Sentence, before: _Before) -> None:
    """A sentence that says the same as the one before, or answers it."""
    same = _SAME.match(clause.text) if clause.spans else None
    if same and before.denied:
        _deny(clause.spans, clause.words_of(0, same.end()))
    elif same and before.taken:
        _take(clause.spans)
    elif before.pending and not clause.spans:
        _answer(clause, before.pending)


def _answer(clause: Sentence, pending: tuple[Span, ...]) -> None:
    """What a sentence without data words says of those of the one before."""
    answer = _ANSWER.match(clause.text) if any(span._.aside == "question" for span in pending) else None
    cue = clause.words_of(0, answer.end()) if answer else clause.open_denial() if _PRONOUN.match(clause.text) else None
    if cue:
        _deny(pending, cue)


def _deny(spans: Sequence[Span], cue: str) -> None:
    for span in spans:
        if not span._.denied_by and span._.aside in {None, "no cue", "question", "elsewhere", "means", "act", "firm", "study"}:
            span._.denied_by = cue
            span._.ignored, span._.aside = False, None


def _take(spans: Sequence[Span]) -> None:
    """« Idem pour les numéros de téléphone », after what was taken."""
    for span in spans:
        if span._.aside == "no cue":
            span._.ignored, span._.aside = False, None


def settle(spans: list[Span]) -> None:
    """Generic words that specific ones follow say nothing more; a denial's only within its sentence."""
    taken = [span for span in spans if not span._.ignored and not span._.denied_by]
    _drop_generic(taken)
    by_sentence: dict[int, list[Span]] = {}
    ends = [sent.end_char for sent in spans[0].doc.sents] if spans else []
    for span in spans:
        if not span._.ignored and span._.denied_by:
            by_sentence.setdefault(bisect_right(ends, span.start_char), []).append(span)
    for denied in by_sentence.values():
        kinds = {span.label_ for span in denied}
        for index, span in enumerate(denied):
            near = [other for other in denied[max(0, index - 2) : index + 3] if abs(other.start_char - span.end_char) < 40]
            vague = span.label_ in {"personal_data", "customer_data"}
            _drop_generic([span], {other.label_ for other in [span, *near]} if vague else kinds)


def _drop_generic(spans: list[Span], kinds: set[str] | None = None) -> None:
    kinds = {span.label_ for span in spans} if kinds is None else kinds
    for span in spans:
        if superseded("contact" if span._.contact else span.label_, kinds):
            span._.ignored, span._.aside = True, "generic"
