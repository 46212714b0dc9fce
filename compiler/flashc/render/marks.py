"""Labels as marks: a span as lines and columns, clamped to what the file really has."""

from dataclasses import dataclass

from flashc.diagnostic import Label
from flashc.render.paint import Style
from flashc.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What to underline. Lines count from 1, characters in a line from 0; `end` is excluded.

    On one line, `end` is after `start`, so that an empty span (a missing token, the end of the
    file) still gets one mark.
    """

    first: int
    start: int
    last: int
    end: int
    text: str
    style: Style
    character: str

    @property
    def is_one_line(self) -> bool:
        """Whether it starts and ends on the same line."""
        return self.first == self.last


def mark(source: SourceFile, label: Label, style: Style, character: str) -> Mark:
    """Find the lines and columns of a label."""
    span = _without_line_end(source, label.span)
    start, end = source.position(span.start), source.position(span.end)
    first_column = min(start.column - 1, len(source.line(start.line)))
    last_column = min(end.column - 1, len(source.line(end.line)))
    if start.line == end.line:
        last_column = max(last_column, first_column + 1)
    return Mark(
        first=start.line,
        start=first_column,
        last=end.line,
        end=last_column,
        text=label.text,
        style=style,
        character=character,
    )


def _without_line_end(source: SourceFile, span: Span) -> Span:
    """Keep a span that covers a whole line from reaching the next one."""
    start = min(max(span.start, 0), len(source.text))
    end = min(max(span.end, start), len(source.text))
    while end > start + 1 and source.text[end - 1] in "\r\n":
        end -= 1
    if end == start + 1 and source.text[start:end] in ("\r", "\n"):
        end = start
    return Span(path=span.path, start=start, end=end)
