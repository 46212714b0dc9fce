"""Answers `/ping` while the worker imports the user's code.

Importing belongs on the main thread (signal handlers, event loops and some C libraries want it),
so a small thread keeps the door: 204 "initialising" for probes, and every other connection stays
unread until the server takes it over. What is no request yet is bounded in time, bytes and number.
"""

import contextlib
import re
import selectors
import socket
import sys
import threading
import time
from enum import Enum, auto
from typing import NamedTuple

try:
    import resource
except ImportError:
    # Windows has no such limit.
    resource = None  # type: ignore[assignment]

MAX_WAITING = 512
"""Connections kept for the server; later ones are told 503 and to come back in a second."""
MAX_UNDECIDED = 256
"""Connections that have sent no request line yet, or half a probe.

One more takes the place of the oldest: a probe comes whole, so that however many clients say
nothing, it is answered. With those that wait, they leave 256 of the usual limit of 1,024 files to the
import; under a lower limit there are fewer of both, for an import that cannot open its files ends.
"""
_FILES_TO_IMPORT = 256

_MAX_HEAD = 16_384
_RECHECK_SECONDS = 0.05
_RETRY_SECONDS = 1.0
_PROBE = re.compile(rb"(?:GET|HEAD) /ping/?(?:\?[^ ]*)? HTTP/1\.[01]\r?\n")
_PROBE_STARTS = (b"GET /ping", b"HEAD /ping")
_OTHER_VERSION = re.compile(rb"[^\n]* HTTP/(?!1\.[01]\r?\n)[0-9.]+\r?\n")
_INITIALISING = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"


def _refusal(status: str, extra: str = "") -> bytes:
    """Write a response as `answers.py` would, which needs more than may be imported yet."""
    body = f'{{"detail":"{status.partition(" ")[2]}"}}'
    return (
        f"HTTP/1.1 {status}\r\n{extra}content-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n{body}"
    ).encode("ascii")


_BUSY = _refusal("503 Service Unavailable", "retry-after: 1\r\n")
_NOT_FOUND = _refusal("404 Not Found")
_NOT_SPOKEN = _refusal("505 HTTP Version Not Supported")


class Visit(Enum):
    """What the first bytes of a connection tell."""

    PROBE = auto()
    UNDECIDED = auto()
    REQUEST = auto()
    OTHER_VERSION = auto()


def judge(head: bytes) -> Visit:
    """Recognise a complete request for `/ping`, or say that more bytes are needed."""
    if b"\n" not in head:
        begun = any(each.startswith(head[: len(each)]) for each in _PROBE_STARTS)
        return Visit.UNDECIDED if begun and len(head) < _MAX_HEAD else Visit.REQUEST
    if _OTHER_VERSION.match(head):
        return Visit.OTHER_VERSION
    if not _PROBE.match(head):
        return Visit.REQUEST
    if b"\r\n\r\n" in head or b"\n\n" in head:
        return Visit.PROBE
    return Visit.UNDECIDED if len(head) < _MAX_HEAD else Visit.REQUEST


class Visitors(NamedTuple):
    """Open connections whose first request is still unread."""

    worker: list[socket.socket]
    health: list[socket.socket]


