"""Feeds that readers know again, citations, and what browsers and checksums need."""

import hashlib
import json
import re
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from db.serve import Portal
from db.site.cite import bibtex
from db.site.feeds import Entry, atom, identity
from db.site.words import said
from tests.site.serving import copied, get, served

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/incidents.atom", "/victimes.atom", "/statuts.atom", "/revisions.atom", "/organisation/mutuelle-armoria.atom", "/secteurs/health.atom", "/donnees/health.atom",
         "/attaques/ransomware.atom", "/vigie/incidents.atom?status=confirmed&_sort_desc=first_article", "/vigie/grandes_fuites.atom"]  # fmt: skip


def entries(body: str) -> list[ET.Element]:
    return ET.fromstring(body).findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_whole(portal: str, path: str) -> None:
    answer = get(portal + path)
    feed = ET.fromstring(answer.text)
    found = feed.findall(f"{ATOM}entry")

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert found
    for element in (feed, *found):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
        assert all(link.get("href", "").startswith("https://vigie.example/") for link in element.findall(f"{ATOM}link"))
    identities = [element.findtext(f"{ATOM}id") for element in found]
    assert len(set(identities)) == len(identities)
    moments = [element.findtext(f"{ATOM}published") or "" for element in found]
    assert moments == sorted(moments, reverse=True)


def test_a_title_says_victim_status_country_and_date(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("update incidents set country = 'BE' where id = 264226016")
    conn.commit()
    conn.close()
    with served(path) as address:
        found = {entry.findtext(f"{ATOM}id"): entry for entry in entries(get(address + "/incidents.atom").text)}
    entry = found[identity("incident/264226016")]
    content = entry.findtext(f"{ATOM}content") or ""

    assert (
        entry.findtext(f"{ATOM}title")
        == "Mutuelle Armoria (confirmé), Belgique\u00a0: fuite de données, intrusion, 14\u00a0février\u00a02024"
    )
    assert "Date des faits\u00a0: 14\u00a0février\u00a02024" in content
    assert "Premier article\u00a0: 20\u00a0février\u00a02024" in content
    assert (entry.findtext(f"{ATOM}published") or "").startswith("2024-02-20")


def test_an_identity_hangs_on_the_record_and_not_on_the_address(edition: Path, portal: str) -> None:
    with served(edition, Portal(address="https://autre.example")) as address:
        elsewhere = {entry.findtext(f"{ATOM}id") for entry in entries(get(address + "/incidents.atom").text)}

    assert {entry.findtext(f"{ATOM}id") for entry in entries(get(portal + "/incidents.atom").text)} == elsewhere


def test_a_change_of_status_is_an_entry(portal: str) -> None:
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(get(portal + "/statuts.atom").text)]

    assert "Mutuelle Armoria\u00a0: revendiqué, puis confirmé selon estuaire-libre.example" in titles


def test_what_an_article_said_and_says_no_more_is_an_entry_and_stands_on_its_page(portal: str, edition: Path) -> None:
    conn = sqlite3.connect(edition)
    article, kind, value, change = conn.execute(
        "select article, kind, value, change from silent_edits where kind = 'not_taken' order by id"
    ).fetchone()
    conn.close()
    name = said("data_types", "type", value)
    how = {"vanished": "disparaît", "appeared": "apparaît"}[change]
    page = get(f"{portal}/article/{article}").text.partition('id="revisions"')[2]
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in entries(get(portal + "/revisions.atom").text)]

    assert kind == "not_taken"
    assert any(f"donnée épargnée, «\u00a0{name}\u00a0» {how} chez" in title for title in titles)
    assert f"<bdi>{name}</bdi>" in page.partition("</ul>")[0]
    assert "l’ancien texte n’est pas montré" in page


def test_a_victim_hit_again_is_an_entry_and_the_first_time_is_none(portal: str) -> None:
    titles = " ".join(entry.findtext(f"{ATOM}title") or "" for entry in entries(get(portal + "/victimes.atom").text))

    assert titles.count("Mutuelle Armoria, de nouveau (confirmé)") == 1


