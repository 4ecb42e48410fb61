"""What a crawl archives, and what is read out of archives: whole, cut, spoilt, someone else's."""

import gzip
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import crawler.ingest
from crawler.archive import Archive
from crawler.ingest import Reader, ingest
from crawler.kiosk import PAPERS, Kiosk
from crawler.kiosk.server import on_sale
from crawler.rights import WELL_KNOWN
from crawler.run import crawl, find_sites
from crawler.settings import CrawlSettings
from crawler.warc import Capture, Spoilt, captures
from tests.crawler.press import EchoSpider, InDatabase, OnShelf, page

SITES = find_sites()
KIOSK = [SITES[name] for name in ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")]
ALL = {url for url, _, _ in on_sale(1)}


@pytest.fixture(params=[OnShelf, InDatabase])
def keeping(request, tmp_path):
    found = request.param(tmp_path)
    yield found
    if isinstance(found, InDatabase):
        found.db.close()


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """The kiosk's papers, archived in small files, and the shelf of that crawl."""
    folder = tmp_path_factory.mktemp("archive")
    shelf = OnShelf(folder)
    memory, sink = shelf.doors()
    with Kiosk(delay=0.01) as kiosk:
        crawl(KIOSK, memory=memory, sink=sink, settings=CrawlSettings.kiosk(kiosk.port, archive=folder / "warc"))
    return sorted((folder / "warc").glob("*.warc.gz")), shelf.shelf


def record(url, body, *, moment="2026-02-10T08:00:00Z", status="200 OK", headers=(), kind="response"):
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)
    told = [("Content-Type", "text/html; charset=utf-8"), *headers]
    http = StatusAndHeaders(status, told, protocol="HTTP/1.1")
    dated = {"WARC-Date": moment}
    written = writer.create_warc_record(url, kind, payload=BytesIO(body), http_headers=http, warc_headers_dict=dated)
    writer.write_record(written)
    written.raw_stream.close()
    return file.getvalue()


def read_all(paths, keeping, *, sites=KIOSK, **options):
    memory, sink = keeping.doors()
    return ingest(paths, Reader(sites, memory, sink, **options))


def everything(_):
    return True


def test_what_is_archived_gives_the_same_articles_when_it_is_ingested(archived, keeping):
    paths, shelf = archived
    found = read_all(paths, keeping)

    assert set(shelf.articles) == ALL
    assert found.results["new"] == len(ALL)
    assert (found.spoilt, sum(found.sites.values())) == ([], len(ALL))
    if isinstance(keeping, OnShelf):
        assert keeping.shelf.articles == shelf.articles
    again = read_all(paths, keeping)
    assert again.results["new"] + again.results["changed"] + again.results["same"] == 0


def test_a_record_is_the_answer_with_its_moment_and_its_headers(archived):
    paths, shelf = archived
    found = [capture for path in paths for capture in captures(path, wanted=lambda url: url in ALL)]

    assert {capture.url for capture in found} == ALL
    for capture in found:
        assert (capture.status, capture.moment) == (200, shelf.articles[capture.url].fetched)
        assert "etag" in {name.lower() for name in capture.headers}


def test_files_are_rotated(tmp_path, archived):
    from scrapy.http import Response

    with Archive(tmp_path, agent="Vigie", full=2_000) as archive:
        for number in range(6):
            archive.keep(Response(f"http://echo.example/{number}", body=bytes(range(256)) * 5), moment="2026-02-10T08:00:00+00:00")
    paths = sorted(tmp_path.glob("*.warc.gz"))

    assert 2 <= len(paths) <= 6
    assert [capture.url[-1] for path in paths for capture in captures(path, wanted=everything)] == list("012345")


@pytest.mark.parametrize(
    ("spoil", "kept", "why"),
    [
        (lambda rows: b"".join(rows)[:-30], "abc", "coupé"),
        (lambda rows: rows[0] + rows[1][:40] + b"\xff" * 50 + rows[1][90:] + rows[2] + rows[3], "acd", "abîmé"),
        (lambda rows: rows[0] + rows[1][:60] + rows[2] + rows[3], "acd", "abîmé"),
        (lambda rows: rows[0] + b"nothing of the sort" + rows[1] + rows[2] + rows[3], "abcd", "abîmé"),
        (
            lambda rows: rows[0] + gzip.compress(b"WARC/1.0\r\nWARC-Target-URI: http://echo.example/x\r\nnonsense") + rows[1],
            "ab",
            "illisible",
        ),
        (
            lambda rows: rows[0] + gzip.compress(b"WARC/1.0\r\nWARC-Target-URI: http://echo.example/x\r\n" + b" " * 400_000) + rows[1],
            "ab",
            "plus de",
        ),
    ],
    ids=["cut", "spoilt", "cut inside", "between", "no record", "bomb"],
)
def test_a_spoilt_record_is_told_and_costs_itself_alone(tmp_path, spoil, kept, why):
    rows = [record(f"http://echo.example/{name}", f"<p>{name * 500}</p>".encode()) for name in "abcd"]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(spoil(rows))
    found = list(captures(path, wanted=everything, max_bytes=100_000))

    assert "".join(capture.url[-1] for capture in found if isinstance(capture, Capture)) == kept
    [spoilt] = [one for one in found if isinstance(one, Spoilt)]
    assert (spoilt.file, why in spoilt.why) == (path, True)


