"""Quality: precision, recall and F1 per field on labelled articles, and the errors behind them.

Matching follows the annotation guide: names as the press varies them, counts within one per cent, vague counts by overlap, dates at the
coarser of two precisions that both give the month. Figures are micro-averaged over articles; `claim`, `sector` and `about` are accuracies.
Their 95 % intervals come from 1000 samples of the articles, drawn with replacement: articles differ more than the facts of one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Item = Any
Same = Callable[[Item, Item], bool]

STOP = set("le la les l un une de du des d groupe societe entreprise the sa sas gang".split())
GENERIC = set(
    "france group fr com org net inc ltd plateforme site banque operateur collectif ransomware rancongiciel enseigne ville".split()
)
"""Words that may stand beside a one-word name without making another name of it."""
ALIKE = {"file": "record", "organisation": "site"}
"""Units that two careful readers take for one another."""


def key(name: str) -> str:
    """A name without accents, case, articles.

    >>> key("l'Hôpital de Nevers")
    'hopital nevers'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.split(r"[^a-z0-9]+", text) if word and word not in STOP]
    return " ".join(words) or text.strip()


def equal_name(one: str, two: str) -> bool:
    one, two = key(one), key(two)
    return one == two or one.replace(" ", "") == two.replace(" ", "")


def same_name(one: str, two: str) -> bool:
    """Equal keys; a name of two words or more within a longer one; or one word beside generic ones only."""
    if equal_name(one, two):
        return True
    small, big = sorted((set(key(one).split()), set(key(two).split())), key=len)
    if not small or not small <= big or sum(map(len, small)) < 4 or len(big) - len(small) > 3:
        return False
    return len(small) >= 2 or big - small <= GENERIC


def _names(victim: Mapping[str, Any]) -> list[str]:
    return [name for name in (victim.get("name"), victim.get("raw")) if name]


def _same_victim(gold: Item, found: Item) -> bool:
    return any(same_name(one, two) for one in _names(gold) for two in _names(found))


def close(one: int, two: int) -> bool:
    return abs(one - two) <= 0.01 * max(abs(one), abs(two), 1)


def _same_count(gold: Item, found: Item) -> bool:
    if gold.get("what") != found.get("what"):
        return False
    if gold.get("exact") is False and gold["low"] != gold["high"]:
        return bool(found["low"] <= gold["high"] and found["high"] >= gold["low"])
    return close(gold["low"], found["low"]) and close(gold["high"], found["high"])


def _same_unit(gold: Item, found: Item) -> bool:
    units = [ALIKE.get(item.get("unit"), item.get("unit")) for item in (gold, found)]
    return _same_count(gold, found) and units[0] == units[1]


def _same_date(gold: str, found: str) -> bool:
    short, long = sorted((gold, found), key=len)
    return gold == found or (len(short) >= 7 and long.startswith(short))


def _distinct(items: Iterable[Item], same: Same) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept


def _victims(article: Mapping[str, Any]) -> list[Item]:
    return _distinct(article.get("victims", []), lambda one, two: equal_name(_names(one)[0], _names(two)[0]))


def _organisations(article: Mapping[str, Any]) -> list[Item]:
    return _distinct(article.get("organisations", []), lambda one, two: equal_name(one["raw"], two["raw"]))


def _counts(article: Mapping[str, Any]) -> list[Item]:
    counts = article.get("counts", [])
    return _distinct(counts, lambda one, two: all(one.get(k) == two.get(k) for k in ("what", "unit", "low", "high")))


def _types(name: str) -> Callable[[Mapping[str, Any]], list[Item]]:
    return lambda article: sorted({data["type"] for data in article.get(name, [])})


def _dates(article: Mapping[str, Any]) -> list[str]:
    date = article.get("incident_date")
    value = date.get("value") if isinstance(date, Mapping) else date
    return [value] if value and article.get("about") == "incident" else []


