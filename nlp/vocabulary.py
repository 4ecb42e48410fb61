"""The vocabulary: what each code of the contract is called and means. Plain tables, no spaCy.

>>> label("data_type", "iban"), label("data_type", "iban", language="en")
('IBAN, RIB', 'IBAN')
>>> [term.code for term in TERMS["data_type"].values() if term.art9]
['biometrics', 'health', 'opinion', 'sexual_life']
"""

import dataclasses
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal

from nlp.data import load

Field = Literal["about", "role", "claim", "attack_type", "what", "unit", "sector", "data_type"]
FIELDS: tuple[Field, ...] = ("about", "role", "claim", "attack_type", "what", "unit", "sector", "data_type")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Term:
    """One code of one closed list."""

    field: Field
    code: str
    fr: str
    en: str
    definition: str
    """What it means, in French, in one line."""
    category: str | None = None
    """The shelf of a kind of data: identity, contact, finance…"""
    art9: bool = False
    """Special category of personal data: GDPR article 9."""
    art10: bool = False
    """Criminal convictions and offences: GDPR article 10."""
    mappings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The same thing in other lists: `cnil`, `hibp`, `veris`, `rsit`."""


MAPPINGS = ("cnil", "hibp", "veris", "rsit")
CATEGORIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "identity": ("Identité", "Identity"),
        "contact": ("Coordonnées", "Contact"),
        "government": ("Numéros officiels", "Government numbers"),
        "credentials": ("Accès", "Credentials"),
        "finance": ("Argent", "Finance"),
        "health": ("Santé", "Health"),
        "work": ("Travail et école", "Work and school"),
        "customer": ("Client", "Customer"),
        "technical": ("Technique", "Technical"),
        "content": ("Contenus", "Content"),
        "sensitive": ("Sensible", "Sensitive"),
        "unspecified": ("Sans précision", "Unspecified"),
    }
)
"""French and English names of the shelves of kinds of data."""


def _term(name: Field, code: str, row: dict[str, str | bool]) -> Term:
    return Term(
        field=name,
        code=code,
        fr=str(row["fr"]),
        en=str(row["en"]),
        definition=str(row["is"]),
        category=str(row["category"]) if "category" in row else None,
        art9=bool(row.get("art9", False)),
        art10=bool(row.get("art10", False)),
        mappings=MappingProxyType({name: str(row[name]) for name in MAPPINGS if name in row}),
    )


TERMS: Mapping[Field, Mapping[str, Term]] = MappingProxyType(
    {name: MappingProxyType({code: _term(name, code, row) for code, row in load("vocabulary")[name].items()}) for name in FIELDS}
)
"""Every code, by field, in the contract's order."""


def label(name: Field, code: str, *, language: Literal["fr", "en"] = "fr") -> str:
    """What a code is called.

    >>> label("attack_type", "ransomware")
    'Rançongiciel'
    """
    term = TERMS[name].get(code)
    if term is None:
        raise KeyError(f"{name} has no code {code!r}: it is one of {', '.join(TERMS[name])}")
    return term.fr if language == "fr" else term.en


FRAUD_CONTACTS = frozenset({"email", "phone", "postal_address"})
IDENTITY_PROOFS = frozenset({"identity_document", "social_security_number"})


def flags(types: Collection[str]) -> frozenset[str]:
    """What a set of kinds of data taken together amounts to.

    >>> sorted(flags({"name", "email", "iban", "health"}))
    ['fraud_kit', 'sensitive_art9']
    """
    kinds = set(types)
    terms = [TERMS["data_type"][code] for code in kinds]
    tests = {
        "sensitive_art9": any(term.art9 for term in terms),
        "art10": any(term.art10 for term in terms),
        "fraud_kit": {"name", "iban"} <= kinds and bool(kinds & FRAUD_CONTACTS),
        "identity_theft_kit": {"name", "birth_date"} <= kinds and bool(kinds & IDENTITY_PROOFS),
    }
    return frozenset(name for name, holds in tests.items() if holds)
