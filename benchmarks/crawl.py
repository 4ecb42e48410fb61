"""A simulated press, crawled: pages per second, memory, what a second run asks for, and a day on which all goes wrong.

    python benchmarks/crawl.py [--sites 30] [--articles 5000]

The press is served by another process on this machine; articles go into a real database. Speeds are this machine's, with whatever else it does.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]


def run(folder: Path, port: int, sites: int) -> tuple[list[Any], float]:
    """One run, as `vigie crawl` makes it: the reports, and how long it took."""
    from benchmarks.press import site_classes
    from crawler.run import crawl
    from crawler.settings import CrawlSettings
    from db.connect import open_working
    from db.memory import Keeper, Past

    classes = site_classes(sites)
    hosts = {site.hosts[0]: port for site in classes}
    settings = CrawlSettings(loopback=hosts, pages=10_000, window=100_000, budget=100_000, daily=0, timeout=5.0, tries=1, rechecks=0)
    db = open_working(folder)
    begun = time.perf_counter()
    try:
        reports = crawl(classes, memory=Past(db), sink=Keeper(db), settings=settings)
    finally:
        db.close()
    return reports, time.perf_counter() - begun


def held(folder: Path) -> Counter[str]:
    """The articles of the database, by address."""
    from db.connect import open_working

    db = open_working(folder)
    try:
        return Counter(url for (url,) in db.conn.execute("select url from articles"))
    finally:
        db.close()


def archives(folder: Path, *, pages: int = 2_000) -> None:
    """Pages of the press written as WARC, then read out of it: wanted ones into a database, and passed over where no site wants them."""
    from scrapy.http import Response

    from benchmarks.press import page, site_classes
    from crawler.archive import Archive
    from crawler.ingest import Reader, ingest
    from db.connect import open_working
    from db.memory import Keeper, Past

    begun = time.perf_counter()
    with Archive(folder / "warc", agent="benchmark") as archive:
        for number in range(pages):
            url = f"http://journal-{number % 4:02}.example/2026/article-de-presse-{number}/"
            archive.keep(
                Response(url, body=page(number % 4, number), headers={"Content-Type": "text/html"}), moment="2026-11-01T08:00:00+00:00"
            )
    say(f"archive   {pages / (time.perf_counter() - begun):8.0f} pages/s written")
    paths = sorted((folder / "warc").glob("*.warc.gz"))
    db = open_working(folder / "archives")
    for words, sites in (("into the database", site_classes(4)), ("of no site", site_classes(6)[4:])):
        begun = time.perf_counter()
        found = ingest(paths, Reader(sites, Past(db), Keeper(db)))
        speed = pages / (time.perf_counter() - begun)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(f"archive   {speed:8.0f} pages/s read {words}: {found.results['new']} new, {len(found.spoilt)} spoilt, {memory:.0f} MB")
    db.close()


def is_article(url: str) -> bool:
    return "/article-de-presse-" in url


def said(port: int, **values: int) -> Any:
    """Tell the press, and hear its counts."""
    query = "&".join(f"{name}={value}" for name, value in values.items())
    with urlopen(f"http://127.0.0.1:{port}/_press?{query}", timeout=60) as answer:
        return json.load(answer)


def measure(port: int, sites: int, folder: Path) -> int:
    """The four runs; 0 if nothing was lost and nothing came twice."""
    say(f"{'run':22} {'seconds':>8} {'requests':>9} {'articles asked':>15} {'new':>6} {'pages/s':>8} {'peak MB':>8}  sources")
    asked_before: Counter[str] = Counter()
    for name, values in (
        ("first", {"day": 1, "faulty": 0}),
        ("second, nothing new", {}),
        ("a day of faults", {"day": 2, "faulty": 1}),
        ("the day after", {"day": 3, "faulty": 0}),
        ("once more", {}),
    ):
        said(port, **values)
        reports, seconds = run(folder, port, sites)
        told = said(port)
        asked = Counter(told["asked"]) - asked_before
        asked_before = Counter(told["asked"])
        articles = sum(count for url, count in asked.items() if is_article(url))
        new = sum(report.new for report in reports)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        states = ", ".join(f"{count} {status}" for status, count in Counter(report.status for report in reports).most_common())
        say(f"{name:22} {seconds:8.1f} {asked.total():9} {articles:15} {new:6} {new / seconds:8.1f} {memory:8.0f}  {states}")
    there, out = held(folder), set(told["addresses"])
    lost, twice = out - set(there), [url for url, count in told["given"].items() if count > 1]
    say(
        f"articles out {len(out)}, held {there.total()}, lost {len(lost)}, held twice {there.total() - len(there)}, sent whole twice {len(twice)}"
    )
    return 1 if lost or twice or there.total() != len(there) else 0


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=30)
    parser.add_argument("--articles", type=int, default=5000)
    given = parser.parse_args()
    command = [sys.executable, str(ROOT / "benchmarks" / "press.py"), "0", str(given.sites), str(given.articles)]
    with (
        subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as press,
        tempfile.TemporaryDirectory() as folder,
    ):
        port = int(press.stdout.readline()) if press.stdout else 0
        try:
            status = measure(port, given.sites, Path(folder))
            archives(Path(folder))
            return status
        finally:
            press.terminate()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
