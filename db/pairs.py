"""Pairs: how well linking tells one from two, on labelled pairs of names and of tellings. Pure: no reader, no database.

A line is `{"case", "one", "other", "same"}`: two names, or two tellings (`published`, `title`, `text`, `victims`, and what they say: `date`, `claim`,
`counts`). `recurring` marks tellings of a victim that was hit twice: joining them is the worst error.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.errors import VaultError
from db.incidents import REPORTED, Figure, Telling, believable, group
from db.organisations import Named, gather, known_keys
from db.recurrence import News, is_announced, news


@dataclass(frozen=True, kw_only=True)
class Linking:
    """How often pairs of one kind were told right."""

    kind: str
    """`organisations` or `incidents`."""
    pairs: int
    precision: float
    recall: float
    f1: float
    recurring: int
    """Tellings of a victim that was hit twice, joined in error."""
    errors: tuple[Mapping[str, Any], ...]


def read_pairs(lines: Iterable[str], *, name: str) -> list[dict[str, Any]]:
    """Labelled pairs of a file; raises VaultError at a line that is none."""
    pairs = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            pair = json.loads(text)
            sides = [pair["one"], pair["other"]]
            fits = isinstance(pair["same"], bool) and len({isinstance(side, str) for side in sides}) == 1
            fits = fits and all(isinstance(side, str) or {"published", "victims"} <= side.keys() for side in sides)
        except (ValueError, KeyError, TypeError, AttributeError):
            fits = False
        if not fits:
            raise VaultError(
                f"{name}, ligne {number} : il faut « one » et « other » (deux noms, ou deux récits) et « same » (true ou false)."
            )
        pairs.append(pair)
    return pairs


def measure(pairs: Sequence[Mapping[str, Any]]) -> list[Linking]:
    """Precision, recall and F1 of each kind of pairs, where « the same » is what is looked for."""
    kinds = {
        "organisations": [pair for pair in pairs if isinstance(pair["one"], str)],
        "incidents": [pair for pair in pairs if not isinstance(pair["one"], str)],
    }
    return [tally(kind, held) for kind, held in kinds.items() if held]


def tally(kind: str, pairs: Sequence[Mapping[str, Any]]) -> Linking:
    joins = same_organisation if kind == "organisations" else same_incident
    found = [joins(pair["one"], pair["other"]) for pair in pairs]
    right = sum(same and pair["same"] for same, pair in zip(found, pairs, strict=True))
    precision = right / sum(found) if any(found) else 1.0
    recall = right / max(1, sum(pair["same"] for pair in pairs))
    errors = tuple(pair for same, pair in zip(found, pairs, strict=True) if same != pair["same"])
    return Linking(
        kind=kind,
        pairs=len(pairs),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if right else 0.0,
        recurring=sum(bool(pair.get("recurring")) and not pair["same"] for pair in errors),
        errors=errors,
    )


def same_organisation(one: str, other: str) -> bool:
    """Whether linking makes one organisation of two names that stand in two articles.

    >>> same_organisation("Véto Avenue", "VetoAvenue"), same_organisation("SFR", "RED by SFR")
    (True, False)
    """
    register = gather([Named(name=name, raw=name, role="victim") for name in (one, other)], known=known_keys())
    found = register.find(one)
    return found is not None and found is register.find(other)


def same_incident(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether linking makes one incident of two tellings."""
    names = [Named(name=name, raw=name, role="victim") for telling in (one, other) for name in telling["victims"]]
    register = gather(names, known=known_keys())
    tellings = []
    for number, said in enumerate((one, other)):
        keys = [found.key for name in said["victims"] if (found := register.find(name))]
        telling = Telling(
            url=f"https://example.org/{number}",
            part=0,
            published=said["published"],
            victims=tuple(dict.fromkeys(keys)),
            date=believable(said.get("date"), said["published"]),
            claim=said.get("claim"),
            sector=None,
            figures=tuple(Figure(low=low, high=high, unit=unit, exact=low == high) for low, high, unit in said.get("counts", ())),
        )
        told: News | None = None
        if telling.since > REPORTED:
            told = news(said.get("title", ""), said.get("text", ""))
        elif telling.date is None and is_announced(said.get("title", "")):
            told = "again"
        tellings.append(replace(telling, news=told))
    return len(group(tellings)) == 1
