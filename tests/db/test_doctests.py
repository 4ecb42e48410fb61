"""The examples in the database room's docstrings are true."""

import doctest
import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NAMES = [f"db.{path.stem}" for path in sorted((ROOT / "db").glob("*.py")) if ">>>" in path.read_text("utf-8")] + ["nlp.names"]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str) -> None:
    module: ModuleType = importlib.import_module(name)

    assert doctest.testmod(module).failed == 0
