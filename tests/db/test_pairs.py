"""Linking on labelled pairs of our own writing: floors, and what a file of pairs must be."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from db.errors import VaultError
from db.pairs import Linking, measure, read_pairs, same_incident
from vigie import cli

GOLD = Path(__file__).parent.parent / "gold"


def linking(name: str) -> Linking:
    path = GOLD / name
    [found] = measure(read_pairs(path.read_text("utf-8").splitlines(), name=name))
    return found


def test_names_keep_their_floors() -> None:
    found = linking("pairs-names.jsonl")

    assert found.pairs >= 400
    assert found.precision >= 0.995
    assert found.recall >= 0.98, [(pair["one"], pair["other"]) for pair in found.errors]


def test_tellings_keep_their_floors() -> None:
    found = linking("pairs-incidents.jsonl")

    assert found.pairs >= 150
    assert found.f1 >= 0.98, [pair["case"] for pair in found.errors]
    assert found.recurring == 0


def test_a_victim_hit_twice_and_joined_is_counted_apart() -> None:
    told: dict[str, Any] = {"published": "2024-03-02", "victims": ["Fermoy"], "date": "2024-03-01"}
    [found] = measure([{"one": told, "other": told, "same": False, "recurring": True}])

    assert (found.precision, found.recurring) == (0.0, 1)


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Fermoy : les clients prévenus", True),
        ("Deuxième fuite en deux mois chez Fermoy", False),
        ("Fermoy de nouveau piratée", False),
        ("Non, Fermoy n’a pas été de nouveau piratée", True),
        ("La base de Fermoy de nouveau en vente", True),
    ],
)
def test_a_title_without_a_date_may_announce_another_attack(title: str, same: bool) -> None:
    first = {"published": "2024-03-02", "victims": ["Fermoy"], "date": "2024-03-01", "title": "Fermoy piratée"}
    later = {"published": "2024-04-20", "victims": ["Fermoy"], "title": title}

    assert same_incident(first, later) is same


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"one": "a"}',
        '{"one": "a", "other": {}, "same": true}',
        '{"one": "a", "other": "b", "same": 1}',
        '{"one": {}, "other": {}, "same": true}',
        "[]",
    ],
)
def test_a_line_that_is_no_pair_is_refused(line: str) -> None:
    with pytest.raises(VaultError, match=r"paires\.jsonl, ligne 2"):
        read_pairs([json.dumps({"one": "a", "other": "b", "same": True}), line], name="paires.jsonl")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_command_prints_both_kinds(options: list[str]) -> None:
    result = CliRunner().invoke(cli, ["evaluate", "--linking", *options])

    assert result.exit_code == 0, result.output
    assert "organisations" in result.output
    assert "incidents" in result.output
