"""What an engine answers to a request, and the few things that all engines write alike."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"


@dataclass(frozen=True, kw_only=True)
class Answer:
    body: bytes
    type: str = HTML
    status: int = 200
    changed: datetime | None = None
    """Sent as Last-Modified; None where the engine does not know."""
    headers: dict[str, str] = field(default_factory=dict)
    slow: bool = False
    drip: bool = False

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'

    @property
    def last_modified(self) -> str | None:
        return format_datetime(self.changed.astimezone(UTC), usegmt=True) if self.changed else None


def not_found(words: str = "Page introuvable", body_type: str = HTML) -> Answer:
    page = f'<!DOCTYPE html>\n<html lang="fr"><head><title>{words}</title></head><body><h1>{words}</h1></body></html>\n'
    return Answer(body=page.encode(), type=body_type, status=404)


def robots(*lines: str) -> Answer:
    return Answer(body="\n".join(["User-agent: *", *lines, ""]).encode(), type="text/plain; charset=UTF-8")


@cache
def template(name: str) -> Template:
    return Template((Path(__file__).parent / "templates" / name).read_text(encoding="utf-8"))
