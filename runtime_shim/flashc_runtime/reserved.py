"""The paths that belong to the runtime: `/ping` and `/execute`.

They are answered before routing, with and without a trailing slash and for every method, so that
no template of the user's, such as `/{name}`, can capture them.
"""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from flashc_runtime.answers import send_detail, send_json
from flashc_runtime.lifecycle import is_draining

PING = frozenset({"/ping", "/ping/"})
EXECUTE = frozenset({"/execute", "/execute/"})


class ReservedPaths:
    """ASGI layer that answers the reserved paths and passes on everything else."""

    def __init__(self, app: ASGIApp, execute: ASGIApp | None = None) -> None:
        self._app = app
        self._execute = execute

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        path = request_path(scope)
        if path in PING:
            return answer_ping(scope["method"], send)
        if path not in EXECUTE:
            return self._app(scope, receive, send)
        if self._execute is not None:
            return self._execute(scope, receive, send)
        # Running code from a request is a feature that this worker does not have.
        return send_detail(send, 404)


def request_path(scope: Scope) -> str:
    """Return the decoded path below the prefix that a proxy or a mount has stripped."""
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return path[len(prefix) :]
    return path


async def answer_ping(method: str, send: Send) -> None:
    """Answer a probe: 200 while the worker takes requests, 503 while it drains."""
    if method not in ("GET", "HEAD"):
        await send_detail(send, 405, [(b"allow", b"GET, HEAD")])
    elif is_draining():
        await send_json(send, 503, {"status": "draining"})
    else:
        await send_json(send, 200, {"status": "healthy"})
