"""What may be asked, the headers of every answer, and answers kept while the edition stays the same."""

from functools import cache
from typing import Any

from datasette import hookimpl

from db.site import DATABASE, PRIVATE
from db.site.answers import KEPT
from db.site.fresh import freshened, mark_of
from db.site.guard import LOOPBACK, App, guarded
from db.site.kept import Kept, keeping


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    def wrap(app: App) -> App:
        if PRIVATE in datasette.databases:
            # The working database changes under its pages.
            return guarded(app, hosts=LOOPBACK)
        kept = KEPT.setdefault(datasette, {}).setdefault("answers", Kept())
        own = datasette.plugin_config("vigie") or {}
        mark = cache(
            lambda: mark_of(datasette.get_database(DATABASE).hash or "", own)
        )  # Datasette asks for its application before it has one
        return guarded(freshened(keeping(app, kept, by_host=own.get("address") is None), mark))

    return wrap
