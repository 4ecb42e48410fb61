"""Is it about security? For the listings of general sites, before their pages are fetched. The words are in `topic.toml`.

Broad on purpose: a page too many costs a request, an article missed is never known. What an article is about is decided later.

>>> is_topical("Cyberattaque : la mairie de Montrevel privée de messagerie")
True
>>> is_topical("Notre comparatif des meilleurs aspirateurs"), is_topical("Attaque au couteau : la plateforme de bus fermée")
(False, False)
>>> is_topical("/actualites/2025/les-donnees-de-12-000-clients-dans-la-nature")
True
"""

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("topic.toml")
OPENING = 400
"""Characters of a summary that are read: a listing that holds whole articles would speak of everything."""


def is_topical(title: str, summary: str = "", address: str = "") -> bool:
    """Whether a title, the opening of a summary or the path of an address says so."""
    against, strong, weak, companions = _patterns()
    said = " ".join((title, _plain(summary)[:OPENING], address))
    words = against.sub(" · ", _folded(said))
    return bool(strong.search(words) or (weak.search(words) and companions.search(words)))


def _plain(summary: str) -> str:
    """Words without mark-up."""
    return " ".join(re.sub(r"<[^<>]*>", " ", html.unescape(summary)).split()) if summary else ""


def _folded(words: str) -> str:
    """Lower case without accents, anything but letters and digits a space."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    told = tomllib.loads(WORDS.read_text("utf-8"))
    return tuple(_any_of(told[name]) for name in ("against", "strong", "weak", "companions"))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    forms = (word.replace("*", r"\w*") for word in sorted(words))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
