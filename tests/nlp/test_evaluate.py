"""Quality figures: what counts as the same, and what an error looks like."""

from typing import Any

import pytest

from nlp.evaluate import LISTS, SINGLES, Tally, evaluate, figure, interval, same_name, tally
from nlp.quality import quality_file, slice_of, sliced

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
    # words that name a form and not an organisation
    ("le groupe Armoria", "Armoria SA", True),
    # two words within five, not within six
    ("Hôpital Valbrune", "Hôpital public intercommunal psychiatrique Valbrune", True),
    ("Hôpital Valbrune", "Hôpital public intercommunal départemental psychiatrique régional Valbrune", False),
    # a name of three letters is too short to stand within another
    ("RTO", "RTO France", False),
    # nothing but small words: as they stand
    ("La", "la", True),
    ("La", "Le", False),
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
    # …so that an exact value is not taken from the exact one, whatever the order
    ([count(5000), count(2000, 9999, exact=False)], [count(3000, 4000, exact=False), count(5000)], 2, 2),
    # a vague count wants overlap, one that only touches included; an exact range wants both ends
    ([count(2000, 9999, exact=False)], [count(9999, 12000, exact=False)], 1, 1),
    ([count(2000, 9999, exact=False)], [count(10000)], 0, 0),
    ([count(3000, 5000)], [count(3000, 5030)], 1, 1),
    ([count(3000, 5000)], [count(3000)], 0, 0),
    # a found vague range does not excuse itself: the gold count says what is vague
    ([count(5000)], [count(2000, 9999, exact=False)], 0, 0),
    # the same figure told twice counts once; with another unit, twice
    ([count(10)], [count(10), count(10)], 1, 1),
    ([count(10), count(10, unit="customer")], [count(10)], 1, 1),
    # one per cent of the larger, and at least .01 of one: 0 is 0
    ([count(0)], [count(0)], 1, 1),
    ([count(0)], [count(1)], 0, 0),
    ([count(100)], [count(101)], 1, 1),
    ([count(100)], [count(102)], 0, 0),
    # the unit apart; a file may be called a record, an organisation a site
    ([count(10)], [count(10, unit="customer")], 1, 0),
    ([count(10, unit="file")], [count(10, unit="record")], 1, 1),
    ([count(3, unit="site", what="systems")], [count(3, unit="organisation", what="systems")], 1, 1),
    ([count(3, unit="machine", what="systems")], [count(3, unit="site", what="systems")], 1, 0),
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


ACCURACIES = [
    # about is of every article
    ({"about": "other"}, {"about": "incident"}, "about", (0, 1)),
    ({"about": "roundup"}, {"about": "roundup"}, "about", (1, 1)),
    # claim and sector only of incidents that have one
    ({"about": "incident", "claim": "claimed"}, {"claim": "claimed"}, "claim", (1, 1)),
    ({"about": "incident", "claim": None}, {"claim": "claimed"}, "claim", (0, 0)),
    ({"about": "roundup", "claim": "claimed"}, {"claim": "claimed"}, "claim", (0, 0)),
    ({"about": "other", "sector": "health"}, {"sector": "health"}, "sector", (0, 0)),
    ({"about": "incident", "sector": "health"}, {}, "sector", (0, 1)),
]


@pytest.mark.parametrize(("gold", "found", "field", "expected"), ACCURACIES)
def test_accuracies_are_of_incidents_only(gold: dict[str, Any], found: dict[str, Any], field: str, expected: tuple[int, int]) -> None:
    one = tally(field, gold, found)

    assert (one.hits, one.gold) == expected


def test_a_date_is_of_incidents_only() -> None:
    gold = {"about": "roundup", "incident_date": {"value": "2024-02"}}
    found = {"about": "incident", "incident_date": {"value": "2024-02"}}

    one = tally("incident_date", gold, found)

    assert (one.hits, one.gold, one.found) == (0, 0, 1)


def organisation(raw: str, role: str = "other") -> dict[str, Any]:
    return {"raw": raw, "role": role}


ORGANISATIONS = [
    # distinct names; the first form of each; roles apart; attackers alone
    ([organisation("Orféa", "victim"), organisation("orfea", "other")], [organisation("Orféa", "victim")], (1, 1, 1), (1, 1, 1), (0, 0, 0)),
    ([organisation("Noctule", "attacker")], [organisation("Noctule", "source")], (1, 1, 1), (0, 1, 1), (0, 1, 0)),
    # the outer name, although a shorter one was the first: each item once
    ([organisation("CHU de Valbrune")], [organisation("CHU de Valbrune Sud"), organisation("Valbrune")], (1, 1, 2), (1, 1, 2), (0, 0, 0)),
]


