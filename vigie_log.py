"""The log of a run: plain lines, or one JSON object a line, each with the number of the run; secrets never in it.

2026-11-24T05:00:00+00:00 INFO passage 12 vigie.run: collecte: 41 s
{"time": "2026-11-24T05:00:00+00:00", "level": "INFO", "run": 12, "logger": "vigie.run", "message": "collecte", "seconds": 41}
"""

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from crawler.french import printable
from vigie_settings import SECRET, Settings

log = logging.getLogger("vigie.run")
FILE = "vigie.log"
VEIL = "•••"
URL_SECRETS = re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]*(?=@)")
"""Name and password in an address."""
NAMED_SECRETS = re.compile(rf"(?i)(\b[\w-]*(?:{SECRET.pattern})[\w-]*[\"']?\s*[=:]\s*[\"']?(?:bearer |basic )?)[^\s&\"',;]+")
"""What is called a secret, in an address, a heading or a setting."""


def veiled(text: str, secrets: Sequence[str] = ()) -> str:
    """A text without what must not be read.

    >>> veiled("POST https://moi:xyz@crochet.example/a?token=123&b=1 Authorization: Bearer abc", ["crochet"])
    'POST https://•••@•••.example/a?token=•••&b=1 Authorization: Bearer •••'
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, VEIL)
    return NAMED_SECRETS.sub(rf"\g<1>{VEIL}", URL_SECRETS.sub(VEIL, text))


def veiled_value(value: Any, secrets: Sequence[str]) -> Any:
    """The same of what a JSON object holds."""
    if isinstance(value, str):
        return veiled(value, secrets)
    if isinstance(value, Mapping):
        return {key: VEIL if SECRET.search(str(key)) else veiled_value(held, secrets) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [veiled_value(held, secrets) for held in value]
    return value


class Form(logging.Formatter):
    """One line an event. What is given as `extra={"facts": {…}}` stands beside the message."""

    def __init__(self, *, run: int, as_json: bool, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self.run, self.as_json, self.secrets = run, as_json, secrets

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = veiled_value(getattr(record, "facts", {}), self.secrets)
        said = veiled(record.getMessage(), self.secrets)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        fault = veiled(self.formatException(record.exc_info), self.secrets) if record.exc_info else None
        if self.as_json:
            row = {"time": time, "level": record.levelname, "run": self.run, "logger": record.name, "message": said, **facts}
            return json.dumps(row | ({"fault": fault} if fault else {}), ensure_ascii=False, default=str)
        told = "".join(f" {name}={json.dumps(value, ensure_ascii=False, default=str)}" for name, value in facts.items())
        line = printable(f"{time} {record.levelname} passage {self.run} {record.name}: {said}{told}".replace("\n", " "))
        return f"{line}\n{fault}" if fault else line


class Both(logging.Handler):
    """The file, and on the terminal what a collector of logs reads there."""

    def __init__(self, handlers: Sequence[logging.Handler]) -> None:
        super().__init__()
        self.handlers = handlers

    def emit(self, record: logging.LogRecord) -> None:
        for handler in self.handlers:
            handler.handle(record)

    def close(self) -> None:
        for handler in self.handlers:
            handler.close()
        super().close()


@contextmanager
def logged(settings: Settings, *, run: int) -> Iterator[logging.Handler]:
    """While this lasts, what is logged under `vigie` goes to `logs/vigie.log`, and to the terminal where the setting says json."""
    from crawler.run import LogFile

    as_json = settings.log == "json"
    handlers: list[logging.Handler] = [LogFile(settings.logs / FILE)]
    if as_json:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(Form(run=run, as_json=as_json, secrets=settings.secrets))
    both, ours = Both(handlers), logging.getLogger("vigie")
    before = ours.propagate, ours.level
    ours.propagate = False
    ours.setLevel(logging.INFO)
    ours.addHandler(both)
    try:
        yield both
    finally:
        ours.removeHandler(both)
        ours.propagate, ours.level = before
        both.close()
