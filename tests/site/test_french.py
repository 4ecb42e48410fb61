"""Numbers, figures, dates and intervals as French writes them; what a browser may follow; what a title may hold."""

import doctest
import importlib

import pytest

from db.site.french import amount, day, figure, interval, marked, safe_url, shown

N, B = "\u202f", "\u00a0"


@pytest.mark.parametrize("name", ["db.site.french", "db.site.search"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (6128, "record", f"6{N}128{B}enregistrements"),
        (1, "person", f"1{B}personne"),
        (0, "person", f"0{B}personne"),
        (1_200_000, "account", f"1,2{B}million de comptes"),
        (43_000_000, "employee", f"43{B}millions de salariés"),
        (2_000_000, "organisation", f"2{B}millions d’organisations"),
        (1_234_567, "customer", f"1{N}234{N}567{B}clients"),
        (2_300_000_000_000, "byte", f"2,3{N}To"),
        (512, "byte", f"512{N}o"),
        (50_000, "eur", f"50{N}000{N}€"),
        (10_000_000, "usd", f"10{B}millions{B}de dollars"),
        (10, None, "10"),
    ],
)
def test_amount(value: int, unit: str | None, said: str) -> None:
    assert amount(value, unit) == said


@pytest.mark.parametrize(
    ("low", "high", "exact", "said"),
    [
        (7000, 7000, 0, f"environ 7{N}000{B}patients"),
        (2000, 9999, 0, f"de 2{N}000 à 9{N}999{B}patients"),
        (None, None, None, ""),
    ],
)
def test_figure(low: int | None, high: int | None, exact: int | None, said: str) -> None:
    assert figure({"low": low, "high": high, "unit": "patient", "exact": exact}) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2020-07-21", f"21{B}juillet{B}2020"),
        ("2020-07-01T08:30:00+02:00", f"1er{B}juillet{B}2020"),
        ("2020-07", f"juillet{B}2020"),
        ("2020", "2020"),
        (None, "date inconnue"),
        ("bientôt", "bientôt"),
        ("2020-13", "2020-13"),
    ],
)
def test_day(moment: str | None, said: str) -> None:
    assert day(moment) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, f"0{B}jour"), (45, f"45{B}jours"), (365, f"12{B}mois"), (730, f"2{B}ans"), (1100, f"3{B}ans")]
)
def test_interval(days: int, said: str) -> None:
    assert interval(days) == said


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://a.example/b#:~:text=c", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/b", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_web_is_followed(url: str | None, followed: bool) -> None:
    assert (safe_url(url) is not None) == followed


def test_a_fact_is_marked_in_its_extract_and_escaped() -> None:
    assert str(marked("a <b> & c", "<b>")) == "a <mark>&lt;b&gt;</mark> &amp; c"
    assert str(marked("ailleurs", "absent")) == "ailleurs"
    assert str(marked(None, "<i>")) == "<mark>&lt;i&gt;</mark>"


def test_marks_that_reverse_the_text_are_taken_away() -> None:
    assert shown("fdp\u202egnp.exe") == "fdpgnp.exe"
    assert shown(3) == 3
