"""Linear models: softmax regression over named features, trained by `nlp/training/`, kept as JSON in `nlp/data/`. Pure.

{"classes": ["none", "victim", …], "weights": {"ner:ORG": [-1.2, 0.4, …], …}}
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Features = dict[str, float]
BIAS = "bias"


@dataclass(frozen=True)
class Model:
    """A trained model."""

    classes: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    def scores(self, features: Features) -> list[float]:
        """One number per class, the higher the likelier; features that training never saw say nothing."""
        total = list(self.weights.get(BIAS, (0.0,) * len(self.classes)))
        for name, value in features.items():
            row = self.weights.get(name)
            if row is not None:
                for place, weight in enumerate(row):
                    total[place] += weight * value
        return total

    def probabilities(self, features: Features) -> dict[str, float]:
        """The classes with their probabilities, which sum to one."""
        scores = self.scores(features)
        top = max(scores)
        grown = [math.exp(score - top) for score in scores]
        total = sum(grown)
        return {name: value / total for name, value in zip(self.classes, grown, strict=True)}


_INSTALLED: dict[str, Model] = {}


def install(name: str, model: Model | None) -> None:
    """Put a model in the place of the one on disk, for as long as training asks; None: the one on disk again."""
    if model is None:
        _INSTALLED.pop(name, None)
    else:
        _INSTALLED[name] = model


def load_model(name: str) -> Model:
    """The model `nlp/data/<name>.json`; read once."""
    return _INSTALLED.get(name) or _read(name)


@cache
def _read(name: str) -> Model:
    table = json.loads(files("nlp.data").joinpath(f"{name}.json").read_text("utf-8"))
    return Model(tuple(table["classes"]), {feature: tuple(row) for feature, row in table["weights"].items()})
