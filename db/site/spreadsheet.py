"""CSV that a spreadsheet cannot mistake for formulas: a text that begins like one gets an apostrophe. Numbers stay, and so do JSON and the file itself.

>>> neutral(["=2+2", "-12.5", "- tiret", "+33 1", "Armoria"])
["'=2+2", '-12.5', "'- tiret", "'+33 1", 'Armoria']
"""

import codecs
import csv
import io
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

START = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula can begin with; the last four are the wide forms that some spreadsheets read alike."""
csv.field_size_limit(2**31 - 1)  # Datasette's answers are bounded elsewhere (`db.site.limits`); a long text is no reason to stop an export
NUMBER = re.compile(r"-(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|inf)", re.IGNORECASE)


def neutral(cells: Sequence[str]) -> list[str]:
    """The cells of one line."""
    return [f"'{cell}" if cell.lstrip(" ").startswith(START) and not NUMBER.fullmatch(cell) else cell for cell in cells]


class Neutral:
    """A stream of CSV, line by line as it passes: a line ends where no quote is open."""

    def __init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.waiting = ""

    def feed(self, chunk: bytes, *, last: bool = False) -> bytes:
        self.waiting += self.decoder.decode(chunk, last)
        end = len(self.waiting) if last else whole(self.waiting)
        ready, self.waiting = self.waiting[:end], self.waiting[end:]
        if not ready:
            return b""
        out = io.StringIO(newline="")
        csv.writer(out).writerows(neutral(cells) for cells in csv.reader(io.StringIO(ready, newline="")))
        return out.getvalue().encode()


def whole(text: str) -> int:
    """How much of a text is whole lines.

    >>> whole('a,b\\r\\nc,"d\\n'), whole('"a""\\n"\\r\\nb')
    (5, 8)
    """
    opened, reached = False, 0
    for found in re.finditer(r'["\n]', text):
        if found[0] == '"':
            opened = not opened
        elif not opened:
            reached = found.end()
    return reached


async def neutralised(app: Any, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
    """Pass a request on; what comes back as CSV is made harmless on its way."""
    stream: Neutral | None = None

    async def send_neutral(message: Any) -> None:
        nonlocal stream
        if message["type"] == "http.response.start":
            kind = dict(message.get("headers", ())).get(b"content-type", b"")
            if message["status"] == 200 and kind.startswith((b"text/csv", b"text/plain")):
                stream = Neutral()
                headers = [(name, value) for name, value in message["headers"] if name.lower() != b"content-length"]
                message = {**message, "headers": headers}
        elif stream is not None:
            more = message.get("more_body", False)
            message = {**message, "body": stream.feed(message.get("body", b""), last=not more)}
        await send(message)

    await app(scope, receive, send_neutral)
