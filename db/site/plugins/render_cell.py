"""Cells of Datasette's tables: labels instead of codes, French dates and numbers, links to the portal's pages."""

from typing import Any

from datasette import hookimpl

from db.site import DATABASE
from db.site.cells import cell


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str) -> Any:
    return cell(row, value, column, table) if database == DATABASE else None
