"""Source files and places in them. There is one span type; characters inside, other units at the edge."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A range of characters in one file: `start` included, `end` excluded, both counted from 0.

    There is one for every piece of syntax, so it is the kind of value that is made fastest.
    """

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place as people count: line and column from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One file of the user's.

    `path` is shown in diagnostics (POSIX separators, as reached from the working folder); `shipped`
    is the path below the import root, under which the file stands in a worker; `module` is its
    dotted import name. `text` is decoded, without BOM, its line ends as they are; `content` is the
    file byte for byte.
    """

    path: str
    shipped: str
    module: str
    is_package: bool
    text: str
    content: bytes

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        r"""The character index at which each line starts; `\r\n`, `\n` and `\r` end a line."""
        starts = [0]
        starts += [
            index + 1
            for index, character in enumerate(self.text)
            if character == "\n" or (character == "\r" and self.text[index + 1 : index + 2] != "\n")
        ]
        return tuple(starts)

    def position(self, index: int) -> Position:
        """Give the line and column of the character at `index`."""
        line = bisect_right(self.line_starts, index)
        return Position(line=line, column=index - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Give the text of line `number` (from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def span_of_line(self, number: int, column: int = 1) -> Span:
        """Give the span from `column` (from 1) to the end of line `number`, at least one character."""
        number = min(max(number, 1), len(self.line_starts))
        first = self.line_starts[number - 1]
        end = first + len(self.line(number))
        start = min(first + max(column, 1) - 1, end)
        return Span(path=self.path, start=start, end=max(end, start + 1))

    def slice(self, span: Span) -> str:
        """Give the text under `span`."""
        return self.text[span.start : span.end]