LISTS: dict[str, tuple[Callable[[Mapping[str, Any]], list[Item]], Same]] = {
    "victims": (_victims, _same_victim),
    "organisations": (_organisations, lambda gold, found: same_name(gold["raw"], found["raw"])),
    "organisation+role": (_organisations, lambda gold, found: same_name(gold["raw"], found["raw"]) and gold["role"] == found["role"]),
    "attackers": (
        lambda article: [one for one in _organisations(article) if one["role"] == "attacker"],
        lambda gold, found: same_name(gold["raw"], found["raw"]),
    ),
    "attack_types": (lambda article: sorted(set(article.get("attack_types", []))), lambda gold, found: gold == found),
    "counts": (_counts, _same_count),
    "counts+unit": (_counts, _same_unit),
    "data_exposed": (_types("data_exposed"), lambda gold, found: gold == found),
    "data_denied": (_types("data_denied"), lambda gold, found: gold == found),
    "incident_date": (_dates, _same_date),
}
SINGLES = ("about", "claim", "sector")


@dataclass(frozen=True)
class Tally:
    """What was found right, what there was to find, what was found; errors as (kind, item)."""

    hits: int
    gold: int
    found: int
    errors: list[tuple[str, Item]] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """A field's quality: F1 with precision and recall, or for the single-valued fields accuracy alone (in `f1`)."""

    field: str
    precision: float
    recall: float
    f1: float
    n: int
    """What there was to find."""
    accuracy: bool = False
    low: float | None = None
    high: float | None = None
    """The 95 % interval of `f1`; None where nothing was to be found."""


def tally(name: str, gold: Mapping[str, Any], found: Mapping[str, Any]) -> Tally:
    """One field of one article: greedy one-to-one matching, vague counts last so that they take no exact value from another."""
    if name in SINGLES:
        if name != "about" and (gold.get("about") != "incident" or gold.get(name) is None):
            return Tally(0, 0, 0)
        right = gold.get(name) == found.get(name)
        return Tally(int(right), 1, 1, [] if right else [("faux", f"{found.get(name)} au lieu de {gold.get(name)}")])
    get, same = LISTS[name]
    left, hits, errors = get(found), 0, []
    total = len(left)
    wanted = sorted(get(gold), key=lambda item: isinstance(item, Mapping) and "low" in item and item["low"] != item["high"])
    for item in wanted:
        match = next((other for other in left if same(item, other)), None)
        if match is None:
            errors.append(("manqué", item))
        else:
            left.remove(match)
            hits += 1
    return Tally(hits, len(wanted), total, errors + [("en trop", item) for item in left])


def figure(name: str, tallies: Sequence[Tally]) -> Figure:
    """Sum up one field over articles."""
    hits, gold, found = (sum(getattr(one, part) for one in tallies) for part in ("hits", "gold", "found"))
    precision, recall = hits / found if found else 1.0, hits / gold if gold else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    low, high = interval(tallies) if gold else (None, None)
    return Figure(name, precision, recall, f1, gold, accuracy=name in SINGLES, low=low, high=high)


RESAMPLES = 1000
SEED = 20260101
BLOCK = 100
"""Samples held in memory at once."""


def interval(tallies: Sequence[Tally]) -> tuple[float, float]:
    """Between which values 95 % of samples of these articles put F1; the same samples for every field, the same at every call."""
    counts = np.array([(one.hits, one.gold, one.found) for one in tallies], dtype=np.int64)
    draw = np.random.default_rng(SEED)
    chances = np.full(len(counts), 1 / len(counts))
    scores: list[float] = []
    for _ in range(RESAMPLES // BLOCK):
        hits, gold, found = (draw.multinomial(len(counts), chances, size=BLOCK) @ counts).T
        # F1 is 2 hits / (gold + found); a sample with nothing to find and nothing found is without fault.
        whole = gold + found
        scores.extend(np.where(whole > 0, 2 * hits / np.maximum(whole, 1), 1.0).tolist())
    scores.sort()
    return scores[round(0.025 * RESAMPLES)], scores[round(0.975 * RESAMPLES) - 1]


Tallies = dict[str, list[Tally]]


def tallies(gold: Sequence[Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> Tallies:
    """Every field of every article, in the order of `gold`. `found` holds the readings by `id`; an article without one was read empty."""
    return {name: [tally(name, one, found.get(one["id"], {})) for one in gold] for name in (*LISTS, *SINGLES)}


def evaluate(gold: Sequence[Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> dict[str, Figure]:
    """Quality per field."""
    return {name: figure(name, ones) for name, ones in tallies(gold, found).items()}
