"""The layer that every request of a worker passes: id, limits, time, failures, log."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from flashc_runtime.access_log import access_log
from flashc_runtime.answers import send_detail
from flashc_runtime.body_limit import BodyLimits, declares_more
from flashc_runtime.exchange import Exchange, describe, raw_path
from flashc_runtime.failures import explain, fits_no_route, without_framework
from flashc_runtime.lifecycle import is_draining
from flashc_runtime.settings import Settings
from flashc_runtime.sweeper import Sweeper

log = logging.getLogger("flashc_runtime")


FastWay = Callable[[Exchange, Receive], Awaitable[Receive | None]]
"""Answers a request and returns None, or returns the `receive` for who answers instead."""


class RequestBoundary:
    """ASGI layer behind which no exception of a request passes.

    A response that has begun cannot become a 500; it is left incomplete, and the server then
    closes the connection, which is how a client learns that the response was cut short.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        limits: BodyLimits,
        fast: FastWay | None = None,
    ) -> None:
        self._app = app
        self._fast = fast
        self._settings = settings
        self._limits = limits
        self._slow_seconds = settings.slow_seconds
        self._most = settings.max_concurrency
        self._sweeper = Sweeper(
            settings.request_seconds, cancel_on_disconnect=settings.cancel_on_disconnect
        )

    def beside(self, app: ASGIApp) -> "RequestBoundary":
        """Return the same layer around another application: their requests count together."""
        other = RequestBoundary(app, self._settings, self._limits)
        other._sweeper = self._sweeper
        return other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        # uvicorn's `receive` is a method of what knows whether the client is still there.
        exchange = Exchange(scope, send, getattr(receive, "__self__", None))
        most, largest = self._most, self._limits.largest
        try:
            if most and len(self._sweeper) >= most:
                await send_detail(exchange.send, 429, [(b"retry-after", b"1")])
            elif largest and declares_more(scope, largest):
                # The connection stays open: the server reads and discards the body, which a
                # client that is still sending needs before it looks at the answer.
                await send_detail(exchange.send, 413)
            else:
                self._sweeper.add(exchange)
                await self._serve(exchange, receive)
        finally:
            self._sweeper.remove(exchange)
            if exchange.body_held:
                self._limits.release(exchange)
            self._report(exchange)

    async def _serve(self, exchange: Exchange, receive: Receive) -> None:
        try:
            rest = await self._fast(exchange, receive) if self._fast else receive
            if rest is not None:
                counted = self._limits.counted(exchange, rest)
                await self._app(exchange.scope, counted, exchange.send)
        except ClientDisconnect:
            log.info("%s: the client went away", describe(exchange.scope))
        except asyncio.CancelledError:
            if not (exchange.timed_out or exchange.abandoned or is_draining()):
                raise
            # The cancellation was meant for the function and ends here.
            if exchange.task is not None:
                exchange.task.uncancel()
            if exchange.abandoned:
                log.info("%s: cancelled, the client went away", describe(exchange.scope))
            elif not exchange.timed_out:
                await self._cut_off(exchange)
        except (Exception, SystemExit) as error:
            if fits_no_route(error):
                return
            reason = f"{explain(exchange.scope, error)} [{exchange.request_id}]"
            log.error("%s", reason, exc_info=without_framework(error))
            if not exchange.status:
                await send_detail(exchange.send, 500)

    async def _cut_off(self, exchange: Exchange) -> None:
        """Answer a request that the server has ended, because its own time is over."""
        name = f"{describe(exchange.scope)} [{exchange.request_id}]"
        log.warning("%s: not finished when the worker ended", name)
        if not exchange.status:
            await send_detail(exchange.send, 503, [(b"connection", b"close")])

    def _report(self, exchange: Exchange) -> None:
        slow = exchange.timed_out or exchange.seconds >= self._slow_seconds > 0
        lines = access_log()
        if lines is not None:
            lines.add(exchange, slow=slow)
        elif slow:
            log.warning(
                "%s %s %d %.1fms %dB [%s] slow",
                exchange.scope["method"],
                raw_path(exchange.scope),
                exchange.status,
                exchange.seconds * 1000,
                exchange.bytes_sent,
                exchange.request_id,
            )
