"""What browsers and proxies may keep: each answer bears the mark of its edition, so that the next edition makes all of them old. An ASGI wrapper.

Five seconds without asking; then « is it still so? », which costs nothing while the edition stays (304).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from db.site import FOLDER

BRIEFLY = b"public, max-age=5"
LONG = (b"max-age=86400", b"immutable", b"private", b"no-store")
"""What an answer says of itself that stands: it is no part of the edition, or is nobody else's."""


def mark_of(digest: str, settings: object) -> str:
    """The mark of an edition as this Vigie shows it with these settings."""
    shown = sha256(f"{digest}\n{version('vigie')}\n{settings!r}".encode())
    for path in sorted((*FOLDER.glob("templates/*.html"), *FOLDER.glob("*.yml"), *FOLDER.glob("*.toml"), *FOLDER.glob("static/*"))):
        shown.update(path.read_bytes())
    return shown.hexdigest()[:20]


def today() -> str:
    """Pages bear the day on which they were asked for."""
    return datetime.now(UTC).strftime("%y%m%d")


def freshened(app: Any, mark: Callable[[], str], *, day: Callable[[], str] = today) -> Any:
    """`app`, whose whole answers bear a mark, and which answers 304 to whoever has them already."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or scope["path"].startswith("/-/"):
            await app(scope, receive, send)
            return
        tag = f'W/"{mark()}-{day()}"'.encode()
        given = dict(scope["headers"]).get(b"if-none-match", b"")
        if tag in [one.strip() for one in given.split(b",")]:
            headers = [(b"etag", tag), (b"cache-control", BRIEFLY), (b"vary", b"Cookie, Authorization")]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_marked(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": marked(message.get("headers", []), tag)}
            await send(message)

        await app(scope, receive, send_marked)

    return answer


def marked(headers: Any, tag: bytes) -> list[tuple[bytes, bytes]]:
    """The headers of a whole answer, with its mark and how long it may be kept; a file's own mark stands."""
    said = {name.lower(): value for name, value in headers}
    kept = any(word in said.get(b"cache-control", b"") for word in LONG)
    shown = [(name, value) for name, value in headers if kept or name.lower() != b"cache-control"]
    if not kept:
        shown.append((b"cache-control", BRIEFLY))
    return shown if b"etag" in said else [*shown, (b"etag", tag)]
