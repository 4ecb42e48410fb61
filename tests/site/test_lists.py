"""The pages that look over the whole edition: what each shows, that all are led to, and that their figures are those of the tables."""

import re
import sqlite3
from pathlib import Path

import pytest

from db.serve import Portal
from db.site.overviews import EACH, families_by_year, spread, with_incidents
from db.site.pages import OVERVIEWS, mistake_mail
from db.site.rows import rows
from db.site.sources import WEEKS, last_weeks, sources
from tests.site.serving import copied, get, one, served


@pytest.fixture
def conn(edition: Path) -> sqlite3.Connection:
    return sqlite3.connect(edition)


def plain(page: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]))


@pytest.mark.parametrize("path", [*(f"/{name}" for name in OVERVIEWS), "/mentions-legales", "/recherche", "/vigie", "/vigie/incidents"])
def test_the_frame_of_every_page_leads_to_each(portal: str, path: str) -> None:
    assert f'href="{path}"' in get(portal + "/incident/264226016", follow=True).text


@pytest.mark.parametrize("name", [name for name in OVERVIEWS if name != "methode"])
def test_the_same_facts_are_to_be_had_as_json(portal: str, name: str) -> None:
    answer = get(f"{portal}/{name}.json")

    assert answer.status_code == 200
    assert answer.json()
    assert f'href="/{name}.json"' in get(f"{portal}/{name}").text


def test_recurring_victims_stand_with_the_status_of_each_incident(portal: str) -> None:
    page = get(portal + "/victimes").text
    armoria = page.partition("/organisation/mutuelle-armoria")[2].partition("</ul>")[0]

    assert "2\u00a0incidents en 20\u00a0mois" in armoria
    assert armoria.count('class="status status-confirmed"') == 2


def test_suppliers_stand_with_the_incidents_that_they_let_in(portal: str) -> None:
    page = plain(get(portal + "/fournisseurs").text)

    assert "lisez les articles avant d’accuser" in page
    assert re.search(r"Datakéo .*?3\u00a0victimes.*?confirmé", page)


def test_kinds_of_data_taken_and_spared(portal: str, edition: Path) -> None:
    page = get(portal + "/donnees").text
    for where, column in (("denied_by is null", 1), ("denied_by is not null", 2)):
        (count,) = one(
            edition, f"select count(distinct incident) from data_types where type = 'password' and incident is not null and {where}"
        )
        line = page.partition('href="/donnees/password"')[2].partition("</tr>")[0]
        assert re.findall(r'<td class="num">(?:<a[^>]*>)?(\d+)', line)[column - 1] == str(count)


def test_an_incident_counts_once_in_a_family_of_data(conn: sqlite3.Connection) -> None:
    found = families_by_year(conn)
    identity = dict(found["layers"])["Identité"]

    assert sum(identity) == conn.execute(
        """select count(distinct d.incident) from data_types d join vocabulary v on v.field = 'data_type' and v.code = d.type
        join incidents i on i.id = d.incident where d.denied_by is null and v.category = 'identity' and i.year is not null"""
    ).fetchone()[0]  # fmt: skip


def test_sectors_by_year_lead_to_their_incidents(portal: str) -> None:
    shown = re.search(r'href="/vigie/incidents\?sector=health&amp;year=2024">(\d+)<', get(portal + "/secteurs").text)

    assert shown
    assert len(get(portal + "/vigie/incidents.json?sector=health&year=2024&_shape=array").json()) == int(shown[1]) > 0


def test_attackers_are_named_with_the_status_of_what_they_claim(portal: str) -> None:
    page = get(portal + "/attaquants").text

    assert re.search(r"Karnassio.*?status-confirmed", page, re.DOTALL)
    assert 'href="/attaques/ransomware"' in page