def shares(most_files: int) -> tuple[int, int]:
    """Return how many connections wait, and how many are undecided, where that many files may be open."""
    usual = MAX_WAITING + MAX_UNDECIDED
    kept = min(usual, max(most_files - _FILES_TO_IMPORT, most_files // 2))
    waiting = kept * MAX_WAITING // usual
    return waiting, kept - waiting


def _most_files() -> int:
    if resource is None:
        return sys.maxsize
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return sys.maxsize if most == resource.RLIM_INFINITY else most


class Doorkeeper:
    """A thread that serves the listening sockets until `stop`.

    A connection that is no request after `idle_seconds` is closed; 0 is no limit.
    """

    def __init__(
        self,
        listeners: list[socket.socket],
        health_listeners: list[socket.socket] | None = None,
        *,
        idle_seconds: float = 0,
    ) -> None:
        self._health = set(health_listeners or [])
        self._listeners = {*listeners, *self._health}
        self._idle_seconds = idle_seconds
        self._most_waiting, self._most_undecided = shares(_most_files())
        self._waiting: set[socket.socket] = set()
        self._undecided: dict[socket.socket, float] = {}
        """When each was accepted, the oldest first."""
        self._half_read: dict[socket.socket, float] = {}
        """Those that have sent something, and when it is looked at again.

        Bytes that were looked at keep a socket readable: with the selector this thread would spin.
        """
        self._health_visits: set[socket.socket] = set()
        self._paused_until = 0.0
        self._selector = selectors.DefaultSelector()
        self._wake, self._waker = socket.socketpair()
        for each in (*self._listeners, self._wake):
            self._selector.register(each, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="doorkeeper", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> Visitors:
        """End the thread and return the open connections, unread, for the servers to take over."""
        self._waker.send(b"x")
        self._thread.join()
        self._selector.close()
        self._wake.close()
        self._waker.close()
        visitors = self._waiting.union(self._undecided)
        health = visitors & self._health_visits
        return Visitors(
            sorted(visitors - health, key=socket.socket.fileno),
            sorted(health, key=socket.socket.fileno),
        )

    def _run(self) -> None:
        while True:
            ready = self._selector.select(self._seconds_to_wait())
            self._listen_again()
            for key, _ in ready:
                if key.fileobj is self._wake:
                    return
                assert isinstance(key.fileobj, socket.socket)  # noqa: S101  (narrows the type)
                if key.fileobj in self._listeners:
                    self._accept(key.fileobj)
                elif key.fileobj in self._undecided:
                    # Else one that was accepted in this round has taken its place.
                    self._look(key.fileobj)
            self._look_again()
            self._close_what_is_late()

    def _seconds_to_wait(self) -> float | None:
        """Return the seconds until something is to be done that no socket tells of; None for never."""
        if self._half_read:
            return _RECHECK_SECONDS
        now = time.monotonic()
        moments = [self._paused_until] if self._paused_until else []
        if self._undecided and self._idle_seconds:
            moments.append(next(iter(self._undecided.values())) + self._idle_seconds)
        return max(0.0, min(moments) - now) if moments else None

    def _look_again(self) -> None:
        now = time.monotonic()
        for each in [visitor for visitor, moment in self._half_read.items() if moment <= now]:
            self._look(each)

    def _listen_again(self) -> None:
        if self._paused_until and self._paused_until <= time.monotonic():
            self._paused_until = 0.0
            for each in self._listeners:
                self._selector.register(each, selectors.EVENT_READ)

    def _close_what_is_late(self) -> None:
        before = time.monotonic() - self._idle_seconds
        while self._idle_seconds and self._undecided:
            oldest, since = next(iter(self._undecided.items()))
            if since > before:
                return
            self._send_away(oldest)

    def _accept(self, listener: socket.socket) -> None:
        if self._paused_until:
            return
        try:
            visitor, _ = listener.accept()
        except (BlockingIOError, ConnectionError, InterruptedError):
            # The client is gone already.
            return
        except OSError:
            self._make_room()
            return
        visitor.setblocking(False)
        if listener in self._health:
            self._health_visits.add(visitor)
        if len(self._undecided) >= self._most_undecided:
            self._send_away(next(iter(self._undecided)))
        self._undecided[visitor] = time.monotonic()
        self._selector.register(visitor, selectors.EVENT_READ)

    def _make_room(self) -> None:
        """Out of file descriptors: end who has said nothing the longest, or accept nobody a while.

        The listener stays readable, and this loop would spin.
        """
        if self._undecided:
            self._send_away(next(iter(self._undecided)))
            return
        self._paused_until = time.monotonic() + _RETRY_SECONDS
        for each in self._listeners:
            self._selector.unregister(each)

    def _look(self, visitor: socket.socket) -> None:
        try:
            head = visitor.recv(_MAX_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            head = b""
        verdict = judge(head)
        if not head:
            self._send_away(visitor)
        elif verdict is Visit.UNDECIDED:
            self._stop_watching(visitor)
            # The longer it has been waited for, the less often.
            now = time.monotonic()
            waited = now - self._undecided[visitor]
            self._half_read[visitor] = now + min(max(waited, _RECHECK_SECONDS), _RETRY_SECONDS)
        elif verdict is Visit.PROBE:
            self._answer(visitor, _INITIALISING)
        elif verdict is Visit.OTHER_VERSION:
            self._answer(visitor, _NOT_SPOKEN)
        elif visitor in self._health_visits:
            self._answer(visitor, _NOT_FOUND)
        elif len(self._waiting) >= self._most_waiting:
            self._answer(visitor, _BUSY)
        else:
            self._stop_watching(visitor)
            del self._undecided[visitor]
            self._waiting.add(visitor)

    def _answer(self, visitor: socket.socket, answer: bytes) -> None:
        with contextlib.suppress(OSError):
            # Unread bytes at close would reset the connection before the answer arrives.
            visitor.recv(_MAX_HEAD)
            visitor.send(answer)
            visitor.shutdown(socket.SHUT_WR)
        self._send_away(visitor)

    def _stop_watching(self, visitor: socket.socket) -> None:
        if self._half_read.pop(visitor, None) is None:
            self._selector.unregister(visitor)

    def _send_away(self, visitor: socket.socket) -> None:
        self._stop_watching(visitor)
        del self._undecided[visitor]
        self._health_visits.discard(visitor)
        visitor.close()
