"""How deep syntax may nest: a limit of our own, so that it is the same under every host's Python.

Reading takes at most three frames of the host's stack a level. Python itself allows 200 brackets and
100 indentations, and its interpreter 1,000 frames.
"""

from flashc.source import Span

DEEPEST = 220
# A statement inside another takes more frames than an expression does.
STATEMENT = 2
# Terms of one chain such as `a + b + c`, which is read without nesting.
MOST_TERMS = 1000


class TooDeep(Exception):  # noqa: N818 - it names the fact
    """The syntax at `span` nests deeper than is read."""

    def __init__(self, span: Span) -> None:
        super().__init__("nested too deeply")
        self.span = span
