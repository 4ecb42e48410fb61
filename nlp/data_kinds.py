"""Kinds of data, each beside the others: what is generic, what is ambiguous, what the press insists on. Pure, no spaCy."""

import re
from collections.abc import Set as AbstractSet

from nlp.folding import fold

_ATTRIBUTES = {
    "password": (
        ("clear", re.compile(r"\b(?:en clair|non chiffres?|pas chiffres?|non haches?|lisibles?|sans chiffrement|en texte brut)\b")),
        ("hashed", re.compile(r"\b(?:hach|hash|condensat|empreinte|md5|sha-?\d|bcrypt|argon2|sale[se]s?\b)")),
        ("encrypted", re.compile(r"\b(?:chiffre|crypte)")),
    ),
    "bank_card": (
        (
            "partial",
            re.compile(
                r"\b(?:partiel|tronqu|masqu|(?:4|quatre|six|6|derniers|premiers) (?:derniers |premiers )?(?:chiffres|numeros)|incomplet)"
            ),
        ),
        ("full", re.compile(r"\b(?:complet|cvv|cvc|cryptogramme|date d'expiration|dates d'expiration|integral)")),
    ),
}


def attribute(code: str, text: str) -> str | None:
    """What the words around a password or a bank card insist on.

    >>> attribute("password", "mots de passe hachés en MD5")
    'hashed'
    """
    folded = fold(text)
    return next((name for name, pattern in _ATTRIBUTES.get(code, ()) if pattern.search(folded)), None)


GENERIC = {"bank_details": frozenset({"iban", "bank_card"}), "contact": frozenset({"email", "phone", "postal_address"})}
"""Words said first and made specific later, and what makes them so; `personal_data` and `customer_data` yield to any kind about persons."""
IMPERSONAL = frozenset({"internal_document", "source_code", "trade_secret", "database_backup", "secret_key"})
VAGUE = frozenset({"personal_data", "customer_data", "contact", "none"})
EITHER = {
    "mails": ("email", "message"),
    "finances": ("bank_details", "internal_document"),
    "contracts": ("contract", "internal_document"),
    "orders": ("purchase", "internal_document"),
}
"""Words that mean one thing among a person's particulars and another elsewhere."""
PARTICULARS = frozenset(
    "name birth_date phone postal_address email sex customer_number username social_security_number iban password".split()
)


_SCHOOL = re.compile(
    r"\b(?:ecoles?|etudiant\w*|lycee\w*|college\w*|universit\w+|eleves?|facultes?|rectorat|campus|scolari\w+|proviseur\w*|professeurs?|enseignant\w*|bac|baccalaureat)\b"
)
_HEALTH = re.compile(
    r"\b(?:hopita\w+|hospitali\w+|clinique\w*|patient\w*|medec\w+|medica\w+|soign\w+|soins|laboratoire\w*|cabinet dentaire|ehpad|sante)\b"
)
_LAW = re.compile(
    r"\b(?:avocat\w*|tribuna\w+|judiciaire\w*|juge|juges|notaire\w*|huissier\w*|greffe\w*|pena\w+|prud'hom\w+|police|gendarmerie)\b"
)
_WORKS = re.compile(
    r"\b(?:usine\w*|pieces?|moteurs?|conception|fabrica\w+|industri\w+|bureau d'etudes|prototypes?|moules?|chantier naval|ingenieur\w*|outillage|machines?)\b"
)
BY_SUBJECT = {
    "exams": ((_SCHOOL, "school_record"), (None, "health")),
    "results": ((_SCHOOL, "school_record"), (None, "health")),
    "bulletins": ((_SCHOOL, "school_record"), (None, "income")),
    "files": ((_HEALTH, "health"), (_LAW, "judicial"), (_SCHOOL, "school_record"), (None, "personal_data")),
    "conduct": ((_SCHOOL, "school_record"), (None, "hr_record")),
    "minutes": ((_LAW, "judicial"), (None, "internal_document")),
    "plans": ((_WORKS, "trade_secret"), (None, "internal_document")),
}
"""Words that mean what is spoken of around them: the kind for each subject, the first that is found."""
SUBJECT_REACH = 500


def by_subject(code: str, folded: str, start: int, end: int) -> str:
    """The kind that a word names in the midst of what is spoken of around.

    >>> by_subject("exams", "les resultats d'examens des eleves", 4, 23)
    'school_record'
    """
    near = folded[max(0, start - SUBJECT_REACH) : end + SUBJECT_REACH]
    return next((kind for subject, kind in BY_SUBJECT.get(code, ()) if subject is None or subject.search(near)), code)


def superseded(code: str, kinds: AbstractSet[str]) -> bool:
    """Whether a generic word says nothing more beside the other kinds named.

    >>> superseded("bank_details", {"name", "iban"}), superseded("contact", {"name"})
    (True, False)
    """
    if code in {"personal_data", "customer_data"}:
        return bool(kinds - IMPERSONAL - VAGUE) or (code == "customer_data" and "personal_data" in kinds)
    return bool(GENERIC.get(code, frozenset()) & kinds)


def resolve(code: str, beside: AbstractSet[str]) -> str:
    """The kind that an ambiguous word names beside other kinds.

    >>> resolve("mails", {"name", "phone"}), resolve("mails", {"internal_document"})
    ('email', 'message')
    """
    particular, elsewhere = EITHER.get(code, (code, code))
    return particular if beside & PARTICULARS else elsewhere
