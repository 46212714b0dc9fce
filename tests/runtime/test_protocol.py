"""The worker's HTTP protocol puts the same bytes on the wire as uvicorn's own."""

import asyncio
import sys
from typing import Any
from unittest import mock

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from flashc_runtime import create_app
from flashc_runtime.connection import LimitedProtocol
from flashc_runtime.drain import refuse_keep_alive
from flashc_runtime.protocol import WorkerCycle, WorkerProtocol
from flashc_runtime.server import configure_server
from flashc_runtime.settings import read_settings
from runtime.served import Client, Conversation, Served, request
from runtime.virtual import Line, run_in_virtual_time

LAST = b"GET /hello HTTP/1.0\r\n\r\n"


def both(conversation: Conversation) -> bytes:
    """Hold a conversation with each protocol, require the same bytes, and return them."""
    served = [Served(kind) for kind in (WorkerProtocol, LimitedProtocol)]
    ours, theirs = [asyncio.run(each.talk(conversation)) for each in served]
    assert ours == theirs
    assert served[0].state.total_requests == served[1].state.total_requests
    return ours


def sending(*parts: bytes) -> Conversation:
    """Send parts, each when the one before was read, and a request that ends the connection."""

    async def talk(client: Client) -> bytes:
        for part in (*parts, LAST):
            await client.send(part)
        return await client.read_all()

    return talk


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
    "close, pipelined": [request("GET /hello", "", "connection: close") + request("GET /hello")],
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


@pytest.mark.parametrize("kind", [WorkerProtocol, HttpToolsProtocol])
def test_a_client_that_leaves_is_no_error(
    kind: type[HttpToolsProtocol], caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(kind)

    async def leave_in_the_middle(client: Client) -> bytes:
        await client.send(request("GET /held"))
        await served.begun.wait()
        client.transport.abort()
        while not served.is_over:
            await asyncio.sleep(0.001)
        served.release.set()
        return b"gone"

    asyncio.run(served.talk(leave_in_the_middle))
    assert served.state.total_requests == 0
    assert caplog.records == []


async def read_slowly(client: Client) -> bytes:
    client.transport.pause_reading()
    client.transport.write(request("GET /large") * 2 + request("GET /hello"))
    await asyncio.sleep(0.2)
    client.transport.write(LAST)
    client.transport.resume_reading()
    return await client.read_all()


def test_a_client_that_reads_slowly_gets_everything() -> None:
    assert both(read_slowly).count(b"HTTP/1.1 200 OK") == 4


@pytest.mark.parametrize("kind", [WorkerProtocol, LimitedProtocol])
def test_an_idle_connection_is_closed_in_time_and_a_used_one_is_kept(
    kind: type[HttpToolsProtocol],
) -> None:
    async def use() -> float:
        line = Line(Served(kind, idle_seconds=0.7).protocol())
        for _ in range(2):
            line.send(request("GET /hello?seconds=0.4"))
            # It is served for one half of this, and idle for the other.
            await asyncio.sleep(0.8)
        line.send(request("GET /hello"))
        begun = asyncio.get_running_loop().time()
        await line.ended.wait()
        assert line.read.count(b"HTTP/1.1 200 OK") == 3
        return asyncio.get_running_loop().time() - begun

    assert run_in_virtual_time(use()) == pytest.approx(0.7)


@pytest.mark.parametrize("name", ["one", "garbage", "garbage after a request"])
def test_a_closed_connection_leaves_no_timer(name: str) -> None:
    served = Served(WorkerProtocol, idle_seconds=60)
    timers: list[Any] = []

    async def talk() -> None:
        await served.talk(sending(*REQUESTS[name]))
        timers.extend(
            each for each in asyncio.get_running_loop()._scheduled if not each.cancelled()  # type: ignore[attr-defined]
        )

    asyncio.run(talk())
    assert [each for each in timers if "idle" in repr(each) or "close" in repr(each)] == []


@pytest.mark.parametrize("kind", [WorkerProtocol, HttpToolsProtocol])
def test_a_drain_closes_connections_with_their_next_response(
    kind: type[HttpToolsProtocol],
) -> None:
    served = Served(kind)

    async def talk(client: Client) -> bytes:
        await client.send(request("GET /hello") + request("GET /held"))
        await served.begun.wait()
        refuse_keep_alive(served.config, served.state)
        served.release.set()
        return await client.read_all()

    assert asyncio.run(served.talk(talk)).count(b"connection: close\r\n") == 1

    async def later(client: Client) -> bytes:
        await client.send(request("GET /hello"))
        return await client.read_all()

    assert asyncio.run(served.talk(later)).count(b"connection: close\r\n") == 1


def test_other_insides_of_uvicorn_leave_its_protocol_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read_settings({})
    assert configure_server(create_app("x"), settings).http_protocol_class is WorkerProtocol
    monkeypatch.delattr(HttpToolsProtocol, "timeout_keep_alive_handler")
    monkeypatch.delitem(sys.modules, "flashc_runtime.protocol")
    assert configure_server(create_app("x"), settings).http_protocol_class is LimitedProtocol
