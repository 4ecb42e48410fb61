"""Names that an article writes in capitals, as they are written elsewhere: « CLINIQUE DES TAMARIS » is the clinique des Tamaris. Pure.

An acronym keeps its capitals: what holds no accent, no small word and no word for an institution is changed only where it is long, or
where the article itself writes it otherwise.
"""

import re

from nlp.situation import SMALL

_SHORT, _LONG = 4, 8
"""Letters up to which a name in capitals is an acronym, and from which a lone word is none."""
_JOINTS = SMALL | {"sur", "sous", "les", "lès", "lez", "en", "et", "aux", "au"}
_INSTITUTIONS = frozenset(
    "mairie ville commune hôpital clinique centre université lycée collège école département région préfecture métropole agglomération "
    "communauté ministère tribunal rectorat musée office".split()
)


def in_ordinary_letters(name: str, text: str) -> str:
    """The name as the article writes it elsewhere, else by the rules of writing.

    >>> in_ordinary_letters("MAIRIE DE SAINT-AUBERT-LES-DUNES", ""), in_ordinary_letters("CNIL", "la Cnil"), in_ordinary_letters("CHU", "")
    ('mairie de Saint-Aubert-les-Dunes', 'CNIL', 'CHU')
    """
    if not name.isupper() or sum(map(str.isalpha, name)) <= _SHORT:
        return name
    written = next((found[0] for found in re.finditer(re.escape(name), text, re.IGNORECASE) if not found[0].isupper()), "")
    if written[:1].isupper():
        return written
    pieces = re.split(r"([\W\d_]+)", name.lower())
    institution = pieces[0] in _INSTITUTIONS
    accented = not name.replace("’", "'").isascii()
    if not (institution or accented or _JOINTS & set(pieces[2::2]) or (len(pieces) == 1 and len(name) >= _LONG)):
        return name
    return "".join(
        piece if (institution and not at) or (at and piece in _JOINTS) else piece.capitalize() for at, piece in enumerate(pieces)
    )
