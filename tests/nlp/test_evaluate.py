"""Quality figures: what counts as the same, and what an error looks like."""

from typing import Any

import pytest

from nlp.evaluate import evaluate, same_name, tally

SAME = [
    # case, accents, articles
    ("l'Hôpital de Nevers", "hopital de nevers", True),
    # a name of two words within a longer one
    ("CHU de Valbrune", "le CHU de Valbrune Sud", True),
    # one word beside generic words only
    ("Orféa", "plateforme Orféa", True),
    ("Orféa", "Orféa Assurances", False),
    ("Orféa Mobile", "Orféa", False),
    ("Véto Sud", "VétoSud", True),
]


@pytest.mark.parametrize(("one", "two", "expected"), SAME)
def test_same_name(one: str, two: str, expected: bool) -> None:
    assert same_name(one, two) is expected
    assert same_name(two, one) is expected


def count(low: int, high: int | None = None, *, what: str = "affected", unit: str = "person", exact: bool = True) -> dict[str, Any]:
    return {"raw": "x", "low": low, "high": high or low, "what": what, "unit": unit, "exact": exact}


COUNTS = [
    # within one per cent; of the same kind
    ([count(6128)], [count(6130)], 1, 1),
    ([count(6128)], [count(6300)], 0, 0),
    ([count(6128)], [count(6128, what="volume")], 0, 0),
    # a vague count overlaps, and is matched last
    ([count(2000, 9999, exact=False), count(5000)], [count(5000), count(3000, 4000, exact=False)], 2, 2),
    # the unit apart; a file may be called a record
    ([count(10)], [count(10, unit="customer")], 1, 0),
    ([count(10, unit="file")], [count(10, unit="record")], 1, 1),
]


@pytest.mark.parametrize(("gold", "found", "hits", "with_unit"), COUNTS)
def test_counts(gold: list[Any], found: list[Any], hits: int, with_unit: int) -> None:
    one, two = {"counts": gold}, {"counts": found}

    assert tally("counts", one, two).hits == hits
    assert tally("counts+unit", one, two).hits == with_unit


DATES = [("2024-02-10", "2024-02", 1), ("2024-02", "2024-02-10", 1), ("2024", "2024-02", 0), ("2024-02-10", "2024-02-11", 0)]


@pytest.mark.parametrize(("gold", "found", "hits"), DATES)
def test_dates_meet_at_the_coarser_precision_that_gives_the_month(gold: str, found: str, hits: int) -> None:
    one, two = ({"about": "incident", "incident_date": {"value": value}} for value in (gold, found))

    assert tally("incident_date", one, two).hits == hits


def test_figures_are_micro_averages_and_errors_are_named() -> None:
    gold = [
        {"id": "a", "about": "incident", "claim": "confirmed", "sector": "health", "data_exposed": [{"type": "name"}, {"type": "email"}]},
        {"id": "b", "about": "other", "claim": None, "sector": None, "data_exposed": []},
    ]
    found = {
        "a": {"about": "incident", "claim": "claimed", "sector": "health", "data_exposed": [{"type": "name"}]},
        "b": {"about": "incident", "data_exposed": [{"type": "iban"}]},
    }

    figures = evaluate(gold, found)

    exposed = figures["data_exposed"]
    assert (exposed.precision, exposed.recall, exposed.n) == (0.5, 0.5, 2)
    assert (figures["about"].f1, figures["claim"].f1, figures["claim"].n, figures["sector"].f1) == (0.5, 0.0, 1, 1.0)
    assert tally("data_exposed", gold[0], found["a"]).errors == [("manqué", "email")]
    assert evaluate(gold, {})["data_exposed"].recall == 0.0
