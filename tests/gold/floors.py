"""Floors of quality: what the test set must at least give, field by field. Lowering one must be asked for by name.

    python -m tests.gold.floors                                   compare
    python -m tests.gold.floors --update                          raise the floors to what is measured
    python -m tests.gold.floors --update --allow-regression       lower them too; the changelog says why

The test set (`test.jsonl`) was written and annotated by people who saw the annotation guide and neither code nor word lists; nobody reads it
while rules are written. `floors.json` notes its fingerprint: other articles, other floors.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

from nlp.commands import readings
from nlp.evaluate import Figure, evaluate
from nlp.lines import identifier

HERE = Path(__file__).parent
TEST, FLOORS = HERE / "test.jsonl", HERE / "floors.json"
STEP = 0.005
"""Floors stand this far below what was measured, so that the last digit of a figure decides nothing."""


def fingerprint() -> str:
    """Of the test set, so that floors are never compared with other articles."""
    return sha256(TEST.read_bytes()).hexdigest()[:16]


def measure() -> dict[str, Figure]:
    """The figures of this tree on the test set."""
    lines = TEST.read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    return evaluate(gold, {identifier(row): row for row in readings(lines, name=str(TEST), model=None)})


def held() -> dict[str, float]:
    """The floors, or a word about what is wrong with the file."""
    kept = json.loads(FLOORS.read_text("utf-8"))
    if kept["test_set"] != fingerprint():
        raise SystemExit("floors.json was made for other articles: run `python -m tests.gold.floors --update`")
    floors: dict[str, float] = kept["floors"]
    return floors


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--update", action="store_true")
    options.add_argument("--allow-regression", action="store_true")
    given = options.parse_args()
    figures = measure()
    before = held() if FLOORS.exists() else {}
    lower = {name: one.f1 for name, one in figures.items() if one.f1 < before.get(name, 0.0)}
    for name, one in figures.items():
        print(f"{name:<20} {one.f1:.3f}  floor {before.get(name, 0.0):.3f}{'  BELOW' if name in lower else ''}")
    if lower and not given.allow_regression:
        print("Mend it, or run with --update --allow-regression and say why in the changelog.", file=sys.stderr)
        return 1
    if given.update:
        wanted = {name: round(one.f1 - STEP, 3) for name, one in figures.items()}
        floors = wanted if given.allow_regression else {name: max(value, before.get(name, 0.0)) for name, value in wanted.items()}
        FLOORS.write_text(json.dumps({"test_set": fingerprint(), "floors": floors}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
