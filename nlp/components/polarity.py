"""Polarity: which of the data named were taken, perhaps taken, not taken, and the words that say so.

Les noms ont été volés ; en revanche, ni mot de passe ni coordonnée bancaire n'ont été extraits.
    name: taken          ^^^ denies    password, bank_details

A negation of what is no data (« aucun doute », « pas encore chiffrée ») denies nothing; « auraient été dérobés » is hearsay, not doubt:
only « ont pu être », « susceptibles d'avoir été » are.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.data_types import BULLET
from nlp.data import load
from nlp.data_kinds import superseded
from nlp.data_words import cues, fold
from nlp.text import text_of

_NE = re.compile(r"\bn(?:e |')")
_NOT = re.compile(
    r"\b(?:pas|jamais|aucunement|nullement|guere|point|en rien|a aucun moment|en aucun cas|aucun moment|plus|(?<=ont )pu|"
    r"(?<=n'a )pu|(?<=rait )pu|(?<=raient )pu)\b"
)
_NI = re.compile(r"\bni\b")
_NONE = re.compile(r"\b(?:aucune?s?|nulle?)\b(?! moment)")
_WITHOUT = re.compile(r"\bsans\b(?: (?:toutefois|cependant|que) )?")
_STOP = re.compile(
    r";|\bmais(?! (?:pas|ni|aucune?))\b|\ben revanche\b|\bpar contre\b|\btoutefois\b|\bcependant\b|\bseuls?\b|"
    r"\bseules?\b|\btandis\b|\balors que\b|\bqui (?:ont|a)\b|\bnotamment que\b|\bcontrairement\b"
)
_POSITIVE = re.compile(
    r"\b(?:ont|a|avaient|avait|auraient|aurait|sont|seraient|est|serait) (?:bien |egalement |aussi |donc )?(?:ete |"
    r"pu )?(?!(?:ete|la|le|les|un|une|des?|du|ce|cette|son|ses|sa|leurs?|nos|vos|votre|pas|jamais|ni|epargn|hors|intact|"
    r"indemn|preserv|exclu|absent|saufs|a l'abri|en securite|indemne|reste|elles?|ils?|eux|lui|aussi|toutes?|tous|quant|en|"
    r"vides?|tenu|echappe|tire|passe)\b)(?!epargn|preserv|exclu)[a-z]{2,}"
)
_OPEN_ACCESS = re.compile(
    r"\b(?:acces\w*|lisibl\w*|ouvert\w*|consultabl\w*|lire|entr\w+|connect\w+|protege\w*|libre|api|interface|serveurs?|portails?|"
    r"espaces?|pages?|bases? exposee|buckets?)\b[^.;]{0,40}$"
)


_PRONOUN = re.compile(r"\W*(?:ils|elles|ceux-ci|celles-ci|eux|rien de tout)\b")
_ANSWER = re.compile(
    r"\W*(?:non|negatif|pas du tout|absolument pas|nullement|rien de tel|pas davantage|aucun\w*|hors de|epargn|intact|a l'abri|stocke|"
    r"conserve|heberge|reste|pas (?:touche|concerne|compromis|vole|dedans|ici|dans))"
)
"""« Les RIB ? Non. »"""
_SAME = re.compile(r"\W*(?:il en (?:va|est) de meme|idem|meme (?:chose|constat|sort|reponse|topo|refrain)|de meme|pareil|rien non plus|pas davantage)\b")
"""« Même constat pour la carte bancaire »: as the sentence before said."""
_NOT_SO = re.compile(r"\bne (?:l'est|le sont|l'etai(?:t|ent)|l'a|l'ont|le serai(?:t|ent)) (?:pas|point)\b")
"""« Ce qui ne l'est pas : les mots de passe »."""
_KEPT = re.compile(
    r"\bn(?:e |')(?:\w+ ){1,3}(?:pas|jamais|point|plus) (?:ete )?(?:communique|transmis|confie|fourni|envoye|remis|partage|donne|demande|collecte)\w* "
    r"(?:a|au|aux|par|chez)\b"
)
"""« ne sont jamais communiqués à ce prestataire »."""
_SAVINGS = re.compile(r"(?:l'|d'|\b(?:une|son|leur|cette) )$")
LONGEST = 40
"""The items of an enumeration that one denial may cover."""
_ARTICLE = re.compile(r" (?:de |d'|les? |la |l'|vos |votre |leurs? |ses |son |des )")
_TAIL = re.compile(r"[^,;:.()]{0,45}")
_VERB = re.compile(r"(?: (?:pu |ete |etre |en |par |aux? |les? )*\w+)?")


@dataclass(frozen=True)
class _Denial:
    spans: list[Span]
    cue: str


