"""The troubles, one function each: begin a run in a folder, do it harm at a moment, leave the folder as the harm left it.

Each returns what was done, in a few words, or None if the run was over before.
"""

import shutil
import sqlite3
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from signal import SIGCONT, SIGSTOP

from db.connect import WORKING
from tests.crash.checks import check
from tests.crash.runs import DONE, ended, fork, kill, said, wait

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a trouble happens, and when."""

    data: Path
    port: int
    random: Random
    usual: float
    """Seconds that an undisturbed run takes."""

    @property
    def moment(self) -> float:
        """A random instant of a run."""
        return self.random.uniform(0, self.usual)

    def begin(self, before: Callable[[], None] | None = None) -> int:
        return fork(self.data, self.port, before=before)


def killed(place: Place) -> str | None:
    """SIGKILL at a random instant."""
    process = place.begin()
    moment = place.moment
    wait(process, moment)
    return f"at {moment:.1f} s" if kill(process) else None


def power_cut(place: Place) -> str | None:
    """The machine loses its power: of what was written since the last sync, any part is on the disk and any part is not.

    SQLite syncs the write-ahead log before its frames go into the database, and says in the shared memory how far it had begun to carry them over;
    later frames may be there, torn or absent, sector by sector.
    """
    process = place.begin()
    moment = place.moment
    if wait(process, moment) is not None:
        DONE.pop(process)
        return None
    import os

    os.kill(process, SIGSTOP)
    time.sleep(0.05)
    left = place.data.with_name(f"{place.data.name}.cut")
    shutil.copytree(place.data, left)
    os.kill(process, SIGCONT)
    kill(process)
    shutil.rmtree(place.data)
    left.rename(place.data)
    torn = tear(place.data, place.random)
    return f"at {moment:.1f} s, {torn}"


def tear(data: Path, random: Random) -> str:
    """Make the write-ahead log what a power cut may leave of it."""
    log, shared = data / f"{WORKING}-wal", data / f"{WORKING}-shm"
    if not log.exists() or log.stat().st_size <= 32 or not shared.exists():
        return "no log"
    index = shared.read_bytes()
    shared.unlink()
    (size,) = struct.unpack_from("<H", index, 14)
    frame = 24 + (65536 if size == 1 else size)
    (frames,), (attempted,) = struct.unpack_from("<I", index, 16), struct.unpack_from("<I", index, 128)
    whole = bytearray(log.read_bytes())
    kept = random.randint(min(attempted, frames), frames)
    start, end = 32 + kept * frame, len(whole)
    lost = 0
    for at in range(start, end, SECTOR):
        if random.random() < 0.5:
            stop = min(at + SECTOR, end)
            whole[at:stop] = bytes(stop - at)
            lost += 1
    if random.random() < 0.5:
        del whole[random.randint(start, end) if start < end else end :]
    log.write_bytes(whole)
    return f"{frames - kept} of {frames} frames of the log after the last sync, {lost} sectors torn"


def locked(place: Place) -> str | None:
    """Another program writes into the database for a while, shorter or longer than Vigie waits."""
    process = place.begin()
    moment, during = place.moment, place.random.choice((2.0, 14.0))
    if wait(process, moment) is not None or not (place.data / WORKING).exists():
        ended(process)
        return None
    other = sqlite3.connect(place.data / WORKING, isolation_level=None, timeout=20)
    try:
        other.execute("begin immediate")
        wait(process, during)
        other.execute("rollback")
    except sqlite3.Error:
        ended(process)
        return None
    finally:
        other.close()
    status = ended(process)
    check(status is not None, f"the run stalled: {said()[-300:]}")
    told_or_well(status)
    return f"from {moment:.1f} s for {during:.0f} s, exit {status}"


def told_or_well(status: int | None) -> None:
    """A run in trouble says so, with its exit status and without a traceback."""
    words = said()
    check(status in (0, 1), f"exit {status}: {words[-300:]}")
    check("Traceback" not in words, f"a traceback: {words[-600:]}")


@contextmanager
def disk(place: Path) -> Iterator[Callable[[str], bool]]:
    """A file system of its own, mounted anew with any options; False where that cannot be."""
    place.mkdir(parents=True, exist_ok=True)
    mounted = False

    def mount(options: str) -> bool:
        nonlocal mounted
        again = "remount," if mounted else ""
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", again + options, "vigie-crash", str(place)], capture_output=True, check=False)
        mounted = mounted or not done.returncode
        return not done.returncode

    try:
        yield mount
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


def full(place: Place, mount: Callable[[str], bool]) -> str | None:
    """A disk that fills up, somewhere between the first article and the edition; it is given room afterwards."""
    size = place.random.randint(150, 6000)
    check(mount(f"size={size}k"), "no file system can be mounted here")
    status = ended(place.begin())
    check(status is not None, f"the run stalled: {said()[-300:]}")
    told_or_well(status)
    mount("size=64m")
    return f"of {size} kB, exit {status}" if status else None


def read_only(place: Place, mount: Callable[[str], bool]) -> str | None:
    """A file system that a run can no longer write to, from a moment on; the next run finds it read-only.

    The kernel remounts none on which files are open for writing, so every write of the process is refused instead, as on a failed disk.
    """
    check(mount("size=64m"), "no file system can be mounted here")
    process = place.begin()
    moment = place.moment
    if wait(process, moment) is not None:
        DONE.pop(process)
        return None
    prlimit(process, RLIMIT_FSIZE, (0, RLIM_INFINITY))
    status = ended(process)
    told_or_well(status)
    check(mount("ro,size=64m"), "the file system cannot be made read-only")
    again = ended(place.begin())
    told_or_well(again)
    check(again == 1, "a run on a read-only file system ends well")
    mount("rw,size=64m")
    return f"at {moment:.1f} s, exit {status}"


JUMPS = (400 * 86400, 3600, -3600, -86400, -400 * 86400)
"""Seconds by which a clock is set on or back."""


def jumping(place: Place) -> str | None:
    """The clock is set on or back while a run is under way."""
    moment, jump = place.moment, place.random.choice(JUMPS)

    def jumpy() -> None:
        import time_machine

        travel = time_machine.travel(time.time(), tick=True)
        clock = travel.start()
        timer = threading.Timer(moment, lambda: clock.shift(jump))
        timer.daemon = True
        timer.start()

    status = ended(place.begin(before=jumpy))
    check(status is not None, f"the run stalled after the clock jumped by {jump} s at {moment:.1f} s: {said()[-300:]}")
    told_or_well(status)
    return f"by {jump} s at {moment:.1f} s, exit {status}"
