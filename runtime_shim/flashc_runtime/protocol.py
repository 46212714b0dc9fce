"""uvicorn's HTTP protocol with less work for each request, and the same bytes on the wire.

A response that is complete when it begins is written at once, by one system call instead of two and
without checking headers that the runtime itself has made; the timer that closes idle connections is
moved when it fires instead of being made anew for each request.

It stands on names of uvicorn's that are not public. Where one of them is missing, the import of
this module fails, and the worker runs on uvicorn's protocol as it is. Tested with uvicorn 0.54.0 and
httptools 0.8.0 and 0.9.0.
"""

import time
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from flashc_runtime.connection import LimitedProtocol

_CYCLE_NAMES = frozenset(
    "access_log default_headers disconnected flow keep_alive message_event on_response "
    "response_complete response_started scope transport waiting_for_100_continue".split()
)
_PROTOCOL_NAMES = frozenset(
    "cycle flow loop pipeline server_state timeout_keep_alive timeout_keep_alive_task".split()
)
_METHOD_NAMES = (
    "_unset_keepalive_if_required connection_lost on_headers_complete on_response_complete "
    "timeout_keep_alive_handler".split()
)
if (
    not _CYCLE_NAMES.issubset(RequestResponseCycle.__init__.__code__.co_names)
    or not _PROTOCOL_NAMES.issubset(HttpToolsProtocol.__init__.__code__.co_names)
    or not all(hasattr(HttpToolsProtocol, name) for name in _METHOD_NAMES)
):
    raise ImportError("this version of uvicorn has other insides")

_OK = STATUS_LINE[200]
_LARGE = 65_536
"""Bytes from which on a body is not worth copying to save a system call."""


class WorkerCycle(RequestResponseCycle):
    """One request and its response, which may be written as a whole."""

    def write_whole(self, head: bytes, body: bytes) -> bool:
        """Write a complete response of status 200; False where it must take the usual way.

        `head` holds the lines of its headers, `content-length` among them, each with its end.
        """
        if self.response_started or self.flow.write_paused or self.access_log:
            return False
        if self.disconnected:
            return True
        self.response_started = True
        self.waiting_for_100_continue = False
        lines, closes = _encoded(self.default_headers)
        if closes:
            self.keep_alive = False
        end = b"\r\n" if self.keep_alive or closes else b"connection: close\r\n\r\n"
        if len(body) < _LARGE:
            self.transport.write(b"".join((_OK, lines, head, end, body)))
        else:
            self.transport.writelines((b"".join((_OK, lines, head, end)), body))
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        return True


_Headers = list[tuple[bytes, bytes]]
_last: tuple[_Headers, bytes, bool] = ([], b"", False)


def _encoded(headers: _Headers) -> tuple[bytes, bool]:
    """Return the lines of the server's own headers, and whether they close the connection.

    The list is another one when a header changes, which is once a second.
    """
    global _last  # noqa: PLW0603  (the last list and its lines, for all connections)
    if _last[0] is not headers:
        lines = b"".join(b"%b: %b\r\n" % pair for pair in headers)
        closes = any(name == b"connection" and value == b"close" for name, value in headers)
        _last = (headers, lines, closes)
    return _last[1], _last[2]


class WorkerProtocol(LimitedProtocol):
    """A connection whose responses may be written as a whole."""

    _idle_until: float | None = None
    """When the connection is to be closed, in the loop's time; None while it is used."""

    def on_headers_complete(self) -> None:
        """Begin a request."""
        super().on_headers_complete()
        # uvicorn has no other way to say what a cycle is; the task of this one has not begun yet.
        if self.cycle is not None:
            self.cycle.__class__ = WorkerCycle

    def on_response_complete(self) -> None:
        """Go on with the next request that waits, or wait for one."""
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._since = time.monotonic()
        self._idle_until = self.loop.time() + self.timeout_keep_alive
        if self.timeout_keep_alive_task is None:
            self._close_when_idle(self.timeout_keep_alive)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
            self.timeout_keep_alive_task = None

    def _unset_keepalive_if_required(self) -> None:
        self._idle_until = None

    def _close_when_idle(self, seconds: float) -> None:
        timer: TimerHandle = self.loop.call_later(seconds, self._look_whether_idle)
        self.timeout_keep_alive_task = timer

    def _look_whether_idle(self) -> None:
        self.timeout_keep_alive_task = None
        if self._idle_until is None:
            # The response that is under way starts the time anew.
            return
        seconds = self._idle_until - self.loop.time()
        if seconds > 0:
            self._close_when_idle(seconds)
        else:
            self.timeout_keep_alive_handler()
