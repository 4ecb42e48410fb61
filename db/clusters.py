"""Clusters: what is joined two by two becomes one. Pure."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T", int, str)


def leaders(members: Iterable[T], pairs: Iterable[tuple[T, T]]) -> dict[T, T]:
    """The leader of each member, the smallest of all those that pairs join to it: members with one leader are one.

    >>> leaders("abcd", [("b", "a"), ("c", "b")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd'}
    """
    led = {member: member for member in members}

    def leader(member: T) -> T:
        while led[member] != member:
            led[member] = member = led[led[member]]
        return member

    for one, other in pairs:
        low, high = sorted((leader(one), leader(other)))
        led[high] = low
    return {member: leader(member) for member in led}
