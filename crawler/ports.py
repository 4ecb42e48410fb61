"""The crawler's two doors: what it must know of the past, and where its articles go.

The command line fills them with the database; the crawler never opens it. `crawler.shelf.Shelf` (and its `memory`) is both, for
tests and for `vigie crawl -o FILE`. Methods are called from one thread, between two requests: they may be slow, not asynchronous.
An exception that one of them raises stops the whole run: what cannot be kept need not be fetched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol

from crawler.article import Article
from crawler.report import SourceReport

Change = Literal["new", "changed", "same"]
Refusal = Literal["gone", "not_html", "elsewhere", "reserved", "given_up"]
"""404, 410 or a redirection to the home page; a PDF or an image; a redirection to another house; its publisher reserves text and
data mining (`crawler.rights`): address, title and date are all that is kept; too many failures."""
PRESENT: tuple[Refusal, ...] = ("reserved", "given_up")
"""Refusals that do not mean that the article is gone."""
Blame = Literal["page", "either", "site"]
"""Whom an answer without an article speaks of: that page (no text, too large), or the site and ourselves (a refusal, the network,
the time, robots.txt, a fault of ours). `either`: which of the two, the other pages of the visit say (5xx, endless redirections)."""


WALKED = 30
"""Days for which a walk into the past is taken up again where it ended; later, too much has moved on its pages."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An article as a listing showed it: the address asked for, which need not be the canonical one."""

    url: str
    """Cleaned of tracking parameters (`crawler.addresses.clean`)."""
    title: str = field(default="", compare=False)
    """As the listing gives it; empty where it gives none."""
    published: str | None = None
    modified: str | None = None
    """Last change that the listing tells (Atom `updated`, sitemap `lastmod`)."""
    fingerprint: str | None = None
    """Of the words in the listing, where it tells no date of change: `crawler.wanted.fingerprint`."""
    tries: int = 0
    """How often it failed before, whoever was to blame: the pauses grow with it…"""
    tried: str | None = field(default=None, compare=False)
    """…when for the last time, UTC…"""
    faults: int = 0
    """…and how often its answer spoke of this very page: only these make it given up."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """An address that was asked for, and what came of it."""

    fetched: str
    """When it was last asked for, UTC."""
    modified: str | None = None
    """`Listed.modified` of that time."""
    fingerprint: str | None = None
    """`Listed.fingerprint` of that time."""
    unfounded: int = 0
    """How often in a row it was asked for again and found as it was."""
    gone: bool = False
    """It led to no article (`Sink.refused`, for any reason but `PRESENT`)."""


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a listing, or the page of a young article, said of its own version."""

    etag: str | None = None
    last_modified: str | None = None
    modified: str | None = None
    """`lastmod` under which a sitemap index announced it."""
    complete: str | None = None
    """When all that it lists was kept, UTC. Further pages are read down to an article fetched before then."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A host's small file (its tdmrep.json) as it was last had; empty where there was none."""

    body: str
    etag: str | None = None
    last_modified: str | None = None


class Memory(Protocol):
    """What was fetched before."""

    def known(self, url: str) -> Known | None:
        """By the listed address or the canonical one; None: never saved, or failed."""

    def validators(self, url: str) -> Validators | None:
        """By the address that was asked for."""

    def kept(self, url: str) -> Kept | None:
        """A host's file as it was last had."""

    def failed(self, site: str) -> Sequence[Listed]:
        """Articles of this site that failed and were neither saved, refused nor given up since."""

    def given_up(self, site: str) -> Sequence[Listed]:
        """Articles of this site that were given up, and neither saved nor found gone since."""

    def recent(self, site: str, *, since: str) -> Sequence[Listed]:
        """Articles of this site published on the day `since` or later, with what was known of them when they were last asked for."""

    def walked(self, url: str, *, since: str) -> bool:
        """Whether all that this page of a listing shows since that day was asked for, lately (`WALKED` days)."""

    def held(self, url: str) -> str | None:
        """When the words that are kept of an article were fetched, by either address; `Known.fetched` may be later."""

    def spent(self, site: str) -> int:
        """Requests made to this site in the last 24 hours."""

    def checks(self) -> Mapping[str, str]:
        """The moment of the last check that found a site well, by its name."""


class Sink(Protocol):
    """Where things go, each the moment it is known."""

    def article(self, article: Article, *, site: str, listed: Listed) -> Change:
        """Keep it under `article.url`, known from now on by `listed.url` too. Ends a failure."""

    def unchanged(self, listed: Listed, *, site: str) -> None:
        """A kept article was asked for again, and its server says that nothing changed (304). Ends a failure."""

    def refused(self, listed: Listed, *, site: str, reason: Refusal, status: int) -> None:
        """No article there: known from now on, as gone but for the reasons `PRESENT`; an article kept before stays. Ends a failure."""

    def failed(self, listed: Listed, *, site: str, reason: str) -> None:
        """To be tried again; `listed.tries` counts this try, made at `listed.tried`. Told a second time, with one more of
        `listed.faults`, where the rest of the visit shows that the page itself is to blame."""

    def reread(self, article: Article, *, site: str) -> Change:
        """The page of a kept article was read again, by a better reader: what is held is corrected, and nothing is revised."""

    def walked(self, url: str, *, site: str, since: str) -> None:
        """All that this page of a listing shows since that day was asked for: a run that goes on from there may pass it over."""

    def checked(self, site: str, *, well: bool, report: str) -> None:
        """A site was checked (`vigie sites check`); the report as JSON."""

    def validators(self, url: str, validators: Validators, *, site: str) -> None:
        """Called only once all articles of the listing, or that of the page, are kept, so that a 304 never hides a failure."""

    def keep(self, url: str, kept: Kept, *, site: str) -> None:
        """A host's file, in the place of the one before."""

    def outcome(self, report: SourceReport) -> None:
        """Once per source and run, at its end."""


def now() -> str:
    """This second, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
