"""Wordings: what registers write in a cell, read into our own codes. Pure functions.

5.76Go, 3.8 millions de clients
^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^
byte    customer
"""

import re
from dataclasses import dataclass

from nlp.quantities import Quantity, find_quantities
from nlp.reading import Unit, What

_YEARS = re.compile(r"(?:depuis|en|avant|après|de|à|années?|entre|dès|jusqu'en|fin|début|et|-|/)\s?$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\b(?:lots?|parties?|phases?|vagues?|versions?|fichiers? n[°o]|n[°o]|étapes?|base n[°o])\s?)$", re.IGNORECASE)
"""What a number only tells from its neighbours: « Lot 1 »."""
_BINARY = re.compile(r"(?<=[\d\s])([KMGT])i(?:o|b|B)\b")
"""Gio, GiB: registers do not tell them from Go."""
_ENGLISH = {
    "rows?|lines": "lignes", "records?|entries": "enregistrements", "users": "utilisateurs", "customers": "clients", "accounts": "comptes",
    "people|individuals|persons": "personnes", "employees": "employés", "files": "fichiers", "members": "membres", "subscribers": "abonnés",
    "students": "étudiants", "email addresses|e-?mails": "adresses e-mail", "companies": "entreprises", "phone numbers": "numéros de téléphone",
}  # fmt: skip
"""English units, with ours."""
_NUMBER = r"\d[ \u00a0\u202f]?(?:[kKmM]|(?P<million>millions?)|(?P<billion>billions?)|(?P<thousand>thousand))?"
_NOUN = re.compile(rf"(?P<number>{_NUMBER})[ \u00a0\u202f]+(?:of )?(?P<noun>{'|'.join(_ENGLISH)})\b", re.IGNORECASE)
LONGEST = 5000
"""Characters of a wording that are read: no cell is longer."""
WHAT: dict[Unit, What] = {"byte": "volume", "file": "volume", "machine": "systems", "site": "systems"}
"""What a quantity of each unit measures where no other word says; every other unit: `affected`."""


@dataclass(frozen=True, kw_only=True)
class Volume:
    """One quantity of a wording."""

    low: int
    high: int
    unit: Unit
    what: What
    exact: bool


def read_volumes(wording: str) -> list[Volume]:
    """Every quantity of a wording, in order; none where it holds no quantity.

    >>> [(volume.low, volume.unit) for volume in read_volumes("5.76Go, 3.8 millions de clients")]
    [(5760000000, 'byte'), (3800000, 'customer')]
    >>> read_volumes("Credential stuffing")
    []
    """
    wording = _NOUN.sub(_in_french, wording[:LONGEST])
    wording = _BINARY.sub(r"\1o", wording)
    volumes = []
    for quantity in find_quantities(wording):
        if not _year(wording, quantity) and not _number(wording, quantity):
            unit = quantity.unit or "other"
            what = "loss" if unit in ("eur", "usd", "gbp", "btc") else WHAT.get(unit, "affected")
            volumes.append(Volume(low=quantity.low, high=quantity.high, unit=unit, what=what, exact=quantity.exact))
    return volumes


def _in_french(found: re.Match[str]) -> str:
    """ "1.2 million users" as registers here write it."""
    noun = next(french for english, french in _ENGLISH.items() if re.fullmatch(english, found["noun"], re.IGNORECASE))
    for english, french in {"million": "millions de", "billion": "milliards de", "thousand": "mille"}.items():
        if found[english]:
            return f"{found['number'].removesuffix(found[english])}{french} {noun}"
    return f"{found['number']} {noun}"


def _year(wording: str, quantity: Quantity) -> bool:
    """A bare figure between 1900 and 2099 that counts nothing, or stands after "depuis"."""
    figure = quantity.figure
    if not figure.bare or not 1900 <= figure.low <= 2099:
        return False
    return quantity.unit is None or (bool(_YEARS.search(wording[: figure.start])) and not quantity.known)


def _number(wording: str, quantity: Quantity) -> bool:
    """A number that counts nothing: « lot 2 »."""
    return quantity.unit is None and quantity.figure.bare and bool(_NUMBERED.search(wording[: quantity.figure.start]))
