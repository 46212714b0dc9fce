"""An application behind one of the worker's protocols, and a client in the same event loop."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import uvicorn
from fastapi import Body, HTTPException
from fastapi.responses import StreamingResponse
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from flashc_runtime import create_app
from runtime.processes import PATIENCE_SECONDS

LARGE = "x" * 3_000_000
_TURNS = 20


def request(line: str, body: str = "", *headers: str) -> bytes:
    """Write a request."""
    head = [f"{line} HTTP/1.1", "host: x", *headers]
    if body:
        head += ["content-type: application/json", f"content-length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


class Served:
    """One application behind one of the two protocols, and what they noted."""

    def __init__(self, protocol: type[HttpToolsProtocol], idle_seconds: float = 5) -> None:
        self.begun = asyncio.Event()
        """Whether `/held` has been asked for."""
        self.release = asyncio.Event()
        """Lets `/held` answer."""
        self.received = 0
        """Bytes that the connection has read."""
        self.is_over = False
        """Whether the connection has ended."""
        self.config = uvicorn.Config(
            _app(self),
            http=protocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
        )
        self.config.timeout_keep_alive = idle_seconds  # type: ignore[assignment]
        self.config.load()
        self.state = ServerState()
        self.state.default_headers = [(b"date", b"today")]

    def protocol(self) -> HttpToolsProtocol:
        """Make the protocol of one connection."""
        kind: Any = self.config.http_protocol_class
        served = self

        class Noted(kind):  # type: ignore[misc]
            def data_received(self, data: bytes) -> None:
                served.received += len(data)
                super().data_received(data)

            def connection_lost(self, exc: Exception | None) -> None:
                served.is_over = True
                super().connection_lost(exc)

        made: HttpToolsProtocol = Noted(config=self.config, server_state=self.state, app_state={})
        return made

    async def talk(self, conversation: "Conversation") -> bytes:
        """Open a connection, hold a conversation and return what was read, without ids."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self.protocol, "127.0.0.1", 0)
        self.is_over = False
        self.received = 0
        address = server.sockets[0].getsockname()
        transport, client = await loop.create_connection(lambda: Client(self), *address)
        try:
            read = await asyncio.wait_for(conversation(client), PATIENCE_SECONDS)
        finally:
            transport.close()
            server.close()
            while self.state.tasks or self.state.connections:
                await asyncio.sleep(0.001)
        return re.sub(rb"x-request-id: [0-9a-f]{32}", b"x-request-id: ...", read)


class Client(asyncio.Protocol):
    """Sends, and keeps all that it reads."""

    def __init__(self, served: Served) -> None:
        self.transport: asyncio.Transport
        self._served = served
        self._sent = 0
        self._read = b""
        self._ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Keep what has come."""
        self._read += data

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end."""
        del exc
        self._ended.set()

    async def send(self, data: bytes) -> None:
        """Send bytes; go on when the server has read them, and done what takes it no time.

        Nothing is sent on a connection that the server has ended.
        """
        if self._served.is_over:
            return
        self._sent += len(data)
        self.transport.write(data)
        while self._served.received < self._sent and not self._served.is_over:
            await asyncio.sleep(0.001)
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    async def read_all(self) -> bytes:
        """Wait until the server ends the connection, and return all that was read."""
        await self._ended.wait()
        return self._read


Conversation = Callable[[Client], Awaitable[bytes]]


def _app(served: Served) -> Any:
    app = create_app("demo")

    @app.get("/hello")
    async def hello(seconds: float = 0) -> Any:
        await asyncio.sleep(seconds)
        return {"hello": "world"}

    @app.get("/held")
    async def held() -> Any:
        served.begun.set()
        await served.release.wait()
        return {"hello": "again"}

    @app.get("/sync")
    def sync() -> Any:
        return 1

    @app.post("/echo")
    async def echo(body: Annotated[Any, Body()]) -> Any:
        return body

    @app.get("/large")
    async def large() -> Any:
        return LARGE

    @app.get("/teapot")
    async def teapot() -> Any:
        raise HTTPException(418)

    @app.get("/stream")
    async def stream() -> Any:
        return StreamingResponse(iter(["a", "b"]))

    return app
