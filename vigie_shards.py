"""One shard of a web archive, read whole: WARC file → articles → readings → one Parquet part. No database, nothing but files.

Called in this process or, by `vigie_cluster.py`, on other machines that see the same folders. A part is named by its shard and put in
place at once, so that a shard read twice, by whomever, changes nothing; what became of the pages is in its metadata.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from crawler.article import ARTICLE, Article
from crawler.ports import Change, Listed
from crawler.shelf import Shelf

if TYPE_CHECKING:
    from spacy.language import Language

    from crawler.ingest import Ingested
    from nlp.reading import Reading

KEY = b"vigie"
"""Of our own metadata in a part."""
ENDING = ".parquet"
FRENCH = frozenset({"fr", "fra", "fre"})
_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads; a spaCy pipeline serves one."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one shard gave."""

    shard: str
    """The name of its file."""
    size: int
    """Of that file, in bytes."""
    pipeline: str
    """The version that read it."""
    sites: Sequence[str]
    articles: int
    unread: Sequence[str] = ()
    """Addresses of articles on which a component failed."""
    pages: dict[str, int] = field(default_factory=dict)
    """What became of the pages: `crawler.ingest.Result`."""
    reasons: dict[str, int] = field(default_factory=dict)
    spoilt: Sequence[tuple[int, str]] = ()
    """Offsets of records that could not be read, and why."""


class Gathered(Shelf):
    """A shelf that remembers which site an article is of, and the address under which it was archived."""

    def __init__(self) -> None:
        super().__init__()
        self.origins: dict[str, tuple[str, str]] = {}

    def article(self, article: Article, *, site: str, listed: Listed) -> Change:
        self.origins[article.url] = site, listed.url
        return super().article(article, site=site, listed=listed)


def part_of(shard: str, out: str) -> Path:
    """Where the part of a shard stands."""
    return Path(out) / f"{Path(shard).name.removesuffix('.gz').removesuffix('.warc')}{ENDING}"


def read_shard(shard: str, out: str, *, sites: Sequence[str], model: str | None = None) -> Part:
    """Read a shard into its part, unless that part is there, of the same sites and pipeline. Raises OSError, ModelMissingError."""
    from nlp.version import pipeline_version

    version = pipeline_version(model)
    place = part_of(shard, out)
    there = part_at(place)
    size = Path(shard).stat().st_size
    if there and (there.size, there.pipeline, list(there.sites)) == (size, version, list(sites)):
        return there
    found, gathered = articles_of(shard, sites)
    articles = [gathered.articles[url] for url in sorted(gathered.articles)]
    with _ONE_AT_A_TIME:
        readings = dict(read_articles(articles, model=model, version=version))
    part = Part(
        shard=Path(shard).name, size=size, pipeline=version, sites=list(sites), articles=len(articles),
        unread=[url for url, reading in readings.items() if reading is None],
        pages=dict(sorted(found.results.items())), reasons=dict(found.reasons.most_common(20)),
        spoilt=[(one.offset, one.why) for one in found.spoilt],
    )  # fmt: skip
    write_part(place, part, [row(one, *gathered.origins[one.url], readings[one.url]) for one in articles])
    return part


def articles_of(shard: str, sites: Sequence[str]) -> "tuple[Ingested, Gathered]":
    """The articles of these sites in an archive, pages in other languages passed over unparsed."""
    from crawler.ingest import Reader, ingest
    from crawler.run import find_sites

    known, gathered = find_sites(), Gathered()
    reader = Reader([known[name] for name in sites], gathered.memory, gathered, languages=FRENCH)
    return ingest([Path(shard)], reader), gathered


def read_articles(articles: Sequence[Article], *, model: str | None, version: str) -> "list[tuple[str, Reading | None]]":
    """Each article's address and reading."""
    from nlp.tagger import read_each
    from nlp.text import Source

    sources = (Source(url=one.url, title=one.title, text=one.text, published=one.published, publisher=one.publisher) for one in articles)
    return list(read_each(pipeline(model), sources, version=version)) if articles else []


@cache
def pipeline(model: str | None) -> "Language":
    """Loaded once in a process."""
    from nlp.pipeline import build

    return build(model)


def row(article: Article, site: str, listed: str, reading: "Reading | None") -> dict[str, Any]:
    """A line of a part."""
    from nlp.reading import reading_row

    return {
        "url": article.url,
        "site": site,
        "listed": listed,
        "fetched": article.fetched,
        "article": ARTICLE.dump_json(article).decode(),
        "reading": json.dumps(reading_row(reading), ensure_ascii=False) if reading else None,
    }


def write_part(place: Path, part: Part, rows: Sequence[dict[str, Any]]) -> None:
    """All of a part or nothing: written beside, made safe, then put in place."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [pa.field(name, pa.string(), nullable=name in ("reading", "fetched")) for name in
               ("url", "site", "listed", "fetched", "article", "reading")]  # fmt: skip
    schema = pa.schema(columns, metadata={KEY: json.dumps(asdict(part), ensure_ascii=False).encode()})
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as file:
            pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def part_at(place: Path) -> Part | None:
    """What a part says of itself; None where there is none that is whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = (pq.read_schema(place).metadata or {}).get(KEY)
        return Part(**json.loads(told)) if told else None
    except (FileNotFoundError, pa.ArrowInvalid, ValueError, TypeError):
        return None


def total(parts: Sequence[Part]) -> "tuple[Counter[str], Counter[str]]":
    """What became of the pages of many shards, and why pages gave no article."""
    pages: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for part in parts:
        pages.update(part.pages)
        reasons.update(part.reasons)
    return pages, reasons
