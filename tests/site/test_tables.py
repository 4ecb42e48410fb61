"""Datasette's own tables, rows and questions in our frame: labels, dates and names for codes, and exports that stay plain."""

import re
import sqlite3
from pathlib import Path

import pytest

from db.dictionary import dictionary
from db.site.questions import questions
from db.site.words import WORDS
from tests.site.serving import copied, get, one, served

CODES = re.compile(
    r"\b(?:confirmed|claimed|denied|ransomware|data_breach|affected|systems|victim|third_party|attacker|authority|source|not_taken|taken|"
    r"person|customer|record|employee|day|month|stated|people|staff|contacts|blocked|attack_type|data_type|health|finance|agency|ministry|"
    r"organisation\+role|data_exposed|(?<!-)FR|full|partial|hashed|credentials|identity|roundup)\b"
)


def test_csv_and_json(portal: str) -> None:
    rows = get(portal + "/vigie/incidents.csv").text.splitlines()
    objects = get(portal + "/vigie/incidents.json?_shape=objects&_size=max").json()["rows"]
    facts = get(portal + "/incident/264226016-mutuelle-armoria-2024-02.json").json()

    assert len(rows) == len(objects) + 1 > 20
    assert {"victim", "status"} <= set(rows[0].split(","))
    assert facts["victims"][0]["name"] == "Mutuelle Armoria"
    assert facts["taken"][0]["proofs"][0]["link"].startswith("http")
    assert get(portal + "/recherche.json?q=armoria").json()["total"] > 0
    assert get(portal + "/rien.json").json()["status"] == 404
    assert get(portal + "/vigie.db").content.startswith(b"SQLite format 3")


def cells(page: str) -> str:
    """The words of a table's cells."""
    page = page.partition("<main")[2].partition("Ce que contient chaque colonne")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", cell) for cell in re.findall(r"<td.*?</td>|<li.*?</li>|<dd.*?</dd>", page, re.DOTALL))


@pytest.mark.parametrize(
    "path",
    ["/vigie/incidents?_all=on&_size=max", "/vigie/incidents/264226016", "/vigie/organisations?_size=max&_sort_desc=kind", "/vigie/facts?_size=max",
     "/vigie/data_types?_size=max", "/vigie/counts?_size=max", "/vigie/mentions?_size=max", "/vigie/incident_articles?_size=max",
     "/vigie/incident_organisations?_size=max", "/vigie/articles?_size=max", "/vigie/quality", "/vigie/count_disagreements", "/vigie/spared",
     "/vigie/recurring_victims", "/vigie/suppliers", "/vigie/former_addresses", *(f"/vigie/{name}" for name in questions())],
)  # fmt: skip
def test_no_cell_and_no_facet_shows_a_code(portal: str, path: str) -> None:
    shown = cells(get(portal + path).text)

    # « source » and « finance » are French too, in the press's own words
    quoted = re.sub(r"«[^»]*»|lire à la source", " ", shown)
    assert [quoted[max(0, one.start() - 40) : one.end() + 20] for one in CODES.finditer(quoted)] == []


def test_the_vocabulary_says_its_lists_in_french(portal: str) -> None:
    page = get(portal + "/vigie/vocabulary?field=data_type").text

    assert "Type de données" in page
    assert "Coordonnées" in page


def test_a_fact_says_its_value_in_french(portal: str) -> None:
    page = get(portal + "/vigie/facts?incident=264226016&_size=max").text

    assert "847\u202f000\u00a0clients" in page
    assert "Numéro de sécurité sociale" in page
    assert "donnée épargnée" in page


