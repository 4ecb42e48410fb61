"""Floors of quality: what the test set must at least give, field by field. Lowering one must be asked for by name.

    python -m tests.gold.floors                                   compare
    python -m tests.gold.floors --update                          raise the floors to what is measured
    python -m tests.gold.floors --update --allow-regression       lower them too; the changelog says why
    python -m tests.gold.floors --quality                         leave the floors, write what is measured to nlp/data/quality.json

`--update` writes nlp/data/quality.json as well: what an edition says of its own reliability.

The test set (`test.jsonl`) was written and annotated by people who saw the annotation guide and neither code nor word lists; nobody reads it
while rules are written. `floors.json` notes its fingerprint: other articles, other floors.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import nlp
from nlp.commands import readings
from nlp.evaluate import Figure, evaluate
from nlp.lines import identifier
from nlp.quality import quality_file
from nlp.version import pipeline_version

HERE = Path(__file__).parent
TEST, FLOORS = HERE / "test.jsonl", HERE / "floors.json"
QUALITY = Path(nlp.__file__).parent / "data" / "quality.json"
SET = "textes rédigés par nous à la manière de la presse"
"""What an edition says the articles are."""
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


def of_this_set() -> bool:
    """Whether the floors were made for the articles that are there now; for others, new floors begin."""
    return FLOORS.exists() and bool(json.loads(FLOORS.read_text("utf-8"))["test_set"] == fingerprint())


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def keep_quality(figures: dict[str, Figure], *, date: str) -> None:
    """Write the figures as an edition shows them; the same figures of the same version keep their day."""
    articles = len(TEST.read_text("utf-8").splitlines())
    kept = quality_file(figures, version=pipeline_version(), date=date, name=SET, articles=articles)
    before = json.loads(QUALITY.read_text("utf-8")) if QUALITY.exists() else {}
    if {**before, "date": date} != kept:
        QUALITY.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--update", action="store_true")
    options.add_argument("--allow-regression", action="store_true")
    options.add_argument("--quality", action="store_true")
    given = options.parse_args()
    figures = measure()
    if given.quality:
        keep_quality(figures, date=today())
        return 0
    before = held() if of_this_set() or not given.update else {}
    lower = {name: one.f1 for name, one in figures.items() if one.f1 < before.get(name, 0.0)}
    for name, one in figures.items():
        print(
            f"{name:<20} {one.f1:.3f}  [{one.low or 0:.3f}, {one.high or 0:.3f}]  floor {before.get(name, 0.0):.3f}{'  BELOW' if name in lower else ''}"
        )
    if lower and not given.allow_regression:
        print("Mend it, or run with --update --allow-regression and say why in the changelog.", file=sys.stderr)
        return 1
    if given.update:
        wanted = {name: round(one.f1 - STEP, 3) for name, one in figures.items()}
        floors = wanted if given.allow_regression else {name: max(value, before.get(name, 0.0)) for name, value in wanted.items()}
        FLOORS.write_text(json.dumps({"test_set": fingerprint(), "floors": floors}, indent=1) + "\n", "utf-8")
        keep_quality(figures, date=today())
    return 0


if __name__ == "__main__":
    sys.exit(main())
