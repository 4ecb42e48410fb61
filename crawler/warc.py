"""Archives: the pages of WARC files, one after the other, in little memory. What cannot be read is told and passed over.

Files are packed record by record, as the format wants it (Common Crawl's, our own): a record that is cut or spoilt costs itself, and the
reading goes on at the next one. `.warc` is read too; a spoilt record ends such a file.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

CHUNK = 1 << 18
MAGIC = b"\x1f\x8b\x08"
MAX_BYTES = 30_000_000
"""Of one record, unpacked; a longer one is passed over."""
_TARGET = re.compile(rb"(?im)^WARC-Target-URI:[ \t]*<?([^\s>]+)")

_LENGTH = re.compile(rb"(?im)^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, kw_only=True)
class Capture:
    """A page as it was fetched."""

    url: str
    moment: str
    """UTC, to the second."""
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Spoilt:
    """A place where a file could not be read."""

    file: Path
    offset: int
    why: str


def captures(path: Path, *, wanted: Callable[[str], bool], max_bytes: int = MAX_BYTES) -> Iterator[Capture | Spoilt]:
    """The answers in a file whose address is wanted. Raises OSError where the file itself cannot be read."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            yield from _plain(path, file, wanted, max_bytes)
            return
        file.seek(0)
        for offset, found in members(file, max_bytes=max_bytes):
            if isinstance(found, str):
                yield Spoilt(file=path, offset=offset, why=found)
                continue
            for record in records_in(found):
                if record is None:
                    yield Spoilt(file=path, offset=offset, why="la suite de ce paquet n’est pas un enregistrement")
                    continue
                target = _TARGET.search(record[:8_000])
                if target is None or not wanted(target[1].decode("utf-8", "replace")):
                    continue
                try:
                    capture = _capture(_loaded(record), max_bytes)
                except Exception as error:  # whatever a parser makes of foreign bytes
                    yield Spoilt(file=path, offset=offset, why=f"enregistrement illisible ({error or type(error).__name__})")
                    continue
                if capture:
                    yield capture


def records_in(found: bytes) -> Iterator[bytes | None]:
    """The records of one packed part: one as the format wants it, more where a whole file was packed at once. None: a rest that is none."""
    place = 0
    while place < len(found):
        head = _END_OF_HEAD.search(found, place, place + 64_000)
        length = _LENGTH.search(found, place, head.start()) if head else None
        end = head.end() + int(length[1]) if head and length else len(found)
        yield found[place:end]
        place = end
        while found[place : place + 1] in (b"\r", b"\n"):
            place += 1
        if place < len(found) and not found.startswith(b"WARC/", place):
            yield None
            return


def members(file: BinaryIO, *, max_bytes: int = MAX_BYTES) -> Iterator[tuple[int, bytes | str]]:
    """Where each packed record begins, and what it holds, or why it cannot be had; after a spoilt one, on to the next that can."""
    start = 0
    spoilt = False
    while True:
        file.seek(start)
        found, length = _member(file, max_bytes)
        if isinstance(found, bytes):
            spoilt = False
            yield start, found
        elif not length and not spoilt:
            spoilt = True  # what is only found to be no beginning, further on, is not told again
            yield start, found
        elif length:
            yield start, found
        start = start + length if length else _next(file, start + 1)
        if start < 0 or not _more(file, start):
            return


def _more(file: BinaryIO, start: int) -> bool:
    """Whether there is anything from there on."""
    file.seek(start)
    return bool(file.read(1))


def _member(file: BinaryIO, max_bytes: int) -> tuple[bytes | str, int]:
    """One packed record and its length; 0 where it is spoilt."""
    unpacker = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = length = 0
    data = b""
    try:
        while not unpacker.eof:
            data = data or file.read(CHUNK)
            if not data:
                return "enregistrement coupé", 0
            part = unpacker.decompress(data, CHUNK)
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            length += len(data) - len(rest)
            data = rest
            size += len(part)
            if size <= max_bytes:
                parts.append(part)
    except zlib.error as error:
        return f"enregistrement abîmé ({error})", 0
    return (b"".join(parts), length) if size <= max_bytes else (f"enregistrement de plus de {max_bytes} octets", length)


def _next(file: BinaryIO, start: int) -> int:
    """Where the next packed record may begin; -1: nowhere."""
    file.seek(start)
    kept = b""
    while data := file.read(CHUNK):
        place = (kept + data).find(MAGIC)
        if place >= 0:
            return start - len(kept) + place
        start += len(data)
        kept = (kept + data)[-len(MAGIC) + 1 :]
    return -1


def _plain(path: Path, file: BinaryIO, wanted: Callable[[str], bool], max_bytes: int) -> Iterator[Capture | Spoilt]:
    """A file that is not packed."""
    from warcio.archiveiterator import ArchiveIterator

    file.seek(0)
    records = ArchiveIterator(file)
    try:
        for record in records:
            if wanted(record.rec_headers.get_header("WARC-Target-URI") or "") and (capture := _capture(record, max_bytes)):
                yield capture
    except Exception as error:
        yield Spoilt(
            file=path, offset=file.tell(), why=f"enregistrement illisible ({error or type(error).__name__}) ; la suite n’est pas lue"
        )


def _loaded(data: bytes) -> Any:
    from warcio.recordloader import ArcWarcRecordLoader

    return ArcWarcRecordLoader().parse_record_stream(BytesIO(data))


def _capture(record: Any, max_bytes: int) -> Capture | None:
    """The answer that a record holds; None if it holds another thing. Raises ValueError."""
    if not record.rec_type:
        raise ValueError("sans type")
    if record.rec_type != "response" or record.http_headers is None:
        return None
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    told = record.rec_headers.get_header("Content-Length") or ""
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        raise ValueError(f"plus de {max_bytes} octets")
    if told.isdigit() and record.http_headers.get_header("Content-Encoding") is None and not body and int(told) > CHUNK:
        raise ValueError("corps absent")
    status = str(record.http_headers.get_statuscode() or "")
    return Capture(
        url=record.rec_headers.get_header("WARC-Target-URI").strip("<>"),
        moment=(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds"),
        status=int(status) if status.isdigit() else 0,
        headers={str(name): str(value) for name, value in record.http_headers.headers},
        body=body,
    )
