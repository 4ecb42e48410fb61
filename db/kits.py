"""Kits: kinds of data that, taken together, are enough to do harm with."""

from collections.abc import Iterable

from nlp.vocabulary import flags as flags_of_vocabulary

CIVIL = ("name", "sex", "birth_place", "nationality")
"""Civil identity: names however they are worded (nom, prénom, état civil), and what is listed only beside a name (civilité, lieu de naissance)."""
PROOFS = ("identity_document", "social_security_number")
"""What proves an identity. Both together imply the name, which each of them bears or leads to."""


def identity_theft(types: Iterable[str]) -> bool:
    """Whether an identity can be usurped: civil identity, birth date, and an identity document or a social security number.

    >>> identity_theft(["name", "birth_date", "identity_document"]), identity_theft(["birth_date", "identity_document", "social_security_number"])
    (True, True)
    >>> identity_theft(["birth_date", "social_security_number"]), identity_theft(["name", "birth_date"])
    (False, False)
    """
    kinds = set(types)
    proofs = kinds & set(PROOFS)
    return "birth_date" in kinds and bool(proofs) and (bool(kinds & set(CIVIL)) or len(proofs) == len(PROOFS))


def flags(types: Iterable[str]) -> frozenset[str]:
    """The vocabulary's flags of a set of kinds of data, with this rule for `identity_theft_kit`."""
    kinds = set(types)
    kit = {"identity_theft_kit"} if identity_theft(kinds) else set()
    return frozenset(flags_of_vocabulary(kinds) | kit)
