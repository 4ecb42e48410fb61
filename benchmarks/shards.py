"""Web archives read into parts: what a core does of records that are passed over and of articles, in this process, on one Dask worker and on two.

    python benchmarks/shards.py [--shards 4] [--copies 20] [--others 2000]

Makes archives of the kiosk's pages, repeated under other addresses, among records of other hosts; prints CPU seconds (of all processes) and
wall seconds. Loading the pipeline is in it, once a process. Figures of two runs do not compare: the machine has other work.
"""

import argparse
import gzip
import resource
import tempfile
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from crawler.kiosk import Kiosk
from crawler.run import crawl, find_sites
from crawler.settings import CrawlSettings
from crawler.shelf import Shelf
from crawler.warc import members
from vigie_cluster import here, on_workers
from vigie_shards import read_shard

NAMES = ("guetteur_du_net",)


def records(folder: Path) -> list[tuple[bytes, bytes]]:
    """The kiosk's articles as an archive holds them, each with the path of its address."""
    shelf, sites = Shelf(), find_sites()
    with Kiosk(delay=0) as kiosk:
        settings = CrawlSettings.kiosk(kiosk.port, archive=folder)
        crawl([sites[name] for name in NAMES], memory=shelf.memory, sink=shelf, settings=settings)
    found: list[bytes] = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as opened:
            found += [one for _, one in members(opened) if isinstance(one, bytes)]
    named = [(url, one) for one in found for url in shelf.articles if f"WARC-Target-URI: {url}\r\n".encode() in one]
    return [(one, path) for url, one in named if len(path := urlsplit(url).path.rstrip("/").encode()) > 20]


def renamed(record: bytes, path: bytes, number: int) -> bytes:
    """The same page under another address of the same length, wherever it names its own."""
    return record.replace(path, path[:-4] + f"{number:04}".encode())


def make(folder: Path, *, shards: int, copies: int, others: int) -> tuple[int, int]:
    """Archives; returns how many pages of ours they hold, and how many bytes they are."""
    own = records(folder / "whole")
    foreign = [one.replace(b".example", b".invalid") for one, _ in own]
    size = 0
    for shard in range(shards):
        parts = [gzip.compress(renamed(one, path, shard * copies + copy), 6) for copy in range(copies) for one, path in own]
        parts += [gzip.compress(foreign[number % len(foreign)], 6) for number in range(others)]
        place = folder / f"shard-{shard}.warc.gz"
        place.write_bytes(b"".join(parts))
        size += place.stat().st_size
    return shards * copies * len(own), size


def cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--copies", type=int, default=20, help="of the kiosk's pages in each archive")
    parser.add_argument("--others", type=int, default=2000, help="records of other hosts in each archive")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for label, copies, others in (("passed over", 0, options.others), ("read", options.copies, 0)):
            (there := folder / label).mkdir()
            pages, size = make(there, shards=options.shards, copies=copies, others=others)
            shards = [str(path) for path in sorted(there.glob("shard-*"))]
            total = pages or options.shards * others
            for runner in ("here", "1 worker", "2 workers") if pages else ("here",):
                work = partial(read_shard, out=str(there / runner), sites=NAMES)
                begun, started = cpu(), time.perf_counter()
                answers = list(here(shards, work) if runner == "here" else on_workers(shards, work, count=int(runner[0])))
                used, wall = cpu() - begun, time.perf_counter() - started
                read = sum(one.part.articles for one in answers if one.part)
                print(
                    f"{label:<12} {runner:<10} {total} records, {size / 1e6:.1f} MB, {read} articles: {used:.1f} CPU s, {wall:.1f} s, "
                    f"{total / used:.0f} records and {size / 1e6 / used:.2f} MB a CPU second"
                )


if __name__ == "__main__":
    main()
