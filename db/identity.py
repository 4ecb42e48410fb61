"""Permanent numbers: made from what a thing is, not from when it came.

The same content gets the same numbers, in whatever order it arrives. Two things that fall on one number are told apart by a
second draw, so numbers stay unique.
"""

from collections.abc import Callable
from hashlib import sha256

DIGITS = {"articles": 12, "incidents": 9, "organisations": 9}
"""How long the numbers of each table are: enough that a second draw is rare, short enough to cite."""


def draw(table: str, key: str, *, taken: Callable[[int], bool]) -> int:
    """A number of `DIGITS[table]` digits for `key`, the first that `taken` does not refuse.

    >>> draw("incidents", "doctolib|2020-07", taken=lambda number: False)
    346634520
    """
    lowest = 10 ** (DIGITS[table] - 1)
    attempt = 0
    while True:
        digest = sha256(f"{table}\n{key}\n{attempt}".encode()).digest()
        number: int = lowest + int.from_bytes(digest[:8]) % (9 * lowest)
        if not taken(number):
            return number
        attempt += 1
