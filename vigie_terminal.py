"""What a terminal is shown: numbers and plurals as French writes them, progress bars, and no character that commands it.

>>> many(1, "article nouveau", "articles nouveaux"), many(1202, "article", "articles")
('1 article nouveau', '1\u202f202 articles')
>>> printable("titre\x1b[31m rouge")
'titre␛[31m rouge'
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

NARROW = "\u202f"
"""The space within a number, and before « % »."""
_UNSAFE = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)], 0xFFFD)
)


def printable(text: str) -> str:
    """The text, each control character, direction mark and lone surrogate replaced by one that can be seen, one for one."""
    return text.translate(_UNSAFE)


def figure(number: int) -> str:
    """A number as French writes it."""
    return f"{number:,}".replace(",", NARROW)


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


def line_count(file: TextIO) -> int | None:
    """How many lines a file holds, where they can be counted and the file read again."""
    if not file.seekable() or not hasattr(file, "buffer"):
        return None
    start = file.tell()
    number, last = 0, b"\n"
    while chunk := file.buffer.read(1 << 20):
        number, last = number + chunk.count(b"\n"), chunk[-1:]
    file.seek(start)
    return number + (last != b"\n")
