"""Whether `vigie evaluate` gives the figures of another scorer, to the last digit.

    python benchmarks/scorer.py SCORER.py GOLD.jsonl [READINGS.jsonl] [--random N]

SCORER.py is a program that takes GOLD and READINGS, joined on `id`, and prints with `--json` an object of fields, each with precision, recall
and f1, or accuracy, and `gold`, the number of cases. Without READINGS the articles are read now. `--random`: also N made-up pairs of files,
whose annotations differ in every way that the rules of matching know. Exits 1 where a figure differs.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nlp.commands import readings
from nlp.evaluate import evaluate
from nlp.lines import identifier, numbered

Row = dict[str, Any]
NAMES = (
    "CHU de Valbrune", "le CHU de Valbrune Sud", "Valbrune", "Orféa", "plateforme Orféa", "Orféa Mobile", "l'Orfea", "Véto Sud", "VétoSud",
    "groupe Armoria", "Armoria SA", "RTO", "RTO France", "La", "Noctule",
)  # fmt: skip
NUMBERS = (0, 1, 99, 100, 101, 6128, 6189, 6190, 2000, 9999, 10_000, 10_100)
ROLES = ("victim", "past_victim", "third_party", "authority", "attacker", "source", "other")
UNITS = ("person", "customer", "record", "file", "site", "organisation", "machine")
TYPES = ("name", "email", "iban", "password")
DATES = (None, "2024", "2024-02", "2024-02-10", "2024-02-11", "2023-02")


def theirs(scorer: Path, gold: Iterable[Row], found: Iterable[Row]) -> Mapping[str, Mapping[str, float]]:
    """The other scorer's figures."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, rows in (("gold", gold), ("found", found)):
            files.append(Path(folder, f"{name}.jsonl"))
            files[-1].write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        done = subprocess.run([sys.executable, str(scorer), *map(str, files), "--json"], check=True, capture_output=True, text=True)
    figures: Mapping[str, Mapping[str, float]] = json.loads(done.stdout)
    return figures


def differences(scorer: Path, gold: list[Row], found: list[Row]) -> list[str]:
    """Every figure that is not the same."""
    other = theirs(scorer, gold, found)
    ours = evaluate(gold, {identifier(row): row for row in found})
    said = [f"{name}: a field of one scorer only" for name in other.keys() ^ ours.keys()]
    for name in other.keys() & ours.keys():
        one = ours[name]
        mine = {"precision": one.precision, "recall": one.recall, "f1": one.f1, "accuracy": one.f1, "gold": one.n}
        said += [
            f"{name} {part}: {mine[part]} here, {value} there" for part, value in other[name].items() if abs(mine[part] - value) > 1e-12
        ]
    return said


def made_up(chance: random.Random, number: int) -> list[Row]:
    """Annotations of `number` articles, drawn from pools in which much is nearly the same."""

    def some(most: int, make: Any) -> list[Any]:
        return [make() for _ in range(chance.randrange(most + 1))]

    def name() -> str:
        return chance.choice(NAMES)

    def count() -> Row:
        low, high = sorted((chance.choice(NUMBERS), chance.choice(NUMBERS)))
        high = chance.choice((low, low, high))
        what = chance.choice(("affected", "volume"))
        return {"raw": "x", "low": low, "high": high, "unit": chance.choice(UNITS), "what": what, "exact": chance.random() < 0.5}

    return [
        {
            "id": str(index),
            "about": chance.choice(("incident", "incident", "incident", "roundup", "other")),
            "victims": some(3, lambda: {"raw": name(), "name": name()}),
            "organisations": some(5, lambda: {"raw": name(), "role": chance.choice(ROLES)}),
            "attack_types": some(3, lambda: chance.choice(("ransomware", "ddos", "intrusion"))),
            "counts": some(5, count),
            "data_exposed": some(3, lambda: {"type": chance.choice(TYPES)}),
            "data_denied": some(3, lambda: {"type": chance.choice(TYPES)}),
            "incident_date": chance.choice((None, {"value": chance.choice(DATES)})),
            "claim": chance.choice((None, "confirmed", "claimed")),
            "sector": chance.choice((None, "health", "retail")),
        }
        for index in range(number)
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("scorer", type=Path)
    options.add_argument("gold", type=Path)
    options.add_argument("readings", type=Path, nargs="?")
    options.add_argument("--random", type=int, default=0, metavar="N")
    given = options.parse_args()
    lines = given.gold.read_text("utf-8").splitlines()
    gold = [{"id": identifier(row), **row} for _, row in numbered(lines, name=str(given.gold))]
    if given.readings:
        found = [row for _, row in numbered(given.readings.read_text("utf-8").splitlines(), name=str(given.readings))]
    else:
        found = list(readings(lines, name=str(given.gold), model=None))
    wrong = {str(given.gold): differences(given.scorer, gold, found)}
    for seed in range(given.random):
        chance = random.Random(seed)
        # A tenth of the articles have no reading.
        wrong[f"made up {seed}"] = differences(given.scorer, made_up(chance, 60), made_up(chance, 54))
    for name, said in wrong.items():
        for words in said:
            print(f"{name}: {words}")
    same = sum(not said for said in wrong.values())
    print(f"{same} of {len(wrong)} pairs of files have the same figures in both scorers")
    return 0 if same == len(wrong) else 1


if __name__ == "__main__":
    sys.exit(main())
