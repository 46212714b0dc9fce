"""The source lines of one file with marks under them.

Marks within a line are drawn under it; marks over several lines get a rail at the left:

    3 |   api = LiveLoadBalancer(
      |  _______^
    4 | |     name="a",
    5 | | )
      | |_^ declared here
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashc.render.columns import show_line
from flashc.render.marks import Mark
from flashc.render.paint import Painter, Segment, Style, lay_out
from flashc.render.underline import underline
from flashc.source import SourceFile

_KEPT_AT_START, _KEPT_AT_END = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """A mark over several lines, and its column left of the text."""

    mark: Mark
    column: int
    # Drawn as `/` beside its first line when nothing but white space stands before it there.
    at_margin: bool

    def passes(self, number: int, *, below: bool) -> bool:
        """Whether it is drawn beside line `number`, or beside the marks below that line."""
        if number == self.mark.first:
            return below and self.at_margin
        return self.mark.first < number <= self.mark.last


def excerpt(source: SourceFile, marks: Sequence[Mark], gutter: int, paint: Painter) -> list[str]:
    """Draw the lines that carry marks, with a gutter of `gutter` columns for their numbers."""
    rails = _rails(source, marks)
    drawn: list[str] = []
    before = None
    for number in _lines(marks):
        if before is not None and number > before + 1:
            drawn.append(_row("...", gutter, _passing(rails, before + 1, below=False), paint))
        drawn += _line(source, number, marks, rails, gutter, paint)
        before = number
    return drawn


def _rails(source: SourceFile, marks: Sequence[Mark]) -> tuple[Rail, ...]:
    long = sorted((m for m in marks if not m.is_one_line), key=lambda m: (m.first, -m.last))
    return tuple(
        Rail(
            mark=mark,
            column=column,
            at_margin=not source.line(mark.first)[: mark.start].strip(" \t"),
        )
        for column, mark in enumerate(long)
    )


def _lines(marks: Sequence[Mark]) -> list[int]:
    """Choose the lines to show; a single line between two shown ones is shown as well."""
    wanted: set[int] = set()
    for mark in marks:
        if mark.last - mark.first <= _KEPT_AT_START + _KEPT_AT_END:
            wanted.update(range(mark.first, mark.last + 1))
        else:
            wanted.update(range(mark.first, mark.first + _KEPT_AT_START))
            wanted.update(range(mark.last - _KEPT_AT_END + 1, mark.last + 1))
    between = {number + 1 for number in wanted if number + 2 in wanted}
    return sorted(wanted | between)


def _line(
    source: SourceFile,
    number: int,
    marks: Sequence[Mark],
    rails: tuple[Rail, ...],
    gutter: int,
    paint: Painter,
) -> Iterator[str]:
    """Draw one source line and what belongs under it."""
    line = source.line(number)
    own = [mark for mark in marks if number in (mark.first, mark.last)]
    shown = show_line(line, *_focus(own, number, len(line)))
    indent = len(rails) + 1 if rails else 0

    beside = _passing(rails, number, below=False)
    beside += [_slash(rail) for rail in rails if rail.at_margin and rail.mark.first == number]
    text = Segment(column=indent, text=shown.text, style=Style.PLAIN)
    yield _row(str(number), gutter, [*beside, text], paint)

    below = _passing(rails, number, below=True)
    for row in underline(shown, [mark for mark in own if mark.is_one_line], indent):
        yield _row("", gutter, [*below, *row], paint)
    for rail in rails:
        if rail.mark.first == number and not rail.at_margin:
            column = shown.column(rail.mark.start)
            yield _row("", gutter, _turn(rail, below, indent + column, ""), paint)
            below = [*below, _bar(rail)]
    for rail in reversed(rails):
        if rail.mark.last == number:
            column = shown.column(max(rail.mark.end - 1, 0))
            yield _row("", gutter, _turn(rail, below, indent + column, rail.mark.text), paint)
            below = [segment for segment in below if segment.column != rail.column]


def _focus(own: Sequence[Mark], number: int, length: int) -> tuple[int, int]:
    """Which characters of the line must be seen: those under marks, or the beginning."""
    starts = [mark.start if mark.first == number else max(mark.end - 1, 0) for mark in own]
    ends = [mark.end if mark.last == number else mark.start + 1 for mark in own]
    return (min(starts), min(max(ends), length)) if own else (0, 0)


def _passing(rails: Sequence[Rail], number: int, *, below: bool) -> list[Segment]:
    return [_bar(rail) for rail in rails if rail.passes(number, below=below)]


def _bar(rail: Rail) -> Segment:
    return Segment(column=rail.column, text="|", style=rail.mark.style)


def _slash(rail: Rail) -> Segment:
    return Segment(column=rail.column, text="/", style=rail.mark.style)


def _turn(rail: Rail, passing: list[Segment], column: int, text: str) -> list[Segment]:
    """Draw from a rail to the character at which its mark starts or ends."""
    crossing = {segment.column for segment in passing}
    run = [
        Segment(column=at, text="_", style=rail.mark.style)
        for at in range(rail.column + 1, column)
        if at not in crossing
    ]
    end = f"{rail.mark.character} {text}".rstrip()
    return [*passing, *run, Segment(column=column, text=end, style=rail.mark.style)]


def _row(number: str, gutter: int, segments: Sequence[Segment], paint: Painter) -> str:
    # `...` stands in for line numbers, so it starts at the margin and takes the bar's place.
    head = "..." if number == "..." else f"{number:>{gutter}} |"
    body = lay_out(segments, paint).rstrip()
    space = " " * (gutter + 3 - len(head)) if body else ""
    return (paint(Style.GUTTER, head) + space + body).rstrip()
