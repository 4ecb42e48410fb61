"""Every page over HTTP: what it shows, what it refuses, and that nothing in it needs a script or an inline style."""

import re
import socket
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from db.site.questions import questions
from tests.db.samples import LINES, sample_public
from tests.site.serving import copied, get, one, served

INLINE = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
PAGES = [
    "/", "/incident/264226016", "/organisation/mutuelle-armoria", "/organisation/noircorail", "/recherche", "/recherche?q=hopital", "/recherche?q=zzzz",
    "/recherche?statut=claimed", "/recherche?q=donn%C3%A9es&type=article&page=2", "/vigie", "/vigie/incidents", "/vigie/incidents?_all=on",
    "/vigie/incidents?status=confirmed&_sort=victim", "/vigie/incidents?date__gte=2026", "/vigie/incidents?status=nothing",
    "/vigie/incidents?_facet=unit", "/vigie/incidents/264226016", "/vigie/vocabulary", "/vigie/facts", "/vigie/data_types", "/vigie?sql=select+1",
    "/vigie?sql=select+*+from+incidents+where+id+%3D+%3Aid&id=264226016", "/vigie/quality",
    "/victimes", "/fournisseurs", "/donnees", "/secteurs", "/attaquants", "/sources", "/qualite", "/methode", "/exporter", "/mentions-legales", "/graphiques",
    "/donnees/health", "/donnees/cv", "/secteurs/health", "/attaques/ransomware", "/recherche?q=donnees&secteur=health&tri=date",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_french_and_without_anything_inline(portal: str, path: str) -> None:
    answer = get(portal + path, follow=True)

    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert not INLINE.search(answer.text)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.text.count("<h1") == 1
    assert not re.search(
        r"\b(rows?|Apply|None|Search:|View and edit)\b", re.sub(r"<(pre|textarea|code).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    )


def test_articles_of_every_kind_answer(portal: str, edition: Path) -> None:
    for about in ("incident", "roundup", "other"):
        number = one(edition, "select id from articles where about = ? order by id", about)[0]

        answer = get(f"{portal}/article/{number}")

        assert answer.status_code == 200
        assert not INLINE.search(answer.text)


def test_home(portal: str) -> None:
    home = get(portal + "/").text

    assert "Derniers incidents" in home
    assert "Victimes récurrentes" in home
    assert "Centre hospitalier de Rocheclaire" in home
    assert "2\u00a0ans et 7\u00a0mois d’intervalle" in home
    assert 'class="chart bars"' in home
    assert all(f'href="/vigie/{name}"' in home for name in questions())


def test_incident(portal: str) -> None:
    page = get(portal + "/incident/264226016", follow=True).text
    taken, _, rest = page.partition('id="epargnees"')
    denied = rest.partition('id="chiffres"')[0]

    assert "14\u00a0février\u00a02024" in page
    assert "847\u202f000\u00a0clients" in page
    # taken and not taken, apart
    assert "Numéro de sécurité sociale" in taken
    assert "Numéro de sécurité sociale" not in denied
    assert "Mot de passe" in denied
    # under a fact: its words marked in its extract, the outlet, the date, the place at the publisher's
    assert re.search(
        r"<blockquote.*?<mark>numéros de téléphone</mark>.*?guetteur-du-net\.example</a>.*?20\u00a0février\u00a02024.*?#:~:text=.*?</blockquote>",
        taken,
        re.DOTALL,
    )
    assert "sensible" in denied, "data on health are marked, spared or not"
    assert "/organisation/mutuelle-armoria" in page
    assert "Autres incidents de cette victime" in page
    assert "mutuelle-armoria-2025-10" in page
    assert 'href="https://vigie.example/incident/264226016-mutuelle-armoria-2024-02"' in page


@pytest.mark.parametrize(
    "path", ["/", "/recherche?q=armoria", "/organisation/mutuelle-armoria", "/recherche?annee=2024", "/incident/264226016"]
)
def test_the_status_stands_beside_every_victim(portal: str, path: str) -> None:
    page = get(portal + path, follow=True).text
    named = re.findall(r'<h3><a href="/(?:incident|organisation)/[^"]*">.*?</h3>(?:\s*<p>.*?</p>)*', page, re.DOTALL)

    assert named
    assert [words for words in named if "status-" not in words] == []


def test_the_status_stands_beside_every_victim_of_a_table(portal: str) -> None:
    rows = re.findall(r"<tr><td.*?</tr>", get(portal + "/vigie/incidents").text, re.DOTALL)

    assert len(rows) > 20
    assert [row for row in rows if "status-" not in row] == []


def test_organisation(portal: str) -> None:
    page = get(portal + "/organisation/mutuelle-armoria").text

    assert "20\u00a0mois entre les deux" in page
    assert page.index("3\u00a0octobre\u00a02025") < page.index("14\u00a0février\u00a02024")
    assert "Numéro de sécurité sociale" in page


def test_a_supplier_shows_the_incidents_of_its_clients(portal: str) -> None:
    page = get(portal + "/organisation/scolinea").text

    assert "Comme fournisseur ou tiers" in page
    assert "Les Petits Galets" in page


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/incident/264226016", "/incident/264226016-mutuelle-armoria-2024-02"),
        ("/incident/264226016-old-name?a=1", "/incident/264226016-mutuelle-armoria-2024-02?a=1"),
        ("/incident/264226016.json", "/incident/264226016-mutuelle-armoria-2024-02.json"),
        ("/organisation/684106833", "/organisation/mutuelle-armoria"),
    ],
)
def test_old_and_short_addresses_lead_to_the_permanent_one(portal: str, path: str, location: str) -> None:
    answer = get(portal + path)

    assert (answer.status_code, answer.headers["location"]) == (301, location)


@pytest.mark.parametrize(
    "path",
    [
        "/incident/1",
        "/incident/9999999999999999999",
        "/organisation/personne",
        "/article/12",
        "/rien",
        "/vigie/rien",
        "/autre",
        "/_internal.json2",
    ],
)
def test_a_page_that_is_not_there_says_so_in_french(portal: str, path: str) -> None:
    answer = get(portal + path)

    assert answer.status_code == 404
    assert "Page introuvable" in answer.text
    assert 'action="/recherche"' in answer.text


@pytest.mark.parametrize(
    "path", ["/-/settings", "/-/databases.json", "/-/plugins", "/-/static/app.css", "/-/metadata", "/-/versions.json", "/-/logout"]
)
def test_nothing_of_the_machine_is_told(portal: str, path: str) -> None:
    answer = get(portal + path)

    assert answer.status_code == 404
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/\\a.example/", "/%5Ca.example/", "//a.example/", "/%0d%0aSet-Cookie:x", "/vigie/../etc", "/%2e%2e/x"])
def test_crooked_addresses_are_refused_and_lead_nowhere(portal: str, path: str) -> None:
    host = urlsplit(portal)
    with socket.create_connection((host.hostname, host.port), timeout=30) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: sock.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"location:" not in answer.lower()


def test_nothing_can_be_written(portal: str) -> None:
    import httpx

    assert httpx.post(portal + "/vigie", data={"sql": "delete from incidents"}, timeout=30).status_code == 405
    assert httpx.head(portal + "/", timeout=30).status_code == 200


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("delete from incidents", "ne comprend pas"),
        ("selec 1", "ne comprend pas"),
        ("select * from nulle_part", "ne comprend pas"),
        ("select '<script>alert(1)</script>' from nulle_part", "ne comprend pas"),
        ("with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n", "trop de temps"),
    ],
)
def test_a_wrong_or_heavy_question_gets_a_clear_page(portal: str, sql: str, words: str) -> None:
    from urllib.parse import quote

    answer = get(f"{portal}/vigie?sql={quote(sql)}")

    assert answer.status_code == 400
    assert words in answer.text
    assert not INLINE.search(answer.text)
    assert "textarea" in answer.text, "the question can be taken up again"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_the_gazetteer_tells_the_country(portal: str, edition: Path) -> None:
    slug = one(edition, "select slug from organisations where country = 'FR' order by id")[0]

    assert " · France" in get(f"{portal}/organisation/{slug}").text