@Language.component("vigie_polarity", assigns=["doc.spans"])
def polarity(doc: Doc) -> Doc:
    """Mark the spans of `data_types` that the text says were spared, or only perhaps taken."""
    spans: list[Span] = list(doc.spans.get("data_types", []))
    folded = fold(text_of(doc))
    cursor = 0
    carried: str | None = None  # a cue whose scope runs on over bullets
    carried_possible = False
    pending: list[Span] = []  # words of the sentence before, for « Les mots de passe ? Ils ne sont pas concernés. »
    denied_before = False
    for sent in doc.sents:
        mine = []
        while cursor < len(spans) and spans[cursor].start_char < sent.end_char:
            mine.append(spans[cursor])
            cursor += 1
        clause = _Sentence(sent.text, folded[sent.start_char : sent.end_char], sent.start_char, mine)
        bullet = bool(BULLET.match(sent.text))
        maybe = bool(cues("polarity", "possible").search(clause.text))
        if bullet and carried:
            _deny(mine, carried)
        else:
            carried = None
            for denial in clause.denials():
                _deny(denial.spans, denial.cue)
            if denied_before and mine and (same := _SAME.match(clause.text)):
                _deny(mine, clause._words(0, same.end()))
            if pending and not mine:
                _answer(clause, pending)
        if bullet and carried_possible:
            maybe = True
        for span in mine:
            span._.possible = maybe and not span._.denied_by
        if clause.text.rstrip().endswith(":"):
            carried, carried_possible = clause.open_denial(), maybe
        elif not bullet:
            carried, carried_possible = None, False
        denied_before = any(span._.denied_by for span in mine)
        pending = [span for span in mine if span._.aside in {"question", "no cue"}]
    _settle(spans)
    return doc


def _answer(clause: "_Sentence", pending: list[Span]) -> None:
    """What a sentence without data words says of those of the one before."""
    answer = _ANSWER.match(clause.text) if any(span._.aside == "question" for span in pending) else None
    cue = clause._words(0, answer.end()) if answer else clause.open_denial() if _PRONOUN.match(clause.text) else None
    if cue:
        _deny(pending, cue)


def _deny(spans: list[Span], cue: str) -> None:
    for span in spans:
        if span._.aside in {None, "no cue", "question", "elsewhere", "means", "act", "firm", "study"}:
            span._.denied_by = span._.denied_by or cue
            span._.ignored, span._.aside = False, None


def _settle(spans: list[Span]) -> None:
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


