"""Receivers on loopback that take messages, fail, stall and lie: an HTTP server and an SMTP server, each in a thread."""

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult


class Receiver:
    """An HTTP server: answers as `answers` say, one after the other, then 204. `seen`: headers and body of each request."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: deque[Any] = deque()
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.on_request: Callable[[int], None] = lambda number: None
        self.over = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.seen.append(({name.lower(): value for name, value in self.headers.items()}, body))
                receiver.on_request(len(receiver.seen))
                receiver.answer(self, receiver.answers.popleft() if receiver.answers else 204)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def answer(self, handler: BaseHTTPRequestHandler, how: Any) -> None:
        if how == "drop":
            handler.connection.shutdown(2)
        elif how == "stall":
            self.over.wait(5)
        elif how == "drip":
            while not self.over.wait(0.1):
                handler.wfile.write(b"H")
        elif how == "cut":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntaken")
        elif isinstance(how, str):
            handler.wfile.write(f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {how}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            handler.wfile.write(f"HTTP/1.1 {how} So\r\nContent-Length: 0\r\n\r\n".encode())

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.seen]


class Silent(asyncio.Protocol):
    """A server that takes a call and says nothing."""


class MailServer:
    """An SMTP server. `refuse`: what it answers to RCPT and to DATA; `lie`: it takes a message and hangs up without a word."""

    def __init__(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        implicit: ssl.SSLContext | None = None,
        password: str | None = "mot-de-passe-secret",
    ) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.secure: list[bool] = []
        self.refuse: dict[str, str] = {}
        self.lie = 0
        self.stall = False
        self.password = password
        self.loop = asyncio.new_event_loop()
        self.transports: list[Any] = []
        self.ready = threading.Event()
        self.options = {"tls_context": starttls, "require_starttls": starttls is not None}
        if password is not None:
            self.options |= {"authenticator": self.authenticate, "auth_required": True}
        self.implicit = implicit
        self.thread = threading.Thread(target=self.run, daemon=True)

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == str(self.password).encode() and data.login == b"vigie", handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if "DATA" in self.refuse:
            return self.refuse["DATA"]
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        self.secure.append(session.ssl is not None or self.implicit is not None)
        if self.lie:
            self.lie -= 1
            server.transport.abort()
        return "250 OK"

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)

        async def serve() -> None:
            self.server = await self.loop.create_server(self.session, "127.0.0.1", 0, ssl=self.implicit)
            self.port = self.server.sockets[0].getsockname()[1]
            self.ready.set()

        async def end() -> None:
            self.server.close()
            for transport in self.transports:
                transport.abort()
            await asyncio.sleep(0.02)
            tasks = asyncio.all_tasks(self.loop) - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.loop.run_until_complete(serve())
        self.loop.run_forever()
        self.loop.run_until_complete(end())
        self.loop.close()

    def session(self) -> Any:
        """A connection, whose transport is kept: some clients leave without a word."""
        held = Silent() if self.stall else SMTP(self, hostname="courrier.example", **self.options)  # type: ignore[arg-type]
        made = held.connection_made

        def connection_made(transport: Any) -> None:
            self.transports.append(transport)
            made(transport)

        held.connection_made = connection_made  # type: ignore[method-assign]
        return held

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
