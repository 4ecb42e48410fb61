"""Cross-validation: how the learned parts read articles that they were not trained on.

    python -m nlp.training.crossval tests/gold/dev.jsonl tests/gold/dev-3.jsonl [--only dev-3]

Every article is read by models trained on the other four fifths, judges included. Rules and words are not part of it: where they were
written with an article in view, its figures flatter.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from nlp.evaluate import evaluate
from nlp.linear import Model, install, load_model
from nlp.reading import reading_row
from nlp.tagger import to_reading
from nlp.text import Source
from nlp.training.judges import JUDGES
from nlp.training.learn import FIRST, Example, again, example, pipelines, read_unseen
from nlp.training.parts import FOLDS, fold, half

Rows = dict[str, list[list[Any]]]


def cross_validate(gold: list[dict[str, Any]], *, recognisers: Path | None = None) -> dict[str, dict[str, Any]]:
    """Readings by `id`."""
    halves = pipelines(recognisers)
    examples = [example(halves[half(one)], one) for one in gold]
    rows: Rows = {name: [[] for _ in range(FOLDS)] for name in JUDGES}
    firsts: list[dict[str, Model]] = [{} for _ in range(FOLDS)]
    for one in read_unseen(halves[0], examples):
        part = fold(one.gold)
        firsts[part] = firsts[part] or {name: load_model(name) for name in FIRST}
        for name, judge in JUDGES.items():
            rows[name][part] += judge.labelled(one.doc, one.gold)
    found: dict[str, dict[str, Any]] = {}
    for number, models in enumerate(firsts):
        for name, model in models.items():
            install(name, model)
        for name, judge in JUDGES.items():
            install(name, judge.learn([row for part, held in enumerate(rows[name]) if part != number for row in held]))
        for one in examples:
            if fold(one.gold) == number:
                found[one.gold["id"]] = _read(halves[0], one)
    return found


def _read(nlp: Any, one: Example) -> dict[str, Any]:
    doc = again(nlp, one.doc, judged=True)
    source = Source(url=one.gold["url"], title=one.gold["title"], text=one.gold["text"])
    return reading_row(to_reading(doc, source, version="cross-validation", curves={}))


def main() -> None:
    """Print F1 per field for each file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--out", type=Path, help="write the readings there")
    options.add_argument("--recognisers", type=Path, help="the folder that nlp.training.adapt wrote")
    given = options.parse_args()
    files = {path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()] for path in given.gold}
    found = cross_validate([one for rows in files.values() for one in rows], recognisers=given.recognisers)
    if given.out:
        given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found.values()), "utf-8")
    for name, rows in files.items():
        print(name, len(rows), " ".join(f"{field} {one.f1:.3f}" for field, one in evaluate(rows, found).items()))


if __name__ == "__main__":
    main()
