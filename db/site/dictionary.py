"""French names of tables, columns and comparisons, for Datasette's own pages; from the data dictionary."""

from collections.abc import Sequence
from typing import Any

from db.dictionary import dictionary
from db.site.words import WORDS

OPERATORS = {
    "exact": "=", "not": "≠", "contains": "contient", "endswith": "finit par", "startswith": "commence par", "gt": ">", "gte": "≥", "lt": "<",
    "lte": "≤", "like": "ressemble à (like)", "notlike": "ne ressemble pas à", "glob": "ressemble à (glob)", "in": "est l’un de",
    "notin": "n’est aucun de", "arraycontains": "comprend", "arraynotcontains": "ne comprend pas", "date": "est du jour",
    "isnull__1": "est inconnu", "notnull__1": "est connu", "isblank__1": "est vide", "notblank__1": "n’est pas vide",
    "isnull": "est inconnu", "notnull": "est connu", "isblank": "est vide", "notblank": "n’est pas vide", "notcontains": "ne contient pas",
}  # fmt: skip
"""Datasette's comparisons, by their key."""
PROOF = ("link", "score", "found_by")
TECHNICAL = {
    "incidents": ("slug", "organisation", "date_precision", "date_basis", "date_from", "date_to", "year", "exact", "articles", "first_article"),
    "organisations": ("slug",),
    "articles": ("url", "modified", "language"),
    "mentions": PROOF, "counts": PROOF, "data_types": PROOF, "attack_types": PROOF,
    "recurring_victims": ("organisation", "slug"), "suppliers": ("organisation", "slug"),
    "incident_articles": ("claim_link", "date_link", "claim_raw", "date_raw"),
}  # fmt: skip
"""Columns that a table's page leaves to its exports, unless all are asked for."""


OF_THE_FILE = frozenset(
    {"edition", "vocabulary", "quality", "former_addresses", "search_documents", "history", "history_values", "withdrawals"}
)
"""Tables that speak of the edition and not of the world."""
PLACES = ("country", "region")
"""What is known only of organisations that the gazetteer holds."""


def table_label(table: str) -> str:
    """What a table is called in French; its own name if the dictionary does not know it."""
    known = dictionary().get(table)
    return known.label if known else table


def column_label(table: str | None, column: str) -> str:
    """What a column is called in French; in a query, whose columns belong to no table, the first that has one of that name."""
    known = dictionary().get(table or "")
    if known and column in known.columns:
        return known.columns[column].label
    if table is None:
        ours_last = sorted(dictionary().items(), key=lambda one: one[0] in OF_THE_FILE)
        named = next((held.columns[column].label for _, held in ours_last if column in held.columns), None)
        return WORDS["column"].get(column) or named or column.replace("_", " ").capitalize()
    return column


def hidden_columns(table: str, rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """The columns that a page leaves out: those of service, and places that nobody knows for any of its rows."""
    held = {name: [cell["raw"] for row in rows for cell in row if cell["column"] == name] for name in PLACES}
    return (*TECHNICAL.get(table, ()), *(name for name, raws in held.items() if raws and all(raw is None for raw in raws)))