@pytest.mark.parametrize(("rest", "spoilt"), [(b"", 0), (b"\r\n\r\n", 0), (b"nothing of the sort", 1)], ids=["whole", "blank", "spoilt"])
def test_a_file_that_was_packed_at_once_gives_every_record(tmp_path, rest, spoilt):
    rows = [gzip.decompress(record(f"http://echo.example/{name}", f"<p>{name}</p>\r\n\r\nWARC/1.0".encode())) for name in "abc"]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(rows[:2]) + rest) + gzip.compress(rows[2]))
    found = list(captures(path, wanted=lambda url: not url.endswith("b")))

    assert [(one.url[-1], one.body[:8]) for one in found if isinstance(one, Capture)] == [("a", b"<p>a</p>"), ("c", b"<p>c</p>")]
    assert ["n’est pas un enregistrement" in one.why for one in found if isinstance(one, Spoilt)] == [True] * spoilt


def test_a_file_that_is_not_packed_is_read_too(tmp_path):
    rows = [gzip.decompress(record(f"http://echo.example/{name}", b"<p>x</p>")) for name in "ab"]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(rows) + b"WARC/1.0\r\nnonsense")
    found = list(captures(path, wanted=everything))

    assert [type(one).__name__ for one in found] == ["Capture", "Capture", "Spoilt"]


def test_an_empty_file_holds_nothing(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"")

    assert list(captures(tmp_path / "a.warc.gz", wanted=everything)) == []


A = "http://echo.example/2026/une-mairie-bien-paralysee"


class TopicSpider(EchoSpider):
    kind = "general"
    topic = True


@pytest.mark.parametrize(
    ("url", "body", "options", "result"),
    [
        (A, page(), {}, "new"),
        (f"{A}?utm_source=x", page(), {}, "new"),
        ("http://echo.example/", page(), {}, "section"),
        ("http://echo.example/tag/cyber/", page(), {}, "section"),
        (A, page(), {"status": "404 Not Found"}, "section"),
        (A, page(), {"headers": [("tdm-reservation", "1")]}, "reserved"),
        (A, "<html><p>Rien</p></html>", {}, "no_article"),
        (A, "%PDF-1.7", {}, "no_article"),
        (A, gzip.compress(page().encode()), {"headers": [("Content-Encoding", "gzip")]}, "new"),
    ],
)
def test_what_becomes_of_a_page(tmp_path, keeping, url, body, options, result):
    (tmp_path / "a.warc.gz").write_bytes(record(url, body.encode() if isinstance(body, str) else body, **options))
    found = read_all([tmp_path / "a.warc.gz"], keeping, sites=[EchoSpider])

    assert dict(found.results) == {result: 1}
    assert (
        [article.split("?")[0] for article in keeping.doors()[0].shelf.articles] == ([A] if result == "new" else [])
        if isinstance(keeping, OnShelf)
        else True
    )


def test_whom_the_law_exempts_reads_what_is_reserved(tmp_path, keeping):
    (tmp_path / "a.warc.gz").write_bytes(record(A, page().encode(), headers=[("tdm-reservation", "1")]))

    assert read_all([tmp_path / "a.warc.gz"], keeping, sites=[EchoSpider], obey=False).results["new"] == 1


def test_a_general_site_gives_what_is_of_our_subject(tmp_path, keeping):
    other = (
        page(title="Le carnaval de Montrevel")
        .replace("victime d’une attaque", "ravie")
        .replace("données", "chars")
        .replace("serveurs", "rues")
    )
    (tmp_path / "a.warc.gz").write_bytes(record(A, page(title="Cyberattaque à Montrevel").encode()) + record(f"{A}-2", other.encode()))
    found = read_all([tmp_path / "a.warc.gz"], keeping, sites=[TopicSpider])

    assert dict(found.results) == {"new": 1, "off_topic": 1}


def test_of_two_captures_the_younger_counts_whatever_their_order(tmp_path, keeping):
    rows = [
        record(A, page(count).encode(), moment=moment)
        for count, moment in (("900", "2026-02-11T08:00:00Z"), ("1 200", "2026-02-10T08:00:00Z"))
    ]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(rows))
    found = read_all([tmp_path / "a.warc.gz"], keeping, sites=[EchoSpider])

    assert dict(found.results) == {"new": 1, "older": 1}
    assert ["900 agents" in text for text in keeping.texts()] == [True]


