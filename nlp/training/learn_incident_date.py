"""Learn which date of an article is the incident's: a choice per article among its dates and none, from read articles and their annotations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from nlp.date_rank import candidates
from nlp.evaluate import LISTS
from nlp.linear import Features, Model
from nlp.situation import Situation
from nlp.text import text_of

SAME = LISTS["incident_date"][1]
STRENGTH, LEAST, STEPS, RATE = 2.0, 3, 200, 0.05
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """What an article offers, the row of no date first, and which of the offers are right: every mention of the date."""

    rows: list[Features]
    right: list[bool]


def labelled(doc: Doc, gold: dict[str, Any]) -> list[Choice]:
    """The choice of an article; none where it is about no single incident, or its date is not among those found."""
    if gold["about"] != "incident":
        return []
    wanted = (gold.get("incident_date") or {}).get("value")
    found, none = candidates(doc, Situation(doc), 0, len(text_of(doc)))
    right = [wanted is None, *(bool(wanted) and SAME(wanted, one.value) for one in found)]
    return [Choice([none, *(one.row for one in found)], right)] if any(right) else []


def learn(docs_and_gold: Iterable[tuple[Doc, dict[str, Any]]]) -> Model:
    """A model of one weight per feature."""
    return learn_choices([choice for doc, gold in docs_and_gold for choice in labelled(doc, gold)])


def learn_choices(choices: Sequence[Choice]) -> Model:
    """Make the right offers of each choice likely together: conditional logit with an L2 penalty, full-batch Adam from nought."""
    counts = Counter(name for choice in choices for row in choice.rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    place = {name: n for n, name in enumerate(names)}
    x = _matrix([row for choice in choices for row in choice.rows], place)
    group = np.repeat(np.arange(len(choices)), [len(choice.rows) for choice in choices])
    right = np.array([one for choice in choices for one in choice.right], dtype=np.float64)
    w, moment, square = (np.zeros(len(names)) for _ in range(3))
    back = x.T.tocsr()
    for step in range(1, STEPS + 1):
        score = x @ w
        gradient = back @ (_shares(score, np.ones_like(right), group) - _shares(score, right, group)) + STRENGTH * w
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = RATE * (1 - step / (STEPS + 1))
        w -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Model(("date",), {name: (float(w[n]),) for name, n in place.items()})


def _shares(score: Numbers, among: Numbers, group: NDArray[np.int64]) -> Numbers:
    """Each offer's share of its choice, only those `among` counted."""
    top = np.full(int(group[-1]) + 1, -np.inf)
    np.maximum.at(top, group, score)
    grown: Numbers = np.exp(score - top[group]) * among
    return grown / np.bincount(group, grown)[group]


def _matrix(rows: Sequence[Features], place: dict[str, int]) -> Any:
    """The rows as a sparse matrix, a column per feature."""
    values, columns, ends = [], [], [0]
    for row in rows:
        for name, value in row.items():
            if name in place:
                values.append(value)
                columns.append(place[name])
        ends.append(len(values))
    return csr_matrix((np.array(values), columns, ends), shape=(len(rows), len(place)))
