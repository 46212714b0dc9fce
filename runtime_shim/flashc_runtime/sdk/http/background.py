"""An event loop in a thread of its own, on which calls of synchronous functions are made.

So there is one client for both kinds of call, with one meaning of its timeout: the whole exchange.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_lock = threading.Lock()
_loops: dict[int, "Background"] = {}


class Background:
    """The loop, running until the process ends."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="flashc-calls", daemon=True
        )
        self._thread.start()
        atexit.register(self._close)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there, in the caller's context, and wait for its result."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            # The caller was interrupted; a coroutine that has ended is not disturbed by this.
            future.cancel()
            raise

    def _close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(1)
        if not self._loop.is_running():
            # The clients that belong to the loop close with its asynchronous generators.
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()


def background() -> Background:
    """Return this process's loop: a child that was forked has neither the thread nor its sockets."""
    process = os.getpid()
    with _lock:
        if process not in _loops:
            _loops.clear()
            _loops[process] = Background()
        return _loops[process]
