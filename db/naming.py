"""Naming: whether a name is a person's, so that it stays out of the public edition where a reader took it for an organisation. Pure.

    … explique Damien Courtois.   M. Vantadour conteste.   le chercheur Zorobin Skarde   J. Durand   Julien D.   DURAND Julien
               ^^^^^^^^^^^^^^^    ^^^^^^^^^^^^            ^^^^^^^^^^^^^ ^^^^^^^^^^^^^   ^^^^^^^^^   ^^^^^^^^^   ^^^^^^^^^^^^^

This is best effort: a person under a rare first name whom nothing announces passes for an organisation, and a firm that is called after its
founder and in no gazetteer is left out. The words are `nlp/data/persons.toml` and `nlp/data/first_names.toml`.
"""

import re
from functools import cache, lru_cache

from db.organisations import known_keys
from nlp.data import load
from nlp.names import fold, institution, match_key, phrases, vocabulary

ROLES = frozenset({"attacker", "source", "other", "authority"})
"""Roles that a person quoted or accused is given. A victim or a supplier may bear its founder's name: it stays, save after a civility."""
CIVILITY = re.compile(r"\b(?:MM?\.|M(?:me|lle|e|r)s?|D[r]|P[r]|Maître|Monsieur|Madame)[\s\u00a0\u202f]+(?=[A-ZÀ-ÖØ-Þ])")
INITIALS = re.compile(r"[A-ZÀ-ÖØ-Þ]\.(?:[ \u00a0\u202f-]?[A-ZÀ-ÖØ-Þ]\.)*[ \u00a0\u202f]+[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ ’'-][^\W\d_]+){0,2}")
PARTICLES = frozenset({"de", "du", "des", "d", "le", "la", "van", "von", "der", "el", "al", "ben"})
NAMED_AFTER = frozenset("""
saint sainte st ste rue avenue place boulevard cours quai square pont stade theatre musee maison fondation groupe institut centre lycee college
ecole prix aeroport port etablissement etablissements laboratoires cabinet societe association residence espace campus amphitheatre
""".split())  # fmt: skip
"""Before a first name, these begin the name of a place or of an organisation."""
FIRMS = frozenset("""
team crew gang squad leaks locker hacker hackers security securite consulting conseil consultants technologies technology technologie tech solutions systems
systemes software logiciels media medias presse news labs lab laboratoire laboratoires energie industries industrie services distribution transports
assurances assurance capital partners associes avocats freres fils bank banque credit telecom telecoms mobile online web cloud digital numerique
company group enterprises sons holding hebdo magazine radio productions editions automobiles hotels immobilier voyages international europe france
""".split())  # fmt: skip
"""Anywhere in a name, these tell a firm or a group."""
SURNAMES = frozenset({"grand", "grande", "petit", "petite", "francais", "francaise", "ville", "chambre", "prive"})
"""Words that describe an organisation, and that are surnames too."""
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
HANDLE = re.compile(r"[\d_@&/+]")
"""No person's name holds one: a pseudonym or a firm's does."""
QUOTED = re.compile(r"[«“\"][ \u00a0\u202f]?$")
BEFORE, AFTER = (
    re.compile(r"(\w[\w-]*)(?:[ \u00a0\u202f]|, )$"),
    re.compile(r",[ \u00a0\u202f](?:l[ea] |l’|l'|une? |ancienne? |ex-)?(\w[\w-]*)"),
)
VAGUE = frozenset(
    {"expert", "experte", "chef", "cheffe", "responsable", "analyste", "client", "patient", "victime", "pirate", "hacker", "associe"}
)
"""Functions that a firm has too where they stand after its name: « Untel, expert en… »."""
LONGEST = 4


@cache
def first_names() -> frozenset[str]:
    """Common first names, as `fold` writes them, each by its first word."""
    return frozenset(fold(name).split()[0] for name in f"{load('persons')['first_names']} {load('first_names')['first_names']}".split())


@cache
def functions() -> frozenset[str]:
    """What stands before or after a person's name."""
    return frozenset(fold(word) for table in ("persons", "first_names") for word in load(table)["functions"].split())


@lru_cache(maxsize=50_000)
def is_firm(name: str) -> bool:
    """Whether the gazetteer knows a name, or one of its words is an institution's or a firm's.

    >>> is_firm("Yves Rocher"), is_firm("Martin Technologies"), is_firm("Hôpital Jean Moulin"), is_firm("Damien Courtois")
    (True, True, True, False)
    """
    parts = fold(name).split()
    told = FIRMS | {form[0] for form in phrases("legal") if len(form) == 1} | (vocabulary("generic", "words") - SURNAMES)
    return (
        match_key(name) in known_keys()
        or bool(institution(parts)[0])
        or (bool(parts) and parts[0] in NAMED_AFTER)
        or any(part in told for part in parts)
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def personal(name: str) -> bool:
    """Whether a name, by itself, is a person's.

    >>> [personal(name) for name in ("Damien Courtois", "J. Durand", "Julien D.", "DURAND Julien", "Mme Sorbier", "NoirCorail", "Yves Rocher")]
    [True, True, True, True, True, False, False]
    """
    whole = name.strip()
    return looks_personal(whole) and not is_firm(whole)


def looks_personal(whole: str) -> bool:
    """Whether a name has the look of a person's: what costs least to know."""
    if CIVILITY.match(whole) or INITIALS.fullmatch(whole):
        return True
    words = WORD.findall(whole)
    if not 2 <= len(words) <= LONGEST or HANDLE.search(whole):
        return False
    if not words[-1][0].isupper() or not words[0][0].isupper():
        return False
    if not all(word[0].isupper() or fold(word).split()[:1] == [] or fold(word).split()[0] in PARTICLES for word in words):
        return False
    return begins(words[0]) or (len(words) == 2 and words[0].isupper() and len(words[0]) > 2 and begins(words[1]))


def begins(word: str) -> bool:
    """Whether a word is a first name."""
    return next(iter(fold(word).split()), "") in first_names()


def announced(name: str, text: str, start: int) -> bool:
    """Whether the words around a name of two words or more tell a person: « le chercheur Untel Machin », « Untel Machin, directrice de… »."""
    words = WORD.findall(name)
    if not 2 <= len(words) <= LONGEST or not all(word[0].isupper() for word in words) or HANDLE.search(name) or is_firm(name):
        return False
    before, after = BEFORE.search(text[max(0, start - 40) : start]), AFTER.match(text[start + len(name) : start + len(name) + 40])
    if before and called(before[1]):
        return True
    return bool(after and called(after[1]) and fold(after[1]) not in VAGUE)


def called(word: str) -> bool:
    return word.islower() and fold(word) in functions()


def is_person(name: str, raw: str, role: str, *, text: str = "", start: int = 0) -> bool:
    """Whether a mention is a person's, who is not named in the public edition."""
    forms = (name, raw)
    if not any(CIVILITY.match(form.strip()) for form in forms):
        if role not in ROLES or (role == "attacker" and QUOTED.search(text[max(0, start - 2) : start])):
            return False  # « Jade Heron »: what a group is called, or calls itself
        if not any(map(personal, forms)) and not announced(raw, text, start):
            return False
    return not any(map(is_firm, forms))
