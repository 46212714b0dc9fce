"""One request and its response, as the runtime sees them from outside the application."""

import asyncio
import re
import time

from starlette.types import Message, Scope, Send

from flashc_runtime.answers import send_detail
from flashc_runtime.request_id import HEADER, begin_request

_HEADER = HEADER.encode("ascii")
_MOST_LOGGED = 500
"""Characters."""
_WHOLE = b"content-length: %d\r\ncontent-type: application/json\r\n" + _HEADER + b": %b\r\n"

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class UnsendableError(Exception):
    """A response has a status or a header that HTTP does not have."""


class Exchange:
    """Counts, marks and, when its time is over, ends one response."""

    __slots__ = (
        "_connection",
        "_send",
        "abandoned",
        "began",
        "body_held",
        "bytes_sent",
        "complete",
        "request_id",
        "scope",
        "status",
        "task",
        "timed_out",
    )

    def __init__(self, scope: Scope, send: Send, connection: object = None) -> None:
        self._send = send
        self._connection = connection
        self.scope = scope
        self.request_id = begin_request(_received_id(scope))
        self.began = time.monotonic()
        self.status = 0
        """The response's status; 0 until it has begun."""
        self.body_held = 0
        """Bytes of its body that count against those of all requests."""
        self.bytes_sent = 0
        self.complete = False
        self.timed_out = False
        self.abandoned = False
        self.task = asyncio.current_task()

    async def send(self, message: Message) -> None:
        """Pass on a message of the application, or drop it when its time is over.

        Raises `UnsendableError` for a response that the server could not write, while it can still
        be a 500.
        """
        if self.timed_out:
            return
        if message["type"] == "http.response.start":
            _require_sendable(message)
            self.status = message["status"]
            id_header = (_HEADER, self.request_id.encode("ascii"))
            message = {**message, "headers": [*message.get("headers", ()), id_header]}
        elif message["type"] == "http.response.body":
            self.bytes_sent += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        await self._send(message)

    async def send_whole(self, body: bytes) -> None:
        """Send one complete JSON response with status 200, or drop it when its time is over."""
        if self.timed_out:
            return
        self.status = 200
        size = self.bytes_sent = len(body)
        request_id = self.request_id.encode("ascii")
        # The worker's own server writes such a response at once.
        write_whole = getattr(getattr(self._send, "__self__", None), "write_whole", None)
        if write_whole is not None and write_whole(_WHOLE % (size, request_id), body):
            self.complete = True
            return
        headers = [
            (b"content-length", b"%d" % size),
            (b"content-type", b"application/json"),
            (_HEADER, request_id),
        ]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
        self.complete = True

    async def expire(self) -> None:
        """Answer 504 in the application's place and cancel its work.

        A function that runs in a thread, or that ignores being cancelled, runs on; its response
        is dropped.
        """
        self.timed_out = True
        if self.task is not None:
            self.task.cancel()
        self.status = 504
        self.complete = True
        await send_detail(self._send, 504, [(_HEADER, self.request_id.encode("ascii"))])

    def has_lost_its_client(self) -> bool:
        """Say whether nobody waits for the answer any more; false where the server does not tell."""
        return getattr(self._connection, "disconnected", False) is True

    def abandon(self) -> None:
        """Cancel the application's work, because nobody waits for its answer."""
        self.abandoned = True
        if self.task is not None:
            self.task.cancel()

    @property
    def seconds(self) -> float:
        """Time since the request's head was read."""
        return time.monotonic() - self.began


def _require_sendable(start: Message) -> None:
    status = start["status"]
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise UnsendableError(f"the response has the status {status!r}; HTTP has 200 to 599")
    for name, value in start.get("headers", ()):
        if _NAME.fullmatch(name) is None:
            raise UnsendableError(f"the response has a header named {name!r}")
        if _NO_VALUE.search(value) is not None:
            raise UnsendableError(
                f"the response's header {name.decode('ascii')} holds a control character: {value!r}"
            )


def _received_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == _HEADER:
            text: str = value.decode("latin-1")
            return text
    return ""


def describe(scope: Scope) -> str:
    """Name a request for the log: method, route's template (else raw path) and function."""
    route = getattr(scope.get("route"), "path", None) or raw_path(scope)
    function = getattr(scope.get("endpoint"), "__name__", "")
    return f"{scope['method']} {route}" + (f" ({function})" if function else "")


def raw_path(scope: Scope) -> str:
    """Return the path as the client wrote it, safe for a line of a log."""
    text = shortened(scope.get("raw_path", b"").decode("latin-1") or scope["path"])
    return "".join(letter if "!" <= letter <= "~" else "?" for letter in text)


def shortened(text: str) -> str:
    """Return a text of a client's or a function's as a line of the log may hold it."""
    if len(text) <= _MOST_LOGGED:
        return text
    return f"{text[:_MOST_LOGGED]}...({len(text)}_characters)"
