"""Places: the country and region of an organisation, and how they are known. Pure; never those of the outlet that tells of it.

CHU d’Angers               the gazetteer's row: Pays de la Loire
Clinique d’Angers          the place in its name, which is a commune of the gazetteer: Pays de la Loire
Fermoy                     unknown
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.gazetteer import Known, known_organisations
from nlp.names import fold, institution, name_key, without_brackets

PLACES = ("region", "department", "commune")
BEFORE = frozenset({"de", "d", "du", "des", "en", "a", "la", "l", "les"})
"""What stands before a place at the end of a name."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where an organisation is."""

    country: str | None = None
    region: str | None = None
    by: Literal["gazetteer", "name"] | None = None


NOWHERE = Located()


@cache
def places() -> Mapping[str, str]:
    """Regions, departments and larger communes by their folded names without their articles, with their region; none that two regions have."""
    found: dict[str, set[str]] = {}
    for row in known_organisations():
        if row.kind in PLACES and row.region:
            _, rest = institution(name_key(row.name).split())
            found.setdefault(" ".join(rest), set()).add(row.region)
            found.setdefault(" ".join(bare(fold(row.region).split())), set()).add(row.region)
    return {place: next(iter(regions)) for place, regions in found.items() if len(regions) == 1 and place}


def bare(words: list[str]) -> list[str]:
    """Words without the small ones between them."""
    return [word for word in words if word not in {"de", "d", "du", "des", "la", "le", "les", "l", "en", "et"}]


def locate(name: str, row: Known | None) -> Located:
    """Where an organisation is: as its row of the gazetteer says, else by the place that its name ends with.

    >>> locate("Clinique d’Angers", None).region, locate("Fermoy", None).region
    ('Pays de la Loire', None)
    """
    if row and (row.country or row.region):
        return Located(country=row.country, region=row.region, by="gazetteer")
    code, rest = institution(name_key(name).split())
    if code and (region := places().get(" ".join(rest))):
        return Located(country="FR", region=region, by="name")
    words = fold(without_brackets(name)).split()
    for start in range(1, len(words)):
        region = places().get(" ".join(bare(words[start:]))) if words[start - 1] in BEFORE else None
        if region:
            return Located(country="FR", region=region, by="name")
    return NOWHERE