class _Sentence:
    """One sentence, its data words, and the denials in it."""

    def __init__(self, written: str, folded: str, start: int, spans: list[Span]) -> None:
        self.written = written
        self.text = folded
        self.start = start
        self.spans = spans
        self.starts = [span.start_char - start for span in spans]
        self.words = load("polarity")

    def at(self, span: Span) -> tuple[int, int]:
        return span.start_char - self.start, span.end_char - self.start

    def denials(self) -> list[_Denial]:
        found: list[_Denial] = []
        if not self.spans:
            return found
        found += self._verbs()
        for cue in _NOT_SO.finditer(self.text):
            if spans := self._after(cue.end(), exception=False, reach=4):
                found.append(_Denial(spans, self._words(cue.start(), cue.end())))
        for cue in _KEPT.finditer(self.text):
            if spans := self._before(cue.start()):
                found.append(_Denial(spans, self._words(cue.start(), cue.end())))
        for pattern in (_NI, _NONE, _WITHOUT, cues("polarity", "except")):
            for cue in pattern.finditer(self.text):
                spans = self._after(cue.end(), exception=pattern is not _NI and pattern is not _NONE)
                if spans and self._denies(cue, self.text[cue.end() : self.at(spans[0])[0]]):
                    found.append(_Denial(spans, self._words(cue.start(), cue.end())))
        for cue in cues("polarity", "safe").finditer(self.text):
            if _NE.search(self.text[max(0, cue.start() - 12) : cue.start()]) and "aucun" not in cue[0]:
                continue
            if cue[0].startswith("epargne") and _SAVINGS.search(self.text[max(0, cue.start() - 8) : cue.start()]):
                continue
            spans = self._before(cue.start()) or self._after(cue.end(), exception=False)
            if spans and not self._protection(self.text[self.at(spans[-1])[1] : cue.start()]):
                found.append(_Denial(spans, self._words(cue.start(), cue.end())))
        return found

    def _protection(self, between: str) -> bool:
        """« mot de passe réutilisé, double authentification absente »: what is missing is no data."""
        return any(word in self._not_data for word in re.findall(r"\w+", between))

    def open_denial(self) -> str | None:
        """The cue of a denial that reaches the colon at the sentence's end: « ne sont pas concernés : »."""
        best = None
        for negation in self._negations():
            best = self._words(*negation)
        for pattern in (cues("polarity", "safe"), cues("polarity", "except"), _NONE):
            for cue in pattern.finditer(self.text):
                best = best or self._words(cue.start(), cue.end())
        if best and self.spans and not all(span._.denied_by for span in self.spans):
            return None
        return best

    def _words(self, start: int, end: int) -> str:
        """The cue as written, to the end of its last word."""
        return self.written[start:end].strip()

    def _denies(self, cue: re.Match[str], between: str) -> bool:
        """The cue governs the data word: near it, and no « aucun doute », « sans authentification » between."""
        words = re.findall(r"[\w']+", between)
        if len(words) > 7 or any(word.rstrip("s") in self._not_data or word in self._not_data for word in words):
            return False
        if cue[0].startswith("sans") and _OPEN_ACCESS.search(self.text[max(0, cue.start() - 80) : cue.start()]):
            return False
        if cue[0].startswith("pas ") or cue[0].startswith("pas\n"):
            ne = list(_NE.finditer(self.text[max(0, cue.start() - 45) : cue.start()]))
            if ne:
                predicate = self.text[max(0, cue.start() - 45) + ne[-1].end() : cue.start()]
                return self._spares(predicate + " " + between)
        return True

    @cached_property
    def _not_data(self) -> frozenset[str]:
        return frozenset(self.words["not_data"])

    def _spares(self, predicate: str) -> bool:
        words = re.findall(r"\w+", predicate)
        blocked = set(self.words["no_denial"])
        if any(word in blocked or any(word.startswith(b) for b in blocked if len(b) > 5) for word in words):
            return False
        verbs = self.words["spared_verbs"]
        return any(word == verb or (len(verb) > 3 and word.startswith(verb)) for word in words for verb in verbs)

    def _negations(self) -> list[tuple[int, int]]:
        """« n'ont pas été dérobés »: from the « ne » to the end of what it negates."""
        found = []
        for ne in _NE.finditer(self.text):
            window = self.text[ne.end() : ne.end() + 60]
            negator = _NOT.search(window)
            if negator is None or re.search(r"[;:.]", window[: negator.start()]):
                continue
            tail = _TAIL.match(self.text, ne.end() + negator.end())
            predicate = window[: negator.end()] + (tail[0] if tail else "")
            if self._spares(predicate):
                words = _VERB.match(self.text, ne.end() + negator.end())
                found.append((ne.start(), words.end() if words else ne.end() + negator.end()))
        return found

    def _verbs(self) -> list[_Denial]:
        found = []
        for start, end in self._negations():
            negator_end = start + max((m.end() for m in _NOT.finditer(self.text[start:end])), default=0)
            direct = _ARTICLE.match(self.text, negator_end)
            after = self._after(negator_end, exception=False, reach=4) if direct else []
            spans = after or self._before(start) or self._after(end, exception=False, reach=10)
            if spans:
                found.append(_Denial(spans, self._words(start, end)))
        return found

    def _before(self, at: int) -> list[Span]:
        """The enumeration that ends just before: the subject of « n'ont pas été volés »."""
        taken: list[Span] = []
        edge = at
        for index in range(bisect_right(self.starts, at) - 1, -1, -1):
            span = self.spans[index]
            start, end = self.at(span)
            if end > edge and not taken:
                continue
            gap = self.text[end:edge] if end <= edge else ""
            limit = 75 if taken else 130
            if (
                len(gap) > limit  # first: what follows is then short
                or _STOP.search(gap)
                or ":" in gap
                or (_POSITIVE.search(gap) and (taken or ("qui" not in gap and "," not in gap)))
            ):
                break
            taken.append(span)
            if len(taken) >= LONGEST:
                break
            edge = min(edge, start)
        return taken[::-1]

    def _after(self, at: int, *, exception: bool, reach: int = 8) -> list[Span]:
        """The enumeration that begins just after; an exception ends where a new subject comes."""
        taken: list[Span] = []
        edge = at
        for index in range(max(0, bisect_right(self.starts, at) - 2), len(self.spans)):
            span = self.spans[index]
            start, end = self.at(span)
            if end <= at:
                continue
            if start < at and not taken:
                return []
            gap = self.text[edge:start] if start >= edge else ""
            if len(gap) > 130 or _STOP.search(gap) or _POSITIVE.search(gap):
                break
            if not taken and (len(re.findall(r"\w+", gap)) > reach or (exception and re.search(r"[:()«»]", gap))):
                break
            if taken and (
                len(gap) > 75 or (exception and re.search(r"[(–—]|\b(?:tou(?:s|tes?)|ont|avec)\b|, (?:les?|la|l'|vos|votre)\b", gap))
            ):
                break
            taken.append(span)
            if len(taken) >= LONGEST:
                break
            edge = max(edge, end)
        return taken
