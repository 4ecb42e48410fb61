"""`vigie sites check` on the kiosk's papers, whole and broken; and what `vigie sites` remembers of it."""

import json
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from crawler.check import Checked, Listing, check
from crawler.commands import Doors, sites
from crawler.kiosk import Kiosk
from crawler.run import find_sites
from crawler.settings import ContactError, CrawlSettings
from crawler.shelf import Shelf
from crawler.show import table_of_sites
from db.collecting import checks_in
from db.connect import open_working
from db.memory import Keeper, Past

SITES = find_sites()
NAMES = ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")
BULLETIN, ESTUAIRE, GUETTEUR = (SITES[name] for name in NAMES)


def tried(*chosen, faults=None, **settings):
    """What checking these sites finds, and what was asked of them."""
    with Kiosk(faults=faults, delay=0.01) as kiosk:
        found = check(chosen, settings=CrawlSettings.kiosk(kiosk.port, tries=0, **settings))
        return {one.site: one for one in found}, list(kiosk.requests)


def test_papers_that_are_well():
    found, requests = tried(BULLETIN, ESTUAIRE, GUETTEUR)

    assert all(one.well for one in found.values())
    assert [listing.way for listing in found["guetteur_du_net"].listings] == ["flux paginé", "API WordPress", "page d’accueil"]
    assert found["guetteur_du_net"].fields == dict.fromkeys(("chapô", "auteurs", "date", "rubrique", "mots-clés", "langue"), True)
    assert found["bulletin_du_modem"].fields["mots-clés"] is False
    assert {one.robots for one in found.values()} == {"lu"}
    # robots.txt, the reservations, each listing, one article: nothing more
    assert max(sum(request.host == host for request in requests) for host in (*BULLETIN.hosts, *ESTUAIRE.hosts, *GUETTEUR.hosts)) <= 8


@pytest.mark.parametrize("site", [BULLETIN, ESTUAIRE, GUETTEUR], ids=lambda site: site.name)
def test_it_is_the_newest_article_that_is_read(site):
    found, _ = tried(site)
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        from crawler.run import crawl

        crawl([site], memory=shelf.memory, sink=shelf, settings=CrawlSettings.kiosk(kiosk.port))

    assert found[site.name].article.published == max(article.published for article in shelf.articles.values())


@pytest.mark.parametrize(
    ("fault", "well", "told"),
    [
        ("html-feed", False, "HTML"),
        ("antibot", False, "robot"),
        ("empty-feed", False, "aucun article"),
        ("broken-xml", False, "XML"),
        ("500", False, "500"),
        ("no-body", False, "sans article lisible"),
        ("403-pages", False, "403"),
        ("redirects", False, "redirections"),
    ],
)
def test_a_broken_paper_is_not_well_and_says_why(fault, well, told):
    found, _ = tried(BULLETIN, ESTUAIRE, faults={BULLETIN.hosts[0]: fault})
    broken = found["bulletin_du_modem"]

    assert (broken.well, found["estuaire_libre"].well) == (well, True)
    assert any(told in words for words in (broken.trouble, *(listing.trouble for listing in broken.listings)))


def test_a_second_way_that_does_not_work_is_told_and_the_site_is_well():
    site = type("Half", (GUETTEUR,), {"wp_json": "http://guetteur-du-net.example/wp-json/autre"})
    found, _ = tried(site)
    [one] = found.values()

    assert one.well
    assert [listing.way for listing in one.listings if listing.trouble] == ["API WordPress"]


def test_what_robots_forbids_is_said():
    site = type("Forbidden", (GUETTEUR,), {"feeds": ("http://guetteur-du-net.example/wp-admin/feed",), "wp_json": "", "fronts": ()})
    [one] = tried(site)[0].values()

    assert (one.well, one.robots) == (False, "interdit /wp-admin/feed")


def test_a_real_site_is_not_tried_without_a_contact():
    with pytest.raises(ContactError):
        check([SITES["zataz"]], settings=CrawlSettings())


