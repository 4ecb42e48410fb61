"""French for what every room says: numbers, what breaks a contract, and no character that commands a terminal.

Imports nothing of the house, so that any room may say a fault the same way.

>>> figure(1202), printable("titre\x1b[31m rouge")
('1\u202f202', 'titre␛[31m rouge')
"""

from collections.abc import Mapping
from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError

NARROW = "\u202f"
"""The space within a number, and before « % »."""
_UNSAFE = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)], 0xFFFD)
)


def printable(text: str) -> str:
    """The text, each control character, direction mark and lone surrogate replaced by one that can be seen, one for one."""
    return text.translate(_UNSAFE)


def figure(number: int) -> str:
    """A number as French writes it."""
    return f"{number:,}".replace(",", NARROW)


FAULTS: Mapping[str, str] = {
    "missing": "il manque",
    "missing_argument": "il manque",
    "missing_keyword_only_argument": "il manque",
    "extra_forbidden": "ce champ n’existe pas",
    "unexpected_keyword_argument": "ce champ n’existe pas",
    "string_type": "un texte est attendu",
    "string_too_short": "un texte est attendu, pas le vide",
    "string_too_long": "ce texte est trop long : {max_length} caractères au plus",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "bool_type": "vrai ou faux (true, false) est attendu",
    "bool_parsing": "vrai ou faux (true, false) est attendu",
    "greater_than": "un nombre supérieur à {gt} est attendu",
    "greater_than_equal": "un nombre d’au moins {ge} est attendu",
    "less_than": "un nombre inférieur à {lt} est attendu",
    "less_than_equal": "un nombre d’au plus {le} est attendu",
    "literal_error": "une de ces valeurs est attendue : {expected}",
    "list_type": "une liste est attendue",
    "tuple_type": "une liste est attendue",
    "dict_type": "un objet est attendu",
    "mapping_type": "un objet est attendu",
    "dataclass_type": "un objet est attendu",
    "path_type": "un chemin est attendu",
    "date_from_datetime_parsing": "un jour est attendu (AAAA-MM-JJ)",
    "json_invalid": "ce n’est pas du JSON",
}
"""What pydantic finds, by its name for it."""

FORMS: Mapping[str, str] = {
    "url": "une adresse complète est attendue, qui commence par http:// ou https://",
    "published": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "modified": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "fetched": "une année, un mois, un jour ou un moment avec son fuseau est attendu (ISO 8601)",
    "value": "une année, un mois ou un jour est attendu (ISO 8601)",
    "language": "un code de langue de deux lettres est attendu",
    "text_sha256": "une empreinte SHA-256 est attendue (64 chiffres hexadécimaux)",
}
"""What a field's value must look like, where pydantic only knows that it does not."""
UNFIT = "cette valeur ne convient pas"
GIVEN = 60
"""Characters of a wrong value that are shown."""


def fault(error: "ValidationError") -> str:
    """The first fault: field, what is expected, what stood there.

    >>> from pydantic import TypeAdapter, ValidationError
    >>> try:
    ...     TypeAdapter(dict[str, int]).validate_python({"n": "douze"})
    ... except ValidationError as error:
    ...     print(fault(error))
    champ « n » : un nombre entier est attendu (reçu : "douze")
    """
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "ligne"
    words = reason(first)
    given = "" if first["type"].startswith("missing") else f" (reçu : {shown(first['input'])})"
    others = error.error_count() - 1
    more = f" ; et {others} autre{'s' if others > 1 else ''} défaut{'s' if others > 1 else ''}" if others else ""
    return f"champ « {printable(where)} » : {words}{given}{more}"


def reason(found: Any) -> str:
    """What is wrong, in French."""
    if found["type"] in FAULTS:
        context = {name: str(value).replace(" or ", " ou ").replace("'", "") for name, value in found.get("ctx", {}).items()}
        return FAULTS[found["type"]].format(**context)
    field = next((part for part in reversed(found["loc"]) if isinstance(part, str)), "")
    return FORMS.get(field, UNFIT)


def shown(value: Any) -> str:
    """A wrong value as JSON would write it, cut, safe to print."""
    text = dumps(value, ensure_ascii=False, default=str)
    return printable(text if len(text) <= GIVEN else f"{text[:GIVEN]}…")
