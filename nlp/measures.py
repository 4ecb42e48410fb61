"""Measures: whether a quantity measures the incident, and what of it. Pure functions over one sentence.

    Le groupe, qui emploie 1 900 personnes, dit que les données de 12 000 clients ont été volées.
                           no: its size                            affected

Words in `data/counts.toml`.
"""

import re

from nlp.clauses import Context, before, has
from nlp.data import load
from nlp.quantities import Quantity
from nlp.reading import What
from nlp.sums import read_sum

MONEY = ("eur", "usd", "gbp", "btc")
PEOPLE = ("person", "customer", "patient", "employee", "organisation")
_SMALL = 10
_SAMPLE = 1000
_REACH = 60
_JUST = 30
_HOW_MANY = re.compile(r"\bcombien\b[^.!?]{0,60}\? ?$", re.IGNORECASE)
_AT_RANDOM = re.compile(r"[^.;:]{0,20}\b(?:au hasard|tirée?s? au sort|choisie?s? par)\b", re.IGNORECASE)
_TALLY = re.compile(r"\bdepuis le (?:début|1er janvier)|\bcette année\b|\ben (?:un an|deux ans|un mois|six mois)\b", re.IGNORECASE)
""" "74 communes visées depuis le début de l'année": a tally of many cases."""
_SHOWN = re.compile(r"\b(?:[ée]chantillon|extrait|preuve)s?\b", re.IGNORECASE)
_POSTED = re.compile(r"\b(?:reç\w+|recev\w+|envo\w+|expédi\w+)\b", re.IGNORECASE)
_LISTED = re.compile(r"\d[\d\s.,]*(?:millions? de )?(?:\s[^\W\d]+){1,2}\s?(?:,|et|pour|dont)\s(?:de |d['’])?$")


_OF = re.compile(r"\b(?:de|d'|des|à|chez) ?[«\"“]? ?$")
_SPARED = re.compile(
    r"^[^;:.!?]{0,90}\b(?:n'a|n'ont|n'est|ne sont|n'était|n'étaient|n'auraient|ne seraient|ne serait) (?:pas|jamais) (?:été )?"
    r"(?:touch|concern|compromis|vol|dérob|affect|impact|atteint|expos)",
    re.IGNORECASE,
)


