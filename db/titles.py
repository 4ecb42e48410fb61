"""Titles: an incident in one French line, made from its facts.

>>> incident_title(["Doctolib"], ["intrusion", "data_breach"], "2020-07-21")
'Doctolib\u202f: fuite de données (21 juillet 2020)'
"""

from collections.abc import Sequence

from nlp.vocabulary import label

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
TELLING = ("ransomware", "exposed_database", "data_breach", "ddos", "defacement", "fraud", "sabotage", "espionage")
"""The attack types that tell most, the first first."""


def incident_title(victims: Sequence[str], attack_types: Sequence[str], date: str | None) -> str:
    """Who, what and when."""
    who = victims[0] if len(victims) == 1 else f"{', '.join(victims[:2])}{' et autres' if len(victims) > 2 else ''}"
    kind = next((code for code in TELLING if code in attack_types), attack_types[0] if attack_types else None)
    what = lower_first(label("attack_type", kind)) if kind else "incident"
    when = f" ({french_date(date)})" if date else ""
    return f"{who}\u202f: {what}{when}"


def lower_first(words: str) -> str:
    """« Fuite de données » inside a sentence; an acronym (DDoS) stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] in {"’", "'", " "} else words


def french_date(moment: str) -> str:
    """A date at its own precision, in French.

    >>> french_date("2024-02"), french_date("2024-02-01")
    ('février 2024', '1er février 2024')
    """
    year, *rest = moment[:10].split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month} {year}"
    day = int(rest[1])
    return f"{'1er' if day == 1 else day} {month} {year}"
