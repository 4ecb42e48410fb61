"""How reliable each field is: said on its own page and in short on the home page, linked from each field, and never of another version than that of the readings."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from db.quality import quality
from db.sample import FIELD, SET
from db.site.reliability import anchor
from db.site.words import WORDS
from tests.site.serving import copied, get, served


def test_home_says_how_reliable_each_field_is_in_short(portal: str) -> None:
    held = quality()
    assert held is not None
    home = get(portal + "/").text
    section = home[home.index('id="fiabilite"') :].partition("</section>")[0]

    assert "textes rédigés par nous à la manière de la presse" in section
    assert f"{held.articles}\u00a0articles" in section
    for measure in held.fields:
        line = section.partition(f'href="/qualite#{anchor(measure.field)}"')[2].partition("</li>")[0]
        assert f"{measure.f1:.2f}".replace(".", ",") in line


def test_a_page_says_how_reliable_each_field_is_and_on_what_it_was_measured(portal: str) -> None:
    held = quality()
    assert held is not None
    page = get(portal + "/qualite").text
    section = page[page.index('id="chiffres"') :].partition("</section>")[0]
    first = re.sub(r"<[^>]+>", "", section.partition("<p")[2].partition("</p>")[0])

    assert "textes rédigés par nous à la manière de la presse" in first
    assert held.version in first
    assert str(held.articles) in first
    for measure in held.fields:
        row = section.partition(f'id="{anchor(measure.field)}"')[2].partition("</tr>")[0]
        assert f"{measure.f1:.2f}".replace(".", ",") in row
        assert f">{measure.n}<" in row
        assert measure.low is None or f"{measure.low:.2f}".replace(".", ",") in row
    assert set(WORDS["measure"]) == {one.field for one in held.fields} | {FIELD}


def test_what_a_person_judged_stands_first(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("update quality set id = id + 100")
    conn.execute(
        "insert into quality (id, field, precision, f1, low, high, n, gold, articles, version, date) values (1, ?, .9, .9, .8, .95, 50, ?, 20, '1', ?)",
        [FIELD, SET, "2026-11-23"],
    )
    conn.commit()
    conn.close()
    with served(path) as address:
        home, page = get(address + "/qualite").text, get(address + "/incident/264226016", follow=True).text

    assert home.index(SET) < home.index("textes rédigés par nous à la manière de la presse")
    assert "Faits publiés, de toutes sortes" in home
    assert 'href="/qualite#fiabilite-data_exposed"' in page


@pytest.mark.parametrize(
    ("readings", "says"),
    [
        ({"3+autre": 47}, "Aucun article publié n’a été lu par cette version"),
        ({"3+autre": 46, "measured": 1}, "1 des 47 articles publiés ont été lus par cette version"),
    ],
)
def test_figures_of_another_version_are_not_passed_off_as_those_of_the_published_readings(
    edition: Path, tmp_path: Path, readings: dict[str, int], says: str
) -> None:
    """They are told apart wherever they stand, and no page links a field to them."""
    held = quality()
    assert held is not None
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    found = {name.replace("measured", held.version): number for name, number in readings.items()}
    conn.execute("update edition set value = ? where name = 'readings'", [json.dumps(found)])
    conn.commit()
    conn.close()
    with served(path) as address:
        home, quality_page, page = (get(address + path, follow=True).text for path in ("/", "/qualite", "/incident/264226016"))

    assert says in quality_page
    assert "<code>3+autre</code>" in quality_page
    assert "par une autre version de la lecture que celle-ci" in home
    assert 'class="reliable"' not in page


def test_figures_of_the_published_readings_need_no_warning(portal: str) -> None:
    assert "outdated" not in get(portal + "/").text
    assert "outdated" not in get(portal + "/qualite").text


def test_an_incident_links_each_field_to_its_reliability(portal: str) -> None:
    page = get(portal + "/incident/264226016", follow=True).text
    linked = set(re.findall(r'class="reliable" href="/qualite#fiabilite-([\w-]+)">fiabilité 0,\d\d<', page))

    assert {"victims", "incident_date", "claim", "sector", "data_exposed", "data_denied", "counts-unit", "attack_types"} <= linked


def test_an_edition_without_measure_says_so(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("delete from quality")
    conn.commit()
    conn.close()
    with served(path) as address:
        home, page = get(address + "/").text, get(address + "/incident/264226016", follow=True).text

    assert "sans mesure de fiabilité" in home
    assert "fiabilité" not in page
