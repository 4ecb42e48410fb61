"""Feeds, sitemaps, WordPress' posts and front pages, told apart by what they are; broken ones repaired or refused."""

import gzip
import json

import pytest

from crawler.errors import BrokenXml, FeedIsHtml, ListingTooLarge, UnknownListing
from crawler.listing import Entry, read_links, read_listing

URL = "https://echo.example/feed"
MAIRIE = "https://echo.example/2024/03/mairie"


def rss(item, *, head='<?xml version="1.0" encoding="utf-8"?>'):
    return f'{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>L’Écho</title>{item}</channel></rss>'


ITEM = "<item><title>La mairie piratée</title><link>https://echo.example/2024/03/mairie</link>{}</item>"


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        (rss(ITEM.format("<pubDate>Tue, 12 Mar 2024 09:30:00 +0100</pubDate><description>&lt;p&gt;Résumé&lt;/p&gt;</description>")),
         Entry(link=MAIRIE, title="La mairie piratée", published="2024-03-12T09:30:00+01:00", content="<p>Résumé</p>")),
        # French dates
        (rss(ITEM.format("<pubDate>mar, 12 mars 2024 09:30:00 +0100</pubDate>")), Entry(link=MAIRIE, title="La mairie piratée", published="2024-03-12T09:30:00+01:00")),
        (rss(ITEM.format("<pubDate>12 août 2024</pubDate>")), Entry(link=MAIRIE, title="La mairie piratée", published="2024-08-12")),
        (rss(ITEM.format("<pubDate>avant-hier</pubDate>")), Entry(link=MAIRIE, title="La mairie piratée")),
        # the whole text, not a picture's title
        (rss(ITEM.format("<media:content><media:title>Photo</media:title></media:content><description>court</description><content:encoded><![CDATA[<p>long & complet</p>]]></content:encoded>")),  # noqa: E501
         Entry(link=MAIRIE, title="La mairie piratée", content="<p>long & complet</p>")),
        # no link but a guid that is one; relative link
        (rss(f"<item><title>a</title><guid>{MAIRIE}</guid></item>"), Entry(link=MAIRIE, title="a")),
        (rss("<item><title>a</title><link>/2024/03/mairie</link></item>"), Entry(link=MAIRIE, title="a")),
        # entities written twice, mark-up in a title
        (rss(f"<item><title>&lt;b&gt;L&amp;#8217;Écho&lt;/b&gt;</title><link>{MAIRIE}</link></item>"), Entry(link=MAIRIE, title="L’Écho")),
        (f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><link rel="self" href="/x"/><link href="{MAIRIE}"/><published>2024-03-12T09:30:00Z</published><updated>2024-03-13T09:30:00Z</updated><summary>s</summary></entry></feed>',  # noqa: E501
         Entry(link=MAIRIE, title="a", published="2024-03-12T09:30:00+00:00", modified="2024-03-13T09:30:00+00:00", content="s")),
        (f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>a</title><link>{MAIRIE}</link><dc:date>2024-03-12</dc:date></item></rdf:RDF>',
         Entry(link=MAIRIE, title="a", published="2024-03-12")),
        (f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> {MAIRIE} </loc><lastmod>2024-03-13</lastmod></url></urlset>', Entry(link=MAIRIE, published="2024-03-13", modified="2024-03-13")),  # noqa: E501
        (
         (f'<urlset xmlns="bad" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{MAIRIE}</loc><lastmod>2024-03-13</lastmod><i:image><i:loc>https://echo.example/i.jpg</i:loc></i:image>'
         "<n:news><n:publication_date>2024-03-12T09:30+01:00</n:publication_date><n:title>La mairie</n:title></n:news></url></urlset>"),
         Entry(link=MAIRIE, title="La mairie", published="2024-03-12T09:30:00+01:00", modified="2024-03-13")),
        ("<sitemapindex><sitemap><loc>https://echo.example/s1.xml.gz</loc></sitemap></sitemapindex>", Entry(link="https://echo.example/s1.xml.gz", kind="listing")),
        (json.dumps([{"link": MAIRIE, "title": {"rendered": "L&rsquo;Écho"}, "date": "2024-03-12T10:30:00", "date_gmt": "2024-03-12T09:30:00", "modified_gmt": "2024-03-13T09:30:00", "content": {"rendered": "<p>long</p>"}}]),  # noqa: E501
         Entry(link=MAIRIE, title="L’Écho", published="2024-03-12T09:30:00Z", modified="2024-03-13T09:30:00Z", content="<p>long</p>")),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": MAIRIE, "title": "a", "date_published": "2024-03-12T09:30:00+01:00", "content_html": "c"}]}),
         Entry(link=MAIRIE, title="a", published="2024-03-12T09:30:00+01:00", content="c")),
        (f"{MAIRIE}\n", Entry(link=MAIRIE)),
    ],
    ids=["rss", "french", "french-day", "no-date", "content", "guid", "relative", "entities", "atom", "rdf", "sitemap", "news", "index", "wordpress", "json-feed", "plain"],
)  # fmt: skip
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_listing(data, entry, pack):
    assert read_listing(pack(data.encode()), URL) == [entry]


