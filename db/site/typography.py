r"""Typography: no-break spaces and curled apostrophes, as French prints them. What the database holds stays as it was written.

>>> typographic("Armoria : l'affaire ? « Oui », dit-elle")
'Armoria\xa0: l’affaire\u202f? «\xa0Oui\xa0», dit-elle'
"""

import re
from typing import Any

NARROW, NBSP = "\u202f", "\u00a0"
BEFORE = re.compile(r"(?<!\s) (?=([:;?!»])(?:\s|$|[),.<]))")
AFTER = re.compile(r"« (?=\S)")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
PIECES = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(?:pre|code|textarea)\b.*?</(?:pre|code|textarea)>|<[^>]*>)", re.DOTALL)
"""What of a template is no text."""


def typographic(words: str) -> str:
    """Words as French prints them: nothing else in them changes."""
    spaced = BEFORE.sub(lambda found: NBSP if found[1] in ":»" else NARROW, words)
    return APOSTROPHE.sub("’", AFTER.sub(f"«{NBSP}", spaced))


def printed(value: Any) -> Any:
    """A text, or every text of a list or of a table save its SQL, as French prints it."""
    if isinstance(value, str):
        return typographic(value)
    if isinstance(value, dict):
        return {name: one if name == "sql" else printed(one) for name, one in value.items()}
    return [printed(one) for one in value] if isinstance(value, list) else value


def template(source: str) -> str:
    r"""A template's own text as French prints it; tags, code and what Jinja reads stay.

    >>> template('<a title="a : b">Contact : {{ a if b else "c : d" }}</a>')
    '<a title="a : b">Contact\xa0: {{ a if b else "c : d" }}</a>'
    """
    parts = PIECES.split(source)
    return "".join(part if place % 2 else typographic(part) for place, part in enumerate(parts))
