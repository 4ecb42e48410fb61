"""The views of the edition, case by case: figures that disagree, and what is enough to usurp an identity."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from db.kits import flags
from db.site.questions import questions
from tests.db.samples import figure, line, org, sample_public


def counting(slug: str, *counts: dict[str, Any], victims: int = 1) -> dict[str, Any]:
    """An article on one incident of the same victims as the others of its kind, with these counts."""
    names = ["Clinique des Tilleuls", "Rivage Informatique", "Grand Comptoir"][:victims]
    text = f"Attaque contre {', '.join(names)} le 9 mars 2023. On compte {', puis '.join(count['raw'] for count in counts)}."
    return line(
        slug, f"{slug}.example", "2023-03-14", f"Le point sur {slug}", text, about="incident", counts=list(counts),
        victims=[{"name": name, "raw": name} for name in names], organisations=[org(name, "victim") for name in names],
        incident_date={"raw": "le 9 mars 2023", "value": "2023-03-09"},
    )  # fmt: skip


DISAGREEMENTS = {
    "people by any name are compared": ([[figure("6 128 dossiers", 6128, "record")], [figure("7 000 patients", 7000, "patient")]], [("people", 6128, 7000)]),
    "staff is not": ([[figure("6 128 dossiers", 6128, "record")], [figure("300 salariés", 300, "employee")]], []),
    "a greater figure beside the first counts": (
        [[figure("54 000 fiches", 54000, "record"), figure("71 000 personnes", 71000, "person")], [figure("54 000 fiches", 54000, "record")]],
        [("people", 54000, 71000)],
    ),
    "a part of the first does not": (
        [[figure("6 128 dossiers", 6128, "record"), figure("4 000 mineurs", 4000, "person")], [figure("6 128 patients", 6128, "patient")]], [],
    ),
    "nor what counts something else": (
        [[figure("2 700 comptes", 2700, "account"), figure("480 000 fiches", 480_000, "record")], [figure("2 700 comptes", 2700, "account")]], [],
    ),
    "a rounded figure is the same": ([[figure("6 128 dossiers", 6128, "record")], [figure("environ 6 100", 6100, "person", exact=False)]], []),
    "a range holds a figure": (
        [[figure("6 128 dossiers", 6128, "record")], [figure("des milliers de clients", 2000, "customer", high=9999, exact=False)]], [],
    ),
    "machines and sites are apart": (
        [[figure("60 postes", 60, "machine", what="systems")], [figure("11 magasins", 11, "site", what="systems")]], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_disagreements(case: str, tmp_path: Path) -> None:
    told, expected = DISAGREEMENTS[case]
    lines = [counting(f"journal-{place}", *counts) for place, counts in enumerate(told)]

    assert disagreeing(tmp_path, lines) == expected


@pytest.mark.parametrize(("victims", "expected"), [(1, 1), (2, 1), (3, 0)])
def test_disagreements_on_two_victims_count_and_on_three_are_parts(victims: int, expected: int, tmp_path: Path) -> None:
    lines = [counting(f"journal-{low}", figure(f"{low} clients", low, "customer"), victims=victims) for low in (500, 900)]

    assert len(disagreeing(tmp_path, lines)) == expected


def disagreeing(folder: Path, lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    conn = sqlite3.connect(sample_public(folder, lines))
    found = conn.execute("select counted, lowest, highest from count_disagreements").fetchall()
    conn.close()
    return found


KITS = [
    ("name birth_date identity_document", True),
    ("name birth_date social_security_number", True),
    # the name is implied
    ("birth_date identity_document social_security_number", True),
    ("sex birth_date social_security_number", True),
    ("birth_place birth_date identity_document iban", True),
    ("birth_date social_security_number", False),
    ("name identity_document social_security_number", False),
    ("name birth_date email", False),
]


@pytest.mark.parametrize(("types", "expected"), KITS)
def test_identity_theft_kit(types: str, expected: bool, tmp_path: Path) -> None:
    """The ready-made question, the view and what an incident's page says are one rule."""
    kinds = types.split()
    told = counting("journal", figure("500 clients", 500, "customer"))
    told |= {"text": f"{' '.join(kinds)}. {told['text']}", "data_exposed": [{"raw": kind, "type": kind} for kind in kinds]}
    conn = sqlite3.connect(sample_public(tmp_path, [told]))
    held = len(conn.execute("select * from identity_theft_kit").fetchall())
    asked = len(conn.execute(questions()["trousse_d_usurpation"]["sql"]).fetchall())
    conn.close()

    assert (held, asked, "identity_theft_kit" in flags(kinds)) == (int(expected), int(expected), expected)
