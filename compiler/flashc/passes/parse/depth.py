"""How deep syntax may nest: a limit of our own, so that it is the same under every host's Python.

Python itself allows 200 brackets and 100 indentations, and its interpreter 1,000 frames, which is too
few for passes that go down a chain of operators term by term: `deep_stack` makes room for them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flashc.source import Span

DEEPEST = 220
# A statement inside another takes more frames than an expression does.
STATEMENT = 2
# Terms of chains such as `a + b + c`, which are read without nesting, and of those that they stand in.
MOST_TERMS = 1000
# A pass takes a few frames for each level and each term; they fit into the 8 MB of a usual stack.
_FRAMES: Final = 10_000
# With more, Python's own compiler would go down until the stack ends, and the process with it.
_USUAL_FRAMES: Final = 1000


@contextmanager
def deep_stack() -> Iterator[None]:
    """Let passes go as deep as syntax may nest, while this is entered."""
    with _frames(max(_FRAMES, sys.getrecursionlimit())):
        yield


@contextmanager
def usual_stack() -> Iterator[None]:
    """Let Python's compiler go as deep as it does by itself, while this is entered."""
    with _frames(_USUAL_FRAMES):
        yield


@contextmanager
def _frames(most: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(most)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class TooDeep(Exception):  # noqa: N818 - it names the fact
    """The syntax at `span` nests deeper than is read."""

    def __init__(self, span: Span) -> None:
        super().__init__("nested too deeply")
        self.span = span
