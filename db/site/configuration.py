"""What Datasette is told: one function writes it, for the major version that is installed."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import yaml

from db.dictionary import dictionary
from db.site import DATABASE, FOLDER
from db.site.typography import printed, typographic

THREADS = 4
STALE = 26.0
SETTINGS: dict[str, Any] = {
    "default_page_size": 50, "max_returned_rows": 1000, "sql_time_limit_ms": 1500, "facet_time_limit_ms": 1000, "facet_suggest_time_limit_ms": 20,
    "default_facet_size": 12, "suggest_facets": False, "allow_download": True, "allow_csv_stream": True, "max_csv_mb": 200, "num_sql_threads": THREADS,
    "truncate_cells_html": 400, "template_debug": False, "trace_debug": False, "default_cache_ttl": 5,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Portal:
    """What the portal says of itself."""

    title: str = "Vigie"
    address: str | None = None
    """Its public address, for permanent links; none: the address by which it is asked."""
    licence: str = "Licence Ouverte 2.0"
    contact: str | None = None
    published_by: str | None = None
    """Who publishes the portal: name and address, for the legal notice."""
    hosted_by: str | None = None
    """Who hosts it."""
    notice: str | None = None
    """A line above every page: what a visitor must know before believing anything."""
    private: bool = False
    stale_hours: float = STALE
    """Hours without a run that did something, after which `/-/sante` answers 503."""


def configuration(portal: Portal, *, major: int | None = None) -> dict[str, Any]:
    """What Datasette's constructor takes, for the installed major version: 0.65 keeps queries in its metadata, 1.0 in its configuration."""
    given = printed(yaml.safe_load((FOLDER / "metadata.yml").read_text("utf-8")))
    tables: dict[str, dict[str, Any]] = {
        name: {
            "title": typographic(table.label),
            "description": typographic(table.description),
            "columns": {column: typographic(held.description) for column, held in table.columns.items()},
        }
        for name, table in dictionary().items()
    }
    behaviour = given["tables"]
    assets = sha256((FOLDER / "static" / "vigie.css").read_bytes()).hexdigest()[:8]
    about = {"title": portal.title, "license": portal.licence}
    own = {
        "vigie": {
            "title": portal.title,
            "assets": assets,
            "address": portal.address,
            "licence": portal.licence,
            "contact": portal.contact,
            "published_by": portal.published_by,
            "hosted_by": portal.hosted_by,
            "notice": portal.notice,
            "private": portal.private,
        }
    }
    common = {
        "template_dir": str(FOLDER / "templates"), "plugins_dir": str(FOLDER / "plugins"), "static_mounts": [("static", str(FOLDER / "static"))],
        "settings": SETTINGS,
    }  # fmt: skip
    if (int(version("datasette").split(".")[0]) if major is None else major) >= 1:
        return {
            **common,
            "metadata": {**about, "databases": {DATABASE: {"tables": tables}}},
            "config": {"plugins": own, "databases": {DATABASE: {"queries": given["queries"], "tables": behaviour}}},
        }
    merged = {name: {**tables.get(name, {}), **behaviour.get(name, {})} for name in {**tables, **behaviour}}
    return {**common, "metadata": {**about, "plugins": own, "databases": {DATABASE: {"queries": given["queries"], "tables": merged}}}}
