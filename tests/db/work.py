"""Save, link and publish the kiosk; with a number, die by SIGKILL before that SQL statement of the working database.

python -m tests.db.work FOLDER [STATEMENT]
"""

import os
import signal
import sys
from pathlib import Path

from sqlite_utils import Database

from db.connect import open_working
from db.link import link
from db.publish import publish
from tests.db.kiosk import gold
from tests.db.samples import fill


def work(folder: Path, *, die_at: int = 0) -> int:
    """Do it all; how many statements it took."""
    count = 0

    def watch(_: str) -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    db = open_working(folder)
    db.conn.set_trace_callback(watch)
    try:
        do(db, folder)
    finally:
        db.close()
    return count


def do(db: Database, folder: Path) -> None:
    lines = gold(2)
    fill(db, lines[:20])
    link(db)
    publish(db, folder)
    fill(db, lines[20:])
    link(db)
    publish(db, folder)


if __name__ == "__main__":
    print(work(Path(sys.argv[1]), die_at=int(sys.argv[2]) if len(sys.argv) > 2 else 0))
