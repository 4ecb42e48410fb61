"""The article: what the crawler hands on. Plain data, checked where it enters and leaves the house.

A line of JSON Lines is one article; `ARTICLE` reads and writes it:

    >>> article = ARTICLE.validate_python({"url": "https://echo.example/a", "publisher": "echo.example",
    ...     "title": "Une mairie paralysée", "text": "La mairie…", "published": "2024-02"})
    >>> article.published
    '2024-02'
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter, with_config

from crawler.addresses import host

_CALENDAR = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})")


def check_moment(value: str) -> str:
    """A year, a month, a day, or a moment with its zone, as given: nothing is added, nothing rounded.

    Raises ValueError for anything else, and for a day that no calendar holds.
    """
    if _MOMENT.fullmatch(value):
        datetime.fromisoformat(value)
    elif _CALENDAR.fullmatch(value):
        year, month, day = [*value.split("-"), "01", "01"][:3]
        date(int(year), int(month), int(day))
    else:
        raise ValueError("neither a year, a month, a day nor a moment with its zone (ISO 8601)")
    return value


Moment = Annotated[str, AfterValidator(check_moment)]
"""ISO 8601 at the precision that was given: `2024`, `2024-02`, `2024-02-09`, `2024-02-09T07:30:00+01:00`."""


def check_url(value: str) -> str:
    """An address whose host can be told; raises ValueError for the rest (`http://[`)."""
    parts = urlsplit(value)
    if not parts.hostname or (parts.port or 0) < 0:
        raise ValueError("no host")
    return value


Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=2000), AfterValidator(check_url)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of one outlet, as its page gave it."""

    url: Url
    """Canonical address: the article's identity."""
    publisher: Line
    """The outlet's host, without `www.`, `m.`, `mobile.`, `amp.`: `zataz.com`."""
    title: Line
    """The headline, without the site's name."""
    lead: str = ""
    """The chapô, if the page sets one apart; it also opens `text`."""
    text: Annotated[str, StringConstraints(min_length=1)]
    """Lead and body, paragraphs parted by a blank line. Every offset of a Reading refers to this string."""
    authors: tuple[str, ...] = ()
    """Names as signed; kept in the working database only."""
    published: Moment | None = None
    """First publication, at the precision given: a day never gets an hour, a month never gets a day."""
    modified: Moment | None = None
    """Last change that the page admits, if it tells one."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    """Two-letter code (ISO 639-1) that the page declares."""
    fetched: Moment | None = None
    """When the page was asked for, UTC."""
    comments: Annotated[int, Field(ge=0)] | None = None
    """How many readers' comments the page counts; never their words. None: it does not say."""
    paywalled: bool = False
    """Only the free part is here."""


ARTICLE: TypeAdapter[Article] = TypeAdapter(Article)
"""Reads (`validate_json`) and writes (`dump_json`) articles; raises pydantic's ValidationError, which names the field."""


def checked(**values: Any) -> Article:
    """An article of these values, held to the contract; raises pydantic's ValidationError."""
    return ARTICLE.validate_python(values)


def publisher_of(url: str) -> str:
    """The outlet of an address, as in `Article.publisher`; empty for what is no address."""
    return host(url)


def article_row(article: Article) -> dict[str, Any]:
    """The article as JSON-ready values, keys in the order of the contract."""
    row: dict[str, Any] = ARTICLE.dump_python(article, mode="json")
    return row
