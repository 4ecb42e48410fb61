"""The words: TOML and CSV that someone who writes no Python can extend."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The table of words `nlp/data/<name>.toml`; read once, so treat it as constant."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of `nlp/data/<name>.csv`, by column; lines that start with `#` are comments."""
    lines = files(__name__).joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")))
