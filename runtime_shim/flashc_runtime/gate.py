"""Between the server and the application: a failed start answers 503 instead of ending.

A worker that cannot start should say so on `/ping` and in the log, and stay there to be looked at;
one that exits is restarted in a loop and shows nothing.
"""

import logging
from collections.abc import Awaitable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flashc_runtime.answers import send_detail, send_json
from flashc_runtime.host import is_host
from flashc_runtime.reserved import PING, request_path

log = logging.getLogger("flashc_runtime")

_CLOSE = (b"connection", b"close")


async def unavailable(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer everything with 503, and the server's lifespan messages with success."""
    if scope["type"] == "lifespan":
        while await _confirm_lifespan(receive, send) == "lifespan.startup":
            pass
    elif request_path(scope) in PING:
        await send_json(send, 503, {"status": "unhealthy"})
    else:
        await send_detail(send, 503)


async def _confirm_lifespan(receive: Receive, send: Send) -> str:
    kind: str = (await receive())["type"]
    await send({"type": f"{kind}.complete"})
    return kind


class HealthPort:
    """ASGI application of the health port: the worker's `/ping`, and 404 for everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if request_path(scope) in PING:
            await self._app(scope, receive, send)
        else:
            await send_detail(send, 404)


class CheckedHeads:
    """ASGI layer that answers 505 to other versions of HTTP than 1.0 and 1.1, and 400 to bad heads.

    Those have a Host that names no server, or two framings of one body. Around h11, which takes any; the faster parser's connections refuse them before a request begins.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["http_version"] not in ("1.0", "1.1"):
            await send_detail(send, 505, [_CLOSE])
        elif not _is_sound(scope["headers"]):
            await send_detail(send, 400, [_CLOSE])
        else:
            await self._app(scope, receive, send)


def _is_sound(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    names = {name for name, _ in headers}
    return not names.issuperset((b"content-length", b"transfer-encoding")) and all(
        is_host(value) for name, value in headers if name == b"host"
    )


class Gate:
    """ASGI layer that swaps the application for `unavailable` when its lifespan fails to start."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._started = False
        self._failed = False

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one ASGI connection."""
        # Requests are many: what the application returns is awaited without a layer in between.
        if scope["type"] != "lifespan":
            return self._app(scope, receive, send)
        return self._live(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, self._watched(send))
        except Exception as error:
            if self._started:
                raise
            if not self._failed:
                log.error("the application did not start", exc_info=error)
                await self._fail(send)
        if self._failed:
            # The server still sends its shutdown message at the end.
            await _confirm_lifespan(receive, send)

    def _watched(self, send: Send) -> Send:
        async def watch(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                log.error("the application did not start:\n%s", message.get("message", ""))
                await self._fail(send)
            else:
                self._started = True
                await send(message)

        return watch

    async def _fail(self, send: Send) -> None:
        self._failed = True
        self._app = unavailable
        await send({"type": "lifespan.startup.complete"})
