"""Colours: a style is what a piece of text means, and a painter turns it into an escape sequence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

import click

from flashc.diagnostic import Severity


class Style(Enum):
    """What a piece of output means."""

    PLAIN = auto()
    STRONG = auto()
    ERROR = auto()
    WARNING = auto()
    NOTE = auto()
    HELP = auto()
    GUTTER = auto()
    SECONDARY = auto()
    ADDED = auto()
    REMOVED = auto()


Painter = Callable[[Style, str], str]

SEVERITY_STYLES = {
    Severity.ERROR: Style.ERROR,
    Severity.WARNING: Style.WARNING,
    Severity.NOTE: Style.NOTE,
}
_COLORS = {
    Style.ERROR: "bright_red",
    Style.WARNING: "yellow",
    Style.NOTE: "bright_cyan",
    Style.HELP: "bright_green",
    Style.GUTTER: "bright_blue",
    Style.SECONDARY: "bright_blue",
    Style.ADDED: "green",
    Style.REMOVED: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a line that begins at `column`, counted from 0. Its text has been made safe."""

    column: int
    text: str
    style: Style


def colored(style: Style, text: str) -> str:
    """Paint for a terminal."""
    if style is Style.PLAIN or not text:
        return text
    return click.style(text, fg=_COLORS.get(style), bold=style not in (Style.ADDED, Style.REMOVED))


def plain(_style: Style, text: str) -> str:
    """Leave the text as it is."""
    return text


def painter(color: bool) -> Painter:
    """Choose between the two."""
    return colored if color else plain


def lay_out(segments: Iterable[Segment], paint: Painter) -> str:
    """Join segments with the spaces between them. Only the last one may be wider than its length."""
    line, column = "", 0
    for segment in sorted(segments, key=lambda segment: segment.column):
        line += " " * (segment.column - column) + paint(segment.style, segment.text)
        column = segment.column + len(segment.text)
    return line
