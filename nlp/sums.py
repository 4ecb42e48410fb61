"""Sums: what an amount of money is to the incident: asked, paid, lost, the price of the loot, a fine, or nothing. Pure functions.

    RedGantry réclame 95 bitcoins ; le groupe, qui a réalisé 400 M€ de chiffre d'affaires, chiffre ses pertes à 7 millions d'euros.
                      ^^^^^^^^^^^ ransom                    no                                                  ^^^^^^^^^^^^^^^^^^^ loss

Words in `data/counts.toml`, table `money`.
"""

import re
from dataclasses import replace

from nlp.clauses import Context, before, find
from nlp.data import load
from nlp.quantities import Quantity
from nlp.reading import What

_NEGATED = re.compile(r"\b(?:n'a|n'ont|ne|n'avoir|sans|pas|aucune?|jamais|refus\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_PARTS = re.compile(r"[,;:()]|\bet\b|\bmais\b")
_NEAR = 40
_FAR = 80
_FOR_LOOT = re.compile(
    r"[^.;:]{0,40}\bpour [«\"“ ]*(?:le |la |les |l'|cette |ce |son |sa |toute? )(?:base|fichier|lot|tout|accès|ensemble|liste|paquet|archive|dump|annuaire)",
    re.IGNORECASE,
)
_OFFERED = re.compile(r"\b(?:propos|vend|vente|annonce)\w*", re.IGNORECASE)
_TO_VICTIM = re.compile(r" (?:à |au |aux |pour ne pas|en échange|contre|sous )", re.IGNORECASE)
_TRIFLE = 50
_EACH = re.compile(
    r" (?:le |la |l'|par |pour un |pour une )(?:compte|profil|fiche|numéro|copie|ligne|dossier|carte|passeport|accès|iban|identité|pièce)\b",
    re.IGNORECASE,
)
"""5 euros le compte: a price by the piece."""
_MARKET = re.compile(r"\b(?:marché noir|ça vaut|se (?:re)?(?:vend|négocie|monnaie)\w*)\b", re.IGNORECASE)
_READER = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)
"""The sums of an example put to the reader."""


def read_sum(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    """What the sum is, by the nearest word about money of its sentence, else of the one before; None where it measures nothing."""
    if _EACH.match(context.sentence, context.end):
        return "price", 0.8
    nearest = _nearest(context)
    if nearest is None and context.previous:
        shift = len(context.previous) + 1
        sentence = context.previous + " " + context.sentence
        moved = replace(context, sentence=sentence, start=context.start + shift, end=context.end + shift, previous="")
        nearest = _nearest(moved)
        if nearest:
            found = read_sum(quantity, moved)
            return (found[0], 0.7) if found else None
    if nearest is None and context.following:
        moved = replace(context, sentence=f"{context.sentence} {context.following}", previous="", following="")
        found = read_sum(quantity, moved) if "price" in (_nearest(moved) or ()) else None
        return (found[0], 0.6) if found else None
    if nearest is None or nearest[1] == "none":
        return None
    what = _settled(quantity, context, nearest[1])
    return (what, 0.95 if nearest[0] < _NEAR else 0.85) if what else None


def _nearest(context: Context) -> tuple[float, str] | None:
    """The nearest word's distance and list; strong phrases are nearer than they stand, what crosses a clause is farther."""
    best: tuple[float, str] | None = None
    for name in load("counts")["money"]:
        what, strong = name.removesuffix("_strong"), name.endswith("_strong")
        for match in find("money", name, context.sentence):
            after = match.start() >= context.end
            crossed = context.sentence[context.end : match.start()] if after else context.sentence[match.end() : context.start]
            distance = len(crossed) + 25.0 * len(_PARTS.findall(crossed)) + (15 if after else 0) - (40 if strong else 0)
            if what == "ransom" and not strong and context.sale:
                distance += 60
            if best is None or distance < best[0]:
                best = (distance, what)
    return best


def _around(context: Context) -> str:
    return context.sentence[max(0, context.start - _NEAR) : context.end + _NEAR]


def _settled(quantity: Quantity, context: Context, what: str) -> What | None:
    """The nearest word, corrected by what surrounds it."""
    if what in ("price", "loss") and quantity.figure.value.denominator > 1 and not quantity.figure.scaled:
        return None  # 39,90 €: an article in a shop
    if what in ("price", "loss") and (_MARKET.search(before(context)) or (context.previous and _READER.search(_around(context)))):
        return None
    if what in ("loss", "ransom", "paid") and quantity.high < _TRIFLE and quantity.unit == "eur":
        return None
    if what == "ransom" and context.sale and _OFFERED.search(context.previous) and not _TO_VICTIM.match(context.sentence[context.end :]):
        return "price"
    if what == "ransom" and _FOR_LOOT.match(context.sentence[context.end : context.end + _FAR]):
        return "price"
    if what == "fine" and re.search(r"\bavai(?:t|ent)\b", context.sentence[: context.start]):
        return None  # another firm's, earlier
    if what == "paid" and not context.ransom:
        return "loss"
    if what == "paid" and _NEGATED.search(before(context)):
        return "ransom"
    return what  # type: ignore[return-value]
