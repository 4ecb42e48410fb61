"""Runs of the real command line on the kiosk, each in a process of its own, forked from one in which everything heavy is loaded already.

A forked child is a process like any other to the kernel, to SQLite and to SIGKILL, and spares each of hundreds of runs the start of Python and of
the model. The parent keeps no thread and no open database: what a fork would copy half.
"""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import F_SETPIPE_SZ, fcntl
from pathlib import Path

SITES = ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")
LONGEST = 240.0
"""Seconds after which a run that nobody ended counts as stalled."""


@contextmanager
def kiosk() -> Iterator[int]:
    """The invented press, in a process of its own; its port."""
    code = "from crawler.kiosk import Kiosk\nimport sys\nwith Kiosk(delay=0) as papers:\n print(papers.port, flush=True)\n sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.communicate(timeout=30)


def warm() -> None:
    """Load what every run needs."""
    import importlib

    for name in ("scrapy.crawler", "crawler.run", "nlp.tagger", "db.link", "db.memory", "db.publish", "vigie"):
        importlib.import_module(name)
    from nlp.pipeline import build
    from nlp.version import pipeline_version
    from vigie_settings import load_settings

    model = load_settings(data=Path()).model
    pipeline_version(model)
    build(model)("La mairie de Valdreuil a été touchée le 3 mars 2024.")
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be shared by forked processes"


def fork(data: Path, port: int, *, before: Callable[[], None] | None = None) -> int:
    """Start a run; its process. What it says is had from `said`."""
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    fcntl(writing, F_SETPIPE_SZ, 1 << 20)  # enough for all that a run says, so that nobody need read while it goes on
    child = os.fork()
    if child:
        os.close(writing)
        os.set_blocking(reading, False)
        if EAR:
            os.close(EAR.pop())
        EAR.append(reading)
        return child
    status = 70
    try:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.environ["VIGIE_KIOSK"] = str(port)
        if before is not None:
            before()
        from vigie import cli

        try:
            cli.main(args=["run", "--data", str(data), *SITES], prog_name="vigie")
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


EAR: list[int] = []
"""The end of the pipe in which the latest run speaks."""


def said() -> str:
    """What the latest run said, as far as it was not heard yet."""
    heard = b""
    while EAR:
        try:
            more = os.read(EAR[0], 1 << 16)
        except BlockingIOError:
            break
        if not more:
            break
        heard += more
    return heard.decode("utf-8", "replace")


def ended(process: int, *, within: float = LONGEST) -> int | None:
    """The exit status of a run once it is over (a signal's number, negative); None: it has not come to its end in time, and was killed."""
    if wait(process, within) is not None:
        return os.waitstatus_to_exitcode(DONE.pop(process))
    kill(process)
    return None


def kill(process: int) -> bool:
    """Kill a run; False if it was over before."""
    if process in DONE or os.waitpid(process, os.WNOHANG) != (0, 0):
        DONE.pop(process, None)
        return False
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return True


DONE: dict[int, int] = {}
"""Runs that are over, with their status: the kernel tells it once."""


def wait(process: int, seconds: float) -> float | None:
    """Let a run go on for so long at most; how long it took if it ended."""
    if process in DONE:
        return 0.0
    started = time.monotonic()
    while (spent := time.monotonic() - started) < seconds:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            DONE[process] = status
            return spent
        time.sleep(min(0.02, max(0.0, seconds - spent)))
    return None
