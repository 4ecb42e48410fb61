"""The portal's own pages."""

from collections.abc import Sequence
from typing import Any

from datasette import hookimpl

from db.site.views import ROUTES


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> Sequence[tuple[str, Any]]:
    return ROUTES