@pytest.mark.parametrize(("gold", "found", "names", "roles", "attackers"), ORGANISATIONS)
def test_organisations(
    gold: list[Any], found: list[Any], names: tuple[int, ...], roles: tuple[int, ...], attackers: tuple[int, ...]
) -> None:
    for field, expected in {"organisations": names, "organisation+role": roles, "attackers": attackers}.items():
        one = tally(field, {"organisations": gold}, {"organisations": found})
        assert (one.hits, one.gold, one.found) == expected, field


VICTIMS = [
    # the name or the words will do
    ([{"name": "Mutuelle Orféa", "raw": "la mutuelle"}], [{"name": "Orféa Groupe", "raw": "la mutuelle"}], 1),
    ([{"name": "Mutuelle Orféa", "raw": "Orféa"}], [{"name": "Orféa"}], 1),
    ([{"name": "Orféa"}], [{"name": "Armoria"}], 0),
]


@pytest.mark.parametrize(("gold", "found", "hits"), VICTIMS)
def test_victims(gold: list[Any], found: list[Any], hits: int) -> None:
    assert tally("victims", {"victims": gold}, {"victims": found}).hits == hits


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


def test_an_interval_is_of_articles_and_always_the_same() -> None:
    """Ten articles all right or all wrong differ more than a hundred facts spread evenly."""
    lumps = [Tally(10, 10, 10)] * 8 + [Tally(0, 10, 10)] * 2
    even = [Tally(8, 10, 10)] * 10

    assert interval(lumps) == interval(list(lumps))
    assert interval(even) == (0.8, 0.8)
    low, high = interval(lumps)
    assert 0.4 <= low <= 0.6
    assert high == 1.0
    assert figure("counts", lumps).low == low
    assert figure("counts", [Tally(0, 0, 3)]).low is None, "where there was nothing to find there is nothing to measure"


GROUPS = [
    ("outlet", {"publisher": "echo.example"}, "echo.example"),
    ("year", {"published": "2024-02-09T07:30:00+01:00"}, "2024"),
    ("year", {}, "sans date"),
    ("length", {"text": "mot " * 199}, "moins de 200 mots"),
    ("length", {"text": "mot " * 200}, "200 à 399 mots"),
    ("length", {"text": "mot " * 800}, "800 mots et plus"),
]


@pytest.mark.parametrize(("by", "article", "name"), GROUPS)
def test_groups(by: Any, article: dict[str, Any], name: str) -> None:
    assert slice_of(article, by) == name


def test_slices_hold_the_figures_of_their_articles() -> None:
    gold = [{"id": str(words), "text": "mot " * words} for words in (900, 10, 300)]
    right, wrong = Tally(1, 1, 1), Tally(0, 1, 1)

    found = sliced(gold, {"counts": [wrong, right, right]}, "length")

    assert list(found) == ["moins de 200 mots", "200 à 399 mots", "800 mots et plus"]
    assert [(number, figures["counts"].f1) for number, figures in found.values()] == [(1, 1.0), (1, 1.0), (1, 0.0)]


def test_the_quality_file_has_its_form() -> None:
    figures = {"counts": figure("counts", [Tally(1, 3, 2), Tally(1, 1, 1)]), "claim": figure("claim", [Tally(1, 1, 1), Tally(0, 1, 1)])}

    kept = quality_file(figures, version="1+m-0.1", date="2026-03-01", name="essais", articles=2)

    assert {key: kept[key] for key in ("version", "date", "set", "articles")} == {
        "version": "1+m-0.1", "date": "2026-03-01", "set": "essais", "articles": 2,
    }  # fmt: skip
    assert kept["fields"] == [
        {"field": "counts", "precision": 0.6667, "recall": 0.5, "f1": 0.5714, "n": 4, "low": 0.4, "high": 1.0},
        {"field": "claim", "precision": None, "recall": None, "f1": 0.5, "n": 2, "low": 0.0, "high": 1.0},
    ]


def test_every_field_has_a_figure() -> None:
    assert list(evaluate([{"id": "a", "about": "other"}], {})) == [*LISTS, *SINGLES]
