"""Quality does not fall: each field on the unseen test set stands at its floor or above."""

import json

import pytest

from nlp.evaluate import LISTS, SINGLES, Figure
from tests.gold.floors import FLOORS, fingerprint, held, measure


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return measure()


def test_the_floors_are_of_this_test_set_and_of_every_field() -> None:
    assert json.loads(FLOORS.read_text("utf-8"))["test_set"] == fingerprint()
    assert set(held()) == {*LISTS, *SINGLES}


@pytest.mark.parametrize("field", [*LISTS, *SINGLES])
def test_no_field_falls_below_its_floor(figures: dict[str, Figure], field: str) -> None:
    assert figures[field].f1 >= held()[field], "mend it, or lower the floor by name: python -m tests.gold.floors --help"
