"""Any filter of the incidents table, any question that gives incidents, as an Atom feed and as a chart by year: `.atom`, `.svg`."""

from collections.abc import Sequence
from typing import Any

from datasette import hookimpl

from db.site.filtered import as_atom, as_chart, has_incidents, is_incidents


@hookimpl  # type: ignore[untyped-decorator]
def register_output_renderer() -> Sequence[dict[str, Any]]:
    return [
        {"extension": "atom", "render": as_atom, "can_render": has_incidents},
        {"extension": "svg", "render": as_chart, "can_render": is_incidents},
    ]
