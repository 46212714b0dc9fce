"""The worker's HTTP protocol puts the same bytes on the wire as uvicorn's own."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from unittest import mock

import pytest
import uvicorn
from fastapi import Body, HTTPException
from fastapi.responses import StreamingResponse
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from flashc_runtime import create_app
from flashc_runtime.connection import LimitedProtocol
from flashc_runtime.drain import refuse_keep_alive
from flashc_runtime.protocol import WorkerCycle, WorkerProtocol
from flashc_runtime.server import configure_server
from flashc_runtime.settings import read_settings

LARGE = "x" * 3_000_000
Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]


class Served:
    """One application behind one of the two protocols, and what they noted."""

    def __init__(self, protocol: type[HttpToolsProtocol], idle_seconds: float = 5) -> None:
        app = create_app("demo")

        @app.get("/hello")
        async def hello(seconds: float = 0) -> Any:
            await asyncio.sleep(seconds)
            return {"hello": "world"}

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

        self.config = uvicorn.Config(
            app, http=protocol, ws="none", log_config=None, access_log=False, server_header=False
        )
        self.config.timeout_keep_alive = idle_seconds  # type: ignore[assignment]
        self.config.load()
        self.state = ServerState()
        self.state.default_headers = [(b"date", b"today")]

    def protocol(self) -> HttpToolsProtocol:
        """Make the protocol of one connection."""
        kind = self.config.http_protocol_class
        return kind(  # type: ignore[call-arg, return-value]
            config=self.config, server_state=self.state, app_state={}
        )

    async def talk(self, conversation: Conversation) -> bytes:
        """Open a connection, hold a conversation and return what was read, without ids."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self.protocol, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            read = await asyncio.wait_for(conversation(reader, writer), 20)
        finally:
            writer.close()
            server.close()
            while self.state.tasks or self.state.connections:
                await asyncio.sleep(0.001)
        return re.sub(rb"x-request-id: [0-9a-f]{32}", b"x-request-id: ...", read)


def both(conversation: Conversation, **options: Any) -> bytes:
    """Hold a conversation with each protocol, require the same bytes, and return them."""
    served = [Served(kind, **options) for kind in (WorkerProtocol, LimitedProtocol)]
    ours, theirs = [asyncio.run(each.talk(conversation)) for each in served]
    assert ours == theirs
    assert served[0].state.total_requests == served[1].state.total_requests
    return ours


