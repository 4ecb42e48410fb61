"""What is asked for and what is not: decisions without network or clock."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from crawler.broken import is_cut_short
from crawler.entries import Entry
from crawler.ports import Known, Listed
from crawler.shelf import Shelf
from crawler.topic import is_topical
from crawler.wanted import choose, fingerprint, is_changed, is_due, is_reworded, is_since, is_wanted, may_retry, newest, tells_more

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
        # dated in the far future: no reason to ask for it every day until then
        (Known(fetched="2026-03-08T12:00:00Z", gone=True), "2099-01-01", False),
    ],
)
def test_what_is_wanted(known, published, wanted):
    assert is_wanted(listed(published=published), known, now=NOW) is wanted


FEED = "https://echo.example/feed"


def entry(title="La mairie paralysée", content="<p>Les services sont fermés.</p>", modified=None):
    return Entry(link="https://echo.example/a", title=title, content=content, modified=modified)


@pytest.mark.parametrize(
    ("after", "alike"),
    [
        # what a reader does not see
        (entry(content='<p class="b2">Les services\nsont&#160;fermés.</p>'), True),
        # a title, a text corrected
        (entry(title="La mairie paralysée : 1 200 agents touchés"), False),
        (entry(content="<p>Les services ont rouvert.</p>"), False),
    ],
)
def test_a_listings_words_are_compared(after, alike):
    assert (fingerprint(after, FEED) == fingerprint(entry(), FEED)) is alike


@pytest.mark.parametrize("silent", [entry(title="", content=""), entry(modified="2026-03-01")])
def test_words_are_no_evidence_where_there_are_none_or_a_date(silent):
    assert fingerprint(silent, FEED) is None


@pytest.mark.parametrize(
    ("before", "now_said", "unfounded", "fetched", "reworded"),
    [
        ("feed-1", "feed-2", 0, "2026-03-10T11:00:00Z", True),
        ("feed-1", "feed-1", 0, "2026-03-10T11:00:00Z", False),
        # never told, or told by another listing: nothing to compare
        (None, "feed-2", 0, "2026-03-10T11:00:00Z", False),
        ("feed-1", None, 0, "2026-03-10T11:00:00Z", False),
        ("feed-1", "api-2", 0, "2026-03-10T11:00:00Z", False),
        # cried wolf once, or every day
        ("feed-1", "feed-2", 1, "2026-03-10T11:00:00Z", False),
        ("feed-1", "feed-2", 1, "2026-03-09T11:00:00Z", True),
        ("feed-1", "feed-2", 99, "2026-03-04T11:00:00Z", False),
        ("feed-1", "feed-2", 99, "2026-03-03T11:00:00Z", True),
    ],
)
def test_other_words_are_a_change_until_they_prove_none(before, now_said, unfounded, fetched, reworded):
    told = Listed(url="https://echo.example/a", fingerprint=now_said)

    assert is_reworded(told, Known(fetched=fetched, fingerprint=before, unfounded=unfounded), now=NOW) is reworded


@pytest.mark.parametrize(
    ("published", "fetched", "due"),
    [
        # after one day, three, ten: once each
        ("2026-03-10T08:00:00Z", "2026-03-10T09:00:00Z", False),
        ("2026-03-09T08:00:00Z", "2026-03-09T09:00:00Z", True),
        ("2026-03-09T08:00:00Z", "2026-03-10T09:00:00Z", False),
        ("2026-03-07T08:00:00Z", "2026-03-08T09:00:00Z", True),
        ("2026-02-28", "2026-03-08T09:00:00Z", True),
        ("2026-02-28", "2026-03-10T09:00:00Z", False),
        # looks that were missed are made up for, and not for ever
        ("2026-02-20", "2026-02-20T09:00:00Z", True),
        ("2026-01-20", "2026-01-20T09:00:00Z", False),
        # an old article found today, no day, no date, dated tomorrow
        ("2024-05-01", "2026-03-10T09:00:00Z", False),
        ("2026-03", "2026-03-01T09:00:00Z", False),
        (None, "2026-03-01T09:00:00Z", False),
        ("2026-03-12", "2026-03-01T09:00:00Z", False),
    ],
)
def test_a_young_article_is_looked_at_again(published, fetched, due):
    assert is_due(published, Known(fetched=fetched), now=NOW) is due


def test_what_is_gone_is_not_looked_at_again():
    assert not is_due("2026-03-09T08:00:00Z", Known(fetched="2026-03-09T09:00:00Z", gone=True), now=NOW)


@pytest.mark.parametrize(
    ("tries", "hours", "again"),
    [
        (1, 0, True),
        (2, 0, True),
        (3, 5, False),
        (3, 6, True),
        (5, 23, False),
        (5, 24, True),
        (7, 47, False),
        (7, 48, True),
        (11, 48, True),
        (12, 167, False),
        (30, 168, True),
    ],
)
def test_pauses_between_tries_grow(tries, hours, again):
    failed = Listed(url="https://echo.example/a", tries=tries, tried=(NOW - timedelta(hours=hours)).isoformat())

    assert may_retry(failed, now=NOW) is again


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [(None, None, False), ("2026-03-01", "2026-03-01", False), ("2026-03-01", "2026-03-02", True), (None, "2026-03-11", True)],
)
def test_a_failed_article_that_is_listed_as_changed_is_a_new_one(before, after, more):
    failed = Listed(url="https://echo.example/a", modified=before, tries=3, tried="2026-03-10T10:00:00Z")

    assert tells_more(listed(after), failed) is more


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
        # what a server hangs on behind the end, however long; the same inside
        (b"<urlset xmlns='x'/>\n<!-- cached -->\n", False),
        (b"<rss></rss><!-- " + b"x" * 9000 + b" -->", False),
        (b"<rss><!-- </rss> --><item>", True),
        (b"<rss><item><![CDATA[ </rss> ]]></item>", True),
        (b"<rss><item><![CDATA[ </rss> ", True),
        (b"<urlset xmlns='x'/>\n", False),
        (b"<rss><channel><item><title>La mai", True),
        (b"<urlset><url><loc>https://echo.example/a</loc></url>", True),
        # packed
        (gzip.compress(b"<urlset></urlset>"), False),
        (gzip.compress(b"<urlset><url>"), True),
        # not XML: a packing that its reader refuses, or WordPress' answer
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
