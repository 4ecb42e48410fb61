"""`make year`: 365 daily runs in one process with the clock set; the figures go to `docs/year.md`.

python -m tests.year [--days 365] [--report docs/year.md]
"""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.year.days import ANEW, NEW, Day, lived

SHOWN = (1, 2, 10, 30, 60, 90, 120, 180, 240, 300, 365)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.year")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--report", type=Path, default=Path("docs/year.md"))
    parser.add_argument("--minutes", type=float, default=120, help="ends there, with the days that it has lived")
    options = parser.parse_args()
    started = time.monotonic()
    held: list[Day] = []
    with TemporaryDirectory(prefix="vigie-year-") as folder:
        for day in lived(Path(folder), options.days):
            held.append(day)
            if day.number % 10 == 0:
                print(f"day {day.number}: {day.seconds:.1f} s, {day.working >> 20} MB", flush=True)
            if time.monotonic() - started > options.minutes * 60:
                break
    text = report(held, time.monotonic() - started, asked=options.days)
    options.report.write_text(text, "utf-8")
    print(text)


def report(held: list[Day], took: float, *, asked: int) -> str:
    lines = [
        "# A year of daily runs",
        "",
        f"Written by `make year` (`python -m tests.year`): {len(held)} of {asked} runs asked for, in one process with the clock set, {NEW + ANEW} new or changed articles a day",
        f"({NEW} new, {ANEW} written anew), each saved, its reading saved, linked, published: `vigie run` without web and model. Took {took / 60:.0f} minutes.",
        "",
        "| Day | Articles | Incidents | Run (s) | Link (s) | Publish (s) | Working file (MB) | kB an article | Edition (MB) | Most memory (MB) |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for day in held:
        if day.number in SHOWN or day.number == len(held):
            near = held[
                max(0, day.number - 5) : day.number
            ]  # of the five last runs, the one in the middle: one run is at the machine's mercy
            middle = [sorted(getattr(one, name) for one in near)[len(near) // 2] for name in ("seconds", "link", "publish")]
            lines.append(
                f"| {day.number} | {day.articles} | {day.incidents} | {middle[0]:.2f} | {middle[1]:.2f} | {middle[2]:.2f} | {day.working / 2**20:.1f} "
                f"| {day.working / 1024 / day.articles:.1f} | {day.public / 2**20:.1f} | {day.memory / 2**20:.0f} |"
            )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
