"""The gate in front of Datasette: what may be asked, and what every answer says to the browser. An ASGI wrapper."""

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import unquote_to_bytes

from db.site.spreadsheet import neutralised

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
METHODS = {"GET", "HEAD"}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
"""Names of this machine."""
CROOKED = re.compile(rb"[\\\x00-\x1f\x7f]|^//|(?:^|/)\.\.?(?:/|$)")
"""No address of ours holds a backslash, a control character, two slashes at its head or a step upwards."""
LONGEST = 8000
MONITORS = frozenset({b"/-/sante", b"/-/sante.json", b"/-/metrics"})
"""Ours (`health.py`); all else that begins so is Datasette's own housekeeping, and nobody's business."""
UNLISTED = re.compile(rb"(?:^|&)(?:sql|_where|_search|_next|_sort|_sort_desc|q)=")
"""Questions without end: search engines need not walk them."""


def guarded(app: App, *, hosts: Collection[str] | None = None) -> App:
    """`app` behind the gate. `hosts`: the only names under which it may be asked for (the private edition)."""

    async def gate(scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path = (scope.get("raw_path") or scope["path"].encode("utf-8")).partition(b"?")[0]
        plain = unquote_to_bytes(path)
        query = scope.get("query_string", b"")

        async def send_guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in OURS]
                extra = [(b"x-robots-tag", b"noindex")] if UNLISTED.search(query) else []
                message = {**message, "headers": [*kept, *HEADERS, *extra]}
            await send(message)

        refused = refusal(scope, plain, query, hosts)
        if refused is None:
            await (neutralised(app, scope, receive, send_guarded) if tabular(scope) else app(scope, receive, send_guarded))
            return
        status, title, words = refused
        body = (REFUSAL.format(title=title, words=words)).encode()
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        if status == 405:
            headers.append((b"allow", b"GET, HEAD"))
        await send_guarded({"type": "http.response.start", "status": status, "headers": headers})
        await send_guarded({"type": "http.response.body", "body": body})

    return gate


OURS = {name for name, _ in HEADERS}
REFUSAL = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/vigie.css"></head>
<body><main class="page narrow"><h1>{title}</h1><p class="intro">{words}</p><p><a href="/">Aller à l’accueil</a></p></main></body></html>"""


def refusal(scope: Scope, path: bytes, query: bytes, hosts: Collection[str] | None) -> tuple[int, str, str] | None:
    """Why a request is refused: status, title, words; None if it may pass."""
    if hosts is not None and host_of(scope) not in hosts:
        return 421, "Édition privée", "Cette édition contient le texte des articles : elle ne répond qu’à l’adresse locale de sa machine."
    if scope["method"] not in METHODS:
        return 405, "Lecture seule", "Ce site se lit et ne s’écrit pas : seules les méthodes GET et HEAD y répondent."
    if CROOKED.search(path):
        return 400, "Adresse mal formée", "Cette adresse contient des signes qu’aucune page d’ici ne porte."
    if len(path) + len(query) > LONGEST:
        return 414, "Question trop longue", "Cette adresse est trop longue. Téléchargez la base pour lui poser de longues questions."
    if (path.startswith(b"/-/") and path not in MONITORS) or path == b"/-":
        return 404, "Page introuvable", "Il n’y a rien à cette adresse."
    return None


def tabular(scope: Scope) -> bool:
    """Whether a spreadsheet may open the answer."""
    return ".csv" in scope["path"] or b"_format=csv" in scope.get("query_string", b"")


def host_of(scope: Scope) -> str:
    """The name under which the request came, without its port."""
    host: str = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return host.rpartition(":")[0] if re.search(r":\d+$", host) else host
