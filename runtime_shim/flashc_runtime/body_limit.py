"""The largest request body, and the most bytes of bodies at once.

A body is refused by its declared length, or counted while it arrives. FastAPI has a limit of the
first kind, but answers with plain text where every other error is JSON.
"""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from flashc_runtime.answers import DETAILS
from flashc_runtime.exchange import Exchange

SMALL = 65_536
"""Bytes up to which a body is not counted: as much waits unread for every connection anyway."""


def declares_more(scope: Scope, limit: int) -> bool:
    """Say whether the request's `content-length` exceeds the limit, in bytes."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return bool(value.isdigit() and int(value) > limit)
    return False


class BodyLimits:
    """How large one body and all of them together may be, in bytes (0: no limit); who holds what."""

    def __init__(self, largest: int, together: int) -> None:
        if together:
            # What would never fit, however idle the worker, is too large and not a matter of time.
            alone = max(together, SMALL)
            largest = min(largest, alone) if largest else alone
        self.largest = largest
        self._together = together
        self._held = 0

    def admits(self, exchange: Exchange, size: int) -> bool:
        """Note that so much of a request's body has come, and say whether there is room for it."""
        more = size - exchange.body_held
        if size <= SMALL or more <= 0:
            return True
        if self._held + more > self._together > 0:
            return False
        self._held += more
        exchange.body_held = size
        return True

    def release(self, exchange: Exchange) -> None:
        """Forget what a request held, as it has ended."""
        self._held -= exchange.body_held
        exchange.body_held = 0

    def counted(self, exchange: Exchange, receive: Receive) -> Receive:
        """Return a `receive` that raises an `HTTPException` once the body is more than it may be.

        413 where it is too large itself, 503 where all of them together are.
        """
        total = 0

        async def receive_counted() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self.largest > 0:
                raise HTTPException(413, DETAILS[413])
            if not self.admits(exchange, total):
                raise HTTPException(503, DETAILS[503], {"retry-after": "1"})
            return message

        return receive_counted
