"""What a crawl fetched, as WARC (ISO 28500): one record an answer, each packed by itself, so that whatever ends a run spoils one record at most.

    with Archive(folder, agent="Vigie/0.1 (+…)") as archive:
        archive.keep(response, moment="2026-02-09T08:00:00+00:00")

Files are never reopened: `vigie-20260209T080000-4711-00001.warc.gz`, then the next number once one is full.
"""

import os
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from scrapy.http import Response

from crawler.ports import now

FULL = 200_000_000
"""Bytes after which the next file is begun."""
PACKED = {"content-encoding", "transfer-encoding", "content-length", "connection"}
"""Headers that spoke of the bytes on the wire: bodies are kept unpacked."""


class Archive:
    def __init__(self, folder: Path, *, agent: str, full: int = FULL) -> None:
        from warcio.warcwriter import WARCWriter  # an extra (`vigie[archive]`)

        self.folder = folder
        self.agent = agent
        self.full = full
        self.writer_of: Any = WARCWriter
        self.begun = f"{datetime.fromisoformat(now()):%Y%m%dT%H%M%S}-{os.getpid()}"
        self.number = 0
        self.file: BinaryIO | None = None
        self.writer: Any = None
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.file:
            self.file.close()

    def keep(self, response: Response, *, moment: str) -> None:
        """One answer, on the disk before anything is done with it. Raises OSError."""
        from warcio.statusandheaders import StatusAndHeaders

        writer = self.open()
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
            if name.decode("latin-1").lower() not in PACKED
        ]
        record = writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            http_headers=StatusAndHeaders(
                f"{response.status} OK", [*headers, ("Content-Length", str(len(response.body)))], protocol="HTTP/1.1"
            ),
            warc_headers_dict={"WARC-Date": f"{datetime.fromisoformat(moment):%Y-%m-%dT%H:%M:%SZ}"},
        )
        self.write(record)

    def write(self, record: Any) -> None:
        """One record, whole on the disk."""
        self.writer.write_record(record)
        record.raw_stream.close()  # a temporary file of warcio's
        if self.file:
            self.file.flush()

    def open(self) -> Any:
        """The writer, on a new file if there is none or the last one is full."""
        if self.file and self.file.tell() < self.full:
            return self.writer
        if self.file:
            self.file.close()
        self.number += 1
        name = f"vigie-{self.begun}-{self.number:05}.warc.gz"
        self.file = (self.folder / name).open("xb")
        self.writer = self.writer_of(self.file, gzip=True)
        told = {"software": self.agent, "format": "WARC File Format 1.1", "robots": "classic (RFC 9309)"}
        self.write(self.writer.create_warcinfo_record(name, told))
        return self.writer
