"""What may be asked, and the headers of every answer."""

from typing import Any

from datasette import hookimpl

from db.site import PRIVATE
from db.site.guard import LOOPBACK, App, guarded


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    def wrap(app: App) -> App:
        return guarded(app, hosts=LOOPBACK if PRIVATE in datasette.databases else None)

    return wrap
