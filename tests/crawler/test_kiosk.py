"""The kiosk keeps its word: three papers, over real HTTP on loopback."""

import gzip
import json
import time

import pytest
from lxml import etree, html

from crawler.kiosk import PAPERS, Kiosk
from crawler.kiosk.server import answer, on_sale
from tests.kiosk.asking import addresses, get

GUETTEUR, ESTUAIRE, BULLETIN = PAPERS
LISTINGS = {GUETTEUR: "/feed/", ESTUAIRE: "/sitemap.xml", BULLETIN: "/rss.xml"}


@pytest.fixture(scope="module")
def kiosk():
    with Kiosk(delay=0.2) as kiosk:
        yield kiosk


@pytest.mark.parametrize("host", PAPERS)
def test_every_article_answers(kiosk, host):
    paths = [url.removeprefix(f"http://{host}") for url, owner, _ in on_sale() if owner == host]

    assert {get(kiosk, host, path)[0] for path in paths} == {200}
    assert len(paths) >= 15


def test_an_edition_is_always_the_same_bytes(kiosk):
    first = get(kiosk, ESTUAIRE, "/sitemap.xml")
    with Kiosk() as another:
        second = get(another, ESTUAIRE, "/sitemap.xml")

    assert first[2] == second[2]
    assert first[1].items() == second[1].items()


def test_the_port_shows_nowhere(kiosk):
    bodies = [get(kiosk, host, path)[2] for host, path in LISTINGS.items()]
    bodies += [answer(host, url.removeprefix(f"http://{host}")).body for url, host, _ in on_sale()]

    assert not any(f":{kiosk.port}".encode() in body for body in bodies)


# --- What HTTP asks for


@pytest.mark.parametrize("host", PAPERS)
def test_listing_is_told_again_only_if_it_changed(kiosk, host):
    status, headers, _ = get(kiosk, host, LISTINGS[host])
    by_tag = get(kiosk, host, LISTINGS[host], If_None_Match=headers["ETag"])
    by_date = get(kiosk, host, LISTINGS[host], If_Modified_Since=headers["Last-Modified"])

    assert (status, by_tag[0], by_date[0]) == (200, 304, 304)
    assert by_tag[2] == b""


def test_page_is_told_again_when_the_client_holds_another(kiosk):
    path = "/article.php?id=611"

    assert get(kiosk, BULLETIN, path, If_None_Match='"other"')[0] == 200
    assert get(kiosk, BULLETIN, path, If_Modified_Since="Mon, 01 Jan 2024 00:00:00 GMT")[0] == 200
    assert get(kiosk, BULLETIN, path, If_Modified_Since="never")[0] == 200


def test_unknown_host_is_told_which_there_are(kiosk):
    status, _, body = get(kiosk, "zataz.com", "/")

    assert status == 404
    assert all(host in body.decode() for host in ["zataz.com", *PAPERS])


def test_host_may_carry_the_port(kiosk):
    assert get(kiosk, f"{GUETTEUR}:{kiosk.port}", "/")[0] == 200


def test_head_has_no_body(kiosk):
    status, headers, body = get(kiosk, GUETTEUR, "/feed/", method="HEAD")

    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


@pytest.mark.parametrize("path", ["/article.php", "/article.php?id=", "/article.php?id=9999", "/forum/", "/nothing"])
def test_unknown_page_is_404(kiosk, path):
    assert get(kiosk, BULLETIN, path)[0] == 404


def test_requests_are_remembered():
    with Kiosk() as kiosk:
        get(kiosk, BULLETIN, "/article.php?id=611")
        get(kiosk, BULLETIN, "/nothing")

        assert kiosk.requests == [(BULLETIN, "/article.php?id=611", 200), (BULLETIN, "/nothing", 404)]


# --- What each paper has of its own


def test_wordpress_feed_comes_in_pages(kiosk):
    pages = [get(kiosk, GUETTEUR, f"/feed/?paged={number}") for number in (1, 2, 3)]
    links = [link for _, _, body in pages[:2] for link in addresses(body)]

    assert [status for status, _, _ in pages] == [200, 200, 404]
    assert {url for url, host, _ in on_sale() if host == GUETTEUR} <= set(links)


def test_wordpress_feed_lists_an_article_withdrawn(kiosk):
    links = addresses(get(kiosk, GUETTEUR, "/feed/")[2])
    gone = [link for link in links if get(kiosk, GUETTEUR, link.removeprefix(f"http://{GUETTEUR}"))[0] == 404]

    assert gone == [f"http://{GUETTEUR}/2025/06/fuite-chez-un-operateur-article-retire/"]


