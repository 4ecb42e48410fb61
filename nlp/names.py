"""Names: when two ways of writing an organisation are one. Pure functions; the words are in `data/names.toml`.

    l’hôpital d’Armentières          ->  ch armentieres
    Centre hospitalier d'Armentières ->  ch armentieres
    Ville d'Angers, mairie d’Angers  ->  commune angers      («d'Angers» is not «dangers»)
    Société Véto Avenue SAS          ->  societe veto avenue
    doctolib.fr                      ->  doctolib

Two names are one when their keys, written without spaces, are equal (`same_name`: VetoAvenue is Véto Avenue). Anything less is
another name: RED by SFR is not SFR, Free Mobile not Free.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from nlp.data import load

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_VERSION = re.compile(r"(?<=\w)\s+v?\d+\.\d+$")
_BRACKETS = re.compile(r"^(?P<outside>.+?)\s*\((?P<inside>[^()]{2,60})\)\s*$")
_IN_BRACKETS = re.compile(r"\s*\([^()]{1,60}\)")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?(?P<name>[\w-]+(?:\.[\w-]+)*?)\.(?P<end>[a-z]+(?:\.fr)?)/?$")
_SMALL = re.compile(r"(?:(?:[Ll]['’]|[LlUu](?:a|e|n|ne) ))?(?P<described>[a-zà-ÿ]+(?: aérienne)?) (?=[A-ZÀ-Þ\d])")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")


@cache
def words() -> dict[str, Any]:
    """What `data/names.toml` says."""
    return load("names")


@cache
def institutions() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Forms of institutions as words, the longest first, with their codes."""
    table: dict[str, list[str]] = words()["institutions"]
    forms = {tuple(form.split()): code for code, all_forms in table.items() for form in [code, *all_forms]}
    return tuple(sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])))


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """A list of `data/names.toml` as words, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in words()[name]), key=lambda phrase: (-len(phrase), phrase)))


@cache
def vocabulary(*path: str) -> frozenset[str]:
    """A list of `data/names.toml` as a set."""
    table: Any = words()
    for step in path:
        table = table[step]
    return frozenset(table)


def fold(name: str) -> str:
    """Lower case, no accents, no ligatures; apostrophes, hyphens and signs become spaces, C.H.U. becomes chu.

    >>> fold("L’Hôpital d’Angers — C.H.U.")
    'l hopital d angers chu'
    """
    name = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", name).translate(_LIGATURES).lower()
    name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(_WORD.findall(name.replace("&", " et ").replace("+", " plus ")))


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What all ways of writing an organisation's name have in common; also its address. Empty if the name has no letter or figure.

    >>> name_key("Mairie d’Angers"), name_key("la ville d'Angers")
    ('commune angers', 'commune angers')
    """
    name = without_small_description(without_domain(_VERSION.sub("", without_brackets(name).strip())))
    key = fold(name).split()
    key = without_articles_in_front(key)
    key = without_legal_forms(key)
    key = without_description(key)
    code, rest = institution(key)
    kept = [word for word in rest if word not in vocabulary("articles")]
    return " ".join([*code, *kept]) or " ".join(key)


def match_key(name: str) -> str:
    """The key without its spaces: VetoAvenue, Véto Avenue and VETO-AVENUE have the same."""
    return name_key(name).replace(" ", "")


def same_name(one: str, other: str) -> bool:
    """Whether two names are one organisation by themselves, whatever is written around them.

    >>> same_name("Véto Avenue", "VetoAvenue"), same_name("SFR", "RED by SFR")
    (True, False)
    """
    key = match_key(one)
    return bool(key) and key == match_key(other) and not known_different(one, other)


def known_different(one: str, other: str) -> bool:
    """Whether a guard says that two names are two organisations."""
    return frozenset({match_key(one), match_key(other)}) in guards()


@cache
def renamed() -> tuple[tuple[str, str, str], ...]:
    """Names that were changed: the old one, the new one, the day, month or year."""
    return tuple((*change["names"], change["date"]) for change in words()["renamed"])


@cache
def guards() -> frozenset[frozenset[str]]:
    """The pairs of keys that are never one."""
    return frozenset(frozenset(match_key(name) for name in pair["names"]) for pair in words()["different"])


def is_generic(name: str) -> bool:
    """Whether a name only describes: « la mairie », « un hôpital public », « le groupe ».

    >>> is_generic("l’hôpital"), is_generic("hôpital d’Armentières")
    (True, False)
    """
    key = [word for word in fold(name).split() if word not in vocabulary("articles")]
    if len(key) > 1 and key[0] == "ministere":
        return False  # every ministry is called after a common noun
    return all(word in vocabulary("generic", "words") for word in key)


