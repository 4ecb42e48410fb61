"""Every site file keeps to the rules of the house. Adding a site adds no test code."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import crawler.sites
from crawler.commands import table_of_sites
from crawler.guard import Refused, check
from crawler.kiosk import PAPERS
from crawler.run import find_sites
from crawler.spider import WAYS

SITES = find_sites()
each_site = pytest.mark.parametrize("site", SITES.values(), ids=SITES)


def listings(site):
    return [*site.feeds, *site.sitemaps, *site.dated, *site.fronts, *([site.wp_json] if site.wp_json else [])]


def test_one_file_is_one_site_of_the_same_name():
    files = {path.stem for path in Path(crawler.sites.__file__).parent.glob("*.py")} - {"__init__"}

    assert files == set(SITES)
    assert {"zataz", "datasecuritybreach", "undernews", "next", "lemagit"} <= files


@each_site
def test_a_site_says_who_it_is(site):
    assert site.__doc__ or __import__(site.__module__, fromlist=["_"]).__doc__
    assert site.title
    assert site.hosts
    assert re.fullmatch(r"[A-Z]{2}", site.country)
    assert site.kind in ("specialist", "general", "official")
    assert site.checked is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", site.checked)


@each_site
def test_a_site_is_listed_somewhere_and_only_at_home(site):
    assert len(listings(site)) > 0
    for address in [site.home, *listings(site)]:
        check(address, hosts=site.hosts, loopback=site.loopback)
        assert site.loopback or address.startswith("https://")


@each_site
def test_a_general_site_is_filtered_or_listed_by_its_section_on_the_subject(site):
    if site.kind == "general" and not site.loopback:
        assert site.topic or all(re.search("cyber|securit", address) for address in listings(site)), "its front page speaks of everything"
    elif site.kind == "official":
        assert not site.topic, "an authority's own words are few, and all of the subject"


def test_there_are_thirty_of_every_kind_and_country():
    real = [site for site in SITES.values() if not site.loopback]

    assert len(real) >= 40
    assert {site.kind for site in real} == {"specialist", "general", "official"}
    assert {site.country for site in real} == {"FR", "BE", "CH", "CA"}
    assert min(sum(site.country == country for site in real) for country in ("FR", "BE", "CH", "CA")) >= 3


def test_titles_and_listings_are_of_one_site_each():
    for values in ([site.title for site in SITES.values()], [address for site in SITES.values() for address in set(listings(site))]):
        assert len(values) == len(set(values))


@each_site
def test_a_site_is_listed_by_ways_that_the_engine_knows(site):
    assert site.ways()
    assert set(site.ways()) <= set(WAYS.values())
    assert not site.paged or site.feeds
    assert not site.follow or site.sitemaps
    assert not site.wp_json or re.search(r"/wp-json/wp/v2/posts$", site.wp_json)
    assert all("{year}" in address for address in site.dated)


@each_site
def test_its_patterns_can_be_read(site):
    re.compile(site.follow)
    re.compile(site.articles)


def test_only_the_kiosk_lives_on_this_machine():
    assert {host for site in SITES.values() if site.loopback for host in site.hosts} == set(PAPERS)
    assert not [site.name for site in SITES.values() if not site.loopback and any(host.endswith(".example") for host in site.hosts)]


def test_a_host_belongs_to_one_site():
    hosts = [host for site in SITES.values() for host in site.hosts]

    assert len(hosts) == len(set(hosts))
    assert all(urlsplit(f"https://{host}").hostname == host for host in hosts)


def test_the_table_says_how_each_is_listed_and_that_none_was_tried():
    rows = {row[0]: row for row in table_of_sites(list(SITES.values()))}

    assert rows["zataz"] == ("zataz", "ZATAZ", "FR", "spécialisé", "flux paginé, API WordPress, page d’accueil", "jamais vérifié")
    assert rows["estuaire_libre"][4:] == ("plan du site, page d’accueil", "kiosque")


def test_a_hostile_port_is_refused_even_on_loopback():
    with pytest.raises(Refused):
        check("http://guetteur-du-net.example:6379/", hosts=["guetteur-du-net.example"], loopback=True)
