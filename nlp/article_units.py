"""Article units: what a noun counts in the article at hand. Pure functions.

    L'enseigne va écrire à 44 000 porteurs de sa carte.       customer: an article about a shop
    Le parti a prévenu 27 000 adhérents.                      person: a party's members buy nothing
    Au Québec, le courriel exige 85 000 $.                    other: dollars of Canada

Words in `data/units.toml`, table `consumers`.
"""

import re
from dataclasses import dataclass

from nlp.data import load
from nlp.phrases import compiled
from nlp.quantities import Quantity
from nlp.reading import Unit

_CANADA = compiled(["Québec", "québécois*", "canadien*", "Canada", "Montréal", "Ottawa", "Toronto"])
_EUROPE = compiled(["CNIL", "ANSSI", "France", "français*", "euro", "euros"])
_PARTY = compiled(["parti politique", "du parti", "le parti", "un parti", "au parti", "militant*"])
_LETTERS = re.compile(r"\b(?:archives?|correspondances?|boîtes?|messagerie|échang\w+|lus?|lettres|documents|Go)\b", re.IGNORECASE)
_REACH = 350


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the whole article says of who its people and its dollars are."""

    shop: bool
    party: bool
    canada: bool


def setting_of(text: str) -> Setting:
    """The setting of an article."""
    return Setting(
        shop=bool(compiled(load("units")["consumers"]["signs"]).search(text)),
        party=bool(_PARTY.search(text)),
        canada=len(_CANADA.findall(text)) > len(_EUROPE.findall(text)),
    )


def settled(unit: Unit, quantity: Quantity, sentence: str, setting: Setting) -> Unit:
    """The unit, corrected by the article's setting and by the words before the quantity."""
    if setting.party and quantity.noun in ("adherent", "membre"):
        return "person"
    if setting.shop and unit == "person" and quantity.noun in load("units")["consumers"]["nouns"]:
        return "customer"
    if setting.canada and unit == "usd" and quantity.noun in ("$", "dollar"):
        return "other"
    letters = unit == "email_address" and not quantity.noun.startswith("adresse")
    return "record" if letters and _LETTERS.search(sentence, max(0, quantity.start - _REACH), quantity.start) else unit
