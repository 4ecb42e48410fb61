"""A simulated press of many sites, small: the first run, a second one, a day of faults and the day after. `benchmarks/crawl.py` is the large one."""

from collections import Counter

import pytest

from benchmarks.press import FAULTS, Press, site_classes
from crawler.run import crawl
from crawler.settings import CrawlSettings
from tests.crawler.press import InDatabase, OnShelf

SITES, ARTICLES = 6, 30


@pytest.fixture(scope="module", params=[OnShelf, InDatabase])
def days(request, tmp_path_factory):
    """Each day's reports, and what was asked for on it."""
    keeping = request.param(tmp_path_factory.mktemp("press"))
    found = {}
    with Press(sites=SITES, articles=ARTICLES, news=len(FAULTS), hanging=2, wait=0.0) as press:
        classes = site_classes(SITES)
        for name, day, faulty in (("first", 1, False), ("second", 1, False), ("faults", 2, True), ("after", 3, False), ("last", 3, False)):
            press.day, press.faulty = day, faulty
            before = Counter(press.asked)
            memory, sink = keeping.doors()
            hosts = {site.hosts[0]: press.port for site in classes}
            settings = CrawlSettings(loopback=hosts, tries=0, rechecks=0, patience=20)
            reports = crawl(classes, memory=memory, sink=sink, settings=settings)
            asked = press.asked - before
            found[name] = {report.site: report for report in reports}, {url: count for url, count in asked.items() if "/article-" in url}
        texts, given, out = keeping.texts(), Counter(press.given), press.addresses()
    yield found, texts, given, out
    if isinstance(keeping, InDatabase):
        keeping.db.close()


def test_nothing_is_lost_and_nothing_comes_twice(days):
    _, texts, given, out = days

    assert len(texts) == len(set(texts)) == len(out)
    assert set(given) == out
    assert set(given.values()) == {1}


def test_a_second_run_asks_for_no_article(days):
    found, _, _, _ = days

    for name in ("second", "last"):
        reports, asked = found[name]
        assert asked == {}
        assert {report.status for report in reports.values()} == {"nothing_new"}
        assert all(report.well for report in reports.values())


def test_on_a_day_of_faults_each_source_gives_what_it_can_and_says_what_it_cannot(days):
    reports, asked = days[0]["faults"]

    for number in range(2):
        assert (reports[f"journal_{number:02}"].status, reports[f"journal_{number:02}"].new) == ("failed", 0)
    for number in range(2, SITES):
        report = reports[f"journal_{number:02}"]
        assert report.new <= 2  # the slow one, and the one that is well, unless the site asked to be left alone before
        assert len(report.failures) + report.left == len(FAULTS) - report.new
        assert (report.well, bool(report.reason)) == (False, True)
    assert asked
    assert sum(report.new for report in reports.values()) >= 1


def test_on_the_day_after_all_of_it_comes(days):
    reports, _ = days[0]["after"]

    for site, report in reports.items():
        assert report.new == 2 * len(FAULTS) - days[0]["faults"][0][site].new
        assert report.well
