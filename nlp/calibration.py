"""Calibration: from how sure a component is to how often findings like this one are right. Pure; fitted by `nlp/training/calibrate.py`.

{"counts": [[0.3, 0.41], [0.9, 0.86], [0.99, 0.97]], …}     a component's score, and the share that is right; straight lines between

The table is `nlp/data/calibration.json`; a component that it leaves out keeps its scores.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

Curve = Sequence[tuple[float, float]]
"""Points in rising order: score, share that is right."""


def calibrated(score: float, component: str, curves: Mapping[str, Curve] | None = None) -> float:
    """The share of findings with such a score that are right.

    >>> calibrated(0.5, "counts", {"counts": [(0.0, 0.2), (1.0, 0.8)]})
    0.5
    """
    curve = (load_curves() if curves is None else curves).get(component)
    return score if not curve else on_curve(score, curve)


def on_curve(score: float, curve: Curve) -> float:
    """The curve's height at a score; flat before its first point and past its last."""
    at = bisect_right([x for x, _ in curve], score)
    if at in (0, len(curve)):
        return curve[min(at, len(curve) - 1)][1]
    (low, under), (high, over) = curve[at - 1], curve[at]
    return under + (over - under) * (score - low) / (high - low)


@cache
def load_curves() -> dict[str, list[tuple[float, float]]]:
    """The curves of `data/calibration.json`, read once; none where there is no such file."""
    path = files("nlp.data").joinpath("calibration.json")
    table = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {name: [(x, y) for x, y in points] for name, points in table.items()}
