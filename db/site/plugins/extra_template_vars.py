"""What every page needs: the portal's name, its licence, French names of tables and columns."""

from typing import Any

from datasette import hookimpl

from db.site.dictionary import OPERATORS, column_label, hidden_columns, table_label


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    return {
        "portal": datasette.plugin_config("vigie") or {}, "table_label": table_label, "column_label": column_label, "OPERATORS": OPERATORS,
        "hidden_columns": hidden_columns,
    }  # fmt: skip
