"""An event loop whose time passes only while there is nothing to do, and connections within it."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class _Selector(selectors.DefaultSelector):
    """Waits for nothing: the time that it was given to wait has passed at once."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """Return what is ready."""
        assert timeout is not None, "nothing will ever happen"
        self.now += max(0.0, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._passing = _Selector()
        super().__init__(self._passing)

    def time(self) -> float:
        """Return the seconds that have passed."""
        return self._passing.now


def run_in_virtual_time(work: Coroutine[Any, Any, float]) -> float:
    """Run what waits for timers alone: no sockets, no threads, and no clock of the machine's."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


class Line(asyncio.Transport):
    """A connection to a protocol, without a network between."""

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.read = b""
        """What the protocol has written."""
        self.ended = asyncio.Event()
        """Set when the protocol has ended the connection."""
        self._protocol = protocol
        protocol.connection_made(self)

    def send(self, data: bytes) -> None:
        """Let the protocol read."""
        self._protocol.data_received(data)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep what the protocol writes."""
        self.read += bytes(data)

    def is_closing(self) -> bool:
        """Say whether the connection is at its end."""
        return self.ended.is_set()

    def close(self) -> None:
        """End the connection."""
        if not self.ended.is_set():
            self.ended.set()
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    def pause_reading(self) -> None:
        """Do nothing: what is sent is read at once."""

    def resume_reading(self) -> None:
        """Do nothing, as above."""
