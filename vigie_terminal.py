"""What a terminal is shown: numbers and plurals as French writes them, and progress bars.

>>> many(1, "article nouveau", "articles nouveaux"), many(1202, "article", "articles")
('1 article nouveau', '1\u202f202 articles')
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from crawler.french import NARROW, figure

if TYPE_CHECKING:
    from rich.console import Console


def decimal(number: float, digits: int = 3) -> str:
    """A number with decimals as French writes it."""
    return f"{number:.{digits}f}".replace(".", ",")


def percent(share: float) -> str:
    """A share as French writes it."""
    return f"{decimal(100 * share, 1)}{NARROW}%"


def many(number: int, one: str, several: str) -> str:
    """A number with its noun; the plural begins at two."""
    return f"{figure(number)} {one if number < 2 else several}"


def console() -> "Console":
    """Where progress is shown: standard error, so that results can go elsewhere."""
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def bar(label: str, total: int | None = None, *, printing: bool = False) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing elsewhere; its yield counts one more as done. `total` None: not known beforehand.

    `printing`: results are printed meanwhile, so there is no bar where they go to the same terminal.
    """
    shown = console()
    if not shown.is_terminal or total == 0 or (printing and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=shown) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """A bar that moves to and fro on a terminal, for work whose parts cannot be counted."""
    shown = console()
    if not shown.is_terminal:
        yield
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=shown) as progress:
        progress.add_task(label, total=None)
        yield


def line_count(file: TextIO | BinaryIO) -> int | None:
    """How many lines a file holds, where they can be counted and the file read again."""
    if not file.seekable() or stat.S_ISCHR(mode_of(file)):
        return None
    start = file.tell()
    data: Any = getattr(file, "buffer", file)
    number, last = 0, b"\n"
    while chunk := data.read(1 << 20):
        number, last = number + chunk.count(b"\n"), chunk[-1:]
    file.seek(start)
    return number + (last != b"\n")


def mode_of(file: TextIO | BinaryIO) -> int:
    """The kind of a file; 0 for one in memory. Devices may be seekable and without an end."""
    try:
        return os.fstat(file.fileno()).st_mode
    except OSError:
        return 0
