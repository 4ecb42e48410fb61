"""Answers kept while an edition stays: given again as they were, never those of another, never the private edition's."""

import asyncio
from typing import Any

import pytest

from db.site.kept import LARGEST, LONGEST, MOST, Kept, keeping, weight


class Behind:
    """An application that counts what it is asked."""

    def __init__(self, body: bytes = b"page", *, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        self.asked, self.body, self.status, self.headers = 0, body, status, headers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def ask(app: Any, path: str = "/", query: bytes = b"", *, method: str = "GET", host: bytes = b"a.example") -> tuple[int, bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query, "headers": [(b"host", host)]}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_asked_again_is_given_again() -> None:
    behind = Behind()
    app = keeping(behind, Kept())

    assert [ask(app) for _ in range(3)] == [(200, b"page")] * 3
    assert behind.asked == 1


@pytest.mark.parametrize(
    "other", [{"path": "/autre"}, {"query": b"q=1"}, {"host": b"b.example"}, {"method": "HEAD"}], ids=["path", "question", "host", "method"]
)
def test_another_question_is_another_answer(other: dict[str, Any]) -> None:
    behind = Behind()
    app = keeping(behind, Kept())
    ask(app)
    ask(app, **other)

    assert behind.asked == 2


def test_one_address_is_one_portal() -> None:
    """Where the settings give the portal's address, no link hangs on the name by which it is asked."""
    behind = Behind()
    app = keeping(behind, Kept(), by_host=False)
    ask(app, host=b"a.example")
    ask(app, host=b"b.example")

    assert behind.asked == 1


@pytest.mark.parametrize(
    "behind",
    [Behind(status=404), Behind(status=500), Behind(b"x" * (LARGEST + 1)), Behind(headers=((b"Set-Cookie", b"a=b"),))],
    ids=["not found", "failed", "large", "for one visitor"],
)
def test_what_is_not_kept(behind: Behind) -> None:
    app = keeping(behind, Kept())
    first, second = ask(app), ask(app)

    assert first == second == (behind.status, behind.body)
    assert behind.asked == 2


def test_nothing_is_kept_for_long_nor_without_end() -> None:
    now = [0.0]
    behind, kept = Behind(b"x" * (LARGEST - 1)), Kept(clock=lambda: now[0])
    app = keeping(behind, kept)
    for number in range(2 * MOST // LARGEST):
        ask(app, f"/{number}")
    assert 0 < kept.size <= MOST
    assert kept.size == sum(weight(key, body) for key, (_, _, body) in kept.held.items())
    asked = behind.asked
    ask(app, f"/{2 * MOST // LARGEST - 1}")
    assert behind.asked == asked
    now[0] = LONGEST + 1
    ask(app, f"/{2 * MOST // LARGEST - 1}")
    assert behind.asked == asked + 1


def test_many_small_answers_have_a_weight() -> None:
    kept = Kept()
    for number in range(20_000):
        kept.keep((b"", b"/", str(number).encode() * 500), {}, b"[]")

    assert len(kept.held) < 15_000
