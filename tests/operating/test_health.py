"""What monitors and proxies ask the portal: /-/sante, /-/metrics, the mark of an edition; and the pages of runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.report import SourceReport
from db.connect import PUBLIC, WORKING, open_working
from db.memory import Keeper
from db.runs import begin, finish
from db.site import health
from tests.site.serving import PORTAL, baked, copied, get, served
from tests.site.test_serve import renamed, seen


def ago(**given: float) -> str:
    return (datetime.now(UTC) - timedelta(**given)).isoformat(timespec="seconds")


def change(folder: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / WORKING)) as conn:
        conn.execute(sql, values)
        conn.commit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: a good one, and one in which a site refused us."""
    folder = tmp_path_factory.mktemp("health")
    baked(folder)
    db = open_working(folder)
    for outcome, status in (("well", "ok"), ("partly", "blocked")):
        number = begin(db, "run")
        keeper = Keeper(db, run=number)
        keeper.outcome(SourceReport(site="zataz", status=status, reason="réponse 403 <b>", requests=4, listed=3, new=3))  # type: ignore[arg-type]
        keeper.outcome(SourceReport(site='le "monde"', status="nothing_new", listed=3))
        report = {
            "read": 3,
            "failed": [] if outcome == "well" else ["zataz : réponse 403 <b>"],
            "published": outcome == "well",
            "seconds": {"collecte": 1.5},
        }
        finish(db, number, outcome, report)  # type: ignore[arg-type]
    db.close()
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "LASTS", -1.0)
        with served(folder / PUBLIC, PORTAL) as address:
            yield address


def test_a_monitor_learns_when_a_run_last_did_something_and_who_is_ill(folder: Path, address: str) -> None:
    change(folder, "update runs set finished = ?", ago(hours=2))

    answer = get(f"{address}/-/sante.json")
    same = httpx.get(f"{address}/-/sante", headers={"Accept": "application/json"}, timeout=30)
    plain = get(f"{address}/-/sante")

    assert answer.status_code == plain.status_code == 200
    found = answer.json()
    assert found["state"] == "well"
    assert found["age_hours"] == pytest.approx(2, abs=0.1)
    assert (found["last_run"]["run"], found["last_run"]["outcome"], found["sources"]) == (2, "partly", 2)
    assert [(one["site"], one["state"]) for one in found["ill_sources"]] == [("zataz", "blocked")]
    assert found["ill_sources"][0]["last_success"], "the run before"
    assert same.json().keys() == found.keys()
    assert plain.headers["content-type"].startswith("text/plain")
    assert "état : bien" in plain.text
    assert "zataz : refusé" in plain.text
    assert "403" not in answer.text + plain.text, "reasons are the operator's"
    assert answer.headers["cache-control"] == "no-store"


STATES = [
    ("stale", "update runs set finished = ?", (ago(hours=27),), 503, "plus aucun passage n’aboutit"),
    ("well", "update runs set finished = ?", (ago(hours=25),), 200, "bien"),
    ("stale", "update runs set finished = ? where id = 1", (ago(hours=90),), 503, "plus aucun"),  # the second one failed
    ("never", "update runs set status = 'failed'", (), 503, "aucun passage n’a encore abouti"),
    ("unknown", "drop table source_runs", (), 503, "n’est pas lisible"),
]


def test_too_long_without_a_run_that_did_something_is_503(tmp_path: Path, folder: Path) -> None:
    copied(folder / WORKING, tmp_path)
    path = copied(folder / PUBLIC, tmp_path)
    with pytest.MonkeyPatch.context() as patch, served(path, replace(PORTAL, stale_hours=26)) as address:
        patch.setattr(health, "LASTS", -1.0)
        for number, (state, sql, values, status, words) in enumerate(STATES):
            if number == 2:
                change(tmp_path, "update runs set status = 'failed' where id = 2")
            change(tmp_path, sql, *values)
            answer = get(f"{address}/-/sante.json")
            assert (answer.json()["state"], answer.status_code) == (state, status)
            assert words in get(f"{address}/-/sante").text


