"""SIGTERM and SIGINT before the server runs.

Process 1 of a container ignores a signal that has no handler, so the handlers come first of all.
"""

import signal
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)


class StopStartup(BaseException):
    """A signal arrived while the worker was starting; it ends whatever is being imported."""


class StartupSignals:
    """Remembers that the process was asked to end, and ends a running import."""

    def __init__(self) -> None:
        self.stopped = False
        """Whether a signal has arrived."""
        self._interrupt = True
        for each in STOPPING:
            signal.signal(each, self._receive)

    def stop_interrupting(self) -> None:
        """From now on a signal is remembered and nothing else; the server is about to look."""
        self._interrupt = False

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True
        if self._interrupt:
            raise StopStartup
