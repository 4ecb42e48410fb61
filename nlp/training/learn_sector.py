"""Train `nlp/data/sector_model.json`: how much each kind of evidence speaks for a sector.

One row per article and sector (`nlp/sector_features.py`); within an article the sectors compete, so what counts is which one has more. Every
article is learned twice: as the roles component read it, and with its first victim put right, so that a wrong victim is not trusted blindly and
a right one is not distrusted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from spacy.tokens import Doc

from nlp.components.sector import scene_of
from nlp.evaluate import same_name
from nlp.linear import Features, Model
from nlp.sector_features import rows
from nlp.sector_scene import Org, Scene, sectors
from nlp.text import normalise

PRIOR = {
    "known 1": 6.0,
    "kind 1": 1.0,
    "before 1": 0.5,
    "before 1 sole": 0.5,
    "apposition 1": 0.5,
    "apposition 1 sole": 0.5,
    "metonym near 1": 0.3,
}
"""What is so whatever the corpus: invented names are in no gazetteer."""
STRENGTH, WORDS = 4.0, 2.0
"""The penalty on what differs from the prior; how many times more single words are held back."""
LEAST = 3
STEPS = 200
SHARE = 0.5
"""What each of an article's two readings counts."""
LEXICAL = ("word ", "the ", "people ", "kind 1:", "kind 2:")


Labelled = tuple[Features, str]


def learn(docs_and_gold: Iterable[tuple[Doc, Mapping[str, Any]]]) -> Model:
    """The model from annotated articles. Their roles should come from a model that had not seen them (`read_unseen`)."""
    return learn_labelled([row for doc, gold in docs_and_gold for row in labelled_sector(doc, gold)])


def labelled_sector(doc: Doc, gold: Mapping[str, Any]) -> list[Labelled]:
    """The article's rows in the order of `sectors()`, as read and then with its victims put right, each `yes` or `no`; none where it has no sector."""
    if gold["about"] != "incident" or not gold["sector"]:
        return []
    scene = scene_of(doc)
    tables = [rows(one).rows for one in (scene, righted(scene, gold))]
    return [(table[sector], "yes" if sector == gold["sector"] else "no") for table in tables for sector in sectors()]


def learn_labelled(labelled: Sequence[Labelled]) -> Model:
    """The model from the rows of many articles, one block of `sectors()` after the other."""
    size = len(sectors())
    blocks = [labelled[at : at + size] for at in range(0, len(labelled), size)]
    return fit([[row for row, _ in block] for block in blocks], [[label for _, label in block].index("yes") for block in blocks])


def righted(scene: Scene, gold: Mapping[str, Any]) -> Scene:
    """The same article with the annotated victims."""
    orgs, order = dict(scene.orgs), []
    for victim in gold["victims"]:
        names = (victim["name"], victim["raw"])
        hit = next((n for n, one in orgs.items() if n not in order and any(same_name(one.name, name) for name in names)), None)
        if hit is None:
            places = tuple(_places(scene.text, normalise(victim["raw"])))
            if not places:
                continue
            hit = max(orgs, default=-1) + 1
            orgs[hit] = Org(name=victim["name"], kind=None, sector=None, places=places)
        order.append(hit)
    return replace(scene, orgs=orgs, victims=tuple(order))


def _places(text: str, raw: str) -> Iterator[tuple[int, int]]:
    at = text.find(raw)
    while at >= 0:
        yield at, at + len(raw)
        at = text.find(raw, at + 1)


def fit(tables: Sequence[Sequence[Features]], answers: Sequence[int]) -> Model:
    """Conditional softmax: one weight a feature, the sectors of an article against each other; full-batch Adam from the prior."""
    counts = Counter(name for table in tables for name in {name for row in table for name in row})
    names = sorted(PRIOR.keys() | {name for name, count in counts.items() if count >= LEAST})
    place = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(tables), len(tables[0]), len(names)), dtype=np.float32)
    for n, table in enumerate(tables):
        for m, row in enumerate(table):
            for name, value in row.items():
                if name in place:
                    x[n, m, place[name]] = value
    right = SHARE * x[np.arange(len(tables)), np.array(answers)].sum(axis=0)
    flat = x.reshape(-1, len(names))
    known = np.array([PRIOR.get(name, 0.0) for name in names], dtype=np.float32)
    penalty = np.array([STRENGTH * (WORDS if name.startswith(LEXICAL) else 1.0) for name in names], dtype=np.float32)
    w = known.copy()
    moment, square = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        z = (flat @ w).reshape(len(tables), -1)
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p *= SHARE / p.sum(axis=1, keepdims=True)
        gradient = flat.T @ p.reshape(-1) - right + penalty * (w - known)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.05 * (1 - step / (STEPS + 1))
        w -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Model(("sector",), {name: (float(w[n]),) for name, n in place.items()})
