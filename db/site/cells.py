"""One cell of a table: what a code, a date, a number or an address looks like."""

import json
from math import isfinite
from typing import Any

from markupsafe import Markup

from db.site import french, words
from db.site.typography import typographic

INCIDENTS, ORGANISATIONS, ARTICLES = "incident", "organisation", "article"
DATES = {
    "date", "published", "modified", "first_incident", "last_incident", "first_article", "last_article", "last_success", "silent_since", "week", "mois",
    "date_from", "date_to", "denied_on", "until",
}  # fmt: skip
FLAGS = {"exact", "possible", "paywalled", "article_9", "article_10"}
PROSE = {"definition", "gold", "label_fr", "victim_names"}
"""French sentences and names that lead nowhere."""
LINKS = {"url", "link", "claim_link", "date_link"}
LISTS = {"attack_types", "data_taken", "data_denied"}
NOTHING = Markup('<span class="none">—</span>')
"""Unknown, or not said: a dash, never a blank that could be taken for a fault."""
SLUGS = {"incidents": "/incident/{id}-{slug}", "organisations": "/organisation/{slug}"}
"""Tables whose rows have a page of their own."""


def cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """The cell, or None for Datasette's own."""
    if isinstance(value, dict):
        return reference(value, column)
    if value is None or value == "":
        return status(None) if column == "status" else NOTHING
    if column in {"status", "claim"}:
        return status(value)
    if isinstance(value, str):
        return written(row, value, column, table) or linked(row, value, column, table)
    return linked(row, value, column, table) or counted(value, column)


def written(row: Any, value: str, column: str, table: str | None) -> Markup | None:
    """Codes by their names, dates as French writes them."""
    if column in LISTS:
        return codes(value, column)
    if table in {"facts", "silent_edits"} and column == "value":
        return Markup("<bdi>{}</bdi>").format(french.shown(words.fact_value(row["kind"], value)))
    if column == "statuts":
        return Markup("{}").format(words.dated(value))
    if column in DATES:
        return Markup('<time datetime="{}">{}</time>').format(value, french.day(value))
    said = words.said(table, column, value)
    if said is None and column in PROSE:
        said = typographic(french.shown(value))
    return Markup("{}").format(said) if said is not None else None


def linked(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """Names and titles that lead to their page, addresses that lead away."""
    held = set(row.keys())
    if column in LINKS:
        url = french.safe_url(str(value))
        if url is None:
            return Markup("{}").format(french.shown(str(value)))
        shown = shortened(url) if column == "url" else "lire à la source"
        return Markup('<a rel="noopener external nofollow" href="{}">{}</a>').format(url, french.shown(shown))
    if column in {"title", "name", "victim"}:
        path = page_of(row, held, table)
        words = Markup("<bdi>{}</bdi>").format(typographic(french.shown(str(value))))
        return Markup('<a href="{}">{}</a>').format(path, words) if path else words
    if column in {"raw", "extract", "claim_raw", "claim_extract", "date_raw", "date_extract", "denied_by"}:
        return Markup("«{nbsp}{}{nbsp}»").format(french.shown(str(value)), nbsp=french.NBSP)
    if (
        column in {INCIDENTS, ORGANISATIONS, ARTICLES}
        and isinstance(value, int)
        and table not in {"organisations", "sources", "recurring_victims"}
    ):
        return Markup('<a href="/{}/{}">{}</a>').format(column, value, value)
    return None


def page_of(row: Any, held: set[str], table: str | None) -> str | None:
    """The page that a row's name or title leads to."""
    if "kind" in held and row["kind"] == "handle":
        return None
    if table in SLUGS:
        return SLUGS[table].format(id=row["id"], slug=row["slug"])
    if table == "articles":
        return f"/article/{row['id']}"
    if "incident" in held and isinstance(row["incident"], int) and "title" in held:
        return f"/incident/{row['incident']}"
    if "slug" in held and "name" in held:
        return f"/organisation/{row['slug']}"
    if "organisation" in held and isinstance(row["organisation"], int) and "name" in held:
        return f"/organisation/{row['organisation']}"
    return None


def reference(value: dict[str, Any], column: str) -> Markup | None:
    """A foreign key with its label."""
    if column in {INCIDENTS, ORGANISATIONS, ARTICLES}:
        return Markup('<a href="/{}/{}"><bdi>{}</bdi></a>').format(column, value["value"], typographic(french.shown(str(value["label"]))))
    return None


def status(code: str | None) -> Markup:
    """The status of a claim."""
    known = code if code and code in french.STATUS else "unknown"
    return Markup('<span class="status status-{}">{}</span>').format(known, french.label(code, "claim"))


def codes(value: str, column: str) -> Markup | None:
    """A list of codes as a list of labels."""
    try:
        held = json.loads(value)
    except ValueError:
        return None
    field = words.FIELDS_OF_COLUMNS[column]
    return Markup(", ").join(french.label(str(code), field) for code in held) or NOTHING


def counted(value: Any, column: str) -> Markup | None:
    """Numbers as French writes them; a year, a number in an address stay whole."""
    if column in FLAGS:
        return Markup("oui") if value else Markup("non")
    if isinstance(value, float) and isfinite(value):
        return Markup("{}").format(french.number(round(value, 3)))
    if isinstance(value, int) and column not in {"id", "year", "rowid", "annee", "année", INCIDENTS, ORGANISATIONS, ARTICLES}:
        return Markup("{}").format(french.number(value))
    return None


def shortened(url: str) -> str:
    """An address as far as one reads it."""
    plain = url.split("#:~:text=", maxsplit=1)[0].removeprefix("https://").removeprefix("http://")
    return plain if len(plain) <= 60 else plain[:59] + "…"
