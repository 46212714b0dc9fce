"""Serving one request on the fast path, or handing it on as if nothing had happened."""

import logging
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope

from flashc_runtime.body_limit import BodyLimits
from flashc_runtime.exchange import Exchange
from flashc_runtime.fast.body import body_value, read_body, replayed
from flashc_runtime.fast.route_plan import RoutePlan
from flashc_runtime.fast.stack import HAD_BODY, OUTCOME, settling_stack
from flashc_runtime.fast.table import Found, Table, build_tables

CHECK_SECONDS = 0.25
"""How long a change to the application that costs too much to look for may stay unnoticed."""

log = logging.getLogger("flashc_runtime")


class FastPath:
    """The dispatch table of an application, and the way of a request through it."""

    def __init__(self, app: FastAPI, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits
        self._tables: dict[str, Table] = {}
        self._settle: ASGIApp | None = None
        self._stack: ASGIApp | None = None
        self._routes: list[BaseRoute] = []
        self._trusted = False
        self._failed = False
        self._check_at = 0.0

    async def serve(self, exchange: Exchange, receive: Receive) -> Receive | None:
        """Answer and return None, or return the `receive` with which FastAPI is to answer.

        FastAPI answers only where the function has not been called. A request that it is going
        to reject has been validated twice by then, by the same validators.
        """
        scope = exchange.scope
        found = self._find(scope, exchange.began)
        if found is None:
            return receive
        plan = found.plan
        messages: list[Message] = []
        try:
            values = plan.arguments(found.segments, scope["query_string"])
            if plan.body is not None:
                body = await read_body(exchange, receive, messages, self._limits)
                values[plan.body.name] = body_value(plan.body, body, scope)
        except Exception:  # noqa: BLE001  (FastAPI finds it again, and says what it is)
            return replayed(messages, receive)
        outcome = await self._answer(exchange, plan, values)
        if outcome is not None:
            await self._hand_on(exchange, replayed(messages, receive), found, outcome)
        return None

    async def _answer(
        self, exchange: Exchange, plan: RoutePlan, values: dict[str, Any]
    ) -> BaseException | Response | None:
        """Call the function and send its result; return what is not a result."""
        try:
            if plan.is_async:
                result = await plan.function(**values)
            else:
                result = await run_in_threadpool(plan.function, **values)
            if isinstance(result, Response):
                return result
            content = plan.serialize(result)
        except BaseException as error:  # noqa: BLE001  (raised again where it belongs)
            return error
        await exchange.send_whole(content)
        return None

    async def _hand_on(
        self,
        exchange: Exchange,
        receive: Receive,
        found: Found,
        outcome: BaseException | Response,
    ) -> None:
        """Let the application's own layers settle an exception or a `Response`."""
        scope = exchange.scope
        self._describe(scope, found)
        if isinstance(outcome, BaseException) and not isinstance(outcome, Exception):
            # A cancellation or `SystemExit`: no handler of FastAPI's is asked.
            raise outcome
        scope[OUTCOME] = outcome
        scope[HAD_BODY] = found.plan.body is not None
        assert self._settle is not None  # noqa: S101  (there is no table without it)
        await self._settle(scope, self._limits.counted(exchange, receive), exchange.send)

    def _find(self, scope: Scope, now: float) -> Found | None:
        app = self._app
        if (
            now >= self._check_at
            or len(app.router.routes) != len(self._routes)
            or app.middleware_stack is not self._stack
        ):
            self._check_at = now + CHECK_SECONDS
            self._check()
        table = self._tables.get(scope["method"])
        # Inside another application, paths, handlers and telemetry may come from outside.
        if table is None or scope.get("root_path") or "app" in scope:
            return None
        return table.find(scope["path"])

    def _check(self) -> None:
        """Learn the routes again if anything has changed; without trust there is no table."""
        try:
            self._learn()
        except Exception as error:
            if not self._failed:
                log.warning("the fast path is off", exc_info=error)
            self._failed = True
            self._trusted = False
            self._tables = {}
            self._stack = self._app.middleware_stack
            self._routes = list(self._app.router.routes)

    def _learn(self) -> None:
        app = self._app
        routes = app.router.routes
        if app.middleware_stack is None:
            app.middleware_stack = app.build_middleware_stack()
        trusted = not app.root_path and not app._native_telemetry.enabled()
        if (
            trusted == self._trusted
            and app.middleware_stack is self._stack
            and len(routes) == len(self._routes)
            and all(one is other for one, other in zip(routes, self._routes, strict=True))
        ):
            return
        self._trusted = trusted
        self._stack = app.middleware_stack
        self._routes = list(routes)
        self._settle = settling_stack(app)
        usable = trusted and self._settle is not None and type(app.router) is APIRouter
        self._tables = build_tables(self._routes) if usable else {}

    def _describe(self, scope: Scope, found: Found) -> None:
        """Put into the scope what routing would have put there, for handlers and the log."""
        route = found.plan.route
        convertors = route.param_convertors
        scope["app"] = self._app
        scope["router"] = self._app.router
        scope["route"] = route
        scope["endpoint"] = route.endpoint
        scope["path_params"] = {
            name: convertors[name].convert(text) for name, text in found.segments.items()
        }
