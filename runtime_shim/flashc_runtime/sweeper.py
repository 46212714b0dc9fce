"""Ends requests that take too long, and where asked those whose client has gone away.

One timer looks at all requests four times a second; a timer or task for each request would cost
more than the rest of the runtime.
"""

import asyncio

from flashc_runtime.exchange import Exchange

INTERVAL_SECONDS = 0.25


class Sweeper:
    """The requests that are being served, and the timer that watches them."""

    def __init__(self, timeout_seconds: float, *, cancel_on_disconnect: bool = False) -> None:
        self._timeout_seconds = timeout_seconds
        self._cancel_on_disconnect = cancel_on_disconnect
        self._watches = bool(timeout_seconds) or cancel_on_disconnect
        self._active: set[Exchange] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._active)

    def add(self, exchange: Exchange) -> None:
        """Watch a request; where nothing ends requests it is only counted."""
        self._active.add(exchange)
        if self._watches and self._timer is None:
            self._arm()

    def remove(self, exchange: Exchange) -> None:
        """Forget a request whose function has ended."""
        self._active.discard(exchange)

    def _arm(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(INTERVAL_SECONDS, self._sweep)

    def _sweep(self) -> None:
        self._timer = None
        for exchange in self._active:
            # A response that has begun is a stream, and may take its time.
            if not exchange.status and not exchange.abandoned:
                self._judge(exchange)
        if self._active:
            self._arm()

    def _judge(self, exchange: Exchange) -> None:
        if 0 < self._timeout_seconds <= exchange.seconds:
            task = asyncio.get_running_loop().create_task(exchange.expire())
            # The loop itself keeps only weak references to tasks.
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        elif self._cancel_on_disconnect and exchange.has_lost_its_client():
            exchange.abandon()