def split_acronym(name: str) -> tuple[str, str] | None:
    """The full form and the acronym of a name that gives both, in either order.

    >>> split_acronym("Société française du radiotéléphone (SFR)")
    ('Société française du radiotéléphone', 'SFR')
    """
    match = _BRACKETS.match(name)
    if match is None:
        return None
    outside, inside = match["outside"].strip(), match["inside"].strip()
    if is_acronym_of(inside, outside):
        return outside, inside
    if is_acronym_of(outside, inside):
        return inside, outside
    return None


def is_acronym_of(acronym: str, full: str) -> bool:
    """Whether `acronym` is made of the initials of `full`, with or without those of its small words.

    >>> is_acronym_of("CNIL", "Commission nationale de l’informatique et des libertés")
    True
    """
    letters = fold(acronym).replace(" ", "")
    all_words = fold(full).split()
    if not 2 <= len(letters) <= 12 or len(all_words) < 2 or not letters.isalpha():
        return False
    large = [word for word in all_words if word not in vocabulary("articles")]
    if letters in {"".join(word[0] for word in large), "".join(word[0] for word in all_words)}:
        return True
    # Radiotéléphone gives two letters (SFR gives one), Inserm an e: longer acronyms may take more of a word.
    return len(letters) >= 4 and acronym.isupper() and takes_from_each(letters, large)


def takes_from_each(letters: str, large: list[str]) -> bool:
    """Whether `letters` are the beginnings, one to three letters long, of each word in turn."""
    reached = {0}
    for word in large:
        reached = {
            end for start in reached for end in range(start + 1, min(start + 3, len(letters)) + 1) if word.startswith(letters[start:end])
        }
    return len(letters) in reached


def without_brackets(name: str) -> str:
    """The name without the acronyms and places in brackets in it or after it."""
    both = split_acronym(name)
    return both[0] if both else _IN_BRACKETS.sub("", name).strip() or name


def without_domain(name: str) -> str:
    """The name inside an address: Exemple for www.exemple.fr."""
    match = _DOMAIN.match(name.strip().lower())
    if match is None or match["end"] not in vocabulary("domains"):
        return name
    inner = match["name"]
    # boutique.exemple.fr belongs to Exemple's shop, not to Exemple: the whole stays.
    return inner.removesuffix(".gouv").replace(".", " ")


def without_articles_in_front(key: list[str]) -> list[str]:
    while len(key) > 1 and key[0] in {"le", "la", "les", "l", "un", "une", "d", "de", "du", "des", "the"}:
        key = key[1:]
    return key


def without_legal_forms(key: list[str]) -> list[str]:
    """SAS Untel and Untel SA are Untel; a name that is nothing else stays."""
    for form in phrases("legal"):
        if len(key) > len(form) and tuple(key[-len(form) :]) == form:
            return without_legal_forms(key[: -len(form)])
    if len(key) > 1 and key[0] in vocabulary("front"):
        return key[1:]
    return key


def without_description(key: list[str]) -> list[str]:
    """Le groupe Untel is Untel; le groupe hospitalier is what it says."""
    for form in phrases("descriptions"):
        size = len(form)
        rest = without_articles_in_front(key[size:])
        if (
            tuple(key[:size]) == form
            and rest
            and rest[0] not in vocabulary("keep")
            and not all(w in vocabulary("generic", "words") for w in rest)
        ):
            return rest
    return key


def without_small_description(name: str) -> str:
    """« la banque Untel » is Untel; « Banque Untel », with its capital, is what it says.

    >>> without_small_description("l’assureur Untel"), without_small_description("Banque Untel"), without_small_description("la banque populaire")
    ('Untel', 'Banque Untel', 'la banque populaire')
    """
    match = _SMALL.match(name)
    return name[match.end() :] if match and fold(match["described"]) in vocabulary("small_descriptions") else name


def institution(key: list[str]) -> tuple[list[str], list[str]]:
    """The code of the institution that a name begins with, and the rest of the name."""
    for form, code in institutions():
        if tuple(key[: len(form)]) == form and len(key) > len(form):
            rest = key[len(form) :]
            if code == "prefecture" and len(rest) > 2 and without_articles_in_front(rest)[0] in {"departement", "region"}:
                rest = without_articles_in_front(rest)[1:]  # « préfecture du département du Nord »
            return [code], rest
    ending = words()["endings"].get(key[-1]) if len(key) > 1 else None
    return ([ending], key[:-1]) if ending else ([], key)
