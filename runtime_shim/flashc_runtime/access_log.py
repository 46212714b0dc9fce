"""The access log: one line of JSON for each request, on standard error.

A write for each line would cost more than the rest of the runtime, so lines are kept for a moment
and written together: after 50 ms at the latest, before any other line of the runtime's log, and
when the process ends. Only a worker that serves has one; an application that is called by tests, or
by another server, writes nothing.
"""

import asyncio
import atexit
import contextlib
import os
import sys
import threading
import time
from collections import deque
from json.encoder import encode_basestring_ascii as quoted

from flashc_runtime.exchange import Exchange

DELAY_SECONDS = 0.05


class AccessLog:
    """Lines that are still to be written, in the order in which their requests ended."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        # Appending needs no lock; two threads that write would mix up the order.
        self._writing = threading.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._second = -1
        self._clock = ""

    def add(self, exchange: Exchange, *, slow: bool) -> None:
        """Keep the line of a request that has ended; called in the event loop."""
        scope = exchange.scope
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second = second
            self._clock = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        # The path as it was sent: escapes keep their form, and other bytes become `\u00e9`.
        path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        mark = ',"slow":true' if slow else ""
        self._lines.append(
            f'{{"time":"{self._clock}.{int((now - second) * 1000):03d}Z"'
            f',"method":{quoted(scope["method"])},"path":{quoted(path)}'
            f',"status":{exchange.status},"ms":{exchange.seconds * 1000:.1f}'
            f',"bytes":{exchange.bytes_sent},"request_id":{quoted(exchange.request_id)}'
            f"{mark}}}\n"
        )
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(DELAY_SECONDS, self._flush_in_time)

    def _flush_in_time(self) -> None:
        self._timer = None
        self.flush()

    def flush(self) -> None:
        """Write what is kept; called from any thread."""
        with self._writing:
            lines = []
            with contextlib.suppress(IndexError):
                while True:
                    lines.append(self._lines.popleft())
            # Nobody reads any more, or standard error is closed: there is no place to say so.
            with contextlib.suppress(OSError, ValueError):
                if lines:
                    sys.stderr.write("".join(lines))
                    sys.stderr.flush()


_current: AccessLog | None = None


def switch_on() -> None:
    """Begin to keep and write lines, for the rest of the process."""
    global _current  # noqa: PLW0603  (a process has one standard error)
    _current = AccessLog()
    atexit.register(flush)
    if sys.platform != "win32":
        # A child of the user's code must not write our lines once more.
        os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    global _current  # noqa: PLW0603  (as above)
    _current = None


def access_log() -> AccessLog | None:
    """Return the log of this process, or None where it has none."""
    return _current


def flush() -> None:
    """Write what is kept, before a line of another log."""
    if _current is not None:
        _current.flush()
