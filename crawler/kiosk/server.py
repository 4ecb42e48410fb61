"""The server: one loopback port, papers told apart by the Host header, faults on demand."""

import sys
import threading
from collections.abc import Iterator, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType, TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from crawler.kiosk import cms, old_php, wordpress
from crawler.kiosk.answer import Answer, not_found
from crawler.kiosk.faults import FAULTS, spoil
from crawler.kiosk.stories import PAPERS, Story, read_paper

ENGINES: dict[str, ModuleType] = {
    "guetteur-du-net.example": wordpress,
    "estuaire-libre.example": cms,
    "bulletin-du-modem.example": old_php,
}


class Request(NamedTuple):
    """One request answered; `path` with its query."""

    host: str
    path: str
    status: int


class Kiosk:
    """The papers, on sale while the `with` block lasts.

    `edition`: 1, or 2, in which articles were corrected and one added.
    `faults`: a fault by host, see FAULTS.
    `delay`: seconds that a slow page takes, or between two bytes.
    """

    def __init__(self, port: int = 0, *, edition: int = 1, faults: Mapping[str, str] | None = None, delay: float = 0.3) -> None:
        self.edition = edition
        self.faults = dict(faults or {})
        self.delay = delay
        self.requests: list[Request] = []
        self.closing = threading.Event()
        for host, fault in self.faults.items():
            if host not in PAPERS or fault not in FAULTS:
                raise ValueError(f"no fault {fault!r} for {host!r}; hosts: {list(PAPERS)}, faults: {list(FAULTS)}")
        self.server = Server(("127.0.0.1", port), self)
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), name="kiosk", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def hosts(self) -> list[str]:
        return list(PAPERS)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        super().__init__(address, Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no event; anything else stays loud."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else head and body wait for each other, 40 ms a page
    timeout = 5
    server: Server

    def do_GET(self) -> None:
        kiosk = self.server.kiosk
        host = (self.headers.get("Host") or "").partition(":")[0]
        found = answer(host, self.path, edition=kiosk.edition, fault=kiosk.faults.get(host))
        if found.slow:
            kiosk.closing.wait(kiosk.delay)
        status = 304 if found.status == 200 and is_fresh(found, self.headers) else found.status
        kiosk.requests.append(Request(host, self.path, status))
        self.send(found, status)

    def do_HEAD(self) -> None:
        self.do_GET()

    def send(self, found: Answer, status: int) -> None:
        self.send_response_only(status)  # without Date and Server: an edition is always the same bytes
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.status == 200:
            self.send_header("ETag", found.etag)
        if found.last_modified:
            self.send_header("Last-Modified", found.last_modified)
        if status != 304:
            self.send_header("Content-Type", found.type)
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.write(found)

    def write(self, found: Answer) -> None:
        if not found.drip:
            self.wfile.write(found.body)
            return
        for byte in found.body:
            if self.server.kiosk.closing.wait(self.server.kiosk.delay):
                return
            self.wfile.write(bytes((byte,)))


def answer(host: str, address: str, *, edition: int = 1, fault: str | None = None) -> Answer:
    """What a paper answers to `/path?query`, without a server."""
    if host not in PAPERS:
        words = f"Le kiosque ne connaît pas « {host} ». Il vend : {', '.join(PAPERS)}."
        return not_found(words)
    split = urlsplit(address)
    engine = ENGINES[host]
    found: Answer | None = engine.answer(read_paper(host, edition), split.path, dict(parse_qsl(split.query)))
    if found is None:
        found = not_found()
    return spoil(found, fault, is_listing=engine.is_listing(split.path)) if fault else found


def on_sale(edition: int = 1) -> Iterator[tuple[str, str, Story]]:
    """Every article of an edition: its canonical address, its paper's host, and what it says."""
    for host, engine in ENGINES.items():
        for story in read_paper(host, edition).stories:
            yield f"http://{host}{engine.path(story)}", host, story


def is_fresh(found: Answer, headers: Message) -> bool:
    """Does the client hold this very version? As in HTTP, the ETag decides where it is sent."""
    tags = headers.get("If-None-Match")
    if tags is not None:
        return found.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = headers.get("If-Modified-Since")
    if since is None or found.changed is None:
        return False
    try:
        return found.changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except ValueError:
        return False