def test_prometheus_reads_the_metrics(folder: Path, address: str) -> None:
    change(folder, "update runs set finished = ?", ago(hours=2))

    answer = get(f"{address}/-/metrics")

    families = {one.name: one for one in text_string_to_metric_families(answer.text)}
    values = {(sample.name, *sorted(sample.labels.items())): sample.value for one in families.values() for sample in one.samples}
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert all(one.type == "gauge" and one.documentation for one in families.values())
    assert values["vigie_last_run_outcome", ("outcome", "partly")] == 1
    assert values["vigie_last_run_outcome", ("outcome", "well")] == 0
    assert values["vigie_source_well", ("site", "zataz")] == 0
    assert values["vigie_source_well", ("site", 'le "monde"')] == 1
    age = datetime.now(UTC).timestamp() - values["vigie_last_good_run_timestamp_seconds",]
    assert age == pytest.approx(7200, abs=120)
    assert values["vigie_file_bytes", ("file", PUBLIC)] == (folder / PUBLIC).stat().st_size
    assert values["vigie_disk_free_bytes",] > 0
    assert values["vigie_edition_incidents",] > 10


@pytest.mark.parametrize("path", ["/-/sante", "/-/metrics"])
def test_a_portal_away_from_its_database_says_that_it_does_not_know(path: str, edition: Path) -> None:
    beside = edition.parent / WORKING
    aside = beside.rename(beside.with_name("aside"))
    try:
        with served(edition) as address:
            answer = get(address + path)
    finally:
        aside.rename(beside)

    assert (answer.status_code, "INCONNU" in answer.text or "vigie_database_readable 0" in answer.text) == (
        503 if "sante" in path else 200,
        True,
    )


@pytest.mark.parametrize(
    "path", ["/-/", "/-/settings", "/-/sante/x", "/-/sante.csv", "/-/%73ante/../settings", "/-/metrics.json", "/passages", "/passages/1"]
)
def test_nothing_else_of_the_housekeeping_is_shown(path: str, address: str) -> None:
    assert get(address + path).status_code in {400, 404}


def test_what_is_asked_again_costs_nothing_until_another_edition_comes(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    pages = ("/", "/vigie/incidents.json", "/incidents.atom", "/static/vigie.css", "/recherche?q=armoria")
    with served(path) as address:
        firsts = {page: get(address + page) for page in pages}
        again = {page: httpx.get(address + page, headers={"If-None-Match": f'"x", {one.headers["etag"]}'}) for page, one in firsts.items()}
        other = httpx.get(address + "/", headers={"If-None-Match": 'W/"autre"'})
        lost = get(address + "/rien")
        renewed = copied(path, tmp_path / "fresh")
        renamed(renewed, "Victime toute neuve")
        renewed.replace(path)
        assert seen(address, "Victime toute neuve", path="/vigie/incidents.json")
        after = {page: httpx.get(address + page, headers={"If-None-Match": one.headers["etag"]}) for page, one in firsts.items()}

    assert {one.headers["cache-control"] for one in firsts.values()} == {"public, max-age=5"}
    assert [(one.status_code, one.content) for one in again.values()] == [(304, b"")] * len(pages)
    assert all("content-security-policy" in one.headers for one in again.values())
    assert other.status_code == 200
    assert "etag" not in lost.headers
    assert {one.status_code for one in after.values()} == {200}


def test_other_settings_make_other_pages(edition: Path) -> None:
    marks = set()
    for portal in (PORTAL, replace(PORTAL, title="Autre")):
        with served(edition, portal) as address:
            marks.add(get(address).headers["etag"])

    assert len(marks) == 2


def test_the_private_edition_shows_each_run_with_what_went_wrong(folder: Path) -> None:
    with served(folder / PUBLIC, replace(PORTAL, private=True)) as address:
        listed, one = get(f"{address}/passages").text, get(f"{address}/passages/2").text
        found = get(f"{address}/passages/2.json").json()
        missing = get(f"{address}/passages/99")
        home = get(address)

    assert 'href="/passages/2">2</a>' in listed
    assert listed.index("/passages/2") < listed.index("/passages/1"), "the latest first"
    assert "Passage 2 : en partie" in one.replace("\u00a0", " ")
    assert "réponse 403 &lt;b&gt;" in one
    assert [source["site"] for source in found["sources"]] == ["zataz", 'le "monde"'], "the ill ones first"
    assert missing.status_code == 404
    assert 'href="/passages"' in home.text
    assert "etag" not in home.headers, "whole texts are nobody's to keep"
