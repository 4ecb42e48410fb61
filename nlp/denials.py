"""Denials: which of a sentence's data words it says were not taken, and the words that say so.

Ni mot de passe ni coordonnée bancaire n'ont été extraits, de même que les RIB.
^^ denies          ^^^ denies                                ^^^ likewise

A negation of what is no data (« aucun doute », « pas encore chiffrée ») denies nothing. Words in `data/polarity.toml`.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span

from nlp.data import load
from nlp.denial_reach import Reach
from nlp.folding import cues

_NE = re.compile(r"\bn(?:e |')")
_NOT = re.compile(
    r"\b(?:pas|jamais|aucunement|nullement|guere|point|en rien|a aucun moment|en aucun cas|aucun moment|plus|(?<=ont )pu|"
    r"(?<=n'a )pu|(?<=rait )pu|(?<=raient )pu)\b"
)
_NI = re.compile(r"\bni\b")
_NONE = re.compile(r"\b(?:aucune?s?|nulle?)\b(?! moment)")
_WITHOUT = re.compile(r"\bsans\b(?: (?:toutefois|cependant|que) )?")
_OPEN_ACCESS = re.compile(
    r"\b(?:acces\w*|lisibl\w*|ouvert\w*|consultabl\w*|lire|entr\w+|connect\w+|protege\w*|libre|api|interface|serveurs?|portails?|"
    r"espaces?|pages?|bases? exposee|buckets?)\b[^.;]{0,40}$"
)
_NOT_SO = re.compile(r"\bne (?:l'est|le sont|l'etai(?:t|ent)|l'a|l'ont|le serai(?:t|ent)) (?:pas|point)\b(?: ete\b)?")
_REFUTES = re.compile(
    r"\b(?:exclu(?:t|ent)|ecarte(?:nt)?|dement(?:ent)?|nie(?:nt)?|refute(?:nt)?|conteste(?:nt)?|recuse(?:nt)?) (?:formellement |catégoriquement |aussi |egalement )?"
    r"(?:toute?|une?|les?|la|l'|que) ?(?:fuite|vol|acces|extraction|exfiltration|compromission|copie|consultation|divulgation|atteinte|perte)s? (?:de |des |du |d'|aux? )"
)
"""« exclut tout vol de passeports »."""
_NO = re.compile(r", (?:eux |elles |lui |elle )?(?:non|pas)(?: plus)?\W*$")
"""« Les mots de passe, non. »"""
_KEPT = re.compile(
    r"\bn(?:e |')(?:\w+ ){1,3}(?:pas|jamais|point|plus) (?:ete )?(?:communique|transmis|confie|fourni|envoye|remis|partage|donne|demande|collecte)\w* "
    r"(?:a|au|aux|par|chez)\b"
)
"""« ne sont jamais communiqués à ce prestataire »."""
_SAVINGS = re.compile(r"(?:l'|d'|\b(?:une|son|leur|cette) )$")
_OBJECT = re.compile(r" (?:une?|les?|la|des|l'|ces?|cette)\b")
"""Where the verb's object begins: « n'a jamais découragé | un pirate »."""
_IN_THE_LOT = re.compile(r"\bdans (?:le|la|ce|cet|cette|l') ?(?:lot|fichier|base|echantillon|archive|butin|fuite)\b")
_AUXILIARY = re.compile(r"^(?:a|ont|eu)\b")
_RELATIVE = re.compile(r"\b(?:par|chez|avec|contre) (?:une?|le|la|l'|son|sa|leur|des|ses) ?[^,;:.]{0,40} qui $")
_ARTICLE = re.compile(r" (?:de |d'|les? |la |l'|vos |votre |leurs? |ses |son |des )")
_TAIL = re.compile(r"[^,;:.()]{0,45}")
_VERB = re.compile(r"(?: (?:pu |ete |etre |en |par |aux? |les? )*\w+)?")


@dataclass(frozen=True)
class Denial:
    spans: list[Span]
    cue: str


class Sentence(Reach):
    """One sentence, its data words, and the denials in it."""

    def __init__(self, written: str, folded: str, start: int, spans: list[Span]) -> None:
        super().__init__(folded, start, spans)
        self.written = written
        self.words = load("polarity")

    def denials(self) -> list[Denial]:
        """Every denial of data in the sentence."""
        return [*self._verbs(), *self._phrases(), *self._spared()] if self.spans else []

    def _denial(self, spans: list[Span], start: int, end: int) -> list[Denial]:
        return [Denial(spans, self.words_of(start, end))] if spans else []

    def _phrases(self) -> list[Denial]:
        """« ni », « aucun », « sans », « à l'exception de »: what follows is denied."""
        found: list[Denial] = []
        for cue in _NOT_SO.finditer(self.text):
            found += self._denial(self.after(cue.end(), exception=False, reach=4), *cue.span())
        for cue in _REFUTES.finditer(self.text):
            found += self._denial(self.after(cue.end(), exception=False, reach=2), *cue.span())
        for pattern in (_NI, _NONE, _WITHOUT, cues("polarity", "except")):
            for cue in pattern.finditer(self.text):
                spans = self.after(cue.end(), exception=pattern is not _NI and pattern is not _NONE)
                if spans and "chiffres" not in spans[0].text and self._denies(cue, self.text[cue.end() : self.at(spans[0])[0]]):
                    found += self._denial(spans, *cue.span())
        return found

    def _spared(self) -> list[Denial]:
        """« sont hors de portée », « épargne »: what stands before is denied or, failing that, what follows."""
        found: list[Denial] = []
        for cue in _KEPT.finditer(self.text):
            found += self._denial(self.before(cue.start()), *cue.span())
        for cue in _NO.finditer(self.text):
            found += self._denial(self.before(cue.start()), cue.start() + 2, cue.end())
        for cue in cues("polarity", "safe").finditer(self.text):
            if _NE.search(self.text[max(0, cue.start() - 12) : cue.start()]) and "aucun" not in cue[0]:
                continue
            if cue[0].startswith("epargne") and _SAVINGS.search(self.text[max(0, cue.start() - 8) : cue.start()]):
                continue
            before = self.before(cue.start())
            spans = (before and before + self.likewise(cue.end())) or self.after(cue.end(), exception=False)
            if spans and not self._protection(self.text[self.at((before or spans)[-1])[1] : cue.start()]):
                found += self._denial(spans, *cue.span())
        return found

    def _protection(self, between: str) -> bool:
        """« mot de passe réutilisé, double authentification absente »: what is missing is no data."""
        return any(word in self._not_data for word in re.findall(r"\w+", between))

    def open_denial(self) -> str | None:
        """The cue of a denial that reaches the colon at the sentence's end: « ne sont pas concernés : »."""
        best = None
        for negation in self._negations():
            best = self.words_of(*negation)
        for pattern in (cues("polarity", "safe"), cues("polarity", "except"), _NONE):
            for cue in pattern.finditer(self.text):
                best = best or self.words_of(cue.start(), cue.end())
        if best and self.spans and not all(span._.denied_by for span in self.spans):
            return None
        return best

    def words_of(self, start: int, end: int) -> str:
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
        if any(word in blocked or any(word.startswith(b) for b in blocked if len(b) > 4) for word in words):
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
            at = ne.end() + negator.end()
            tail = _TAIL.match(self.text, at)
            subject = (
                window[: negator.end()]
                if _ARTICLE.match(self.text, at) or " y " in f" {window[: negator.start()]}"
                else _AUXILIARY.sub("", window[: negator.end()])
            )
            said = tail[0] if tail else ""
            if (self._spares(subject + _OBJECT.split(said)[0]) or _IN_THE_LOT.search(said)) and not self._other_subject(ne.start()):
                words = _VERB.match(self.text, at)
                found.append((ne.start(), words.end() if words else at))
        return found

    def _other_subject(self, at: int) -> bool:
        """« par un prestataire qui n'a pas été nommé »: the relative is not the data's."""
        return bool(_RELATIVE.search(self.text[max(0, at - 60) : at]))

    def _verbs(self) -> list[Denial]:
        found = []
        for start, end in self._negations():
            negator_end = start + max((m.end() for m in _NOT.finditer(self.text[start:end])), default=0)
            direct = _ARTICLE.match(self.text, negator_end)
            after = self.after(negator_end, exception=False, reach=4) if direct else []
            before = [] if after else self.before(start) or self.antecedent(start)
            spans = after or (before and before + self.likewise(end)) or self.after(end, exception=False, reach=10)
            if spans:
                found.append(Denial(spans, self.words_of(start, end)))
        return found
