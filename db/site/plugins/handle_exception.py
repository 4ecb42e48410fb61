"""Errors as pages in French that say what to do next; `.json` and `.csv` addresses get the same words as JSON."""

import logging
from typing import Any

from datasette import Response, hookimpl

from db.site.mishaps import mishap

log = logging.getLogger("vigie.site")


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    async def answer() -> Any:
        found = mishap(exception)
        if found.status >= 500:
            log.error("%s : %s", request.path, exception, exc_info=exception)
        if request.path.endswith(".json"):
            return Response.json(
                {"ok": False, "status": found.status, "title": found.title, "error": found.detail or found.words}, status=found.status
            )
        context = {
            "status": found.status,
            "title": found.title,
            "words": found.words,
            "detail": found.detail,
            "sql": request.args.get("sql"),
        }
        return Response.html(await datasette.render_template("error.html", context, request=request), status=found.status)

    return answer
