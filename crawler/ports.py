"""The crawler's two doors: what it must know of the past, and where its articles go.

The command line fills them with the database; the crawler never opens it. `Shelf` (and its `memory`) is both, for tests and
for `vigie crawl -o FILE`. Methods are called from one thread, between two requests: they may be slow, not asynchronous.
An exception that one of them raises stops the whole run: what cannot be kept need not be fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from crawler.article import ARTICLE, Article
from crawler.report import SourceReport

Change = Literal["new", "changed", "same"]
Refusal = Literal["gone", "not_html", "elsewhere", "given_up"]
"""404, 410 or a redirection to the home page; a PDF or an image; a redirection to another house; too many failures."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An article as a listing showed it: the address asked for, which need not be the canonical one."""

    url: str
    """Cleaned of tracking parameters (`crawler.addresses.clean`)."""
    published: str | None = None
    modified: str | None = None
    """Last change that the listing tells (Atom `updated`, sitemap `lastmod`)."""
    fingerprint: str | None = None
    """Of the words in the listing, where it tells no date of change: `crawler.wanted.fingerprint`."""
    tries: int = 0
    """How often it failed before…"""
    tried: str | None = field(default=None, compare=False)
    """…and when for the last time, UTC."""


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
    """It led to no article (`Sink.refused`, for any reason but that it was given up)."""


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a listing, or the page of a young article, said of its own version."""

    etag: str | None = None
    last_modified: str | None = None
    modified: str | None = None
    """`lastmod` under which a sitemap index announced it."""
    complete: str | None = None
    """When all that it lists was kept, UTC. Further pages are read down to an article fetched before then."""


class Memory(Protocol):
    """What was fetched before."""

    def known(self, url: str) -> Known | None:
        """By the listed address or the canonical one; None: never saved, or failed."""

    def validators(self, url: str) -> Validators | None:
        """By the address that was asked for."""

    def failed(self, site: str) -> Sequence[Listed]:
        """Articles of this site that failed and were neither saved, refused nor given up since."""

    def recent(self, site: str, *, since: str) -> Sequence[Listed]:
        """Articles of this site published on the day `since` or later, with what was known of them when they were last asked for."""


class Sink(Protocol):
    """Where things go, each the moment it is known."""

    def article(self, article: Article, *, site: str, listed: Listed) -> Change:
        """Keep it under `article.url`, known from now on by `listed.url` too. Ends a failure."""

    def unchanged(self, listed: Listed, *, site: str) -> None:
        """A kept article was asked for again, and its server says that nothing changed (304). Ends a failure."""

    def refused(self, listed: Listed, *, site: str, reason: Refusal, status: int) -> None:
        """No article there: known from now on, as gone unless it was given up; an article kept before stays. Ends a failure."""

    def failed(self, listed: Listed, *, site: str, reason: str) -> None:
        """To be tried again; `listed.tries` counts this try, made at `listed.tried`."""

    def validators(self, url: str, validators: Validators, *, site: str) -> None:
        """Called only once all articles of the listing, or that of the page, are kept, so that a 304 never hides a failure."""

    def outcome(self, report: SourceReport) -> None:
        """Once per source and run, at its end."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Shelf:
    """The sink, and by `memory` what it holds; with `file`, each article is also a line of JSON there at once."""

    file: Path | None = None
    articles: dict[str, Article] = field(default_factory=dict)
    addresses: dict[str, Known] = field(default_factory=dict)
    listings: dict[str, Validators] = field(default_factory=dict)
    failures: dict[str, dict[str, Listed]] = field(default_factory=dict)
    reports: list[SourceReport] = field(default_factory=list)

    @property
    def memory(self) -> Memory:
        return _ShelfMemory(self)

    def article(self, article: Article, *, site: str, listed: Listed) -> Change:
        before = self.articles.get(article.url)
        change: Change = "new" if before is None else "same" if before.text == article.text else "changed"
        self.articles[article.url] = article
        asked = [known for url in (article.url, listed.url) if (known := self.addresses.get(url))]
        unfounded = 1 + max((known.unfounded for known in asked), default=0) if change == "same" else 0
        seen = Known(fetched=article.fetched or now(), modified=listed.modified, fingerprint=listed.fingerprint, unfounded=unfounded)
        self.addresses |= {article.url: seen, listed.url: seen}
        self.failures.get(site, {}).pop(listed.url, None)
        if self.file and change != "same":
            with self.file.open("ab") as lines:
                lines.write(ARTICLE.dump_json(article) + b"\n")
        return change

    def unchanged(self, listed: Listed, *, site: str) -> None:
        before = self.addresses[listed.url]
        self.addresses[listed.url] = Known(
            fetched=now(), modified=listed.modified, fingerprint=listed.fingerprint, unfounded=before.unfounded + 1
        )
        self.failures.get(site, {}).pop(listed.url, None)

    def refused(self, listed: Listed, *, site: str, reason: Refusal, status: int) -> None:  # noqa: ARG002
        self.addresses[listed.url] = Known(
            fetched=now(), modified=listed.modified, fingerprint=listed.fingerprint, gone=reason != "given_up"
        )
        self.failures.get(site, {}).pop(listed.url, None)

    def failed(self, listed: Listed, *, site: str, reason: str) -> None:  # noqa: ARG002
        self.failures.setdefault(site, {})[listed.url] = listed

    def validators(self, url: str, validators: Validators, *, site: str) -> None:  # noqa: ARG002
        self.listings[url] = validators

    def outcome(self, report: SourceReport) -> None:
        self.reports.append(report)


@dataclass(frozen=True)
class _ShelfMemory:
    shelf: Shelf

    def known(self, url: str) -> Known | None:
        return self.shelf.addresses.get(url)

    def validators(self, url: str) -> Validators | None:
        return self.shelf.listings.get(url)

    def failed(self, site: str) -> Sequence[Listed]:
        return list(self.shelf.failures.get(site, {}).values())

    def recent(self, site: str, *, since: str) -> Sequence[Listed]:  # noqa: ARG002 - a shelf holds few sites
        if self.shelf.file:
            return []  # the file does not say when an article was last looked at: it would be asked for in every run
        return [
            Listed(url=url, published=article.published, modified=seen.modified, fingerprint=seen.fingerprint)
            for url, article in self.shelf.articles.items()
            if (article.published or "") >= since and (seen := self.shelf.addresses[url])
        ]
