"""What a client sees when something fails, and what the log keeps.

A client gets `{"detail": ...}` and never a stack trace; the log gets route, reason and traceback.
"""

import contextlib
import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from fastapi import Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic_core import PydanticSerializationError, to_jsonable_python
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from flashc_runtime.answers import DETAILS
from flashc_runtime.exchange import describe, shortened
from flashc_runtime.problems import MOST_LISTED

_FRAMEWORK = frozenset({"flashc_runtime", "fastapi", "starlette", "anyio", "pydantic", "asyncio"})


def explain(scope: Scope, error: BaseException) -> str:
    """Say in one line what failed; the traceback follows in the log."""
    if isinstance(error, PydanticSerializationError):
        return f"{describe(scope)}: its result cannot be sent as JSON: {shortened(str(error))}"
    return f"{describe(scope)}: {shortened(repr(error))}"


def fits_no_route(error: BaseException) -> bool:
    """Say whether routing itself failed: a number in the path that Python does not convert.

    Starlette's pattern for `int` takes more digits than `int()` does.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__") == "starlette.convertors"


def without_framework(error: BaseException) -> BaseException | None:
    """Cut the frames of the server and the framework off the traceback's beginning.

    They are the same forty lines for every error. None when nothing else is left.
    """
    trace = error.__traceback__
    while trace and trace.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _FRAMEWORK:
        trace = trace.tb_next
    return error.with_traceback(trace) if trace else None


async def answer_server_error(_request: Request, error: Exception) -> Response:
    """Answer 500; the exception itself goes on to the boundary, which logs it."""
    status = 404 if fits_no_route(error) else 500
    return JSONResponse({"detail": DETAILS[status]}, status_code=status)


async def answer_http_error(request: Request, error: Exception) -> Response:
    """Answer as FastAPI does, and for 405 name the methods of all routes with that path.

    FastAPI names those of the first one, though GET and POST of a path are two routes.
    """
    assert isinstance(error, HTTPException)  # noqa: S101  (what it is registered for)
    answer = await http_exception_handler(request, error)
    if error.status_code == 405:
        methods = {
            method
            for route in request.app.routes
            if route.matches(request.scope)[0] is not Match.NONE
            for method in getattr(route, "methods", None) or ()
        }
        answer.headers["allow"] = ", ".join(sorted(methods)) or answer.headers.get("allow", "")
    return answer


async def answer_invalid_request(_request: Request, error: Exception) -> Response:
    """Answer 422 as FastAPI does, also where the rejected input is no JSON (NaN, a lone surrogate).

    FastAPI repeats the input in its answer and fails with 500 when that cannot be encoded. Of many
    problems the first are listed: an answer must not be many times as long as what it answers.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else []
    # FastAPI raises it in a frame that holds it. Without an end, this circle would keep the body and
    # its text, tens of megabytes each, until the collector comes by.
    error.__cause__ = error.__context__ = error.__traceback__ = None
    return Response(encode_detail(_first(found)), status_code=422, media_type="application/json")


def _first(found: Sequence[Any]) -> Sequence[Any]:
    """Give what is listed of the problems of a request."""
    left = len(found) - MOST_LISTED
    if left <= 0:
        return found
    rest = {"type": "too_many_errors", "loc": ["body"], "msg": f"{left} more errors are not listed"}
    return [*found[:MOST_LISTED], rest]


def encode_detail(found: Any) -> bytes:
    """Encode the error envelope; never raises for data that came from a request."""
    plain = _first_that_works(
        lambda: _plain(found, "utf8"),
        # Bytes that are no text: the input was not even JSON.
        lambda: _plain(found, "base64"),
        # Nested deeper than pydantic writes: the client knows what it has sent.
        lambda: _plain([_without_input(each) for each in found], "utf8"),
    )
    text = json.dumps({"detail": plain}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def _first_that_works(*ways: Callable[[], Any]) -> Any:
    for way in ways[:-1]:
        with contextlib.suppress(ValueError):
            return way()
    return ways[-1]()


def _without_input(error: Any) -> Any:
    if not isinstance(error, dict):
        return str(error)
    return {name: value for name, value in error.items() if name not in ("input", "ctx")}


def _plain(value: Any, bytes_mode: Literal["utf8", "base64"]) -> Any:
    return to_jsonable_python(
        value, inf_nan_mode="null", bytes_mode=bytes_mode, fallback=str, by_alias=True
    )
