"""The kiosk's second edition, and what goes wrong on demand."""

import gzip
import socket

import pytest
from lxml import etree

from crawler.kiosk import FAULTS, PAPERS, Kiosk
from crawler.kiosk.server import answer, on_sale
from tests.kiosk.asking import addresses, get
from tests.kiosk.rebuild import EXPECTED

GUETTEUR, ESTUAIRE, BULLETIN = PAPERS
LISTINGS = {GUETTEUR: "/feed/", ESTUAIRE: "/sitemap.xml", BULLETIN: "/rss.xml"}


# --- The second edition


@pytest.mark.parametrize("edited", EXPECTED["edition_2"]["edited"], ids=lambda edited: edited["article"])
def test_edited_article_changes_with_its_validators(edited):
    host = edited["article"].split("/")[2]
    path = edited["article"].removeprefix(f"http://{host}")
    with Kiosk() as kiosk:
        _, before, _ = get(kiosk, host, path)
        kiosk.edition = 2
        status, after, body = get(kiosk, host, path, If_None_Match=before["ETag"])

    assert status == 200
    assert before["ETag"] != after["ETag"]
    assert before["Last-Modified"] != after["Last-Modified"]
    assert b'dateModified": "2026-11' in body.replace(b'":"', b'": "')


def test_second_edition_changes_what_it_says_and_nothing_else():
    first = {url: answer(host, url.removeprefix(f"http://{host}")).body for url, host, _ in on_sale()}
    second = {url: answer(host, url.removeprefix(f"http://{host}"), edition=2).body for url, host, _ in on_sale(2)}
    said = EXPECTED["edition_2"]

    assert sorted(set(second) - set(first)) == said["new"]
    assert {url for url in first if first[url] != second[url]} == {edited["article"] for edited in said["edited"]}


def test_listings_tell_the_second_edition():
    with Kiosk(edition=2) as kiosk:
        assert EXPECTED["edition_2"]["new"][0] in addresses(get(kiosk, GUETTEUR, "/feed/")[2])
        sitemap = gzip.decompress(get(kiosk, ESTUAIRE, "/sitemaps/actualites-2026.xml.gz")[2]).decode()

    assert "<lastmod>2026-11-20T07:40:00+01:00</lastmod>" in sitemap


# --- What goes wrong, on demand


@pytest.mark.parametrize("host", PAPERS)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_touches_its_paper_and_no_other(host, fault):
    page = next(url.removeprefix(f"http://{host}") for url, owner, _ in on_sale() if owner == host)
    of_pages = fault.endswith("-pages") or fault == "no-body"

    assert (answer(host, LISTINGS[host], fault=fault) != answer(host, LISTINGS[host])) is not of_pages
    assert (answer(host, page, fault=fault) != answer(host, page)) is of_pages
    assert answer(host, "/robots.txt", fault=fault) == answer(host, "/robots.txt")


def test_broken_xml_breaks():
    with Kiosk(faults={BULLETIN: "broken-xml"}) as broken, pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(get(broken, BULLETIN, "/rss.xml")[2])


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [("antibot", 200, "Just a moment"), ("500", 500, "Error"), ("429", 429, "Too Many"), ("403-pages", 200, "sitemap")],
)
def test_fault_over_http(fault, status, words):
    with Kiosk(faults={ESTUAIRE: fault}) as kiosk:
        got, _, body = get(kiosk, ESTUAIRE, "/sitemap.xml")

    assert got == status
    assert words in body.decode()


def test_a_listing_that_drips_comes_byte_by_byte_and_ends_with_the_kiosk():
    with Kiosk(faults={BULLETIN: "drip"}, delay=60) as kiosk, socket.create_connection(("127.0.0.1", kiosk.port)) as client:
        client.sendall(f"GET /rss.xml HTTP/1.1\r\nHost: {BULLETIN}\r\n\r\n".encode())
        head = client.recv(65536)
        assert (head.startswith(b"HTTP/1.1 200"), head.endswith(b"\r\n\r\n")) == (True, True)
        kiosk.closing.set()


def test_a_bomb_is_small_until_it_is_unpacked():
    found = answer(BULLETIN, "/rss.xml", fault="bomb")

    assert (len(found.body) < 100_000, len(gzip.decompress(found.body)), found.headers["Content-Encoding"]) == (True, 30_000_000, "gzip")


def test_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="no fault 'flood'"):
        Kiosk(faults={ESTUAIRE: "flood"})
