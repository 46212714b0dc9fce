"""Two applications with the same routes, one with the fast path and one without, asked the same."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from flashc_runtime import create_app

AddRoutes = Callable[[FastAPI, list[str]], None]
JSON = ((b"content-type", b"application/json"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a client can see, without the id, which is never the same."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(slots=True, kw_only=True)
class Twin:
    """One of the two applications."""

    app: FastAPI
    calls: list[str] = field(default_factory=list)
    """What the routes' functions have noted: each call, once."""
    slow: list[str] = field(default_factory=list)
    """The paths that reached FastAPI itself."""


class Twins:
    """The two applications and the loop that both run on."""

    def __init__(self, add_routes: AddRoutes, **variables: str) -> None:
        self.fast = self._make(add_routes, "1", variables)
        self.plain = self._make(add_routes, "0", variables)
        self._runner = asyncio.Runner()

    @staticmethod
    def _make(add_routes: AddRoutes, fast: str, variables: dict[str, str]) -> Twin:
        original = FastAPI.__call__
        slow: list[str] = []

        async def count(self: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
            slow.append(scope["path"])
            await original(self, scope, receive, send)

        with (
            mock.patch.dict(os.environ, {**variables, "FLASH_FAST_PATH": fast}),
            mock.patch.object(FastAPI, "__call__", count),
        ):
            # The application takes hold of the method when it is made.
            app = create_app("twin")
        twin = Twin(app=app, slow=slow)
        add_routes(app, twin.calls)
        return twin

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Sequence[Message] = b"",
        *,
        query: bytes = b"",
        headers: Sequence[tuple[bytes, bytes]] = JSON,
        **scope: Any,
    ) -> Answer:
        """Ask both, require the same answer and the same calls, and return the answer."""
        self.fast.calls.clear()
        self.plain.calls.clear()
        asked = [
            self._runner.run(_ask(twin.app, method, path, body, query, headers, scope))
            for twin in (self.fast, self.plain)
        ]
        assert asked[0] == asked[1], f"{method} {path} {query!r} {body!r}"
        assert self.fast.calls == self.plain.calls, f"{method} {path} {query!r} {body!r}"
        return asked[0]

    def ask_fast(self, *request: Any, **more: Any) -> Answer:
        """Ask both, and require that FastAPI was not reached."""
        before = len(self.fast.slow)
        answer = self.ask(*request, **more)
        assert len(self.fast.slow) == before, f"took FastAPI's way: {request} {more}"
        return answer

    def ask_slow(self, *request: Any, **more: Any) -> Answer:
        """Ask both, and require that FastAPI was reached."""
        before = len(self.fast.slow)
        answer = self.ask(*request, **more)
        assert len(self.fast.slow) == before + 1, f"took the fast path: {request} {more}"
        return answer


async def _ask(
    app: FastAPI,
    method: str,
    path: str,
    body: bytes | Sequence[Message],
    query: bytes,
    headers: Sequence[tuple[bytes, bytes]],
    more: dict[str, Any],
) -> Answer:
    pending: list[Message] = (
        [{"type": "http.request", "body": body, "more_body": False}]
        if isinstance(body, bytes)
        else [dict(message) for message in body]
    )
    sent: list[Message] = []

    async def receive() -> Message:
        return pending.pop(0) if pending else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"twin"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
        **more,
    }
    await app(scope, receive, send)
    return Answer(
        status=sent[0]["status"],
        headers=sorted(pair for pair in sent[0]["headers"] if pair[0] != b"x-request-id"),
        body=b"".join(message.get("body", b"") for message in sent[1:]),
    )
