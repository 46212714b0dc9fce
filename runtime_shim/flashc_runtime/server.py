"""uvicorn, with sockets that are open already and a take-over of the connections that waited."""

import asyncio
import functools
import importlib.util
import socket
import sys
import time
from types import FrameType
from typing import Literal

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from flashc_runtime.doorkeeper import Doorkeeper
from flashc_runtime.drain import finish_connections, refuse_keep_alive, take_queued
from flashc_runtime.gate import CheckedHeads, Gate, HealthPort
from flashc_runtime.lifecycle import start_draining
from flashc_runtime.settings import Settings

_FOREVER = 10**8
"""Seconds."""


def configure_server(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Return uvicorn's configuration; the faster parser and event loop where they are installed."""
    fast_loop = sys.platform != "win32" and importlib.util.find_spec("uvloop")
    protocol = _protocol()
    config = uvicorn.Config(
        CheckedHeads(app) if protocol == "h11" else app,
        http=protocol,
        loop="uvloop" if fast_loop else "asyncio",
        interface="asgi3",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_keep_alive=settings.idle_seconds or _FOREVER,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    config.load()
    return config


def _protocol() -> type[asyncio.Protocol] | Literal["h11"]:
    """Return the faster parser with limits; h11, where that is all there is, has its own."""
    if not importlib.util.find_spec("httptools"):
        return "h11"
    try:
        from flashc_runtime.protocol import WorkerProtocol  # noqa: PLC0415  (only this may fail)
    except ImportError:
        from flashc_runtime.connection import LimitedProtocol  # noqa: PLC0415  (as above)

        return LimitedProtocol
    return WorkerProtocol


class WorkerServer(uvicorn.Server):
    """A server that takes over from the doorkeeper and drains before it ends."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        doorkeeper: Doorkeeper,
        health_listeners: list[socket.socket],
    ) -> None:
        gate = Gate(app)
        super().__init__(configure_server(gate, settings))
        self._doorkeeper = doorkeeper
        self._idle_seconds = settings.idle_seconds
        self._health_config = configure_server(HealthPort(gate), settings)
        self._health_listeners = health_listeners
        # Apart from the worker's own state: probes must not keep a drain waiting.
        self._health_state = ServerState()
        self._health_servers: list[asyncio.Server] = []

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain; a second SIGINT ends at once.

        The signal is not kept for later, as uvicorn would: having been asked to end is no failure,
        so the exit code is 0.
        """
        super().handle_exit(sig, frame)
        self._captured_signals.clear()
        self._drain()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then listen and take over the connections that waited."""
        await super().startup(sockets=sockets)
        loop = asyncio.get_running_loop()
        health = functools.partial(self._protocol, self._health_config, self._health_state)
        for listener in self._health_listeners:
            self._health_servers.append(await loop.create_server(health, sock=listener))
        visitors = self._doorkeeper.stop()
        await self._serve_all(visitors.worker)
        for each in visitors.health:
            await loop.connect_accepted_socket(health, each)

    async def on_tick(self, counter: int) -> bool:
        """Once a second, end the connections whose clients keep them waiting."""
        if counter % 10 == 0 and self._idle_seconds:
            before = time.monotonic() - self._idle_seconds
            for state in (self.server_state, self._health_state):
                for each in list(state.connections):
                    end = getattr(each, "end_if_stuck", None)
                    if end is not None:
                        end(before)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what has been asked, then end.

        The listeners stay open while clients with open connections are told to close them, so
        that a probe gets its 503; health ports stay open to the very end.
        """
        self._drain()
        await finish_connections(self.server_state)
        await self._serve_all(await take_queued(sockets or [], self.servers))
        await finish_connections(self.server_state)
        await super().shutdown(sockets=sockets)
        for server in self._health_servers:
            server.close()

    def _drain(self) -> None:
        # Both at once and in the signal's handler: a client that has seen the 503 of `/ping` is
        # told to close with its next response.
        start_draining()
        refuse_keep_alive(self.config, self.server_state)

    async def _serve_all(self, connections: list[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        protocol = functools.partial(self._protocol, self.config, self.server_state)
        for each in connections:
            await loop.connect_accepted_socket(protocol, each)

    def _protocol(self, config: uvicorn.Config, state: ServerState) -> asyncio.Protocol:
        return config.http_protocol_class(  # type: ignore[call-arg]
            config=config, server_state=state, app_state=self.lifespan.state
        )
