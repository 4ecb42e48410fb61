"""The data dictionary: what each table and column of the public edition is called and holds, in French (`dictionary.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column."""

    label: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table or view."""

    label: str
    description: str
    columns: Mapping[str, Column]


@cache
def dictionary() -> Mapping[str, Table]:
    """Every table and view of the public edition, in its order.

    >>> dictionary()["incidents"].columns["status"].label
    'Statut'
    """
    found = tomllib.loads(files("db").joinpath("dictionary.toml").read_text("utf-8"))
    return {
        name: Table(
            label=table["label"],
            description=table["is"],
            columns={column: Column(label=label, description=description) for column, (label, description) in table["columns"].items()},
        )
        for name, table in found.items()
    }
