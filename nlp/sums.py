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


def read_sum(quantity: Quantity, context: Context) -> tuple[What, float] | None:
    """What the sum is, by the nearest word about money of its sentence, else of the one before; None where it measures nothing."""
    nearest = _nearest(context)
    if nearest is None and context.previous:
        shift = len(context.previous) + 1
        sentence = context.previous + " " + context.sentence
        moved = replace(context, sentence=sentence, start=context.start + shift, end=context.end + shift, previous="")
        found = read_sum(quantity, moved)
        return (found[0], 0.7) if found else None
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


def _settled(quantity: Quantity, context: Context, what: str) -> What | None:
    """The nearest word, corrected by what surrounds it."""
    if what == "price" and quantity.figure.value.denominator > 1 and not quantity.figure.scaled:
        return None  # 39,90 €: an article in a shop
    if what == "fine" and re.search(r"\bavai(?:t|ent)\b", context.sentence[: context.start]):
        return None  # another firm's, earlier
    if what == "paid" and not context.ransom:
        return "loss"
    if what == "paid" and _NEGATED.search(before(context)):
        return "ransom"
    return what  # type: ignore[return-value]
