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
    volumes = []
    for quantity in find_quantities(wording):
        if not _year(wording, quantity):
            unit = quantity.unit or "other"
            what = "loss" if unit in ("eur", "usd", "gbp", "btc") else WHAT.get(unit, "affected")
            volumes.append(Volume(low=quantity.low, high=quantity.high, unit=unit, what=what, exact=quantity.exact))
    return volumes


def _year(wording: str, quantity: Quantity) -> bool:
    """A bare figure between 1900 and 2099 that counts nothing, or stands after "depuis"."""
    figure = quantity.figure
    if not figure.bare or not 1900 <= figure.low <= 2099:
        return False
    return quantity.unit is None or (bool(_YEARS.search(wording[: figure.start])) and not quantity.known)
