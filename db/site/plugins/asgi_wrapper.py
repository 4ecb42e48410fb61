"""What may be asked, the headers of every answer, and answers kept while the edition stays the same."""

from typing import Any

from datasette import hookimpl

from db.site import PRIVATE
from db.site.answers import KEPT
from db.site.guard import LOOPBACK, App, guarded
from db.site.kept import Kept, keeping


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    def wrap(app: App) -> App:
        if PRIVATE in datasette.databases:
            # The working database changes under its pages.
            return guarded(app, hosts=LOOPBACK)
        kept = KEPT.setdefault(datasette, {}).setdefault("answers", Kept())
        address = (datasette.plugin_config("vigie") or {}).get("address")
        return guarded(keeping(app, kept, by_host=address is None))

    return wrap
