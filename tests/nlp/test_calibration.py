"""Calibration: a score becomes the share of findings like it that are right."""

from typing import Any

import pytest

from nlp.calibration import Curve, calibrated, on_curve
from nlp.training.calibrate import Judged, fit, judged, sure

CURVE = [(0.2, 0.1), (0.6, 0.5), (0.9, 0.95)]


@pytest.mark.parametrize(("score", "share"), [(0.0, 0.1), (0.2, 0.1), (0.4, 0.3), (0.6, 0.5), (0.9, 0.95), (1.0, 0.95)])
def test_between_its_points_the_curve_is_straight(score: float, share: float) -> None:
    assert on_curve(score, CURVE) == pytest.approx(share)
    assert calibrated(score, "counts", {"counts": CURVE}) == pytest.approx(share)


def test_a_component_without_a_curve_keeps_its_scores() -> None:
    assert calibrated(0.77, "sector", {"counts": CURVE}) == 0.77
    assert calibrated(0.77, "sector", {}) == 0.77


def test_a_boastful_component_is_brought_down() -> None:
    rows: list[Judged] = [(0.95, n % 4 != 0) for n in range(80)] + [(0.3, n % 4 == 0) for n in range(80)]

    curve = fit(rows)

    assert curve == [(0.3, 0.25), (0.95, 0.75)]
    assert sure(rows) == (80, 0.75)


@pytest.mark.parametrize("least", [1, 5, 25])
def test_the_curve_rises_and_every_step_stands_on_enough(least: int) -> None:
    rows: list[Judged] = [(n / 100, (7 * n) % 10 < n / 10) for n in range(100)]

    curve: Curve = fit(rows, least=least)

    assert [x for x, _ in curve] == sorted({x for x, _ in curve})
    assert [y for _, y in curve] == sorted(y for _, y in curve)
    assert len(curve) <= 100 // least


def test_findings_are_judged_by_the_annotations() -> None:
    gold: dict[str, Any] = {
        "organisations": [{"raw": "Orféa", "role": "victim"}], "counts": [{"low": 12, "high": 12, "what": "affected"}],
        "data_exposed": [{"type": "email"}], "data_denied": [], "incident_date": None,
        "attack_types": ["data_breach"], "claim": "confirmed", "sector": "retail", "about": "incident",
    }  # fmt: skip
    found: dict[str, Any] = {
        "organisations": [{"raw": "Orféa", "role": "victim", "score": 0.9}, {"raw": "Orféa", "role": "source", "score": 0.4}],
        "counts": [{"low": 12, "high": 12, "what": "volume", "score": 0.8}],
        "data_exposed": [{"type": "email", "score": 0.7}], "data_denied": [{"type": "iban", "score": 0.6}],
        "incident_date": {"value": "2024-01-01", "score": 0.5}, "claim": "claimed", "sector": "retail", "about": "incident",
        "attack_types": ["ddos"],
        "evidence": {
            "attack_types": [{"value": "ddos", "score": 0.3}], "claim": [{"value": "claimed", "score": 0.2}],
            "sector": [{"value": "retail", "score": 0.99}, {"value": "other", "score": 0.1}],
        },
    }  # fmt: skip

    assert judged(found, gold) == {
        "organisations": [(0.9, True), (0.4, False)], "counts": [(0.8, False)], "data_types": [(0.7, True), (0.6, False)],
        "incident_date": [(0.5, False)], "attack_types": [(0.3, False)], "claim": [(0.2, False)], "sector": [(0.99, True)],
    }  # fmt: skip
