"""How the crawler behaves: politeness and limits, and what Scrapy is told of them."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

CONTACT = r"^(?:[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+|https?://[^\s()]+)$"
"""What an e-mail or web address looks like that may stand in the user agent."""

LEAST_DELAY = 1.0
"""Seconds between two requests to a real site, whatever the settings say."""


class ContactError(Exception):
    """A live crawl without a contact address."""

    def __init__(self, site: str, contact: str | None) -> None:
        what = f"« {contact} » n’est ni une adresse électronique ni une page web" if contact else "aucune adresse de contact n’est donnée"
        super().__init__(
            f"« {site} » est un site réel, et {what}.\n"
            "Ceux qui tiennent un site doivent pouvoir joindre qui l’interroge. Écrivez dans vigie.toml :\n\n"
            '    contact = "vous@votre-domaine.fr"\n'
        )


@dataclass(frozen=True, kw_only=True)
class CrawlSettings:
    """One crawl. The defaults suit real sites; `kiosk` makes those of the demo."""

    contact: str | None = None
    """E-mail or web page, part of the user agent."""
    delay: float = 2.0
    """Seconds between two requests to one site."""
    loopback_delay: float = 0.0
    """The same, for a site on this machine."""
    obey_crawl_delay: bool = True
    """Keep the longer delay that a robots.txt asks for. Real sites: always."""
    longest_delay: float = 600.0
    """The longest Crawl-delay that is kept; a site that asks for more is left alone, and the report says so."""
    waiting: float = 3600.0
    """Seconds that one source's run may pass between requests: a long Crawl-delay makes it shorter, never faster."""
    timeout: float = 30.0
    """Seconds for one whole answer."""
    max_bytes: int = 20_000_000
    """Of one answer, unpacked."""
    budget: int = 500
    """Requests for articles per site and run, at most."""
    daily: int = 5000
    """Requests of any kind per site in 24 hours, all runs together; 0: no limit."""
    pages: int = 5
    """Pages of a `?paged=N` feed, or parts of a sitemap, that an ordinary run reads at most."""
    window: int = 100
    """Newest entries of one listing that an ordinary run looks at."""
    tries: int = 2
    """Second tries of a request that failed (network, 5xx, 429)."""
    longest_wait: float = 120.0
    """The longest Retry-After that is waited for; a longer one ends the source's run."""
    patience: int = 3
    """Failures in a row after which a source is left alone."""
    failed_tries: int = 8
    """Runs in which an article may fail by its own fault before it is given up; the pauses between them (`crawler.wanted.may_retry`)
    make it a week."""
    rechecks: int = 30
    """Young articles of a site looked at again in one run, at most."""
    since: str | None = None
    """A day: go back until then, through all pages. What was given up is tried again."""
    retry_given_up: bool = False
    """Try again what was given up, in an ordinary run."""
    max_minutes: float | None = None
    """The run stops in time: no new request, the article in hand is finished."""
    grace: float = 6.0
    """Seconds given to the requests under way when the run stops; with what comes after, it is over within ten."""
    obey_reservations: bool = True
    """Keep no more than address, title and date of an article whose publisher reserves text and data mining (`crawler.rights`).
    Only those whom the law exempts may do otherwise: research organisations and heritage institutions (directive 2019/790, article 3)."""
    loopback: Mapping[str, int] = field(default_factory=dict)
    """Port on 127.0.0.1 for a host of a site that declares itself loopback."""
    log_file: Path | None = None
    log: logging.Handler | None = None
    """Where the log goes if it is somebody else's, in place of a file of the crawl's own."""
    archive: Path | None = None
    """Folder where all that is fetched is kept too, as WARC."""

    @classmethod
    def kiosk(cls, port: int, **changes: Any) -> "CrawlSettings":
        """For the kiosk: its hosts on that port, no delay."""
        from crawler.kiosk import PAPERS

        given: dict[str, Any] = {"loopback": dict.fromkeys(PAPERS, port), "obey_crawl_delay": False}
        return cls(**(given | changes))

    @property
    def reopens(self) -> bool:
        """Whether what was given up is tried again."""
        return self.retry_given_up or self.since is not None

    @property
    def user_agent(self) -> str:
        return f"Vigie/{_version()} (+{self.contact or 'loopback'})"

    def check_contact(self, site: str) -> None:
        """Raises ContactError."""
        if not re.fullmatch(CONTACT, self.contact or ""):
            raise ContactError(site, self.contact)


def scrapy_settings(settings: CrawlSettings, *, loopback: bool) -> dict[str, Any]:
    """Scrapy's settings for one site. `loopback`: the site declares itself so; a real one is never asked faster than politeness wants."""
    return {
        "BOT_NAME": "vigie",
        "USER_AGENT": settings.user_agent,
        "SPIDER_MODULES": ["crawler.sites"],
        # One request at a time, evenly.
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": settings.loopback_delay if loopback else max(settings.delay, LEAST_DELAY),
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "fr,en;q=0.3",
        },
        # Ours: Scrapy's know neither Crawl-delay nor Retry-After, and take an unreachable robots.txt for a permission.
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {"crawler.politeness.Robots": 100, "crawler.politeness.RetryAfter": 550},
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.guard.GuardedHandler")
        | dict.fromkeys(("data", "file", "ftp", "s3"), None),
        # An anti-robot page refreshes itself for ever.
        "METAREFRESH_ENABLED": False,
        # Besides politeness: at the first cookie, tldextract fetches the public suffix list from the internet.
        "COOKIES_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "REFERER_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "LOG_ENABLED": False,
    }


def _version() -> str:
    try:
        return version("vigie")
    except PackageNotFoundError:
        return "dev"
