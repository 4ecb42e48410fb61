"""How far a denial reaches: the enumeration of data words before or after its words.

Les RIB et les mots de passe n'ont pas été extraits, de même que les IBAN.
    ^^^        ^^^^^^^^^^^^ before                                   ^^^^ likewise
"""

import re
from bisect import bisect_right

from spacy.tokens import Span

_STOP = re.compile(
    r";|\bmais(?! (?:pas|ni|aucune?))\b|\ben revanche\b|\bpar contre\b|\btoutefois\b|\bcependant\b|\bseuls?\b|"
    r"\bseules?\b|\btandis\b|\balors que\b|\bqui (?:ont|a)\b|\bnotamment que\b|\bcontrairement\b"
)
_POSITIVE = re.compile(
    r"\b(?:ont|a|avaient|avait|auraient|aurait|sont|seraient|est|serait) (?:bien |egalement |aussi |donc )?(?:ete |"
    r"pu )?(?!(?:ete|la|le|les|un|une|des?|du|ce|cette|son|ses|sa|leurs?|nos|vos|votre|pas|jamais|ni|epargn|hors|intact|"
    r"indemn|preserv|exclu|absent|saufs|a l'abri|en securite|indemne|rest\w*|demeur\w*|elles?|ils?|eux|lui|aussi|toutes?|tous|quant|en|"
    r"vides?|tenu|echappe|tire|passe|donc|bien|egalement)\b)(?!epargn|preserv|exclu)[a-z]{2,}"
)
_MEANWHILE = re.compile(r"^,? (?:en revanche|par contre|toutefois|cependant|heureusement|elles?|eux|lui|pour l'instant|a ce stade),?(?= )")
"""« Ce qui ne l'est pas : les mots de passe »."""
_LIKEWISE = re.compile(r"[^,;:.]{0,25},? (?:de meme que|tout comme|ainsi que|au meme titre que|comme) ")
_ASIDE = re.compile(r", (?:qui|que|qu'|dont|ou) [^,;:]*, ")
"""« , qui ont longtemps été exigés, » between the data and what is said of them."""
_THEY = re.compile(r"\b(?:ils|elles|ceux-ci|celles-ci) $")
REACH = 130
"""How far back « ils » may look."""
LONGEST = 40
"""The items of an enumeration that one denial may cover."""


class Reach:
    """One sentence and its data words; which of them stand together before or after a place."""

    def __init__(self, folded: str, start: int, spans: list[Span]) -> None:
        self.text = folded
        self.start = start
        self.spans = spans
        self.bounds = [(span.start_char - start, span.end_char - start) for span in spans]
        self.starts = [at for at, _ in self.bounds]

    def at(self, span: Span) -> tuple[int, int]:
        return span.start_char - self.start, span.end_char - self.start

    def likewise(self, at: int) -> list[Span]:
        """« restent à l'abri, de même que les mots de passe »."""
        joint = _LIKEWISE.match(self.text, at)
        return self.after(joint.end(), exception=True, reach=3) if joint else []

    def antecedent(self, at: int) -> list[Span]:
        """« pour les mots de passe, elle est formelle : ils n'ont pas été touchés »."""
        if not _THEY.search(self.text[max(0, at - 20) : at]):
            return []
        last = bisect_right(self.starts, at) - 1
        return [self.spans[last]] if last >= 0 and at - self.at(self.spans[last])[1] <= REACH else []

    def before(self, at: int) -> list[Span]:
        """The enumeration that ends just before: the subject of « n'ont pas été volés »."""
        taken: list[Span] = []
        edge = at
        for index in range(bisect_right(self.starts, at) - 1, -1, -1):
            span = self.spans[index]
            start, end = self.bounds[index]
            if end > edge and not taken:
                continue
            gap = self.text[end:edge] if end <= edge else ""
            gap = gap if taken or len(gap) > REACH else _ASIDE.sub(", ", gap)
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

    def after(self, at: int, *, exception: bool, reach: int = 8) -> list[Span]:
        """The enumeration that begins just after; an exception ends where a new subject comes."""
        taken: list[Span] = []
        edge = at
        for index in range(max(0, bisect_right(self.starts, at) - 2), len(self.spans)):
            span = self.spans[index]
            start, end = self.bounds[index]
            if end <= at:
                continue
            if start < at and not taken:
                return []
            gap = self.text[edge:start] if start >= edge else ""
            gap = gap if taken else _MEANWHILE.sub("", gap)
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
