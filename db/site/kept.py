"""Answers kept for a while: an edition never changes, so a page asked for again is answered as it was. An ASGI wrapper."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

LONGEST = 600.0
"""Seconds: pages bear the day on which they were asked for (citations)."""
LARGEST = 1_000_000
"""Bytes of an answer worth keeping; exports pass by."""
MOST = 32_000_000
"""Bytes kept in all; what was asked for least lately goes first."""
Key = tuple[bytes, bytes, bytes]
BESIDE = 2_000
"""Bytes that an answer's headers and the table's own entry take, about: many small answers have a weight too."""


def weight(key: Key, body: bytes) -> int:
    """The bytes that an answer takes while it is kept."""
    return len(body) + sum(map(len, key)) + BESIDE


class Kept:
    """What was answered. One for each edition: a newer one begins with none."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.held: OrderedDict[Key, tuple[float, dict[str, Any], bytes]] = OrderedDict()
        self.size = 0
        self.clock = clock

    def get(self, key: Key) -> tuple[dict[str, Any], bytes] | None:
        found = self.held.get(key)
        if found is None:
            return None
        if self.clock() - found[0] > LONGEST:
            self.drop(key)
            return None
        self.held.move_to_end(key)
        return found[1], found[2]

    def keep(self, key: Key, start: dict[str, Any], body: bytes) -> None:
        if key in self.held:
            self.drop(key)
        self.held[key] = (self.clock(), start, body)
        self.size += weight(key, body)
        while self.size > MOST:
            self.drop(next(iter(self.held)))

    def drop(self, key: Key) -> None:
        self.size -= weight(key, self.held.pop(key)[2])


def keeping(app: Any, kept: Kept, *, by_host: bool = True) -> Any:
    """`app`, whose whole, small and successful answers are given again; `by_host`: to those who asked by the same name."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/-/"):
            await app(scope, receive, send)
            return
        # The name it was asked by stands in links, where the settings give none.
        host = dict(scope["headers"]).get(b"host", b"") if by_host else b""
        key = (host, scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b""))
        found = kept.get(key)
        if found is not None:
            await send(found[0])
            await send({"type": "http.response.body", "body": found[1]})
            return
        start: dict[str, Any] = {}
        parts: list[bytes] | None = []

        async def send_noted(message: Any) -> None:
            nonlocal parts
            if message["type"] == "http.response.start":
                start.update(message)
                if message["status"] != 200 or any(name.lower() == b"set-cookie" for name, _ in message["headers"]):
                    parts = None
            elif parts is not None:
                parts.append(message.get("body", b""))
                if sum(map(len, parts)) > LARGEST:
                    parts = None
                elif not message.get("more_body", False):
                    kept.keep(key, start, b"".join(parts))
            await send(message)

        await app(scope, receive, send_noted)

    return answer
