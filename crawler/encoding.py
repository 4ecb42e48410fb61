"""From bytes to text: the charset that a page really uses, and the characters that no article needs.

Valid UTF-8 is UTF-8 whatever the page declares; else the byte order mark, the answer's header, the page's own declaration, in
this order; else Windows-1252, as browsers do. A stray byte is read as Windows-1252 rather than lost.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset\s*=|<\?xml[^>]{0,80}?encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_LATIN = {"iso8859-1", "latin-1", "ascii", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32"}
"""Declared names that a browser takes for Windows-1252 when the bytes are not what the name says."""

_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
"""Windows-1252 quotes and dashes in a page that declares ISO-8859-1 or -15."""


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("vigie.one_byte", _one_byte)


def decode(data: bytes, *, headers: Mapping[str, str] | None = None) -> str:
    """The text of a page or a feed; never fails."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    given = declared(data, headers=headers)
    if given == "utf-8":
        return data.decode("utf-8", "vigie.one_byte")
    name = given or "cp1252"
    if given is None:
        # No declaration: UTF-8 with a few broken bytes, or an old page?
        broken = data.decode("utf-8", "replace")
        several = sum(1 for character in broken if character > "\x7f" and character != "�")
        if several > 2 * broken.count("�"):
            return data.decode("utf-8", "vigie.one_byte")
    text = data.decode(name, "replace")
    return text.translate(_C1) if name.startswith(("iso8859", "cp1252")) else text


def declared(data: bytes, *, headers: Mapping[str, str] | None = None) -> str | None:
    """The charset that the answer or the page names, as Python's codec name, if it is one that can be used."""
    names = []
    for key, value in (headers or {}).items():
        if key.lower() == "content-type" and (found := _HEADER.search(value)):
            names.append(found.group(1))
    if own := _DECLARED.search(data[:4096]):
        names.append(own.group(1).decode("ascii"))
    for given in names:
        try:
            codec = codecs.lookup(given)
            b"".decode(codec.name)
        except (LookupError, UnicodeError, TypeError):
            continue
        return "cp1252" if codec.name in _LATIN else codec.name
    return None


_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BLANKS = re.compile("[ \t\n\r\u2028\u2029]+")


def tidy(text: str) -> str:
    """One line of text: unseen characters gone, runs of plain blanks collapsed; no-break spaces kept as they are.

    >>> tidy(" Les cyber\\xadattaques \\n ont\\u202e cessé\\xa0! ")
    'Les cyberattaques ont cessé\\xa0!'
    """
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip(" \u00a0\u202f")


def letters(text: str) -> str:
    """Letters and digits alone, lower case: what two copies of a sentence share whatever their markup."""
    return "".join(_WORDS.findall(text.casefold()))


def folded(text: str) -> str:
    """`letters` without accents: how a site's name is compared with its host.

    >>> folded("L’Écho")
    'lecho'
    """
    return "".join(character for character in unicodedata.normalize("NFKD", letters(text)) if not unicodedata.combining(character))


_WORDS = re.compile(r"[^\W_]+")
