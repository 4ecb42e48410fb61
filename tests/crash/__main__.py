"""`make crash`: hundreds of runs in trouble, each checked, ended by an undisturbed run and compared; the figures go to `docs/crash.md`.

python -m tests.crash [--instants 200] [--others 8] [--minutes 60] [--seed N] [--report docs/crash.md]
"""

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.crash import troubles
from tests.crash.checks import Broken, State, content, whole
from tests.crash.runs import ended, fork, kiosk, said, warm


@dataclass
class Tally:
    """What came of a trouble."""

    title: str
    done: int = 0
    early: int = 0
    """Runs that were over before the trouble."""
    stages: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


OTHERS: dict[str, Callable[..., str | None]] = {
    "Power cut: the log since the last sync torn": troubles.power_cut,
    "Clock set on or back": troubles.jumping,
    "Disk that fills": troubles.full,
    "File system gone read-only": troubles.read_only,
    "Database locked by another program": troubles.locked,
}
ON_A_DISK = (troubles.full, troubles.read_only)


class Harness:
    """Runs in trouble, one after the other, all compared with one undisturbed run."""

    def __init__(self, folder: Path, port: int, seed: int, deadline: float) -> None:
        self.folder, self.port, self.seed, self.deadline = folder, port, seed, deadline
        started = time.monotonic()
        status = ended(fork(folder / "undisturbed", port))
        self.usual = time.monotonic() - started
        if status != 0:
            raise SystemExit(f"the undisturbed run failed ({status}): {said()}")
        self.wanted = content(folder / "undisturbed")

    @property
    def late(self) -> bool:
        return time.monotonic() > self.deadline

    def trial(self, tally: Tally, trouble: Callable[..., str | None], number: int) -> None:
        """One folder: in trouble once or, by SIGKILL, a few times in a row; then a run that nothing disturbs."""
        random = Random(f"{self.seed} {tally.title} {number}")
        data = self.folder / "disk" / "data" if trouble in ON_A_DISK else self.folder / "data"
        with troubles.disk(data.parent) if trouble in ON_A_DISK else nullcontext() as mount:
            before, told = State(), []
            try:
                for _ in range(random.randint(1, 3) if trouble is troubles.killed else 1):
                    place = troubles.Place(data=data, port=self.port, random=random, usual=self.usual)
                    words = trouble(place, mount) if mount else trouble(place)
                    told.append(str(words))
                    now = whole(data, before, lost=trouble is troubles.power_cut)
                    before = now
                    if words is None:
                        tally.early += 1
                    else:
                        tally.done += 1
                        tally.stages[now.stage] += 1
                self.end(data, before)
            except Exception as fault:
                kept = self.folder.with_name(f"{self.folder.name}-fault-{number}")
                if data.exists():
                    shutil.copytree(data, kept, dirs_exist_ok=True)
                words = f"{tally.title}, trial {number} ({'; '.join(told)}): {type(fault).__name__}: {fault} [{kept}]"
                tally.faults.append(words)
                print(f"FAULT {words}", flush=True)
            finally:
                shutil.rmtree(data, ignore_errors=True)

    def end(self, data: Path, before: State) -> None:
        """The next run ends well, and the database says what it would have said."""
        started = time.monotonic()
        status = ended(fork(data, self.port))
        if status != 0:
            raise Broken(f"the next run ends with {status}: {said()[-600:]}")
        self.usual = 0.8 * self.usual + 0.2 * max(self.usual / 2, time.monotonic() - started)
        whole(data, before)
        found = content(data)
        if found != self.wanted:
            other = sorted(set(found) ^ set(self.wanted))
            raise Broken(f"{len(other)} lines of the dump differ, the first: {other[:2]}")


def main() -> int:
    options = read_options()
    started = time.monotonic()
    warm()
    tallies = [Tally("SIGKILL at a random instant"), *(Tally(title) for title in OTHERS)]
    with TemporaryDirectory(prefix="vigie-crash-") as folder, kiosk() as port:
        harness = Harness(Path(folder), port, options.seed, started + options.minutes * 60)
        usual = harness.usual
        print(f"an undisturbed run: {usual:.1f} s", flush=True)
        for tally, trouble in zip(tallies[1:], OTHERS.values(), strict=True):
            for number in range(options.others):
                if not harness.late:
                    harness.trial(tally, trouble, number)
            print(f"{tally.title}: {tally.done} done, {len(tally.faults)} faults", flush=True)
        number = 0
        while tallies[0].done < options.instants and not harness.late:
            harness.trial(tallies[0], troubles.killed, number)
            number += 1
            if number % 10 == 0:
                print(f"{tallies[0].done} instants, {len(tallies[0].faults)} faults, {time.monotonic() - started:.0f} s", flush=True)
    report(options, tallies, usual=usual, took=time.monotonic() - started)
    return 1 if any(tally.faults for tally in tallies) else 0


def read_options() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--instants", type=int, default=200)
    parser.add_argument("--others", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, default=Path("docs/crash.md"))
    return parser.parse_args()


def report(options: Any, tallies: list[Tally], *, usual: float, took: float) -> None:
    """Write what was found, for whoever runs Vigie and wants to know what a crash costs."""
    lines = [
        "# What a crash costs",
        "",
        "Written by `make crash` (`python -m tests.crash`): `vigie run` on the kiosk's three newspapers, in trouble. After each trouble, on a copy of the",
        "files as they lie: `integrity_check`, `foreign_key_check`, the chain of history, no alert key twice, no half reading, and every article and reading",
        "that was saved is still there. Then a run that nothing disturbs ends with status 0, and `vigie dump` is that of a database that never was in trouble.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d}, seed {options.seed}, {took / 60:.0f} minutes, Python {sys.version.split()[0]}; an undisturbed run took {usual:.1f} s",
        f"- **{tallies[0].done} of {options.instants} SIGKILL instants asked for** (a run is killed one to three times in a row before it may end)",
        "",
        "| Trouble | Times | Faults | Where the runs were |",
        "|---|--:|--:|---|",
    ]
    for tally in tallies:
        where = ", ".join(f"{stage} {times}" for stage, times in tally.stages.most_common())
        lines.append(f"| {tally.title} | {tally.done} | {len(tally.faults)} | {where} |")
    faults = [fault.split(" [")[0] for tally in tallies for fault in tally.faults]
    lines += ["", *(["Faults:", "", *(f"- {fault}" for fault in faults)] if faults else ["No fault."]), ""]
    options.report.write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