def test_words_in_their_sentence_come_before_bare_ones(portal: str, edition: Path) -> None:
    both = """select incident from data_types where incident is not null group by incident, type
      having sum(extract is null) and sum(extract is not null) and min(denied_by is null) = max(denied_by is null) order by 1"""
    page = get(f"{portal}/incident/{one(edition, both)[0]}", follow=True).text
    facts = [kind.split("<blockquote")[1:] for kind in re.findall(r'<li class="kind.*?</li>', page, re.DOTALL)]
    bare = [["proof-bare" in proof.partition(">")[0] for proof in proofs] for proofs in facts]

    assert any(True in proofs and False in proofs for proofs in bare)
    assert all(proofs == sorted(proofs) for proofs in bare)


def test_what_is_unknown_is_a_dash(portal: str, edition: Path) -> None:
    number, raw = one(edition, "select incident, raw from data_types where extract is null and incident is not null order by id")
    page = get(f"{portal}/incident/{number}", follow=True).text
    table = get(f"{portal}/vigie/data_types?extract__isnull=1").text

    assert re.search(rf"phrase non reprise ici\u202f; l’article dit</span> «&nbsp;<bdi><mark>{re.escape(str(raw))}</mark>", page)
    assert '<span class="none">—</span>' in table
    assert not re.search(r"<td[^>]*>\s*(?:&nbsp;|\xa0)?\s*</td>", table)


def test_days_are_in_french_to_read_and_in_iso_to_sort(portal: str) -> None:
    page, rows = get(portal + "/vigie/victimes_recurrentes").text, get(portal + "/vigie/victimes_recurrentes.csv").text

    assert "3\u00a0octobre\u00a02025\u00a0: confirmé\u202f; 14\u00a0février\u00a02024\u00a0: confirmé" in page
    assert not re.search(r"\d{4}-\d{2}", cells(page))
    assert "2025-10-03 : confirmé" in rows
    assert ">Date<" in get(portal + "/vigie/grandes_fuites").text, "a question's columns are named after the facts, not after the edition"


def test_places_are_shown_where_one_is_known(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("update incidents set country = null, region = null")
    conn.commit()
    with served(path) as address:
        nowhere = get(address + "/vigie/incidents").text
    conn.execute("update incidents set country = 'BE', region = 'Wallonie' where id = 264226016")
    conn.commit()
    conn.close()
    with served(path) as address:
        somewhere = get(address + "/vigie/incidents").text

    assert ">Pays<" not in nowhere.partition("<thead>")[2].partition("</thead>")[0]
    assert re.search(r">Pays<|Pays</a>", somewhere.partition("<thead>")[2].partition("</thead>")[0])
    assert {"Belgique", "Wallonie"} <= set(cells(somewhere).split())


def test_facets_have_labels(portal: str) -> None:
    page = get(portal + "/vigie/incidents").text
    facets = page[page.index('class="facets"') :]

    for title in ("Statut", "Secteur", "Année"):
        assert re.search(rf"<h2>{title}", facets)
    assert "Rançongiciel" in facets
    assert "ransomware<" not in facets


@pytest.mark.parametrize("name", questions())
def test_every_question_is_described_and_answered_by_the_kiosk(portal: str, name: str) -> None:
    one = questions()[name]

    rows = get(f"{portal}/vigie/{name}.json?_shape=array").json()
    page = get(f"{portal}/vigie/{name}").text

    assert one["title"] in page
    assert re.search(r"Laissée?s de côté|Le silence ne compte pas", one["description"]), "it says what the answer leaves out"
    assert rows, f"no article of the kiosk answers {name}"
    if {"title", "victim_names", "name"} & set(rows[0]):
        assert {"status", "statuts"} & set(rows[0]), "a victim's name goes with its status"


@pytest.mark.parametrize("name", questions())
def test_every_column_of_a_question_is_called_in_french(portal: str, name: str) -> None:
    columns = get(f"{portal}/vigie/{name}.json?_shape=objects").json()["columns"]
    ours = {column for table in dictionary().values() for column in table.columns} | WORDS["column"].keys()

    assert set(columns) <= ours


def test_there_are_eight_questions_or_more() -> None:
    assert len(questions()) >= 8