@pytest.mark.parametrize(
    "data",
    [
        rss(ITEM.format("<description>Vol & revente</description>")).encode(),
        rss(ITEM.format("<description>Caf&eacute;</description>")).encode(),
        rss(ITEM.format("<description>a\x0bb\x00c</description>")).encode(),
        b"\n\n" + rss(ITEM.format("")).encode(),
        b"\xef\xbb\xbf" + rss(ITEM.format("")).encode(),
        rss(ITEM.format(""), head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(),
        rss(ITEM.format(""), head='<?xml version="1.0" encoding="iso-8859-15"?>').encode("cp1252"),
        rss(ITEM.format(""), head="").encode("cp1252"),
        rss(ITEM.format("")).encode("utf-16"),
        # the end is missing
        rss(ITEM.format("") + "<item><title>b").encode()[:-40],
    ],
    ids=[
        "ampersand",
        "html-entity",
        "control",
        "blank-head",
        "bom",
        "utf-8-said-latin",
        "cp1252-said-latin",
        "cp1252-unsaid",
        "utf-16",
        "cut",
    ],
)
def test_slightly_broken_feed_is_read(data):
    assert [(entry.link, entry.title) for entry in read_listing(data, URL)][:1] == [(MAIRIE, "La mairie piratée")]


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        ("<!DOCTYPE html><html><body>Le flux a déménagé</body></html>", FeedIsHtml, "HTML là où un flux"),
        ("<html><title>Just a moment...</title></html>", FeedIsHtml, "anti-robot"),
        (
            '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html xmlns="http://www.w3.org/1999/xhtml"><p/></html>',
            FeedIsHtml,
            "HTML",
        ),
        ("<rss>\n<channel>\n</chanel></rss>", BrokenXml, "ligne 3"),
        ("<opml><body/></opml>", UnknownListing, "<opml>"),
        ('{"code": "rest_no_route", "message": "Aucune route"}', UnknownListing, "rest_no_route"),
        ("[1, 2]", UnknownListing, "sans articles"),
        ("{", UnknownListing, "JSON abîmé"),
        ("", UnknownListing, "une réponse vide"),
        ("Service momentanément indisponible", UnknownListing, "Service"),
    ],
)
def test_what_is_no_listing(data, error, words):
    with pytest.raises(error, match=words) as caught:
        read_listing(data.encode(), URL)
    assert str(caught.value).startswith(f"{URL} : ")


def test_a_feed_without_entries_is_empty():
    assert read_listing(rss("").encode(), URL) == []


def test_gzip_bomb_stops_at_the_limit():
    with pytest.raises(ListingTooLarge, match="1,000,000"):
        read_listing(gzip.compress(b" " * 50_000_000), URL, max_bytes=1_000_000)


def test_gzip_cut_short():
    with pytest.raises(UnknownListing, match="incomplet"):
        read_listing(gzip.compress(rss(ITEM.format("")).encode())[:-30], URL)


FRONT = """<!doctype html><html><body>
<nav><a href="/actualites/">Toute l’actualité de la vallée de Valombre</a>
  <a href="/2024/01/01/une-page-dans-le-menu-du-site">Une page dans le menu du site, mise là par la rédaction</a></nav>
<main>
 <article><h2><a href="/2024/03/12/la-mairie-de-valombre-piratee?utm_source=une">La mairie de Valombre piratée</a></h2>
  <a href="/auteur/anne-duval">Anne Duval</a>
  <a rel="tag" href="/tag/mairie">mairie</a></article>
 <article><a href="/2024/03/11/une-clinique-a-l-arret-depuis-lundi"><img src=x><h3>Une clinique à l’arrêt depuis lundi</h3></a>
  <a href="/2024/03/11/une-clinique-a-l-arret-depuis-lundi#comments">12 commentaires</a></article>
 <ul><li><a href="https://www.echo.example/2024/03/10/le-port-de-bellerive-attaque">Le port de Bellerive attaqué, les grues tournent à la main</a></li></ul>
 <a href="https://partenaire.example/une-offre-pour-nos-lecteurs-cette-semaine">Une offre pour nos lecteurs, cette semaine seulement</a>
 <a href="/abonnement/offres-de-la-semaine">Découvrez nos offres d’abonnement de la semaine</a>
 <a href="https://forum.echo.example/viewtopic.php?t=74048">Un sujet du forum qui parle longuement de la mairie</a>
 <a href="/docs/rapport-annuel-de-la-chambre-2024.pdf">Rapport annuel de la chambre régionale 2024</a>
</main><footer><a href="/mentions-legales">Mentions légales</a>
  <a href="mailto:a@echo.example">Écrire à la rédaction</a></footer></body></html>"""


def test_front_page():
    assert read_links(FRONT.encode(), "https://www.echo.example/") == [
        "https://www.echo.example/2024/03/12/la-mairie-de-valombre-piratee",
        "https://www.echo.example/2024/03/11/une-clinique-a-l-arret-depuis-lundi",
        "https://www.echo.example/2024/03/10/le-port-de-bellerive-attaque",
    ]


@pytest.mark.parametrize(
    ("data", "error"), [(b"<html><title>Just a moment...</title></html>", FeedIsHtml), (b"", UnknownListing), (b"rien", UnknownListing)]
)
def test_what_is_no_front_page(data, error):
    with pytest.raises(error):
        read_links(data, "https://echo.example/")


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--"])
def test_sections_that_are_never_closed_are_passed_in_one_go(opening):
    from crawler.xml_listing import _sections

    assert list(_sections(opening * 50_000)) == [(opening * 50_000, False)]
    assert list(_sections("a <!-- b --> c <![CDATA[ d ]]> e")) == [
        ("a ", False), ("<!-- b -->", True), (" c ", False), ("<![CDATA[ d ]]>", True), (" e", False),
    ]  # fmt: skip
