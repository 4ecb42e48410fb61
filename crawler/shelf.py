"""A shelf: the crawler's two doors without a database, for tests and for `vigie crawl -o FILE`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crawler.article import ARTICLE, Article
from crawler.ports import PRESENT, Change, Kept, Known, Listed, Memory, Refusal, Validators, now
from crawler.report import SourceReport


@dataclass
class Shelf:
    """The sink, and by `memory` what it holds; with `file`, each article is also a line of JSON there at once."""

    file: Path | None = None
    articles: dict[str, Article] = field(default_factory=dict)
    addresses: dict[str, Known] = field(default_factory=dict)
    listings: dict[str, Validators] = field(default_factory=dict)
    failures: dict[str, dict[str, Listed]] = field(default_factory=dict)
    abandoned: dict[str, dict[str, Listed]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    """Pages of listings that were walked, and since when."""
    files: dict[str, Kept] = field(default_factory=dict)
    """Small files of hosts."""
    checks: dict[str, str] = field(default_factory=dict)
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
        self._forget(listed, site)
        if self.file and change != "same":
            with self.file.open("ab") as lines:
                lines.write(ARTICLE.dump_json(article) + b"\n")
        return change

    def reread(self, article: Article, *, site: str) -> Change:  # noqa: ARG002
        change: Change = "same" if self.articles[article.url].text == article.text else "changed"
        self.articles[article.url] = article
        return change

    def unchanged(self, listed: Listed, *, site: str) -> None:
        before = self.addresses[listed.url]
        self.addresses[listed.url] = Known(
            fetched=now(), modified=listed.modified, fingerprint=listed.fingerprint, unfounded=before.unfounded + 1
        )
        self._forget(listed, site)

    def refused(self, listed: Listed, *, site: str, reason: Refusal, status: int) -> None:  # noqa: ARG002
        self.addresses[listed.url] = Known(
            fetched=now(), modified=listed.modified, fingerprint=listed.fingerprint, gone=reason not in PRESENT
        )
        self._forget(listed, site)
        if reason == "given_up":
            self.abandoned.setdefault(site, {})[listed.url] = replace(listed, tries=0, tried=None, faults=0)

    def _forget(self, listed: Listed, site: str) -> None:
        """That it failed."""
        for failed in (self.failures, self.abandoned):
            failed.get(site, {}).pop(listed.url, None)

    def failed(self, listed: Listed, *, site: str, reason: str) -> None:  # noqa: ARG002
        self.failures.setdefault(site, {})[listed.url] = listed

    def validators(self, url: str, validators: Validators, *, site: str) -> None:  # noqa: ARG002
        self.listings[url] = validators

    def keep(self, url: str, kept: Kept, *, site: str) -> None:  # noqa: ARG002
        self.files[url] = kept

    def walked(self, url: str, *, site: str, since: str) -> None:  # noqa: ARG002
        self.pages[url] = min(since, self.pages.get(url, since))

    def checked(self, site: str, *, well: bool, report: str) -> None:  # noqa: ARG002
        if well:
            self.checks[site] = now()

    def outcome(self, report: SourceReport) -> None:
        self.reports.append(report)


@dataclass(frozen=True)
class _ShelfMemory:
    shelf: Shelf

    def known(self, url: str) -> Known | None:
        return self.shelf.addresses.get(url)

    def validators(self, url: str) -> Validators | None:
        return self.shelf.listings.get(url)

    def kept(self, url: str) -> Kept | None:
        return self.shelf.files.get(url)

    def failed(self, site: str) -> Sequence[Listed]:
        return list(self.shelf.failures.get(site, {}).values())

    def given_up(self, site: str) -> Sequence[Listed]:
        return list(self.shelf.abandoned.get(site, {}).values())

    def recent(self, site: str, *, since: str) -> Sequence[Listed]:  # noqa: ARG002 - a shelf holds few sites
        if self.shelf.file:
            return []  # the file does not say when an article was last looked at: it would be asked for in every run
        return [
            Listed(url=url, published=article.published, modified=seen.modified, fingerprint=seen.fingerprint)
            for url, article in self.shelf.articles.items()
            if (article.published or "") >= since and (seen := self.shelf.addresses[url])
        ]

    def walked(self, url: str, *, since: str) -> bool:
        return self.shelf.pages.get(url, "9999") <= since

    def held(self, url: str) -> str | None:
        article = self.shelf.articles.get(url)
        return article.fetched if article else None

    def spent(self, site: str) -> int:
        return sum(report.requests for report in self.shelf.reports if report.site == site)

    def checks(self) -> Mapping[str, str]:
        return self.shelf.checks
