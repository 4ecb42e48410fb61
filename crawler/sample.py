"""Pairs on the operator's disk: a real page as it was sent, and the article that it must give.

    samples/zataz/une-mairie-paralysee-3f2a91c0.html
    samples/zataz/une-mairie-paralysee-3f2a91c0.json    {"asked": …, "headers": {…}, "article": {…}}

The machine makes the pair, a person reads it and mends the JSON; from then on `read_again` says what a reader makes otherwise. The press's
pages are its own: they have no place in the repository.
"""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from crawler import addresses
from crawler.article import ARTICLE, Article, article_row
from crawler.errors import PageError
from crawler.french import fault
from crawler.page import read_page

if TYPE_CHECKING:
    from crawler.settings import CrawlSettings
    from crawler.spider import SiteSpider

KEPT = ("content-type", "date", "content-language")
"""Headers that the reader minds."""


class SampleError(Exception):
    """No pair; the message says why and what to do."""


@dataclass
class Answer:
    """A page as it was sent."""

    url: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    trouble: str = ""


@dataclass(frozen=True)
class Difference:
    """A field that a reader makes otherwise than the pair says."""

    pair: Path
    field: str
    expected: str
    found: str


def fetch(site: "type[SiteSpider]", url: str, *, settings: "CrawlSettings") -> Answer:
    """One page of a site, asked for with all the manners of a crawl. Raises SampleError."""
    from crawler.run import crawl
    from crawler.shelf import Shelf

    answer = Answer()
    shelf = Shelf()
    [report] = crawl([_asking(site, url, answer)], memory=shelf.memory, sink=shelf, settings=settings)
    trouble = answer.trouble or ("" if answer.body else report.reason or "réponse vide")
    if trouble:
        raise SampleError(f"{url} : {trouble}")
    return answer


def _asking(site: "type[SiteSpider]", url: str, answer: Answer) -> "type[SiteSpider]":
    """The site, whose visit is one request."""
    from crawler.fetch import Off, Trouble, ask
    from crawler.guard import Stopped
    from crawler.report import SourceReport

    async def start(self: "SiteSpider") -> AsyncIterator[Any]:
        try:
            response = await ask(self, url)
        except (Trouble, Off, Stopped) as error:
            answer.trouble = str(error) or "arrêté"
        else:
            headers = {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}
            answer.url, answer.body = response.url, response.body
            answer.headers = {name: headers[name] for name in KEPT if name in headers}
            answer.trouble = "" if response.status == 200 else f"réponse {response.status}"
        self.report = SourceReport(site=site.name, status="failed" if answer.trouble else "ok", requests=self.visit.requests)
        for nothing in list[None]():
            yield nothing

    return type(site.__name__, (site,), {"start": start})


def save(folder: Path, site: str, answer: Answer, *, replace: bool = False) -> tuple[Path, Article]:
    """The pair's JSON, beside its page, and what was read. Raises SampleError where there is a pair already, or no article, and OSError."""
    try:
        article = read_page(answer.body, answer.url, headers=answer.headers)
    except PageError as error:
        raise SampleError(f"{answer.url} : aucun article lisible ({error.what})") from error
    pair = folder / site / f"{name_of(answer.url)}.json"
    if pair.exists() and not replace:
        raise SampleError(f"{pair} existe déjà : il n’est pas touché. « --replace » le refait")
    pair.parent.mkdir(parents=True, exist_ok=True)
    pair.with_suffix(".html").write_bytes(answer.body)
    told = {"asked": answer.url, "headers": answer.headers, "article": article_row(article)}
    pair.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return pair, article


def name_of(url: str) -> str:
    """The name of an address's pair.

    >>> name_of("https://echo.example/2026/02/Une-mairie.html?page=2")
    'une-mairie-a6293a84'
    """
    last = addresses.clean(url).split("?")[0].rstrip("/").rpartition("/")[2]
    words = re.sub(r"[^a-z0-9]+", "-", last.lower().removesuffix(".html")).strip("-")[:80]
    return f"{words or 'page'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def pairs(folder: Path, sites: tuple[str, ...] = ()) -> list[Path]:
    """The pairs of a folder, of these sites or of all."""
    return [
        pair for pair in sorted(folder.glob("*/*.json")) if pair.with_suffix(".html").is_file() and (not sites or pair.parent.name in sites)
    ]


def read_again(pair: Path) -> Iterator[Difference]:
    """What the reader makes otherwise than the pair says. Raises SampleError where the pair itself cannot be read."""
    try:
        told = json.loads(pair.read_text("utf-8"))
        expected = article_row(ARTICLE.validate_python(told["article"]))
        asked, headers = str(told["asked"]), dict(told["headers"])
    except ValidationError as error:
        raise SampleError(f"{pair} : {fault(error)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{pair} : ce n’est pas une paire de « vigie sample » ({error})") from error
    try:
        found = article_row(read_page(pair.with_suffix(".html").read_bytes(), asked, headers=headers))
    except PageError as error:
        yield Difference(pair, "article", str(expected["title"]), f"aucun ({error.what})")
        return
    for name, value in expected.items():
        if found[name] != value:
            yield Difference(pair, name, *_shown(value, found[name]))


def _shown(expected: Any, found: Any) -> tuple[str, str]:
    """Both values, from where they part."""
    one, other = (
        "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in (expected, found)
    )
    same = next((place for place, (here, there) in enumerate(zip(one, other, strict=False)) if here != there), min(len(one), len(other)))
    start = max(0, same - 20) if same > 40 else 0
    return tuple(f"{'…' if start else ''}{value[start : start + 100]}" or "rien" for value in (one, other))  # type: ignore[return-value]


def keep_out_of_the_repository(folder: Path) -> None:
    """Raises SampleError for a folder inside the repository."""
    root = Path(__file__).resolve().parents[1]
    if (root / "pyproject.toml").is_file() and folder.resolve().is_relative_to(root):
        raise SampleError(
            f"{folder} est dans le dépôt de Vigie, où les pages de la presse n’ont pas leur place : donnez un autre dossier à « --folder »"
        )


def site_of(sites: "dict[str, type[SiteSpider]]", url: str) -> str | None:
    """The site whose page an address is, if one of ours."""
    from crawler.guard import is_own

    host = urlsplit(url).hostname or ""
    return next((name for name, site in sites.items() if is_own(host, site.hosts)), None)
