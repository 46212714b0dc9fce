"""Work, as calls of Python functions: the same on every machine, however busy it is."""

import importlib
import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

HANGING_SECONDS: Final = 900.0
"""What has not ended after so long never will: no measure of speed, but the end of a hung test."""


# What `import` runs for a module that is not there yet.
_IMPORT: Final = importlib._bootstrap._find_and_load.__code__  # type: ignore[attr-defined]


def calls_of(function: Callable[[], object]) -> int:
    """Count the calls of Python functions and generators that running `function` takes.

    Those of imports do not count: whether a module is there already depends on the tests that the
    process ran before.
    """
    count = imports = 0

    def note(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count, imports
        if event == "call":
            if frame.f_code is _IMPORT:
                imports += 1
            elif not imports:
                count += 1
        elif event == "return" and frame.f_code is _IMPORT:
            imports -= 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
