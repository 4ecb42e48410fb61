"""Sentences with something before, behind or between them: a frame met in one form only is learned by heart.

{C} n'a pas répondu.   ->   Selon nos sources, {C} n'a pas répondu malgré plusieurs relances.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

FRAMES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("frames.toml").read_text("utf-8"))
LINKED_SHARE = 0.12
OPENED_SHARE = 0.3
TAILED_SHARE = 0.2


def composed(lines: list[str], chance: random.Random) -> Iterator[str]:
    """The templates in their order, some with an opener, some with a tail, some two in one sentence."""
    waiting = ""
    for line in lines:
        drawn = chance.random()
        if not line.endswith(".") or not movable(line):
            yield line
        elif waiting:
            yield linked(waiting, line, chance)
            waiting = ""
        elif drawn < LINKED_SHARE:
            waiting = line
        elif drawn < LINKED_SHARE + OPENED_SHARE:
            yield chance.choice(FRAMES["openers"]) + small_start(line)
        elif drawn < LINKED_SHARE + OPENED_SHARE + TAILED_SHARE:
            yield line[:-1] + chance.choice(FRAMES["tails"]) + "."
        else:
            yield line
    if waiting:
        yield waiting


def linked(one: str, other: str, chance: random.Random) -> str:
    """Two sentences as one: `…, tandis que …`, `… ; …`, `… (…)`."""
    link = chance.choice(FRAMES["links"])
    return one[:-1] + link + small_start(other)[:-1] + (")." if link == " (" else ".")


def movable(line: str) -> bool:
    """Whether a sentence can stand behind another's words: it starts with a name or with a small word such as `Les`."""
    first = re.match(r"[\wÀ-ÿ]+'?", line)
    return line[0] in "{<" or (first is not None and first[0] in FRAMES["small"])


def small_start(line: str) -> str:
    """`Les clients` is `les clients` in the middle of a sentence; a name keeps its capital."""
    return line if line[0] in "{<" else line[0].lower() + line[1:]
