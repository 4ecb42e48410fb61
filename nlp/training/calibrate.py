"""Fit `nlp/data/calibration.json`: per component, how often findings of each score are right in articles that it had not seen.

    python -m nlp.training.crossval tests/gold/dev-*.jsonl --out found.jsonl
    python -m nlp.training.calibrate found.jsonl tests/gold/dev-*.jsonl [--write]

The readings must bear the components' own scores (`to_reading(…, curves={})`). Isotonic regression (pool adjacent violators) over
out-of-fold findings, pooled until each step stands on `LEAST` of them. Prints, before and after, how many findings score .9 and more and
what share of those is right; after: each half of the articles by the curve of the other.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from nlp.calibration import Curve, on_curve
from nlp.evaluate import same_name
from nlp.text import normalise
from nlp.training.parts import half

Judged = tuple[float, bool]
"""A finding's score, and whether it is right."""
LEAST = 25
"""Findings that a step of a curve stands on at least."""
SURE = 0.9
OUT = Path(__file__).parent.parent / "data" / "calibration.json"


def judged(found: Mapping[str, Any], gold: Mapping[str, Any]) -> dict[str, list[Judged]]:
    """The scored findings of an article by component, against its annotations."""
    roles = [(normalise(one["raw"]), one["role"]) for one in gold["organisations"]]
    figures = {(one["low"], one["high"], one["what"]) for one in gold["counts"]}
    rows: dict[str, list[Judged]] = {
        "organisations": [
            (one["score"], any(role == one["role"] and same_name(normalise(one["raw"]), raw) for raw, role in roles))
            for one in found["organisations"]
        ],
        "counts": [(one["score"], (one["low"], one["high"], one["what"]) in figures) for one in found["counts"]],
        "data_types": [
            (one["score"], one["type"] in {wanted["type"] for wanted in gold[field]})
            for field in ("data_exposed", "data_denied")
            for one in found[field]
        ],
    }
    if found["incident_date"]:
        wanted = gold["incident_date"]
        rows["incident_date"] = [(found["incident_date"]["score"], bool(wanted) and found["incident_date"]["value"] == wanted["value"])]
    for field, shown in found["evidence"].items():
        right = gold[field] if isinstance(gold[field], list) else [gold[field]]
        first = shown if field == "attack_types" else [one for one in shown if one["value"] == found[field]][:1]
        rows[field] = [(one["score"], one["value"] in right) for one in first]
    return rows


def fit(rows: Sequence[Judged], *, least: int = LEAST) -> Curve:
    """The rising curve nearest to what was judged: one point per step, at the middle of its scores.

    >>> fit([(0.2, False), (0.4, True), (0.6, False), (0.8, True)], least=1)
    [(0.2, 0.0), (0.5, 0.5), (0.8, 1.0)]
    """
    steps: list[tuple[float, int, int]] = []  # sum of scores, right, all
    for score, same in groupby(sorted(rows), key=itemgetter(0)):
        held = [right for _, right in same]
        steps.append((score * len(held), sum(held), len(held)))
        while len(steps) > 1 and (steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2] or steps[-2][2] < least):
            _pool(steps)
    while len(steps) > 1 and steps[-1][2] < least:
        _pool(steps)
    return [(round(total / count, 4), round(right / count, 4)) for total, right, count in steps]


def _pool(steps: list[tuple[float, int, int]]) -> None:
    """The last two steps as one."""
    total, right, count = steps.pop()
    steps[-1] = (steps[-1][0] + total, steps[-1][1] + right, steps[-1][2] + count)


def sure(rows: Iterable[Judged]) -> tuple[int, float]:
    """How many score `SURE` and more, and the share of those that is right."""
    held = [right for score, right in rows if score >= SURE]
    return len(held), sum(held) / len(held) if held else float("nan")


def main() -> None:
    """Print the table and, if asked, write the curves."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("found", type=Path)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    found = {row["url"]: row for row in _lines(given.found)}
    halves: list[dict[str, list[Judged]]] = [defaultdict(list), defaultdict(list)]
    for gold in (row for path in given.gold for row in _lines(path) if row["url"] in found):
        for component, rows in judged(found[gold["url"]], gold).items():
            halves[half(gold)][component] += rows
    curves = {}
    for component in sorted(halves[0]):
        one, other = halves[0][component], halves[1][component]
        curves[component] = fit([*one, *other])
        after = [(on_curve(score, fit(told)), right) for asked, told in ((one, other), (other, one)) for score, right in asked]
        (many, share), (kept, better) = sure([*one, *other]), sure(after)
        print(f"{component:15} n {len(after):5}   before: {many:5} sure, {share:.3f} right   after: {kept:5} sure, {better:.3f} right")
    if given.write:
        OUT.write_text(json.dumps(curves, indent=1) + "\n", "utf-8")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
