"""FastAPI's own layers, for the answers that the fast path does not send itself.

An exception or a `Response` of the user's function goes through a copy of the application's
middleware in which the router is replaced: what the function gave is given again, and so meets
the same exception handlers and the same code as on FastAPI's way, without a second call.
"""

import copy
import itertools
from typing import Any

from fastapi import FastAPI
from fastapi._body_limit import AppBodyLimitMiddleware
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import request_response
from fastapi.telemetry._asgi import ExceptionTelemetryMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

OUTCOME = "flashc_runtime.outcome"
"""The key of the scope that holds what the user's function gave."""
HAD_BODY = "flashc_runtime.had_body"
"""The key of the scope that says whether the route reads the request's body."""

_LAYERS: tuple[type[Any], ...] = (
    ServerErrorMiddleware,
    ExceptionTelemetryMiddleware,
    AppBodyLimitMiddleware,
    ExceptionMiddleware,
    AsyncExitStackMiddleware,
)


def settling_stack(app: FastAPI) -> ASGIApp | None:
    """Return the layers that settle an outcome; None unless the layers are FastAPI's own."""
    if app.debug or app.max_body_size is not None or app.root_path or app.user_middleware:
        return None
    layers: list[Any] = []
    layer: Any = app.middleware_stack
    for kind in _LAYERS:
        if type(layer) is not kind:
            return None
        layers.append(copy.copy(layer))
        layer = layer.app
    if layer is not app.router:
        return None
    for outer, inner in itertools.pairwise(layers):
        outer.app = inner
    layers[-1].app = request_response(_give)
    settling: ASGIApp = layers[0]
    return settling


async def _give(request: Request) -> Response:
    if request.scope[HAD_BODY]:
        # FastAPI has read it by now; handlers further out find nothing left.
        await request.body()
    outcome: Exception | Response = request.scope[OUTCOME]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