def measure(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    """What the quantity measures and how sure that is; None where it is no count of this incident."""
    if context.kind in ("past", "law", "study", "advice"):
        return None
    if quantity.noun and not quantity.known and quantity.unit is None:
        return None
    if quantity.unit == "byte":
        return _volume(context)
    if quantity.unit in MONEY or quantity.unit == "other":
        return read_sum(quantity, context)
    if _is_aside(quantity, context):
        return None
    if quantity.unit in ("machine", "site"):
        return _systems(quantity, context)
    if quantity.unit is None:
        return _elided(quantity, context)
    if quantity.unit in PEOPLE:
        return _people(quantity, context)
    return _records(quantity, context)


def _is_aside(quantity: Quantity, context: Context) -> bool:
    """A handful taken at random, what was spared, a rhythm, a tally of many cases."""
    after = context.sentence[context.end :]
    if quantity.high <= _SAMPLE and _AT_RANDOM.match(after):
        return True
    if has("affected", "after", after[:40], at_start=True) or (_SPARED.match(after) and " mais " not in after[:90]):
        return True
    return quantity.unit in ("site", "organisation") and bool(_TALLY.search(context.sentence))


def _volume(context: Context) -> tuple[What, float] | None:
    device = re.search(
        r"\b(?:clés? usb|disques? durs?|mémoire|ram|forfait|stockage|abonnement)\b[^.;,]{0,20}$", before(context), re.IGNORECASE
    )
    return None if device else ("volume", 0.97)


def _systems(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    if is_size(quantity, context):
        return None
    after = context.sentence[context.end : context.end + _REACH]
    if has("systems", "not_hit", before(context)[-_REACH:], at_end=True) or has("systems", "not_hit", after):
        return None
    if not has("systems", "hit", context.sentence):
        return None
    if quantity.high < 2:
        return None
    return "systems", 0.85 if quantity.unit == "machine" else 0.75


def is_size(quantity: Quantity, context: Context) -> bool:
    """The firm's size: "qui emploie 300 personnes", "(6 300 habitants)"."""
    clause = before(context, quotes=False)
    if context.sized:
        return True
    shortened = _LISTED.sub("", clause)
    for words in {clause, shortened}:
        if has("affected", "size", words[-50:], at_end=True) and not has("affected", "container", words):
            return True
    opened = context.sentence.rfind("(", 0, context.start)
    closed = context.sentence.find(")", context.end)
    if opened < 0 or closed < 0 or ")" in context.sentence[opened : context.start]:
        return False
    name = context.sentence[:opened].rstrip().rpartition(" ")[2]
    wary = quantity.noun.split(" ")[0] in ("habitant", "salarie", "employe", "collaborateur", "agent")
    wary = opened == context.start - 1 and (wary or quantity.unit in ("site", "machine"))
    return (wary or name[:1].isupper()) and not has("affected", "strong", context.sentence[context.end : closed])


def _people(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    own = quantity.unit == "organisation" and re.search(r"\b(?:ses|leurs|nos|vos)\s$", context.sentence[: context.start])
    if (
        own
        or is_size(quantity, context)
        or _sampled(quantity, context)
        or ("victime" in quantity.noun and has("affected", "tally", context.sentence))
    ):
        return None
    if not quantity.known and quantity.high < _SMALL:
        return None
    staff = quantity.noun.split(" ")[0] in load("counts")["affected"]["staff"]
    small = quantity.high < _SMALL
    if (staff or small or quantity.figure.form == "vague") and not _strongly(context, left=not small):
        return None
    shown = context.sentence if small else context.sentence[max(0, context.start - _JUST) : context.start]
    if quantity.high <= _SAMPLE and has("affected", "sample", shown):
        return None
    return _harmed(quantity, context)


def _harmed(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    """People count beside a word of harm, after a question, or, where there are a thousand and no word speaks for another sense, by themselves."""
    small = quantity.high < _SMALL
    if has("affected", "near", context.sentence):
        return "affected", 0.8 if context.kind == "firm" or small else 0.92
    if context.title and context.kind != "firm":
        return "affected", 0.85
    if _HOW_MANY.search(context.previous):
        return "affected", 0.8
    if context.kind == "firm" or quantity.noun.split(" ")[0] in load("counts")["affected"]["wary"]:
        return None
    if has("affected", "near", context.previous):
        return "affected", 0.7
    return ("affected", 0.6) if quantity.high >= _SAMPLE and quantity.known else None


def _sampled(quantity: Quantity, context: Context) -> bool:
    """What a seller shows of his loot is not its size, unless the whole is named after it."""
    said = re.search(r"\b[ée]chantillons?\b([^.;]{0,110})$", before(context, quotes=False), re.IGNORECASE)
    return bool(said) and quantity.high <= 10 * _SAMPLE and not re.search(r"\b(?:base|fichier|ensemble|total)\b", said[1] if said else "")


def _strongly(context: Context, *, left: bool) -> bool:
    """A word of harm right after the quantity or right before it, or data of theirs: "la correspondance de trois avocats"."""
    said = context.sentence[max(0, context.start - 2 * _REACH) : context.start]
    if _OF.search(said) and has("affected", "held", said):
        return True
    return has("affected", "strong", context.sentence[context.end : context.end + _REACH]) or (
        left and has("affected", "strong", said[-_REACH:])
    )


def _records(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    what: What = "volume" if quantity.unit == "file" else "affected"
    small = quantity.high < _SMALL or (quantity.figure.form == "words" and quantity.high <= 2 * _SMALL)
    if small and not has("affected", "near", context.sentence[context.end : context.end + 30]):
        return None
    if has("affected", "sample", before(context)[-60:]) or (quantity.high <= _SAMPLE and _SHOWN.search(context.previous)):
        return None
    if is_size(quantity, context) and not has("affected", "near", context.sentence):
        return None
    if quantity.noun == "ligne" and quantity.high <= _SAMPLE and re.search(r"\b(?:[lcd]es|ses)\s$", context.sentence[: context.start]):
        return None  # the lines of a sample spoken of before
    if quantity.unit == "email_address" and not quantity.noun.startswith("adresse") and _POSTED.search(before(context)[-40:]):
        return None
    return what, 0.8 if small else 0.93


def _elided(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    """A figure without its noun, in one of the frames where people are meant."""
    figure = quantity.figure
    after = context.sentence[figure.end : figure.end + 16]
    if figure.high >= _SMALL and re.match(r" d['’]entre (?:eux|elles|nous)", after):
        return "affected", 0.85
    if not figure.bare and figure.high >= _SMALL and _HOW_MANY.search(context.previous):
        return "affected", 0.75
    if figure.bare and 1900 <= figure.low <= 2099:
        return None
    if (
        (figure.scaled or (figure.high >= _SAMPLE and not figure.bare))
        and figure.high >= _SMALL
        and re.match(r" (?:au total|en tout|ont |sont |auraient |seraient |avaient |étaient )", after)
    ):
        return "affected", 0.75
    if figure.high >= 10 * _SMALL and has("elided", "before", before(context, quotes=False)[-40:], at_end=True):
        return "affected", 0.65
    return None
