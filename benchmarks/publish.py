"""Publishing, measured by CPU time: a made working database baked into a public edition, beside SQLite's own copy of that edition.

python -m benchmarks.publish                       20 000 articles
python -m benchmarks.publish --articles 200000     aims: 3 minutes, 1 GB of memory
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made import make
from db.connect import PUBLIC

PUBLISH = (
    "import sys; from pathlib import Path; from db.connect import open_working; from db.publish import publish; "
    "publish(open_working(Path(sys.argv[1])), Path(sys.argv[1]))"
)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one publication took."""

    cpu: float
    seconds: float
    memory: float
    """Megabytes, at most."""
    copy: float
    """CPU seconds of `vacuum into`, start of Python included."""


def measured(folder: Path, articles: int) -> Cost:
    """Make the database if it is not there, publish it in a process of its own, and copy what came out."""
    if not (folder / "vigie.db").exists():
        make(folder, articles)
    (folder / PUBLIC).unlink(missing_ok=True)
    begun = time.perf_counter()
    cpu, memory = run(PUBLISH, folder)
    seconds = time.perf_counter() - begun
    copied = folder / "copy.db"
    begun_copy = time.process_time()
    conn = sqlite3.connect(folder / PUBLIC)
    conn.execute("vacuum into ?", [str(copied)])
    conn.close()
    copy = time.process_time() - begun_copy
    copied.unlink()
    return Cost(cpu=cpu, seconds=seconds, memory=memory, copy=copy)


def run(code: str, argument: Path) -> tuple[float, float]:
    """CPU seconds and megabytes of a process that runs this."""
    process = subprocess.Popen([sys.executable, "-c", code, str(argument)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"publication failed: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the made database is kept; none: a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cost = measured(given.folder or Path(temporary), given.articles)
    print(f"{given.articles} articles: {cost.cpu:.1f} s of CPU ({cost.seconds:.0f} s of the clock), {cost.memory:.0f} MB")
    print(f"{given.articles / cost.cpu:.0f} articles a second; {cost.cpu / cost.copy:.0f} times SQLite's own copy of the edition")


if __name__ == "__main__":
    main()
