"""Answers `/ping` while the worker imports the user's code.

Importing belongs on the main thread (signal handlers, event loops and some C libraries want it),
so a small thread keeps the door: 204 "initialising" for probes, and every other connection stays
unread until the server takes it over.
"""

import contextlib
import re
import selectors
import socket
import threading
from enum import Enum, auto
from typing import NamedTuple

MAX_WAITING = 512
"""Connections kept for the server; later ones are told 503 and to come back in a second."""

_MAX_HEAD = 16_384
_RECHECK_SECONDS = 0.05
_PROBE = re.compile(rb"(?:GET|HEAD) /ping/?(?:\?[^ ]*)? HTTP/1\.[01]\r?\n")
_PROBE_STARTS = (b"GET /ping", b"HEAD /ping")
_INITIALISING = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Visit(Enum):
    """What the first bytes of a connection tell."""

    PROBE = auto()
    UNDECIDED = auto()
    REQUEST = auto()


def judge(head: bytes) -> Visit:
    """Recognise a complete request for `/ping`, or say that more bytes are needed."""
    if b"\n" not in head:
        begun = any(each.startswith(head[: len(each)]) for each in _PROBE_STARTS)
        return Visit.UNDECIDED if begun and len(head) < _MAX_HEAD else Visit.REQUEST
    if not _PROBE.match(head):
        return Visit.REQUEST
    if b"\r\n\r\n" in head or b"\n\n" in head:
        return Visit.PROBE
    return Visit.UNDECIDED if len(head) < _MAX_HEAD else Visit.REQUEST


class Visitors(NamedTuple):
    """Open connections whose first request is still unread."""

    worker: list[socket.socket]
    health: list[socket.socket]


class Doorkeeper:
    """A thread that serves the listening sockets until `stop`."""

    def __init__(
        self, listeners: list[socket.socket], health_listeners: list[socket.socket] | None = None
    ) -> None:
        self._health = set(health_listeners or [])
        self._listeners = {*listeners, *self._health}
        self._waiting: set[socket.socket] = set()
        self._undecided: set[socket.socket] = set()
        self._health_visits: set[socket.socket] = set()
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
        keys = list(self._selector.get_map().values())
        registered = {key.fileobj for key in keys if isinstance(key.fileobj, socket.socket)}
        self._selector.close()
        self._wake.close()
        self._waker.close()
        visitors = (registered | self._undecided | self._waiting) - self._listeners - {self._wake}
        health = visitors & self._health_visits
        return Visitors(
            sorted(visitors - health, key=socket.socket.fileno),
            sorted(health, key=socket.socket.fileno),
        )

    def _run(self) -> None:
        while True:
            ready = self._selector.select(_RECHECK_SECONDS if self._undecided else None)
            # Bytes that were looked at keep a socket readable; such sockets are looked at again
            # at intervals rather than at once, or this loop would spin.
            again, self._undecided = self._undecided, set()
            for each in again:
                self._selector.register(each, selectors.EVENT_READ)
            for key, _ in ready:
                if key.fileobj is self._wake:
                    return
                assert isinstance(key.fileobj, socket.socket)  # noqa: S101  (narrows the type)
                if key.fileobj in self._listeners:
                    self._accept(key.fileobj)
                else:
                    self._look(key.fileobj)

    def _accept(self, listener: socket.socket) -> None:
        try:
            visitor, _ = listener.accept()
        except OSError:
            # The client is gone already, or the process is out of file descriptors.
            return
        visitor.setblocking(False)
        if listener in self._health:
            self._health_visits.add(visitor)
        self._selector.register(visitor, selectors.EVENT_READ)

    def _look(self, visitor: socket.socket) -> None:
        try:
            head = visitor.recv(_MAX_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            head = b""
        self._selector.unregister(visitor)
        verdict = judge(head)
        if not head:
            self._forget(visitor)
        elif verdict is Visit.UNDECIDED:
            self._undecided.add(visitor)
        elif verdict is Visit.PROBE:
            self._answer(visitor, _INITIALISING)
        elif visitor in self._health_visits:
            self._answer(visitor, _NOT_FOUND)
        elif len(self._waiting) >= MAX_WAITING:
            self._answer(visitor, _BUSY)
        else:
            self._waiting.add(visitor)

    def _answer(self, visitor: socket.socket, answer: bytes) -> None:
        with contextlib.suppress(OSError):
            # Unread bytes at close would reset the connection before the answer arrives.
            visitor.recv(_MAX_HEAD)
            visitor.send(answer)
            visitor.shutdown(socket.SHUT_WR)
        self._forget(visitor)

    def _forget(self, visitor: socket.socket) -> None:
        self._health_visits.discard(visitor)
        visitor.close()