def test_an_organisation_names_its_latest_incidents_and_counts_the_others(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    number = conn.execute("select organisation from incident_organisations where role = 'victim' limit 1").fetchone()[0]
    conn.execute(
        "insert into incident_organisations (incident, organisation, role, position) select id, ?, 'attacker', 0 from incidents", [number]
    )
    found = with_incidents(conn, [{"organisation": number}], "attacker")[0]["named"]
    wanted = [row["id"] for row in rows(conn, "select id from incidents order by date_from desc, id limit ?", [EACH])]
    conn.close()

    assert [one["id"] for one in found] == wanted


def test_weeks_are_mondays_up_to_the_newest_article() -> None:
    weeks = last_weeks("2026-11-18")

    assert len(weeks) == WEEKS
    assert (weeks[0], weeks[-1]) == ("2025-11-24", "2026-11-16")
    assert last_weeks(None) == last_weeks("2026-11") == []


def test_a_source_that_fell_silent_or_ill_is_said_to_be(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute(
        "update sources set last_article = '2026-01-05', state = 'blocked', last_success = '2026-02-01' where publisher = 'estuaire-libre.example'"
    )
    conn.commit()
    held = {row["publisher"]: row for row in sources(conn)["sources"]}
    conn.close()
    with served(path) as address:
        page = plain(get(address + "/sources").text)

    assert sum(held["guetteur-du-net.example"]["weeks"]) > 0
    assert max(held["guetteur-du-net.example"]["weeks"]) == held["guetteur-du-net.example"]["most"]
    assert "1\u00a0source va mal\u00a0: estuaire-libre.example (refusée)" in page
    assert re.search(r"5\u00a0janvier\u00a02026 silencieuse depuis \d+\u00a0mois 1er\u00a0février\u00a02026 refusée", page)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/secteurs/health", "Centre hospitalier de Rocheclaire"), ("/donnees/password", "prise"), ("/attaques/ddos", "Haute-Vire")],
)
def test_a_topic_shows_its_incidents_and_what_goes_with_them(portal: str, path: str, words: str) -> None:
    page = get(portal + path).text
    count = int(re.search(r'class="count">(\d+)', page)[1])  # type: ignore[index]

    assert words in page
    assert page.count('class="card"') == count == get(f"{portal}{path}.json").json()["total"]
    assert 'type="application/atom+xml" title="Vigie\u00a0: ' in page.replace("Vigie : ", "Vigie\u00a0: ")


@pytest.mark.parametrize("path", ["/secteurs/nothing", "/donnees/rien.json", "/donnees/rien.atom", "/attaques/x"])
def test_a_code_that_is_none_is_not_found(portal: str, path: str) -> None:
    assert get(portal + path).status_code == 404


def test_the_method_defines_every_code_with_its_names_elsewhere(portal: str, edition: Path) -> None:
    page = get(portal + "/methode").text
    conn = sqlite3.connect(edition)
    vocabulary = rows(conn, "select code, cnil, hibp, veris from vocabulary")
    conn.close()

    assert all(f"<code>{row['code']}</code>" in page for row in vocabulary)
    assert {"CNIL", "Have I Been Pwned", "VERIS"} <= set(re.findall(r'<th scope="col">([^<]+)', page))
    assert "États civils" not in page
    assert ">Names<" in page
    for anchor in ("collecte", "lecture", "absent", "corriger"):
        assert f'id="{anchor}"' in page


def test_the_export_page_names_the_edition_that_is_served(portal: str, edition: Path) -> None:
    (digest,) = one(edition, "select value from edition where name = 'content_sha256'")

    assert str(digest) in get(portal + "/exporter").text


def test_legal_notice(edition: Path) -> None:
    portal = Portal(published_by="Veille d'Exemple <1 rue>", hosted_by="Hébergeur d’Exemple", contact="veille@vigie.example")
    with served(edition, portal) as address:
        page = get(address + "/mentions-legales").text

    assert "&lt;1 rue&gt;" in page
    assert "Hébergeur d’Exemple" in page
    assert 'href="mailto:veille@vigie.example"' in page
    assert "non renseigné" not in page


def test_legal_notice_says_what_is_missing(edition: Path) -> None:
    with served(edition, Portal()) as address:
        page = get(address + "/mentions-legales").text
        incident = get(address + "/incident/264226016", follow=True).text

    assert page.count("non renseigné") == 3
    assert "published_by" in page
    assert "mailto:" not in incident
    assert "n’a pas encore d’adresse" in incident


def test_a_mistake_is_told_by_a_prepared_message(portal: str) -> None:
    page = get(portal + "/incident/264226016", follow=True).text
    link = re.search(r'href="(mailto:[^"]+)">Signaler une erreur', page)

    assert link
    assert "264226016" in link[1]
    assert "https%3A//vigie.example/incident/264226016" in link[1]


def test_a_message_holds_nothing_but_its_subject_and_body() -> None:
    made = mistake_mail("veille@vigie.example", title="A&cc=x@y.example\r\nBcc: z", url="https://v.example/1", number=1)

    assert made is not None
    assert made.count("&") == 1
    assert "\n" not in made
    assert mistake_mail("https://v.example/contact", title="", url="", number=1) == "https://v.example/contact"
    assert mistake_mail(None, title="", url="", number=1) is None


def test_years_are_every_one_and_the_last_fifteen() -> None:
    assert spread({2024, 2026}) == [2024, 2025, 2026]
    assert spread({1999, 2026}) == list(range(2012, 2027))
    assert spread(set()) == []
