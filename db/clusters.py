"""Clusters: what is joined two by two becomes one. Pure."""

from collections.abc import Collection, Iterable
from typing import TypeVar

T = TypeVar("T", int, str)


def leaders(members: Iterable[T], pairs: Iterable[tuple[T, T]], *, never: Collection[tuple[T, T]] = ()) -> dict[T, T]:
    """The leader of each member, the smallest of all those that pairs join to it: members with one leader are one.

    `never`: pairs that stay apart, whatever lies between them; of the joins that would bring them together, the last given is left out.

    >>> leaders("abcd", [("b", "a"), ("c", "b")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd'}
    >>> leaders("abc", [("a", "b"), ("b", "c")], never=[("a", "c")])
    {'a': 'a', 'b': 'a', 'c': 'c'}
    """
    led = {member: member for member in members}

    def leader(member: T) -> T:
        while led[member] != member:
            led[member] = member = led[led[member]]
        return member

    foes: dict[T, set[T]] = {}
    for left, right in never:
        foes.setdefault(left, set()).add(right)
        foes.setdefault(right, set()).add(left)
    for one, other in pairs:
        low, high = sorted((leader(one), leader(other)))
        if low == high or any(leader(foe) == high for foe in foes.get(low, ())):
            continue
        led[high] = low
        if high in foes:
            foes.setdefault(low, set()).update(foes.pop(high))
    return {member: leader(member) for member in led}