def sending(*parts: bytes) -> Conversation:
    """Send parts, a moment apart, close our side and read to the end."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02)
        writer.write(b"GET /hello HTTP/1.0\r\n\r\n")
        return await reader.read()

    return talk


def request(line: str, body: str = "", *headers: str) -> bytes:
    head = [f"{line} HTTP/1.1", "host: x", *headers]
    if body:
        head += ["content-type: application/json", f"content-length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


REQUESTS = {
    "one": [request("GET /hello")],
    "several in turn": [request("GET /hello"), request("GET /sync"), request("GET /teapot")],
    "pipelined": [
        request("GET /hello?seconds=0.05") + request("GET /sync") + request("GET /hello")
    ],
    "pipelined with a body": [request("POST /echo", "[1]") + request("POST /echo", '{"a":2}')],
    "HEAD": [request("HEAD /hello"), request("HEAD /ping")],
    "an error": [request("GET /nothing"), request("POST /echo", "{"), request("PUT /hello")],
    "a stream": [request("GET /stream"), request("GET /hello")],
    "close": [request("GET /hello", "", "connection: close"), request("GET /hello")],
    "a body in parts": [request("POST /echo", "[1,2]")[:-3], b"2", b"2]"],
    "expectation": [request("POST /echo", "[1,2]", "expect: 100-continue")[:-5], b"[1,2]"],
    "chunked": [
        (
            b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"transfer-encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n"
        )
    ],
    "upgrade": [
        request("GET /hello", "", "connection: upgrade", "upgrade: websocket"),
        request("GET /hello"),
    ],
    "HTTP/2 upgrade": [request("GET /hello", "", "connection: upgrade", "upgrade: h2c")],
    "garbage": [b"\x00\x01\r\n\r\n"],
    "garbage after a request": [request("GET /hello") + b"\x00\x01\r\n\r\n"],
    "an id of the caller's": [request("GET /hello", "", "x-request-id: mine")],
    "an id that would split": [request("GET /hello", "", "x-request-id: a b")],
    "forwarded": [
        request("GET /hello", "", "x-forwarded-for: 1.2.3.4", "x-forwarded-proto: https")
    ],
    "large": [request("GET /large"), request("GET /hello")],
    "large, pipelined": [request("GET /large") + request("GET /hello") + request("GET /large")],
    "a probe": [request("GET /ping") + request("GET /hello")],
}


@pytest.mark.parametrize("name", REQUESTS)
def test_conversations_are_the_same(name: str) -> None:
    assert both(sending(*REQUESTS[name])).startswith(b"HTTP/1.1 ")


def test_results_are_written_as_a_whole_and_everything_else_is_not() -> None:
    written: list[bool] = []
    original = WorkerCycle.write_whole

    def note(self: WorkerCycle, head: bytes, body: bytes) -> bool:
        written.append(original(self, head, body))
        return written[-1]

    with mock.patch.object(WorkerCycle, "write_whole", note):
        both(sending(request("GET /hello"), request("GET /teapot"), request("GET /stream")))
    # The conversation ends with one more request.
    assert written == [True, True]


async def leave_in_the_middle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(request("GET /hello?seconds=1"))
    await asyncio.sleep(0.1)
    writer.transport.abort()
    return b"gone"


@pytest.mark.parametrize("kind", [WorkerProtocol, HttpToolsProtocol])
def test_a_client_that_leaves_is_no_error(
    kind: type[HttpToolsProtocol], caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(kind)
    asyncio.run(served.talk(leave_in_the_middle))
    assert served.state.total_requests == 0
    assert caplog.records == []


async def read_slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(request("GET /large") + request("GET /large") + request("GET /hello"))
    await asyncio.sleep(0.2)
    writer.write(b"GET /hello HTTP/1.0\r\n\r\n")
    return await reader.read()


def test_a_client_that_reads_slowly_gets_everything() -> None:
    assert both(read_slowly).count(b"HTTP/1.1 200 OK") == 4


async def stay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Read to the end without asking for it, and keep the connection used for a while."""
    loop = asyncio.get_running_loop()
    for _ in range(2):
        writer.write(request("GET /hello?seconds=0.4"))
        await reader.readuntil(b"}")
        await asyncio.sleep(0.4)
    writer.write(request("GET /hello"))
    await reader.readuntil(b"}")
    began = loop.time()
    assert await reader.read() == b""
    return b"too early" if loop.time() - began < 0.6 else b"in time"


def test_an_idle_connection_is_closed_in_time_and_a_used_one_is_kept() -> None:
    assert both(stay, idle_seconds=0.7) == b"in time"


def test_a_closed_connection_leaves_no_timer() -> None:
    served = Served(WorkerProtocol, idle_seconds=60)
    timers: list[Any] = []

    async def talk() -> None:
        await served.talk(sending(request("GET /hello")))
        timers.extend(
            each for each in asyncio.get_running_loop()._scheduled if not each.cancelled()  # type: ignore[attr-defined]
        )

    asyncio.run(talk())
    assert [each for each in timers if "idle" in repr(each)] == []


@pytest.mark.parametrize("kind", [WorkerProtocol, HttpToolsProtocol])
def test_a_drain_closes_connections_with_their_next_response(
    kind: type[HttpToolsProtocol],
) -> None:
    served = Served(kind)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(request("GET /hello") + request("GET /hello?seconds=0.1"))
        await reader.readuntil(b"}")
        await asyncio.sleep(0.02)
        refuse_keep_alive(served.config, served.state)
        return await reader.read()

    assert b"connection: close\r\n" in asyncio.run(served.talk(talk))

    async def later(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(request("GET /hello"))
        return await reader.read()

    assert asyncio.run(served.talk(later)).count(b"connection: close\r\n") == 1


def test_other_insides_of_uvicorn_leave_its_protocol_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read_settings({})
    assert configure_server(create_app("x"), settings).http_protocol_class is WorkerProtocol
    monkeypatch.delattr(HttpToolsProtocol, "timeout_keep_alive_handler")
    monkeypatch.delitem(sys.modules, "flashc_runtime.protocol")
    assert configure_server(create_app("x"), settings).http_protocol_class is LimitedProtocol
