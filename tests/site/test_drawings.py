"""Charts: whole SVG without script or style, with the figures that the tables hold, each with words for whoever does not see it."""

import re
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from db.site.charts import bars, stacked, years
from db.site.charts_time import band, grid, timeline
from tests.site.serving import copied, get, served

DRAWN = ["/graphiques/mois.svg", "/graphiques/donnees.svg", "/graphiques/secteurs.svg", "/organisation/mutuelle-armoria.svg",
         "/vigie/incidents.svg?_facet=year&_facet_size=max"]  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", DRAWN)
def test_every_drawing_is_whole_and_harmless(portal: str, path: str) -> None:
    answer = get(portal + path)
    root = ET.fromstring(answer.text)

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert root.get("aria-label")
    assert not [one for one in root.iter() if one.tag.removeprefix(SVG) in {"script", "style", "foreignObject", "image", "use", "a"}]
    assert not re.search(r"\sstyle=|\son\w+=|href", answer.text)
    assert len(root.findall(f".//{SVG}title")) > 1, "each mark says what it is"


def test_a_filter_is_drawn_by_year(portal: str, edition: Path) -> None:
    conn = sqlite3.connect(edition)
    held = dict(conn.execute("select year, count(*) from incidents where status = 'confirmed' group by 1").fetchall())
    conn.close()
    root = ET.fromstring(get(f"{portal}/vigie/incidents.svg?status=confirmed&_facet=year&_facet_size=max&_size=1").text)
    said = {one.text for one in root.iter(f"{SVG}title")}

    assert said == {
        f"{year}\u00a0: {count}\u00a0incident{'s' if count > 1 else ''}".replace("\u00a0:", " :") for year, count in held.items()
    }


def test_the_table_leads_to_its_chart(portal: str) -> None:
    page = get(f"{portal}/vigie/incidents?status=confirmed").text

    assert 'class="chart bars"' in page
    assert 'href="/vigie/incidents.svg?status=confirmed&amp;_facet=year&amp;_facet_size=max"' in page
    assert 'class="chart' not in get(f"{portal}/vigie/articles").text


@pytest.mark.parametrize(
    ("chart", "question"), [("mois", "incidents_par_mois"), ("donnees", "donnees_par_annee"), ("secteurs", "secteurs_par_annee")]
)
def test_every_chart_has_its_figures_its_question_and_its_csv_beside_it(portal: str, chart: str, question: str) -> None:
    page = get(portal + "/graphiques").text
    section = page.partition(f'aria-labelledby="{chart}"')[2].partition("</section>")[0]

    assert f'href="/graphiques/{chart}.svg"' in section
    assert f'href="/vigie/{question}"' in section
    assert f'href="/vigie/{question}.csv?_size=max"' in section
    assert "Les mêmes chiffres en tableau" in section
    assert len(get(f"{portal}/vigie/{question}.csv?_size=max").text.splitlines()) > 2


def test_bars_are_as_tall_as_what_they_count() -> None:
    root = ET.fromstring(str(years([{"year": 2024, "incidents": 1}, {"year": 2025, "incidents": 0}, {"year": 2026, "incidents": 4}])))
    tall = [float(one.get("height", 0)) for one in root.findall(f"{SVG}g/{SVG}rect")]

    assert len(tall) == 2
    assert tall[1] == pytest.approx(4 * tall[0], abs=0.2)


def test_layers_stand_on_one_another() -> None:
    root = ET.fromstring(str(stacked("Essai", ["2025", "2026"], [("Identité", [1, 2]), ("Santé", [3, 0])])))
    held = [
        (one.get("class"), float(one.get("y", 0)), float(one.get("height", 0)))
        for one in root.findall(f"{SVG}g/{SVG}rect")
        if "layer" in (one.get("class") or "")
    ][:2]

    assert held[1][1] + held[1][2] == pytest.approx(held[0][1], abs=0.2)
    assert held[1][2] == pytest.approx(3 * held[0][2], abs=0.2)
    assert {"Identité", "Santé"} <= {one.text for one in root.iter(f"{SVG}text")}


def own(date: str, status: str | None = "confirmed", title: str = "Essai") -> dict[str, str | None]:
    return {"date": date, "date_from": date[:10], "status": status, "title": title}


def test_incidents_stand_on_the_line_in_their_order_and_those_of_one_time_above_each_other() -> None:
    root = ET.fromstring(str(timeline([own("2026-05-02"), own("2024-02-14"), own("2026-05-03", "claimed")])))
    places = [(float(one.get("cx", 0)), float(one.get("cy", 0)), one.get("class")) for one in root.iter(f"{SVG}circle")]

    assert [place[0] for place in places] == sorted(place[0] for place in places)
    assert places[1][1] > places[2][1]
    assert places[2][2] == "dot dot-claimed"


def test_one_incident_makes_no_timeline(portal: str) -> None:
    assert timeline([own("2026-05-02")]) == ""
    assert get(portal + "/organisation/banque-sillon.svg").status_code == 404


@pytest.mark.parametrize("drawn", [years([]), stacked("x", [], []), grid("x", [], []), timeline([])])
def test_nothing_to_draw_is_nothing(drawn: str) -> None:
    assert drawn == ""


def test_hostile_words_stay_words() -> None:
    nasty = "<script>alert(1)</script>\"'"
    for drawn in (
        bars(nasty, [(nasty, nasty, 3)]),
        stacked(nasty, [nasty], [(nasty, [2])]),
        grid(nasty, [2024], [(nasty, {2024: 1})]),
        timeline([own("2024-01-01", title=nasty), own("2025-01-01", title=nasty)]),
        band([1, 0], 1, nasty),
    ):
        assert "<script" not in drawn
        assert nasty in "".join(ET.fromstring(str(drawn).replace("<svg class", '<svg xmlns="x" class')).itertext()) + str(
            ET.fromstring(str(drawn)).get("aria-label")
        )


def test_an_edition_with_one_year_is_drawn(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("update incidents set year = 2026, date_from = '2026-01-01', date = '2026-01-01'")
    conn.commit()
    conn.close()
    with served(path) as address:
        assert {get(address + one).status_code for one in ("/graphiques", "/donnees", "/secteurs", "/organisation/mutuelle-armoria")} == {
            200
        }