def test_wordpress_api_comes_in_pages(kiosk):
    status, headers, body = get(kiosk, GUETTEUR, "/wp-json/wp/v2/posts?per_page=6&page=3")

    assert (status, headers["X-WP-Total"], headers["X-WP-TotalPages"]) == (200, "15", "3")
    assert [post["link"] for post in json.loads(body)][-1].endswith("/mutuelle-armoria-adherents-en-vente/")


@pytest.mark.parametrize("page", ["4", "0", "x"])
def test_wordpress_api_says_where_its_pages_end(kiosk, page):
    status, _, body = get(kiosk, GUETTEUR, f"/wp-json/wp/v2/posts?per_page=6&page={page}")

    assert (status, json.loads(body)["code"]) == (400, "rest_post_invalid_page_number")


def test_sitemap_index_leads_to_gzipped_sitemaps(kiosk):
    maps = [loc.removeprefix(f"http://{ESTUAIRE}") for loc in addresses(get(kiosk, ESTUAIRE, "/sitemap.xml")[2])]
    bodies = [get(kiosk, ESTUAIRE, path)[2] for path in maps if path.endswith(".gz")]
    listed = {loc for body in bodies for loc in addresses(gzip.decompress(body))}

    assert {url for url, host, _ in on_sale() if host == ESTUAIRE} == {url for url in listed if "/partenaires/" not in url}
    assert get(kiosk, ESTUAIRE, "/sitemaps/pages.xml")[0] == 200


def test_robots_forbid_a_page_that_the_sitemap_lists(kiosk):
    robots = get(kiosk, ESTUAIRE, "/robots.txt")[2].decode()
    listed = addresses(gzip.decompress(get(kiosk, ESTUAIRE, "/sitemaps/actualites-2026.xml.gz")[2]))

    assert "Disallow: /partenaires/" in robots
    assert any("/partenaires/" in url for url in listed)
    assert "Crawl-delay:" in get(kiosk, BULLETIN, "/robots.txt")[2].decode()


def test_slow_page_is_slow(kiosk):
    began = time.monotonic()
    get(kiosk, ESTUAIRE, "/numerique/datakeo-prestataire-pirate-201402.html")

    assert time.monotonic() - began >= 0.2


def test_old_site_speaks_its_own_encoding(kiosk):
    _, headers, body = get(kiosk, BULLETIN, "/article.php?id=640")

    assert headers["Content-Type"] == "text/html; charset=iso-8859-15"
    assert "61.000€" in body.decode("iso-8859-15")
    assert etree.fromstring(get(kiosk, BULLETIN, "/rss.xml")[2]).findtext(".//title") == "Le Bulletin du Modem"


def test_old_feed_lists_a_pdf(kiosk):
    path = "/docs/barometre-2025.pdf"

    assert f"http://{BULLETIN}{path}" in addresses(get(kiosk, BULLETIN, "/rss.xml")[2])
    status, headers, body = get(kiosk, BULLETIN, path)
    assert (status, headers["Content-Type"], body[:5]) == (200, "application/pdf", b"%PDF-")


def test_typography_of_the_press_is_served(kiosk):
    page = get(kiosk, ESTUAIRE, "/numerique/mutuelle-armoria-reconnait-un-vol-de-donnees-200314.html")[2].decode()

    assert "847\u202f000 adhérents" in page
    assert "L’organisme" in page
    assert "«\u00a0accès non autorisé\u00a0»" in page


@pytest.mark.parametrize(
    ("host", "url", "story"), [(host, url, story) for url, host, story in on_sale(2)], ids=lambda value: str(value)[-40:]
)
def test_page_holds_the_text_of_its_article_in_order(host, url, story):
    page = answer(host, url.removeprefix(f"http://{host}"), edition=2)
    encoding = page.type.partition("charset=")[2]
    shown = html.fromstring(page.body.decode(encoding)).find("body").text_content()
    places = [shown.find(paragraph) for paragraph in story.text.split("\n\n")]

    assert -1 not in places
    assert places == sorted(places)


def test_comments_are_counted_and_shown(kiosk):
    page = get(kiosk, GUETTEUR, "/2024/02/mutuelle-armoria-adherents-en-vente/")[2].decode()

    assert page.count('class="comment depth-1"') == 3
    assert '"commentCount":3' in page
