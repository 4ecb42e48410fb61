"""What a source gave in one run: the numbers, and whether all is well. Free of Scrapy, so that `db` may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["ok", "nothing_new", "empty", "blocked", "changed", "failed", "stopped"]
"""`ok`: new or changed articles came. `nothing_new`: the listing was read and holds nothing that we lack.
`empty`: a listing without articles. `blocked`: the site refuses us (403, 429, 202, robots.txt, anti-robot page).
`changed`: it answers, but not as it used to (HTML for a feed, broken XML, no text in the pages, 404 for the listing).
`failed`: no usable answer (network, time, 5xx), or a fault of ours.
`stopped`: the run was asked to end before this source was through; what is left waits for the next one."""

LABELS: Mapping[Status, str] = {
    "ok": "bien",
    "nothing_new": "rien de nouveau",
    "empty": "liste vide",
    "blocked": "refusé",
    "changed": "site changé",
    "failed": "en échec",
    "stopped": "arrêté",
}


@dataclass(frozen=True, kw_only=True)
class SourceReport:
    """One source, one run."""

    site: str
    status: Status
    reason: str = ""
    """In French, plain; empty if there is nothing to say."""
    requests: int = 0
    """All that were sent: robots.txt, listings, articles, redirections, second tries."""
    listed: int = 0
    """Entries that the listings showed and that are of our subject."""
    off_topic: int = 0
    """Entries of a general site left aside for their title."""
    new: int = 0
    changed: int = 0
    same: int = 0
    """Asked for again (listed as changed, or young), and found as they were."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Addresses that lead to no article (404, PDF, robots.txt), with the reason. No failure."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Addresses that failed, with the reason; they are tried again later, less and less often…"""
    given_up: tuple[str, ...] = ()
    """…but these no more: unless the listing tells a change, this was the last try."""
    left: int = 0
    """Articles left for the next run: budget used up, or the run was stopped."""
    delay: float = 0.0
    """Seconds kept between two requests: ours, or the longer Crawl-delay of robots.txt."""
    waits: tuple[float, ...] = ()
    """Seconds waited because the site asked to (Retry-After)."""
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        return self.status in ("ok", "nothing_new") and not self.failures