def test_a_filter_of_the_table_is_a_feed_of_the_same_incidents(portal: str) -> None:
    query = "status=claimed&_sort_desc=first_article"
    page = get(f"{portal}/vigie/incidents?status=claimed").text
    numbers = {row["id"] for row in get(f"{portal}/vigie/incidents.json?{query}&_shape=array").json()}

    assert {entry.findtext(f"{ATOM}id") for entry in entries(get(f"{portal}/vigie/incidents.atom?{query}").text)} == {
        identity(f"incident/{number}") for number in numbers
    }
    assert page.count('href="/vigie/incidents.atom?status=claimed&amp;_sort_desc=first_article"') == 2, "a link, and one for feed readers"


def test_what_is_no_incident_is_no_feed(portal: str) -> None:
    assert get(portal + "/vigie/articles.atom").status_code == 400
    assert get(portal + "/vigie/articles.svg").status_code == 400
    assert "articles.atom" not in get(portal + "/vigie/articles").text


def test_hostile_words_do_not_break_a_feed() -> None:
    nasty = Entry(
        key="x",
        title="]]> <script> & \x00\x1b \u202egnp.exe \ud800",
        path='/"><',
        updated="2024-01-01T00:00:00Z",
        lines=("<b>&",),
        terms=('"',),
    )
    body = atom([nasty], title="<t>", base="https://v.example", path="/x.atom", page="/", author="&")
    entry = entries(body)[0]

    assert "<script>" in (entry.findtext(f"{ATOM}title") or "")
    assert "\u202e" not in body
    assert entry.find(f"{ATOM}link").get("href") == 'https://v.example/"><'  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "feed"),
    [("/", "/incidents.atom"), ("/victimes", "/victimes.atom"), ("/organisation/mutuelle-armoria", "/organisation/mutuelle-armoria.atom"),
     ("/donnees/health", "/donnees/health.atom"), ("/exporter", "/statuts.atom")],
)  # fmt: skip
def test_readers_find_the_feed_of_a_page(portal: str, path: str, feed: str) -> None:
    head = get(portal + path).text.partition("</head>")[0]

    assert re.search(rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{feed}">', head)


def test_a_browser_can_search_the_portal_from_its_bar(portal: str) -> None:
    answer = get(portal + "/opensearch.xml")
    url = ET.fromstring(answer.text).find("{http://a9.com/-/spec/opensearch/1.1/}Url")

    assert url is not None
    assert url.get("template") == "https://vigie.example/recherche?q={searchTerms}"
    assert 'rel="search" type="application/opensearchdescription+xml"' in get(portal + "/").text


def test_an_incident_is_cited_in_three_forms(portal: str) -> None:
    path = "/incident/264226016-mutuelle-armoria-2024-02"
    page, bib, item = get(portal + path).text, get(f"{portal}{path}.bib").text, get(f"{portal}{path}.csl.json").json()[0]

    assert "https://vigie.example" + path in page.partition('id="citer"')[2]
    assert bib.startswith("@misc{vigie-264226016,\n  title = {{Mutuelle Armoria")
    assert f"url = {{https://vigie.example{path}}}" in bib
    assert (item["type"], item["URL"]) == ("webpage", f"https://vigie.example{path}")
    assert item["version"] in page
    assert get(f"{portal}/incident/264226016.bib", follow=True).text == bib


def test_nothing_in_a_title_commands_latex() -> None:
    from datetime import date

    facts = {"id": 1, "title": "50 % de {rabais} & \\input{x}~$_#^", "year": 2024}
    made = bibtex(facts, portal="Vigie", url="https://v.example/1", edition="abc", today=date(2026, 1, 2))
    title = made.partition("title = ")[2].partition("\n")[0]

    assert "\\input{" not in title.replace("\\textbackslash{}input\\{", "")
    assert re.sub(r"\\.", "", title).count("{") == re.sub(r"\\.", "", title).count("}")


def test_the_file_has_a_checksum(portal: str, edition: Path) -> None:
    said = get(portal + "/vigie.db.sha256").text

    assert said == f"{hashlib.sha256(get(portal + '/vigie.db').content).hexdigest()}  vigie-public.db\n"
    assert said.split()[0] == hashlib.sha256(edition.read_bytes()).hexdigest()


def test_the_json_of_a_citation_is_json(portal: str) -> None:
    assert json.loads(get(f"{portal}/incident/264226016-mutuelle-armoria-2024-02.csl.json").text)[0]["id"] == "vigie-264226016"
