"""What a code is called wherever it stands: from the vocabulary, or from `words.toml` for what the portal alone shows."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from db.site import FOLDER
from db.site.french import STATUS, day, figure, label
from db.site.typography import printed, typographic
from nlp.vocabulary import CATEGORIES, Field

WORDS: Mapping[str, Mapping[str, str]] = printed(tomllib.loads((FOLDER / "words.toml").read_text("utf-8")))
FIELDS_OF_COLUMNS: dict[str, Field] = {
    "status": "claim", "claim": "claim", "sector": "sector", "unit": "unit", "what": "what", "role": "role", "attack_type": "attack_type",
    "attack_types": "attack_type", "data_type": "data_type", "data_taken": "data_type", "data_denied": "data_type", "about": "about",
    "status_before": "claim",
}  # fmt: skip
"""Which list of the vocabulary the codes of a column come from; `type` depends on the table."""
LISTS_OF_COLUMNS = {
    "date_precision": "precision", "date_basis": "basis", "attribute": "attribute", "country": "country", "counted": "counted", "compte": "counted",
    "language": "language", "state": "state", "figure_by": "speaker", "located_by": "located", "news": "news", "step": "step", "change": "change",
}  # fmt: skip
"""Which list of `words.toml`."""
LISTS_OF_TABLES = {
    ("organisations", "kind"): "organisation", ("facts", "kind"): "fact", ("vocabulary", "field"): "list", ("quality", "field"): "measure",
    ("silent_edits", "kind"): "fact", ("search_documents", "kind"): "record", ("former_addresses", "kind"): "record",
}  # fmt: skip
OF_DATA = ("data_types", "spared", "later_contradicted", "sensitive", "data_types_by_year")
"""Tables whose `type` is a kind of data."""
COUNTED = re.compile(r"(?P<low>\d+)(?:–(?P<high>\d+))? (?P<unit>\w+)")
DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def field_of(table: str | None, column: str) -> Field | None:
    """The vocabulary list of a column's codes."""
    if column == "type":
        return cast("Field", {"attack_types": "attack_type", **dict.fromkeys(OF_DATA, "data_type")}.get(table or "data_types"))
    return FIELDS_OF_COLUMNS.get(column)


def said(table: str | None, column: str, code: Any) -> str | None:
    """What a code is called; None if the column holds no codes, or not this one.

    >>> said("organisations", "kind", "hospital"), said("counts", "unit", "record"), said("articles", "title", "record")
    ('établissement de santé', 'enregistrements', None)
    """
    if not isinstance(code, str):
        return None
    field = field_of(table, column)
    if field is not None:
        return label(code, field)
    if column == "category":
        return CATEGORIES.get(code, (None,))[0]
    words = WORDS.get(LISTS_OF_TABLES.get((table or "", column)) or LISTS_OF_COLUMNS.get(column) or "", {})
    return words.get(code)


def fact_value(kind: str, value: str) -> str:
    r"""The value of a fact, whose meaning hangs on its kind.

    >>> fact_value("taken", "iban"), fact_value("affected", "6128 record"), fact_value("date", "2020-07")
    ('IBAN, RIB', '6\u202f128\xa0enregistrements', 'juillet\xa02020')
    """
    if kind in {"taken", "not_taken"}:
        return label(value, "data_type")
    if kind in {"attack_type", "sector"}:
        return label(value, cast("Field", kind))
    if kind == "claim":
        return STATUS.get(value, value)
    if kind == "date":
        return day(value)
    counted = COUNTED.fullmatch(value) if kind in WORDS["fact"] and kind != "victim" else None
    if counted is None:
        return typographic(value)
    return figure({"low": int(counted["low"]), "high": int(counted["high"] or counted["low"]), "unit": counted["unit"], "exact": 1})


def dated(words: str) -> str:
    r"""Words in which the days are written as French does.

    >>> dated("2024-02-14 : confirmé ; 2025-10 : démenti")
    '14\xa0février\xa02024\xa0: confirmé\u202f; octobre\xa02025\xa0: démenti'
    """
    return typographic(DAY.sub(lambda match: day(match[0]), words))


def once(facets: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each facet one time: one that a table has and an address asks for again is the address's, which can be closed."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for facet in facets:
        key = (facet["type"], facet["name"])
        if key not in found or facet["hideable"]:
            found[key] = facet
    return list(found.values())