def test_an_article_without_a_day_is_no_success():
    shelf = Shelf()
    with Kiosk(delay=0.01) as kiosk:
        [one] = check([BULLETIN], settings=CrawlSettings.kiosk(kiosk.port))

    assert (one.well, replace(one, article=replace(one.article, published=None)).well) == (True, False)
    assert not Checked(site="x", listings=[Listing(way="flux", url="u", entries=3)]).well
    assert not shelf.articles


# --- The commands


@pytest.fixture
def doors(tmp_path):
    @contextmanager
    def opened(_):
        db = open_working(tmp_path)
        try:
            yield Past(db), Keeper(db)
        finally:
            db.close()

    def checks(settings):
        with opened(settings) as (memory, _):
            return memory.checks()

    return Doors(open=opened, checks=checks)


def call(*args, doors):
    return CliRunner().invoke(sites, [str(arg) for arg in args], obj=doors)


@pytest.fixture
def kiosk(monkeypatch):
    with Kiosk(delay=0.01, faults={ESTUAIRE.hosts[0]: "500"}) as kiosk:
        monkeypatch.setenv("VIGIE_KIOSK", str(kiosk.port))
        yield kiosk


def test_the_command_prints_a_table_and_its_status_says_whether_all_are_well(kiosk, doors):
    good = call("check", "bulletin_du_modem", doors=doors)
    bad = call("check", "bulletin_du_modem", "estuaire_libre", doors=doors)

    assert (good.exit_code, bad.exit_code) == (0, 1), good.output + bad.output
    assert re.search(r"bulletin_du_modem\s+bien\s+lu", good.output)
    assert re.search(r"estuaire_libre\s+échec", bad.output)
    assert "500" in bad.output
    assert "Radio Cormoran" in good.output


def test_the_day_of_success_is_kept_and_stays_when_a_later_check_fails(kiosk, doors, tmp_path):
    call("check", "bulletin_du_modem", doors=doors)
    db = open_working(tmp_path)
    [first] = db.query("select * from site_checks")
    with db.atomic():
        db.conn.execute("update site_checks set last_success = '2026-01-31T08:00:00+00:00'")
    db.close()
    kiosk.faults[BULLETIN.hosts[0]] = "500"
    call("check", "bulletin_du_modem", "estuaire_libre", doors=doors)
    db = open_working(tmp_path)
    rows = {row["site"]: row for row in db.query("select * from site_checks")}
    db.close()

    assert first["last_success"] == first["last"]
    assert rows["bulletin_du_modem"]["last_success"] == "2026-01-31T08:00:00+00:00"
    assert rows["estuaire_libre"]["last_success"] is None
    told = json.loads(rows["bulletin_du_modem"]["report"])
    assert "500" in told["listings"][0]["trouble"]
    assert "text" not in told


def test_without_a_database_of_this_vigie_nothing_is_known(kiosk, doors, tmp_path):
    assert checks_in(tmp_path / "vigie.db") == {}
    call("check", "bulletin_du_modem", doors=doors)
    assert set(checks_in(tmp_path / "vigie.db")) == {"bulletin_du_modem"}
    (tmp_path / "other.db").write_bytes(b"no database at all" * 100)
    assert checks_in(tmp_path / "other.db") == {}


def test_the_table_shows_the_day_of_the_last_success():
    rows = {
        row[0]: row for row in table_of_sites(list(SITES.values()), {"zataz": "2026-11-24T03:00:00+00:00", "estuaire_libre": "2026-11-24"})
    }

    assert rows["zataz"][-1] == "2026-11-24"
    assert (rows["undernews"][-1], rows["estuaire_libre"][-1]) == ("jamais vérifié", "kiosque")


def test_an_unknown_site_is_refused_and_a_familiar_name_understood(doors):
    assert call("check", "xyz123", doors=doors).exit_code == 2
    assert "« zero_un_net »" in call("check", "01net", doors=doors).output
    assert "« letemps »" in call("check", "Le Temps", doors=doors).output
