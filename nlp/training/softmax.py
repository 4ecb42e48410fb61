"""Softmax regression over named features, with priors: how the models of `nlp/linear.py` are trained, and written to `nlp/data/`."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlp.data import load
from nlp.linear import BIAS, Features, Model, install

FOLDER = Path(__file__).parents[1] / "data"
Prior = Mapping[str, Mapping[str, float]]


def train(
    rows: Sequence[Features],
    labels: Sequence[str],
    *,
    classes: Sequence[str],
    strength: float,
    least: int = 3,
    steps: int = 150,
    prior: Prior | None = None,
) -> Model:
    """Softmax regression with an L2 penalty of `strength` on what differs from `prior` (feature -> class -> weight; else 0).

    Features of fewer than `least` rows keep their prior or are left out.
    """
    prior = prior or {}
    counts = Counter(name for row in rows for name in row)
    names = [BIAS, *sorted((prior.keys() | {name for name, count in counts.items() if count >= least}) - {BIAS})]
    place = {name: n for n, name in enumerate(names)}
    x = _matrix(rows, place)
    y = np.array([[float(label == one) for one in classes] for label in labels], dtype=np.float32)
    known = np.array([[prior.get(name, {}).get(c, 0.0) for c in classes] for name in names], dtype=np.float32)
    w = known.copy()
    moment, square = np.zeros_like(w), np.zeros_like(w)
    penalty = np.full((len(names), 1), strength, dtype=np.float32)
    penalty[0] = 0.01
    back = x.T.tocsr()
    for step in range(1, steps + 1):
        z = x @ w
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = back @ (p - y) + penalty * (w - known)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.05 * (1 - step / (steps + 1))
        w -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Model(tuple(classes), {name: tuple(float(v) for v in w[n]) for name, n in place.items()})


def _matrix(rows: Sequence[Features], place: Mapping[str, int]) -> Any:
    """The rows as a sparse matrix, a column per feature, the first all ones."""
    values, columns, ends = [], [], [0]
    for row in rows:
        values.append(1.0)
        columns.append(0)
        for name, value in row.items():
            if name in place and name != BIAS:
                values.append(value)
                columns.append(place[name])
        ends.append(len(values))
    return csr_matrix((np.array(values, dtype=np.float32), columns, ends), shape=(len(rows), len(place)))


def prior_model(prior: Prior, classes: Sequence[str]) -> Model:
    """The priors as a model of their own."""
    table = {name: tuple(row.get(one, 0.0) for one in classes) for name, row in prior.items()}
    return Model(tuple(classes), {BIAS: (0.0,) * len(classes), **table})


def save(model: Model, name: str) -> None:
    """Write a model; weights that say next to nothing are left out."""
    rows = {
        feature: [round(value, 3) for value in row]
        for feature, row in model.weights.items()
        if feature == BIAS or max(map(abs, row)) >= 0.03
    }
    body = ",\n".join(f"{json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in sorted(rows.items()))
    (FOLDER / f"{name}.json").write_text(f'{{"classes": {json.dumps(list(model.classes))}, "weights": {{\n{body}\n}}}}\n', "utf-8")
    install(name, model)


def table_prior(name: str) -> dict[str, dict[str, float]]:
    """The `[prior]` tables of `nlp/data/<name>.toml` as feature -> class -> weight."""
    prior: dict[str, dict[str, float]] = {}
    for one, kinds in load(name)["prior"].items():
        for weight, features in kinds["plain"]:
            for feature in features.split("|"):
                prior.setdefault(feature, {})[one] = weight
    return prior
