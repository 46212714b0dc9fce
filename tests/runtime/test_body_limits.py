"""The bodies of all requests together have a limit, whoever reads them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI, Request
from starlette.types import Message

from flashc_runtime import create_app
from flashc_runtime.body_limit import SMALL, BodyLimits
from flashc_runtime.exchange import Exchange
from flashc_runtime.fast.body import read_body
from flashc_runtime.fast.route_plan import NotFast

LIMIT = 200_000
HALF = b'"' + b"x" * 150_000
"""The beginning of a body of which two are too much."""


def make(monkeypatch: pytest.MonkeyPatch, fast: str, limit: int = LIMIT) -> FastAPI:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    monkeypatch.setenv("FLASH_MAX_INFLIGHT_BYTES", str(limit))
    app = create_app("demo", execute=True)

    @app.post("/text")
    async def text(body: Annotated[str, Body()]) -> Any:
        return len(body)

    @app.post("/stream")
    async def stream(request: Request) -> Any:
        return sum([len(each) async for each in request.stream()])

    return app


class Client:
    """One request, whose body comes bit by bit."""

    def __init__(self, app: FastAPI, path: str = "/text") -> None:
        self._parts: asyncio.Queue[Message] = asyncio.Queue()
        self._sent: list[Message] = []
        self._waiting = asyncio.Event()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 2),
            "state": {},
        }
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        if self._parts.empty():
            self._waiting.set()
        return await self._parts.get()

    async def _send(self, message: Message) -> None:
        self._sent.append(message)

    async def sends(self, part: bytes, *, more: bool = True) -> None:
        """Send a part, and wait until the worker wants another one or has answered."""
        self._waiting.clear()
        self._parts.put_nowait({"type": "http.request", "body": part, "more_body": more})
        waiting = asyncio.ensure_future(self._waiting.wait())
        await asyncio.wait({waiting, self.task}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def leaves(self) -> None:
        """Close the connection."""
        self._parts.put_nowait({"type": "http.disconnect"})
        await self.task

    async def answer(self) -> tuple[int, Any, str]:
        """Return status, content and `retry-after` of the answer."""
        await self.task
        start, *rest = self._sent
        body = b"".join(each.get("body", b"") for each in rest)
        headers = dict(start["headers"])
        return start["status"], json.loads(body), headers.get(b"retry-after", b"").decode()


BUSY = (503, {"detail": "Service Unavailable"}, "1")
both_ways = pytest.mark.parametrize("fast", ["0", "1"], ids=["FastAPI", "fast path"])
paths = pytest.mark.parametrize("path", ["/text", "/stream", "/execute"])


@both_ways
@paths
def test_a_body_for_which_there_is_no_room_is_503_until_there_is(
    monkeypatch: pytest.MonkeyPatch, fast: str, path: str
) -> None:
    app = make(monkeypatch, fast)

    async def talk() -> None:
        first = Client(app)
        await first.sends(HALF)
        second = Client(app, path)
        await second.sends(HALF)
        assert await second.answer() == BUSY
        await first.sends(b'"', more=False)
        assert await first.answer() == (200, 150_000, "")
        third = Client(app, path)
        await third.sends(HALF)
        await third.sends(b'"', more=False)
        assert (await third.answer())[0] == 200

    asyncio.run(talk())


@both_ways
@paths
@pytest.mark.parametrize("largest", ["0", "1000000"], ids=["any size", "a larger size"])
def test_a_body_that_would_never_fit_is_413(
    monkeypatch: pytest.MonkeyPatch, fast: str, path: str, largest: str
) -> None:
    monkeypatch.setenv("FLASH_MAX_BODY_BYTES", largest)
    app = make(monkeypatch, fast)

    async def talk() -> None:
        client = Client(app, path)
        await client.sends(HALF)
        await client.sends(HALF)
        assert await client.answer() == (413, {"detail": "Content Too Large"}, "")
        last = Client(app)
        await last.sends(HALF + b'"', more=False)
        assert await last.answer() == (200, 150_000, "")

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("largest", "together", "alone"),
    [(0, 0, 0), (5, 0, 5), (5, 10**6, 5), (0, 10**6, 10**6), (10**7, 10**6, 10**6), (0, 1, SMALL)],
)
def test_one_body_is_at_most_what_all_may_be_but_for_small_ones(
    largest: int, together: int, alone: int
) -> None:
    assert BodyLimits(largest, together).largest == alone


@both_ways
def test_small_bodies_are_served_meanwhile(monkeypatch: pytest.MonkeyPatch, fast: str) -> None:
    app = make(monkeypatch, fast)

    async def talk() -> None:
        large = Client(app)
        await large.sends(HALF + b"x" * 49_000)
        for _ in range(10):
            small = Client(app)
            await small.sends(b'"' + b"x" * (SMALL - 2) + b'"', more=False)
            assert await small.answer() == (200, SMALL - 2, "")
        await large.sends(b'"', more=False)
        assert await large.answer() == (200, 199_000, "")

    asyncio.run(talk())


@both_ways
@paths
def test_a_client_that_leaves_makes_room(
    monkeypatch: pytest.MonkeyPatch, fast: str, path: str
) -> None:
    app = make(monkeypatch, fast)

    async def talk() -> None:
        for _ in range(5):
            client = Client(app, path)
            await client.sends(HALF)
            await client.leaves()
        last = Client(app)
        await last.sends(HALF + b'"', more=False)
        assert await last.answer() == (200, 150_000, "")

    asyncio.run(talk())


@both_ways
def test_without_a_limit_there_is_room_for_all(monkeypatch: pytest.MonkeyPatch, fast: str) -> None:
    app = make(monkeypatch, fast, limit=0)

    async def talk() -> None:
        clients = [Client(app) for _ in range(5)]
        for each in clients:
            await each.sends(HALF)
        for each in clients:
            await each.sends(b'"', more=False)
            assert await each.answer() == (200, 150_000, "")

    asyncio.run(talk())


def test_a_body_in_parts_is_kept_once() -> None:
    async def read() -> None:
        parts = [b"x" * SMALL, b"y", b""]
        waiting = [{"type": "http.request", "body": each, "more_body": True} for each in parts]
        waiting[-1]["more_body"] = False
        kept: list[Message] = []
        body = await read_body(exchange(), giving(waiting), kept, BodyLimits(100_000, 0))
        assert kept == [{"type": "http.request", "body": body, "more_body": False}]
        assert kept[0]["body"] is body
        assert body == b"".join(parts)

    asyncio.run(read())


def test_what_came_of_a_body_that_is_too_much_is_given_again() -> None:
    async def read() -> None:
        waiting = [{"type": "http.request", "body": HALF, "more_body": True}] * 2
        kept: list[Message] = []
        with pytest.raises(NotFast):
            await read_body(exchange(), giving(waiting), kept, BodyLimits(0, LIMIT))
        assert kept == waiting

    asyncio.run(read())


def exchange() -> Exchange:
    async def send(_message: Message) -> None:
        raise AssertionError

    return Exchange({"headers": []}, send)


def giving(messages: list[Any]) -> Callable[[], Awaitable[Message]]:
    rest = iter(messages)

    async def receive() -> Message:
        return next(rest)

    return receive
