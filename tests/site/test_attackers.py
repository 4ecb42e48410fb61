"""A group has a page and a feed; the handle of a person stands on its incidents, without either."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.bake_attackers import is_group
from tests.db.kiosk import gold
from tests.db.samples import sample_public
from tests.site.serving import get, one, served


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    path = sample_public(tmp_path_factory.mktemp("attackers"), gold(2))
    with served(path) as address:
        yield path, address


@pytest.mark.parametrize(
    ("name", "before", "expected"),
    [
        ("krill0", "Le vendeur, qui signe ", False),
        ("ptit_beurre", "Nous avons demandé au vendeur, ", False),
        ("Bigorno", "Mardi 21 janvier, peu avant minuit, un certain ", False),
        ("Marée Rouge", "L’attaque est revendiquée par le collectif ", True),
        ("Karnassio", "Le groupe ", True),
        ("Edelnoir", "les opérateurs du rançongiciel ", True),
        # the gazetteer knows it
        ("LockBit", "", True),
        # its own name says so
        ("Nuit Team", "", True),
    ],
)
def test_groups_and_handles(name: str, before: str, expected: bool) -> None:
    assert is_group(name, before) == expected


def test_a_group_has_its_page_and_its_feed(kiosk: tuple[Path, str]) -> None:
    path, address = kiosk
    assert one(path, "select kind from organisations where slug = 'noircorail'") == ("attacker",)
    assert get(f"{address}/organisation/noircorail").status_code == 200
    assert get(f"{address}/organisation/noircorail.atom").status_code == 200
    assert 'href="/organisation/noircorail"' in get(address + "/attaquants").text


def test_a_handle_stands_on_its_incidents_without_page_or_feed(kiosk: tuple[Path, str]) -> None:
    path, address = kiosk
    number, slug, name = one(path, "select id, slug, name from organisations where name = 'krill0'")
    incident = one(path, "select incident from incident_organisations where organisation = ? and role = 'attacker'", number)[0]

    assert one(path, "select kind from organisations where id = ?", number) == ("handle",)
    assert {get(f"{address}/organisation/{end}").status_code for end in (slug, number, f"{slug}.json", f"{slug}.atom", f"{slug}.svg")} == {
        404
    }
    page = get(f"{address}/incident/{incident}", follow=True).text
    assert str(name) in page
    assert f"/organisation/{slug}" not in page
    for other in ("/attaquants", "/attaquants.json", f"/recherche?q={name}", f"/vigie/organisations?name={name}"):
        assert f"/organisation/{slug}" not in get(address + other).text
    assert "ne sont montrés que sur leurs incidents" in get(address + "/attaquants").text
    assert "pseudonyme" in get(f"{address}/vigie/organisations?name={name}").text