def test_addresses_of_the_past_lead_to_what_they_stood_for(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("insert into former_addresses (kind, address, record) values ('incident', '111222333', 264226016)")
    conn.execute("insert into former_addresses (kind, address, record) values ('organisation', 'mutuelle-armoría', 684106833)")
    conn.execute("insert into former_addresses (kind, address, record) values ('organisation', '999888777', 684106833)")
    conn.commit()
    conn.close()
    incident, organisation = "/incident/264226016-mutuelle-armoria-2024-02", "/organisation/mutuelle-armoria"
    wanted = {
        "/incident/111222333": incident, "/incident/111222333-autre-nom.json": f"{incident}.json",
        "/organisation/mutuelle-armor%C3%ADa": organisation, "/organisation/999888777": organisation,
        "/organisation/Mutuelle-Armoria": organisation, "/organisation/mutuelle-armoria%CC%80": organisation,
    }  # fmt: skip
    with served(path) as address:
        found = {one: get(address + one, follow=True) for one in wanted}

    assert {one: (answer.status_code, answer.url.path, answer.history[-1].status_code) for one, answer in found.items()} == {
        one: (200, location, 301) for one, location in wanted.items()
    }


def test_one_is_singular_and_so_is_none(tmp_path: Path) -> None:
    """An edition of one article: every page counts it as French does."""
    path = sample_public(tmp_path, LINES[:1])
    slug = one(path, "select slug from organisations where incidents = 1")[0]
    article, incident = one(path, "select id from articles")[0], one(path, "select id from incidents")[0]
    pages = ["/", f"/incident/{incident}", f"/organisation/{slug}", f"/article/{article}", "/recherche?q=tilleuls", "/vigie", "/vigie/incidents",
             "/vigie/counts?what=nothing", "/vigie/victimes_recurrentes", f"/vigie/incidents/{incident}"]  # fmt: skip
    with served(path) as address:
        shown = {page: re.sub(r"<[^>]+>", " ", get(address + page, follow=True).text) for page in pages}

    wrong = re.compile(
        r"(?<![\d\u202f,])[01][\s\u00a0]+(?:incident|article|ligne|source|média|organisation|victime|extrait|chiffre|sorte|jour|an)s\b"
    )
    assert {page: wrong.findall(words) for page, words in shown.items() if wrong.search(words)} == {}


def test_robots_and_icon(portal: str) -> None:
    assert "Disallow: /*?*sql=" in get(portal + "/robots.txt").text
    assert get(portal + "/favicon.ico").headers["content-type"] == "image/svg+xml"
