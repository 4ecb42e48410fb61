"""Annotated articles: the lines of the annotation guide's form, gold or found, held to what `nlp.evaluate` compares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from nlp.lines import LineError, checked, identifier, numbered


@dataclass(frozen=True, kw_only=True)
class Victim:
    name: str | None = None
    raw: str | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation:
    raw: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Count:
    low: int
    high: int
    unit: str | None = None
    what: str | None = None
    exact: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    type: str


@dataclass(frozen=True, kw_only=True)
class Date:
    value: str | None


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """What is compared; a line may hold more."""

    about: str | None = None
    victims: tuple[Victim, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    attack_types: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    data_exposed: tuple[Kind, ...] = ()
    data_denied: tuple[Kind, ...] = ()
    incident_date: Date | str | None = None
    claim: str | None = None
    sector: str | None = None
    text: str = ""
    published: str | None = None
    publisher: str | None = None


SHAPE: TypeAdapter[Annotation] = TypeAdapter(Annotation)


def annotations(lines: Iterable[str], *, name: str) -> dict[str, dict[str, Any]]:
    """The articles of a file by their `id` (else their address), in its order. Raises LineError for one that is bad or comes twice."""
    found: dict[str, dict[str, Any]] = {}
    for number, row in numbered(lines, name=name):
        try:
            checked(SHAPE, row)
        except LineError as error:
            raise LineError(f"{name}, ligne {number} : {error.message}") from error
        if not row.get("id") and not row.get("url"):
            raise LineError(f"{name}, ligne {number} : champ « id » : il manque (ou « url » à sa place).")
        ident = identifier(row)
        if ident in found:
            raise LineError(f"{name}, ligne {number} : champ « id » : « {ident} » est déjà celui d’un autre article.")
        found[ident] = {**row, "id": ident}
    return found
