"""Names become organisations: the same in whatever order they come."""

from itertools import permutations

import pytest

from db.organisations import Named, display, gather, known_keys


def named(name: str, raw: str | None = None, role: str = "other") -> Named:
    return Named(name=name, raw=raw or name, role=role)


FULL = "Fédération neustrienne de longe-côte"
CASES = [
    (["mairie de Valbrume", "Ville de Valbrume"], [{"Mairie de Valbrume", "Ville de Valbrume"}]),
    (["Véto Avenue", "VetoAvenue"], [{"Véto Avenue", "VetoAvenue"}]),
    (["Fermoy", "Fermoy Mobile"], [{"Fermoy"}, {"Fermoy Mobile"}]),
    # an acronym explained once is known everywhere
    ([f"{FULL} (FNLC)", "FNLC"], [{FULL, "FNLC"}]),
    # one that stands for two is nobody's
    ([f"{FULL} (FNLC)", "Foyer naval des longs courriers (FNLC)", "FNLC"], [{FULL}, {"Foyer naval des longs courriers"}, {"FNLC"}]),
    # what only describes is nobody
    (["la mairie", "l’hôpital"], []),
]


@pytest.mark.parametrize(("names", "expected"), CASES)
def test_gather(names: list[str], expected: list[set[str]]) -> None:
    for order in permutations(names):
        register = gather(named(name) for name in order)
        assert sorted(map(sorted, (one.aliases for one in register.organisations))) == sorted(map(sorted, expected))


def test_the_article_says_what_an_acronym_stands_for() -> None:
    register = gather([named(FULL, raw="FNLC"), named("FNLC")])

    assert [set(one.aliases) for one in register.organisations] == [{FULL, "FNLC"}]
    assert register.find("la FNLC") is register.find(FULL)


def test_a_vague_word_is_no_alias() -> None:
    register = gather([named("centre hospitalier de Valbrume", raw="hôpital"), named("centre hospitalier d’Orvanne", raw="hôpital")])

    assert len(register.organisations) == 2
    assert register.find("l’hôpital") is None


def test_the_gazetteer_knows_both_names() -> None:
    register = gather([named("CNIL"), named("Commission nationale de l’informatique et des libertés")], known=known_keys())

    (organisation,) = register.organisations
    assert (organisation.kind, organisation.country) == ("authority", "FR")


def test_roles_tell_an_attacker() -> None:
    register = gather([named("Vent d’Autan", role="attacker"), named("Clinique des Tilleuls", role="victim")])

    assert {one.name: one.kind for one in register.organisations} == {"Vent d’Autan": "attacker", "Clinique des Tilleuls": None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("l’hôpital d’Orvanne", "Hôpital d’Orvanne"),
        ("la mairie de Valbrume", "Mairie de Valbrume"),
        ("La Poste", "La Poste"),
        ("noctuax", "noctuax"),
        (f"{FULL} (FNLC)", FULL),
    ],
)
def test_display(name: str, expected: str) -> None:
    assert display(name) == expected
