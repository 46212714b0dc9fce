"""The application that a worker's routes are added to."""

import os
from importlib import import_module
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from flashc_runtime.body_limit import BodyLimits
from flashc_runtime.boundary import FastWay, RequestBoundary
from flashc_runtime.document import describe_errors
from flashc_runtime.failures import (
    answer_http_error,
    answer_invalid_request,
    answer_server_error,
)
from flashc_runtime.json_body import WorkerRoute
from flashc_runtime.reserved import ReservedPaths
from flashc_runtime.settings import Settings, read_settings


class WorkerApp(FastAPI):
    """A FastAPI application with the runtime's layers around it.

    They are plain ASGI and stand outside FastAPI's middleware, so that a probe costs no routing
    and nothing that is raised inside reaches the server.
    """

    def __init__(self, name: str, settings: Settings, *, docs: bool, execute: bool) -> None:
        super().__init__(
            title=name,
            docs_url="/docs" if docs else None,
            redoc_url="/redoc" if docs else None,
            openapi_url="/openapi.json" if docs else None,
        )
        limits = BodyLimits(settings.max_body_bytes, settings.max_inflight_bytes)
        fast = _fast_way(self, limits) if settings.fast_path else None
        boundary = RequestBoundary(super().__call__, settings, limits, fast)
        way = boundary.beside(_execute_way(settings)) if execute else None
        self._layers = ReservedPaths(boundary, way)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, with the errors that every route may answer."""
        if not self.openapi_schema:
            describe_errors(super().openapi())
        return super().openapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "http":
            await self._layers(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _fast_way(app: FastAPI, limits: BodyLimits) -> FastWay | None:
    """Return the fast path; None under a FastAPI whose insides are not those it knows."""
    try:
        from flashc_runtime.fast.path import FastPath  # noqa: PLC0415  (only this may fail)
    except ImportError:
        return None
    return FastPath(app, limits).serve


def _execute_way(settings: Settings) -> ASGIApp:
    # By name, as it is shipped in workers of Live resources alone.
    way: ASGIApp = import_module("flashc_runtime.execute").Execute(settings)
    return way


def create_app(name: str, *, docs: bool = True, execute: bool = False) -> FastAPI:
    """Return the application of the endpoint `name`, without routes but the runtime's own.

    `docs=False` leaves out `/docs`, `/redoc` and `/openapi.json`, for an endpoint whose own routes
    use one of these paths; `python -m <worker> openapi` prints the document all the same.
    `execute=True` lets the SDK's clients on this machine, and bearers of `FLASH_EXECUTE_TOKEN`, run
    code at `POST /execute`: for development, in workers of Live resources.
    Limits come from the environment; raises `SettingsError` for a value that means nothing.
    """
    app = WorkerApp(name, read_settings(os.environ), docs=docs, execute=execute)
    app.router.route_class = WorkerRoute
    app.add_exception_handler(Exception, answer_server_error)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(RequestValidationError, answer_invalid_request)
    return app
