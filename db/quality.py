"""How reliable each field is, as this Vigie ships it: `nlp/data/quality.json`, which `python -m tests.gold.floors --update` writes."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from crawler.french import fault
from db.errors import VaultError
from db.rows import Row

FILE = "nlp/data/quality.json"
Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One field."""

    field: str
    f1: Share
    """How often it is right, where a field has one value an article."""
    n: Annotated[int, Field(ge=0)]
    precision: Share | None = None
    recall: Share | None = None
    low: Share | None = None
    high: Share | None = None
    """From `low` to `high`: the 95 % interval of `f1`; null until it is computed."""


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Every field, on one set of labelled articles."""

    version: str
    """Of the pipeline that was measured."""
    date: date
    set: str
    """What the articles are, in French."""
    articles: Annotated[int, Field(gt=0)]
    fields: tuple[Measure, ...]


QUALITY = TypeAdapter(Quality)


@cache
def quality() -> Quality | None:
    """The figures of this version; None if it was built without."""
    file = files("nlp.data").joinpath("quality.json")
    return parsed(file.read_text("utf-8")) if file.is_file() else None


def parsed(text: str) -> Quality:
    """The figures of a file; a file of another form is refused by the first field that is wrong."""
    try:
        return QUALITY.validate_json(text)
    except ValidationError as error:
        raise VaultError(f"{FILE}, {fault(error)}. Refaites ce fichier par « python -m tests.gold.floors --update ».") from error


def quality_rows() -> list[Row]:
    """One row a field, in the order of the file."""
    held = quality()
    if held is None:
        return []
    return [
        {
            "field": one.field, "precision": one.precision, "recall": one.recall, "f1": one.f1, "low": one.low, "high": one.high, "n": one.n,
            "gold": held.set, "articles": held.articles, "version": held.version, "date": held.date.isoformat(),
        }
        for one in held.fields
    ]  # fmt: skip
