"""Which language a page says it is in, without parsing it: enough to pass over most of a web archive."""

import re

HEAD = 8_192
"""Bytes of a page that are looked at."""
_DECLARED = re.compile(rb"""<html\b[^>]{0,600}?\b(?:xml:)?lang\s*=\s*["']?\s*([a-z]{2,3})\b""", re.IGNORECASE)


def declared_language(body: bytes) -> str | None:
    """The language of `<html lang>` as two or three letters; None where a page says none.

    >>> declared_language(b'<!doctype html><html class="no-js" lang="fr-BE">'), declared_language(b"<html><p>Bonjour")
    ('fr', None)
    """
    found = _DECLARED.search(body[:HEAD])
    return found[1].decode("ascii").lower() if found else None
