"""What a client sees when something fails, and what the log keeps.

A client gets `{"detail": ...}` and never a stack trace; the log gets route, reason and traceback.
"""

import json
import logging
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic_core import PydanticSerializationError, to_jsonable_python
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flashc_runtime.answers import DETAILS, send_detail

log = logging.getLogger("flashc_runtime")

_FRAMEWORK = frozenset({"flashc_runtime", "fastapi", "starlette", "anyio", "pydantic", "asyncio"})


class FailureBoundary:
    """ASGI layer behind which no exception of a request passes.

    A response that has begun cannot become a 500; it is left incomplete, and the server then
    closes the connection, which is how a client learns that the response was cut short.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; log what it raised."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except ClientDisconnect:
            log.info("%s: the client went away", describe(scope))
        except (
            Exception,
            SystemExit,
        ) as error:
            log.error(reason(scope, error), exc_info=without_framework(error))
            if not started:
                await send_detail(send, 500)


def describe(scope: Scope) -> str:
    """Name a request for the log: method, route's template (else path) and function."""
    route = getattr(scope.get("route"), "path", scope["path"])
    function = getattr(scope.get("endpoint"), "__name__", "")
    return f"{scope['method']} {route}" + (f" ({function})" if function else "")


def reason(scope: Scope, error: BaseException) -> str:
    """Say in one line what failed; the traceback follows in the log."""
    if isinstance(error, PydanticSerializationError):
        return f"{describe(scope)}: its result cannot be sent as JSON: {error}"
    return f"{describe(scope)}: {error!r}"


def without_framework(error: BaseException) -> BaseException | None:
    """Cut the frames of the server and the framework off the traceback's beginning.

    They are the same forty lines for every error. None when nothing else is left.
    """
    trace = error.__traceback__
    while trace and trace.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _FRAMEWORK:
        trace = trace.tb_next
    return error.with_traceback(trace) if trace else None


async def answer_server_error(_request: Request, _error: Exception) -> Response:
    """Answer 500; the exception itself goes on to the boundary, which logs it."""
    return JSONResponse({"detail": DETAILS[500]}, status_code=500)


async def answer_invalid_request(_request: Request, error: Exception) -> Response:
    """Answer 422 as FastAPI does, also where the rejected input is no JSON (NaN, a lone surrogate).

    FastAPI repeats the input in its answer and fails with 500 when that cannot be encoded.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else []
    return Response(encode_detail(found), status_code=422, media_type="application/json")


def encode_detail(found: Any) -> bytes:
    """Encode the error envelope; never raises for data that came from a request."""
    plain = to_jsonable_python(
        {"detail": found}, inf_nan_mode="null", bytes_mode="utf8", fallback=str, by_alias=True
    )
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