def test_sites_that_are_not_asked_for_are_passed_over(archived, keeping):
    found = read_all(archived[0], keeping, sites=KIOSK[:1])

    assert set(found.sites) == {"bulletin_du_modem"}


@pytest.mark.parametrize("fault", [ValueError, KeyError])
def test_a_fault_of_ours_on_one_page_is_told_and_the_others_are_read(archived, keeping, monkeypatch, fault):
    from crawler import answers

    whole = answers.read_page

    def broken(html, url, **options):
        if url.endswith("611"):
            raise fault("oups")
        return whole(html, url, **options)

    monkeypatch.setattr(answers, "read_page", broken)
    found = read_all(archived[0], keeping)

    assert (found.results["new"], found.results["no_article"] >= 1) == (len(ALL) - 1, True)


def test_a_better_reader_corrects_what_is_held_without_a_revision(archived, keeping, monkeypatch):
    paths, _ = archived
    read_all(paths, keeping)
    assert read_all(paths, keeping, again=True).results["changed"] == 0
    read = crawler.ingest.read

    def better(response, listed, **options):
        article = read(response, listed, **options)
        return replace(article, text=article.text + "\n\nCe que l’ancien lecteur avait perdu.")

    monkeypatch.setattr(crawler.ingest, "read", better)
    found = read_all(paths, keeping, again=True)

    assert found.results["changed"] == len(ALL)
    assert all(text.endswith("avait perdu.") for text in keeping.texts())
    if isinstance(keeping, InDatabase):
        assert keeping.db.table("article_revisions").count == 0
    assert read_all(paths, keeping, again=True).results["changed"] == 0


def test_a_page_that_failed_is_read_from_the_archive_once_the_reader_can(tmp_path, keeping):
    memory, sink = keeping.doors()
    with Kiosk(delay=0.01, faults={PAPERS_HOST: "no-body"}) as kiosk:
        options = CrawlSettings.kiosk(kiosk.port, archive=tmp_path / "warc")
        crawl([SITES["bulletin_du_modem"]], memory=memory, sink=sink, settings=options)
    paths = list((tmp_path / "warc").glob("*.warc.gz"))

    assert paths
    assert read_all(paths, keeping, again=True).results["no_article"] >= 3


PAPERS_HOST = "bulletin-du-modem.example"


def test_what_is_reserved_is_not_archived(tmp_path, httpserver):
    from werkzeug import Response

    shelf = OnShelf(tmp_path)
    memory, sink = shelf.doors()
    for path in ("/robots.txt", WELL_KNOWN):
        httpserver.expect_request(path).respond_with_data("", status=404)
    httpserver.expect_request("/feed").respond_with_data(
        '<rss version="2.0"><channel><item><title>T</title><link>http://echo.example/a</link></item></channel></rss>'
    )
    httpserver.expect_request("/a").respond_with_response(Response(page(), content_type="text/html", headers={"tdm-reservation": "1"}))
    options = CrawlSettings(loopback={"echo.example": httpserver.port}, tries=0, archive=tmp_path / "warc")
    crawl([EchoSpider], memory=memory, sink=sink, settings=options)
    urls = [one.url for path in (tmp_path / "warc").glob("*.gz") for one in captures(path, wanted=everything)]

    assert urls == ["http://echo.example/feed"]


def test_an_archive_on_a_full_disk_ends_the_run_with_its_own_error(tmp_path, monkeypatch):
    def full(self, response, *, moment):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Archive, "keep", full)
    shelf = OnShelf(tmp_path)
    memory, sink = shelf.doors()
    with Kiosk(delay=0.01) as kiosk, pytest.raises(OSError, match="No space left"):
        crawl(KIOSK, memory=memory, sink=sink, settings=CrawlSettings.kiosk(kiosk.port, archive=tmp_path / "warc"))

    assert not shelf.shelf.articles
    assert len(PAPERS) == 3


WHOLE = b"".join(record(f"http://echo.example/{name}", page(name).encode()) for name in "abc")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), places=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
def test_whatever_the_bytes_an_archive_ends_and_says_what_it_could_not_read(tmp_path, data, places):
    spoilt = bytearray(WHOLE)
    for place, value in places:
        spoilt[place] = value
    for content in (data, bytes(spoilt), bytes(spoilt) + data, data + WHOLE):
        path = tmp_path / "a.warc.gz"
        path.write_bytes(content)
        found = list(captures(path, wanted=everything, max_bytes=50_000))

        assert {type(one) for one in found} <= {Capture, Spoilt}
        assert sum(isinstance(one, Capture) for one in found) <= 4
