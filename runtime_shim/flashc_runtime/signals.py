"""SIGTERM and SIGINT before the server runs.

Process 1 of a container ignores a signal that has no handler, so the handlers come first of all.
"""

import signal
import time
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)
SECONDS_TO_END = 1.0
"""After so long, an import that still runs has caught what was to end it."""


class StopStartup(BaseException):
    """A signal arrived while the worker was starting; it ends whatever is being imported."""


class StartupSignals:
    """Remembers that the process was asked to end, and ends a running import."""

    def __init__(self) -> None:
        self.stopped = False
        """Whether a signal has arrived."""
        self._interrupt = True
        self._not_before = 0.0
        for each in STOPPING:
            signal.signal(each, self._receive)

    def stop_interrupting(self) -> None:
        """From now on a signal is remembered and nothing else: nothing is imported any more."""
        self._interrupt = False

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True
        now = time.monotonic()
        # A second signal, while the process is about to end, would end it with an error.
        if self._interrupt and now >= self._not_before:
            self._not_before = now + SECONDS_TO_END
            raise StopStartup
