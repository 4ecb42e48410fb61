"""Standard output that cannot be written, told for what it is, whichever command was printing and whatever was done meanwhile.

A full disk behind `vigie dump > file` is no fault of the database; a reader that left (`| head`) is nobody's.
"""

import io
import sys
from typing import Any

import click


class OutputError(click.ClickException):
    """Standard output cannot be written; no OSError, so that nothing takes it for the disk of the data."""


class Output(io.RawIOBase):
    """The bytes' way out. Once it has failed it swallows the rest: what is buffered would fail again when the program ends."""

    def __init__(self, raw: io.FileIO | None) -> None:
        self.raw = raw
        self.failed = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.raw is not None and self.raw.isatty()

    def fileno(self) -> int:
        if self.raw is None:
            raise io.UnsupportedOperation("fileno")
        return self.raw.fileno()

    def write(self, data: Any, /) -> int:
        if self.failed:
            return len(data)
        self.failed = True
        if self.raw is None:
            raise OutputError("La sortie standard est fermée : rien ne peut être affiché. Dirigez-la vers un terminal ou un fichier.")
        try:
            written = self.raw.write(data)
        except BrokenPipeError:
            raise  # whoever read us has left: click ends the program without a word
        except OSError as error:
            raise OutputError(
                f"La sortie standard ne peut être écrite ({error.strerror}) : ce qui est affiché n’est pas entier. "
                "Dirigez-la ailleurs, puis recommencez."
            ) from error
        self.failed = False
        return written or 0


def guard_output() -> None:
    """Have standard output raise OutputError; one that is not the system's (a test's) is left as it is."""
    out: Any = sys.stdout
    if out is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(Output(None)), encoding="utf-8", line_buffering=True)
        return
    buffer = getattr(out, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # unbuffered, the one is the other
    if isinstance(raw, io.FileIO):
        out.flush()
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(Output(raw)),
            encoding=out.encoding,
            errors=out.errors,
            line_buffering=out.line_buffering,
            write_through=out.write_through,
        )
