r"""French typography and words for what the database holds: numbers, figures, dates, intervals, labels. Pure functions.

>>> figure({"low": 6128, "high": 6128, "unit": "record", "exact": 1})
'6\u202f128\xa0enregistrements'
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from db.titles import french_date, lower_first
from nlp.vocabulary import CATEGORIES, TERMS, Field

NARROW = "\u202f"
NBSP = "\u00a0"
UNITS = {
    "person": ("personne", "personnes"), "customer": ("client", "clients"), "patient": ("patient", "patients"), "employee": ("salarié", "salariés"),
    "account": ("compte", "comptes"), "record": ("enregistrement", "enregistrements"), "email_address": ("adresse e-mail", "adresses e-mail"),
    "phone_number": ("numéro de téléphone", "numéros de téléphone"), "file": ("fichier", "fichiers"), "machine": ("machine", "machines"),
    "site": ("site", "sites"), "organisation": ("organisation", "organisations"), "other": ("unité", "unités"),
    "eur": ("€", "€"), "usd": ("$", "$"), "gbp": ("£", "£"), "btc": ("bitcoin", "bitcoins"),
}  # fmt: skip
SYMBOLS = {"eur", "usd", "gbp"}
BYTES = ((10**15, "Po"), (10**12, "To"), (10**9, "Go"), (10**6, "Mo"), (10**3, "Ko"))
BIG = ((10**9, "milliard", "milliards"), (10**6, "million", "millions"))
STATUS = {"confirmed": "confirmé", "claimed": "revendiqué", "denied": "démenti", None: "statut non précisé"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""Marks that reverse the order in which text is shown: a title has no need of them, a forger has."""


def number(value: float) -> str:
    r"""
    >>> number(1234567), number(1.5)
    ('1\u202f234\u202f567', '1,5')
    """
    whole = f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"
    return whole.replace(",", NARROW).replace(".", ",")


def amount(value: int, unit: str | None) -> str:
    r"""One number with its unit.

    >>> amount(1200000, "account"), amount(33 * 10**9, "byte"), amount(50000, "eur"), amount(1, "person")
    ('1,2\xa0million de comptes', '33\u202fGo', '50\u202f000\u202f€', '1\xa0personne')
    """
    if unit == "byte":
        for size, name in BYTES:
            if value >= size:
                return f"{number(round(value / size, 1))}{NARROW}{name}"
        return f"{number(value)}{NARROW}o"
    one, several = UNITS.get(unit or "", ("", ""))
    word = one if value < 2 else several
    for size, singular, plural in BIG:
        if value >= size and value % (size // 100) == 0:
            said = f"{number(value / size)}{NBSP}{singular if value < 2 * size else plural}"
            if unit in SYMBOLS:
                return f"{said}{NBSP}de {'dollars' if unit == 'usd' else 'livres' if unit == 'gbp' else 'euros'}"
            return f"{said} {'d’' if word[:1] in 'aeiouyéè' else 'de '}{word}" if word else said
    if unit in SYMBOLS:
        return f"{number(value)}{NARROW}{word}"
    return f"{number(value)}{NBSP}{word}" if word else number(value)


def figure(row: Mapping[str, Any]) -> str:
    r"""A count: exact, approximate or a range.

    >>> figure({"low": 2000, "high": 9999, "unit": "person", "exact": 0})
    'de 2\u202f000 à 9\u202f999\xa0personnes'
    """
    low, high, unit = row["low"], row["high"], row["unit"]
    if low is None:
        return ""
    if high is None or low == high:
        return f"{'' if row['exact'] else 'environ '}{amount(low, unit)}"
    return f"de {number(low)} à {amount(high, unit)}" if unit != "byte" else f"de {amount(low, unit)} à {amount(high, unit)}"


def day(moment: str | None) -> str:
    """A date at its own precision: « 21 juillet 2020 », « juillet 2020 », « 2020 »."""
    if not moment:
        return "date inconnue"
    try:
        return french_date(moment).replace(" ", NBSP)
    except (ValueError, IndexError):
        return moment


def interval(days: int) -> str:
    r"""How long, in the unit one would say it in.

    >>> interval(1), interval(597), interval(931)
    ('1\xa0jour', '20\xa0mois', '2\xa0ans et 7\xa0mois')
    """
    if days < 60:
        return plural(days, "jour")
    months = round(days / 30.44)
    if months < 24:
        return f"{months}{NBSP}mois"
    years, left = divmod(months, 12)
    return plural(years, "an") + (f" et {left}{NBSP}mois" if left else "")


def share(value: float | None) -> str:
    """A share between 0 and 1, with two decimals.

    >>> share(0.7), share(1.0), share(None)
    ('0,70', '1,00', '—')
    """
    return "—" if value is None else f"{value:.2f}".replace(".", ",")


def days_between(first: str | None, last: str | None) -> int | None:
    """Days from one ISO day to another."""
    if not first or not last:
        return None
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def plural(count: int, one: str, several: str | None = None) -> str:
    r"""
    >>> plural(2, "incident"), plural(0, "journal", "journaux")
    ('2\xa0incidents', '0\xa0journal')
    """
    return f"{number(count)}{NBSP}{one if count < 2 else several or one + 's'}"


def label(code: str | None, field: Field) -> str:
    """What a code is called; a code that this Vigie does not know stays as it is."""
    if code is None:
        return STATUS[None] if field == "claim" else "non précisé"
    if field == "claim" and code in STATUS:
        return STATUS[code]
    term = TERMS[field].get(code)
    return term.fr if term else code


def lowered(words: str) -> str:
    """A label inside a sentence."""
    return lower_first(words)


def sensitive(code: str) -> int | None:
    """The GDPR's article that protects a kind of data more than others: 9, 10 or none."""
    term = TERMS["data_type"].get(code)
    return None if term is None else 9 if term.art9 else 10 if term.art10 else None


def category(code: str) -> str:
    """The shelf of a kind of data."""
    term = TERMS["data_type"].get(code)
    shelf = term.category if term else None
    return CATEGORIES.get(shelf or "unspecified", CATEGORIES["unspecified"])[0]


def choices(field: Field) -> list[tuple[str, str]]:
    """Codes and labels of a list, for a form."""
    return [(term.code, term.fr if field != "claim" else STATUS[term.code].capitalize()) for term in TERMS[field].values()]


def safe_url(url: str | None) -> str | None:
    """The address if a browser may follow it to another site: http or https with a host, never `javascript:`."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def marked(extract: str | None, raw: str | None) -> Markup:
    """An extract with its fact's own words marked."""
    if not extract:
        return Markup("<mark>{}</mark>").format(raw or "")
    place = extract.find(raw) if raw else -1
    if place < 0 or raw is None:
        return escape(extract)
    return Markup("{}<mark>{}</mark>{}").format(extract[:place], raw, extract[place + len(raw) :])


def shown(value: Any) -> Any:
    """What a template writes: text without the marks that reverse its order."""
    if isinstance(value, str) and BIDI.search(value):
        return Markup(BIDI.sub("", str(value))) if isinstance(value, Markup) else BIDI.sub("", value)  # noqa: S704 - only takes away
    return value
