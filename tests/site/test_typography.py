"""Every page is set as French prints it: no-break spaces, decimal commas, curled apostrophes in names; what the edition holds stays as written."""

import re
import sqlite3
from pathlib import Path

import pytest

from db.site.questions import questions
from tests.site.serving import copied, get, served

VERBATIM = re.compile(r"<(pre|textarea|code|blockquote|svg).*?</\1>|<td[^>]*>«.*?</td>|<p class=\"card-extract\">.*?</p>", re.DOTALL)
"""Code, and the words of the press."""
LICENCE = "Licence Ouverte 2.0"
WRONG = {
    "a space that may break": re.compile(r"\S? [:;?!»](?=\s|$)|« "),
    "a decimal point": re.compile(r"(?<![\d.+-])0\.\d+\b"),
    "a straight apostrophe": re.compile(r"\w(?:'|&#39;)\w"),
}
PAGES = [
    "/", "/incident/264226016", "/organisation/mutuelle-armoria", "/recherche", "/recherche?q=hopital", "/recherche?q=zzzz", "/rien", "/vigie",
    "/vigie/incidents", "/vigie/quality", "/vigie/quality?_facet=f1", "/vigie/quality/1", "/vigie/vocabulary", "/vigie/organisations", "/vigie/articles",
    "/vigie/count_disagreements", "/vigie?sql=select+field%2C+f1+from+quality", *(f"/vigie/{name}" for name in questions()),
    "/victimes", "/fournisseurs", "/donnees", "/secteurs", "/attaquants", "/sources", "/qualite", "/methode", "/exporter", "/mentions-legales", "/graphiques",
    "/donnees/health", "/donnees/cv", "/secteurs/health", "/attaques/ransomware", "/recherche?q=donnees&secteur=health&tri=date",
]  # fmt: skip


def words(page: str) -> str:
    """What a reader reads of a page, save what is the press's."""
    return re.sub(r"<[^>]+>", "\n", VERBATIM.sub("", page)).replace(LICENCE, "")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_a_line_before_a_colon_or_writes_a_decimal_point(portal: str, path: str) -> None:
    read = words(get(portal + path, follow=True).text)

    assert {name: pattern.findall(read) for name, pattern in WRONG.items() if pattern.search(read)} == {}


def test_names_are_shown_with_curled_apostrophes_and_kept_as_they_were_written(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    name = "Mutuelle d'Armoria"
    conn.execute("update incidents set victim = ?, title = ? where id = 264226016", [name, f"{name} : fuite"])
    conn.execute("update organisations set name = ? where slug = 'mutuelle-armoria'", [name])
    conn.commit()
    conn.close()
    with served(path) as address:
        pages = {
            name: get(address + name, follow=True).text
            for name in (
                "/incident/264226016",
                "/organisation/mutuelle-armoria",
                "/vigie/incidents",
                "/vigie/organisations",
                "/vigie/incident_organisations",
            )
        }
        kept = get(f"{address}/incident/264226016.json", follow=True).json()["title"]

    for name, page in pages.items():
        assert "Mutuelle d’Armoria" in page, name
        assert not re.search(r"d(?:'|&#39;)Armoria", words(page)), name
    assert "Mutuelle d’Armoria\u00a0: fuite" in pages["/vigie/incidents"]
    assert kept == "Mutuelle d'Armoria : fuite"


@pytest.mark.parametrize("query", ["", "?_facet=status&_facet_array=attack_types", "?_facet=unit&status=confirmed"])
def test_a_facet_stands_once(portal: str, query: str) -> None:
    heads = re.findall(r'<section class="facet"><h2>([^<]+)', get(f"{portal}/vigie/incidents{query}").text)

    assert {"Statut", "Attaques"} <= {head.strip() for head in heads}
    assert len({head.strip() for head in heads}) == len(heads)


@pytest.mark.parametrize("path", PAGES)
def test_every_table_scrolls_inside_its_place(portal: str, path: str) -> None:
    page = get(portal + path, follow=True).text

    assert page.count("<table") == len(re.findall(r'<div class="scroll"[^>]*><table', page))
