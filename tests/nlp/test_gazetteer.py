"""The gazetteer: closed lists hold, and no way of writing a name belongs to two organisations."""

import csv
import io
from collections import Counter
from importlib.resources import files
from typing import get_args

import pytest

from nlp.data import rows
from nlp.gazetteer import AMBIGUOUS, Known, by_form, known_organisations
from nlp.names import match_key, name_key, same_name
from nlp.reading import Sector

COLUMNS = ["name", "aliases", "kind", "sector", "parent", "country", "region", "source"]
KINDS = frozenset(
    "authority media attacker security_firm platform company hospital university education ministry agency department region commune "
    "federation association public_body housing".split()
)
REGIONS = frozenset({
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est", "Guadeloupe", "Guyane",
    "Hauts-de-France", "La Réunion", "Martinique", "Mayotte", "Normandie", "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire",
    "Provence-Alpes-Côte d'Azur", "Île-de-France",
})  # fmt: skip
SHORT = frozenset({"BF", "M6"})
"""The only forms of one or two signs: others are too often something else."""


def forms(known: Known) -> tuple[str, ...]:
    return (known.name, *known.aliases)


def test_the_file_has_its_columns_and_no_more() -> None:
    text = files("nlp.data").joinpath("gazetteer.csv").read_bytes().decode("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    table = list(csv.reader(io.StringIO("\n".join(lines)), strict=True))
    assert table[0] == COLUMNS
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert {row["source"] for row in rows("gazetteer")} == {"general knowledge"}
    assert all(cell == cell.strip() and cell.isprintable() for row in table for cell in row)


def test_it_is_large_enough() -> None:
    kinds = Counter(known.kind for known in known_organisations())
    assert sum(kinds.values()) >= 1450
    assert (kinds["department"], kinds["region"]) == (101, 18)
    assert kinds["commune"] >= 120
    assert set(kinds) == KINDS


def test_codes_are_of_the_closed_lists() -> None:
    for known in known_organisations():
        assert known.sector is None or known.sector in get_args(Sector), known
        assert known.country is None or (len(known.country) == 2 and known.country.isascii() and known.country.isupper()), known
        assert known.region is None or (known.region in REGIONS and known.country == "FR"), known
        assert known.sector or known.kind in {"attacker", "platform"}, known
        assert known.kind != "attacker" or known.sector is None, known


def test_departments_and_regions_say_where_they_are() -> None:
    regional = [known for known in known_organisations() if known.kind == "region"]
    assert {known.region for known in regional} == REGIONS
    assert all(known.region for known in known_organisations() if known.kind == "department")


def test_parents_are_rows() -> None:
    names = {known.name for known in known_organisations()}
    parents = {known.name: known.parent for known in known_organisations() if known.parent}
    assert set(parents.values()) <= names
    for name in parents:  # no row is its own ancestor
        ancestors = [name]
        while parent := parents.get(ancestors[-1]):
            assert parent not in ancestors
            ancestors.append(parent)


def test_no_form_stands_twice() -> None:
    twice = [form for form, count in Counter(form for known in known_organisations() for form in forms(known)).items() if count > 1]
    assert twice == []


def test_no_key_belongs_to_two_rows() -> None:
    owners: dict[str, set[str]] = {}
    for known in known_organisations():
        for form in forms(known):
            assert name_key(form), form
            owners.setdefault(match_key(form), set()).add(known.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_forms_are_written_as_texts_are_read() -> None:
    for form in by_form():
        assert len(form) > 2 or form in SHORT, form
        assert not set(form) & set("’–|\u00a0"), form  # nlp/text.py makes ' of ’


def test_ambiguous_forms_are_forms() -> None:
    assert set(by_form()) >= AMBIGUOUS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SFR", "RED by SFR"),
        ("La Poste", "La Poste Mobile"),
        ("La Poste", "La Banque postale"),
        ("Free", "Free Mobile"),
        ("Orange", "Orange Bank"),
        ("CHU de Rouen", "CHU de Rennes"),
        ("Centre hospitalier de Versailles", "Ville de Versailles"),
        ("Fédération française de tennis", "Fédération française de tennis de table"),
        ("Conseil départemental de la Loire", "Conseil départemental de la Loire-Atlantique"),
        ("Conseil départemental de Paris", "Ville de Paris"),
    ],
)
def test_neighbours_are_two(one: str, other: str) -> None:
    assert by_form()[one] is not by_form()[other]
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Pôle emploi", "France Travail"),
        ("département de l'Ain", "Conseil départemental de l'Ain"),
        ("conseil général de l'Ain", "Conseil départemental de l'Ain"),
        ("mairie du Havre", "Ville du Havre"),
        ("région Bretagne", "Région Bretagne"),
        ("hôpital d'Armentières", "Centre hospitalier d'Armentières"),
        ("Centre hospitalier universitaire de Nantes", "CHU de Nantes"),
        ("fédération française de football", "Fédération française de football"),
        ("FFTT", "Fédération française de tennis de table"),
        ("leboncoin.fr", "Leboncoin"),
    ],
)
def test_one_organisation_under_several_names(form: str, name: str) -> None:
    assert by_form()[form].name == name
