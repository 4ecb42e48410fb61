"""Nouns beside an organisation's name: whose trade they tell. Pure.

La plateforme Livroo, une jeune pousse lilloise, loue…
   ^^^^^^^^^^ before      ^^^^^^^^^^^^ apposition
"""

from bisect import bisect_right
from collections.abc import Iterator

from nlp.sector_scene import Rows
from nlp.sector_words import Token, Told, skipped

MENTIONS = 12
"""Mentions looked at: the first ones introduce a name."""
EARLY = 3
LEFT, RIGHT = 14, 30
"""Words on either side in which a noun may describe it."""
NEAR, ASIDE, FAR = 5, 6, 12
"""Words between: still near, still in the apposition, far."""
OWN = {"before": 5.0, "apposition": 4.5, "is": 4.0}
"""Places where a noun is the organisation's own, and how well it shows it."""
OTHERS = frozenset({"other", "supplier"})
_STOPS = frozenset('.;:!?()«»"“”[]–—|,')
_OPENS = frozenset({",", "(", "–", "—", ":"})
_QUOTES = frozenset("«»\"“”'")
_APPOSED = frozenset(
    "specialiste numero geant groupe societe entreprise filiale reseau chaine plateforme service site pme eti fleuron acteur installe base".split()
)
_IS = frozenset(
    "est exploite gere edite fabrique propose vend fournit emploie commercialise distribue produit publie organise qui regroupe equipe transporte "
    "livre loue heberge".split()
)


def beside(found: Rows, index: int, who: str) -> None:
    """Nouns before the names of an organisation, in its apposition, and in the same sentence."""
    for rank, n, where in _around(found, index):
        one = found.words.told[n]
        if one.kind == "nouns" and where in OWN:
            found.owned[n].add(index)
        if who not in OTHERS or where in OWN:
            _note(found, one, where, who, rank)


def _note(found: Rows, one: Told, where: str, who: str, rank: int) -> None:
    """One phrase beside one mention; later mentions count less."""
    fade = 1.0 if rank < EARLY else 0.6
    for sector in one.sectors:
        if one.kind == "nouns":
            found.note(sector, f"{where} {who}", fade)
            if rank == 0:
                found.note(sector, f"{where} {who} first")
            if where in OWN:
                found.note(sector, f"{where} {who} sole", fade / len(one.sectors))
                if who == "1":
                    found.note(sector, f"word {one.phrase}", fade)
        else:
            found.note(sector, f"{one.kind} {where} {who}", fade)
        if who == "1":
            found.reason(sector, OWN.get(where, 1.0) * fade, one.start, one.end)


def _around(found: Rows, index: int) -> Iterator[tuple[int, int, str]]:
    """The rank of each mention, the number of each phrase of its sentence that is near, and how it stands to the name."""
    scene, words = found.scene, found.words
    for rank, (start, end) in enumerate(scene.orgs[index].places[:MENTIONS]):
        first, after = bisect_right(words.places, start - 1), bisect_right(words.places, end - 1)
        number = scene.sentence(start)
        for n in range(bisect_right(words.firsts, first - LEFT), bisect_right(words.firsts, after + RIGHT - 1)):
            one = words.told[n]
            if scene.sentence(one.start) == number and (where := _where(words.tokens, one, first, after)):
                yield rank, n, where


def _where(words: list[Token], one: Told, first: int, after: int) -> str | None:
    """How a phrase stands to a name that spans the tokens `first` to `after`; None within it."""
    if one.after <= first:
        return _left([word.form for word in words[one.after : first]])
    return _right([word.form for word in words[after : one.first]]) if one.first >= after else None


def _left(between: list[str]) -> str:
    if all(form in skipped() or form in _QUOTES for form in between):
        return "before"
    if len(between) <= NEAR and _STOPS.isdisjoint(between):
        return "before near"
    return "left" if len(between) <= FAR else "left far"


def _right(between: list[str]) -> str:
    if between and between[0] in _OPENS and len(between) <= ASIDE and _STOPS.isdisjoint(between[1:]):
        return "apposition" if all(form in skipped() or form in _APPOSED for form in between[1:]) else "apposition far"
    if any(form in _IS for form in between[:3]) and len(between) <= ASIDE + 2:
        return "is"
    return "right" if len(between) <= FAR else "right far"
