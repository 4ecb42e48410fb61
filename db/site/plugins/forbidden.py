"""What is not public is not told to be there: Datasette's own bookkeeping (`/_internal`) answers like any address that is nothing."""

from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import NotFound

from db.site.mishaps import mishap


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def forbidden(datasette: Any, request: Any) -> Any:
    async def answer() -> Any:
        found = mishap(NotFound(""))
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "status": found.status, "title": found.title, "error": found.words}, status=found.status)
        context = {"status": found.status, "title": found.title, "words": found.words}
        return Response.html(await datasette.render_template("error.html", context, request=request), status=found.status)

    return answer
