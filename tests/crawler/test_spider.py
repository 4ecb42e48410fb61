"""What is asked for and what is not: decisions without network or clock."""

from datetime import UTC, datetime

import pytest

from crawler.listings import is_cut_short
from crawler.ports import Known, Listed, Shelf
from crawler.topic import is_topical
from crawler.wanted import choose, is_changed, is_since, is_wanted, newest

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FETCHED = "2026-03-01T10:00:00+00:00"


def listed(modified=None, published=None, url="https://echo.example/a"):
    return Listed(url=url, modified=modified, published=published)


@pytest.mark.parametrize(
    ("modified", "before", "changed"),
    [
        # the listing tells nothing
        (None, None, False),
        (None, "2026-02-01", False),
        # what it told when we fetched, word for word or in another zone
        ("2026-02-01T08:00:00+01:00", "2026-02-01T08:00:00+01:00", False),
        ("2026-02-01T07:00:00Z", "2026-02-01T08:00:00+01:00", False),
        # later, earlier
        ("2026-02-02", "2026-02-01", True),
        ("2026-01-31", "2026-02-01", False),
        # told for the first time: compared with the moment of our visit
        ("2026-03-01T11:00:00Z", None, True),
        ("2026-03-01T09:00:00Z", None, False),
        # a day that we visited: perhaps after us
        ("2026-03-01", None, True),
        ("2026-02-28", None, False),
        ("2026-03", None, True),
        ("2025", None, False),
    ],
)
def test_a_change_is_what_the_listing_tells_as_later(modified, before, changed):
    assert is_changed(listed(modified), Known(fetched=FETCHED, modified=before)) is changed


@pytest.mark.parametrize(
    ("known", "published", "wanted"),
    [
        (None, None, True),
        (Known(fetched=FETCHED), "2026-03-01", False),
        # gone, and the listing still shows it: asked for again while it is young, once a day
        (Known(fetched="2026-03-08T12:00:00Z", gone=True), "2026-03-08", True),
        (Known(fetched="2026-03-10T11:00:00Z", gone=True), "2026-03-10", False),
        (Known(fetched="2026-03-08T12:00:00Z", gone=True), "2025-12-01", False),
        (Known(fetched="2026-03-08T12:00:00Z", gone=True), None, False),
    ],
)
def test_what_is_wanted(known, published, wanted):
    assert is_wanted(listed(published=published), known, now=NOW) is wanted


def test_a_listing_that_stamps_everything_today_is_not_believed():
    entries = [listed("2026-03-10", url=f"https://echo.example/{number}") for number in range(60)]
    known = {entry.url: Known(fetched=FETCHED, modified="2026-03-09") for entry in entries[:50]}

    wanted, disbelieved = choose(entries, known.get, now=NOW)

    assert disbelieved
    assert [entry.url for entry in wanted] == [entry.url for entry in reversed(entries[50:])]


def test_a_few_changes_are_believed():
    entries = [listed("2026-03-10", url=f"https://echo.example/{number}") for number in range(5)]
    known = {entry.url: Known(fetched=FETCHED, modified="2026-03-09") for entry in entries}

    assert choose(entries, known.get, now=NOW) == (entries[::-1], False)


def test_the_newest_come_first_and_those_without_a_date_last():
    dated = [listed(published=moment) for moment in ("2026-01-01", "2026-03-01T08:00:00+01:00", None, "2026-03-01T07:30:00Z")]

    assert newest(dated, 3) == [dated[3], dated[1], dated[0]]


@pytest.mark.parametrize(
    ("published", "kept"),
    [("2026-02-01", True), ("2026-01-31", False), ("2026-02", True), ("2026", True), ("2025", False), (None, True)],
)
def test_since_keeps_what_may_be_as_young(published, kept):
    assert is_since(listed(published=published), "2026-02-01") is kept


@pytest.mark.parametrize(
    ("words", "topical"),
    [
        ("Cyberattaque contre la mairie de Montrevel", True),
        ("Les données personnelles de 12 000 adhérents dans la nature", True),
        ("Rançongiciel : l’hôpital de Rocheclaire à l’arrêt", True),
        ("La CNIL inflige une amende à un annonceur", True),
        ("/actualites/fuite-de-donnees-chez-fibrelane-448.html", True),
        ("Veloceane prévient ses clients d’une intrusion", True),
        ("Un employé arrêté pour avoir dérobé des fichiers", True),
        ("Notre test du nouvel aspirateur sans fil", False),
        ("Les meilleures offres de forfaits de la semaine", False),
        ("Processeurs : ce que change la gravure en deux nanomètres", False),
    ],
)
def test_the_subject_is_seen_in_titles_and_addresses(words, topical):
    assert is_topical(words) is topical


@pytest.mark.parametrize(
    ("data", "cut"),
    [
        (b"<rss><channel></channel></rss>", False),
        (b"<?xml version='1.0'?>\n<feed></feed>\n<!-- cached -->", False),
        (b"<rdf:RDF></rdf:RDF>", False),
        (b"<urlset xmlns='x'/>\n", False),
        (b"<rss><channel><item><title>La mai", True),
        (b"<urlset><url><loc>https://echo.example/a</loc></url>", True),
        # not XML: packed, or WordPress' answer
        (b"\x1f\x8b\x08", False),
        (b"[]", False),
    ],
)
def test_xml_without_an_end_is_noticed(data, cut):
    assert is_cut_short(data) is cut


def test_a_shelf_knows_both_addresses_of_an_article(tmp_path):
    from crawler.article import Article

    shelf = Shelf(file=tmp_path / "articles.jsonl")
    article = Article(url="https://echo.example/a", publisher="echo.example", title="Titre", text="Texte")

    assert shelf.article(article, site="echo", listed=listed("2026-02-01", url="https://echo.example/?p=1")) == "new"
    assert shelf.article(article, site="echo", listed=listed(url="https://echo.example/?p=1")) == "same"
    assert shelf.memory.known("https://echo.example/?p=1") == shelf.memory.known("https://echo.example/a") is not None
    assert len((tmp_path / "articles.jsonl").read_text().splitlines()) == 1
