"""A saved filter as a feed and as a chart: what Datasette found, written as Atom or drawn by year."""

# ruff: noqa: S608 - names and words put into SQL are ours, values are always parameters

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from datasette import Response
from datasette.utils.asgi import BadRequest, Request

from db.site.answers import ask, base
from db.site.charts import years
from db.site.feed_rows import COLUMNS, NEWEST
from db.site.feeds import MOST, TYPE, atom, incident_entry
from db.site.overviews import spread
from db.site.rows import Row
from db.site.rows import rows as rows_of

SVG = "image/svg+xml; charset=utf-8"


def has_incidents(columns: Sequence[str], table: str | None) -> bool:
    """Whether rows lead to incidents: those of the table, and those of a question that numbers them."""
    return table == "incidents" or (table is None and "incident" in columns)


def is_incidents(table: str | None) -> bool:
    return table == "incidents"


async def as_atom(datasette: Any, request: Request, rows: Sequence[Any], columns: Sequence[str], table: str | None) -> Response:
    """The incidents of these rows as a feed."""
    if not has_incidents(columns, table):
        raise BadRequest(
            "Ces lignes ne sont pas des incidents : seule la table des incidents, ou une question dont une colonne est « incident », fait un flux."
        )
    name = "id" if table == "incidents" else "incident"
    numbers = list(dict.fromkeys(number for row in rows if isinstance(number := numbered(row[name]), int)))[:1000]

    def asked(conn: Connection) -> list[Row]:
        from json import dumps

        return rows_of(conn, f"select {COLUMNS} from incidents i where i.id in (select value from json_each(?)) {NEWEST}", [dumps(numbers)])

    found = await ask(datasette, asked)
    path = request.path + (f"?{request.query_string}" if request.query_string else "")
    portal = (datasette.plugin_config("vigie") or {}).get("title", "Vigie")
    title = f"{portal} : incidents choisis par un filtre, {MOST} au plus"
    body = atom(
        [incident_entry(row) for row in found],
        title=title,
        base=base(datasette, request),
        path=path,
        page=path.replace(".atom", "", 1),
        author=portal,
    )
    return Response(body, content_type=TYPE)


def numbered(value: Any) -> Any:
    """The number in a cell, whether or not Datasette joined its label."""
    return value["value"] if isinstance(value, dict) else value


async def as_chart(data: dict[str, Any], table: str | None) -> Response:
    """The incidents of a filter by year: the table's own count of the years, whatever page is asked for."""
    if not is_incidents(table):
        raise BadRequest("Seule la table des incidents se dessine par année.")
    return Response(str(years(by_year(data.get("facet_results") or {}))), content_type=SVG)


def by_year(facets: dict[str, Any]) -> list[Row]:
    """Incidents of each year, from the facet of the years; years without any included."""
    held = {int(one["value"]): one["count"] for one in facets.get("year", {}).get("results", ()) if str(one["value"]).isdigit()}
    return [{"year": year, "incidents": held.get(year, 0)} for year in spread(set(held))]
