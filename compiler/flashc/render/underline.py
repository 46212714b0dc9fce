"""Marks within one line, and their texts.

api = LiveLoadBalancer(name="a", workers=3)
      ^^^^^^^^^^^^^^^^ --------  -------- unknown argument
      |                |
      |                the name
      this resource
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from flashc.render.columns import ShownLine
from flashc.render.marks import Mark
from flashc.render.paint import Segment, Style
from flashc.render.visible import visible

Row = list[Segment]


def underline(shown: ShownLine, marks: Sequence[Mark], indent: int) -> Iterator[Row]:
    """Give the rows under a line, all columns moved right by `indent`."""
    if not marks:
        return
    # The last in this order is drawn on top and read first.
    placed = sorted(marks, key=lambda mark: (shown.column(mark.start), mark.character == "^"))
    beside = _beside(shown, placed)
    yield [*_underlines(shown, placed, indent), *_text_beside(shown, beside, indent)]

    hanging = [mark for mark in placed if mark.text and mark is not beside]
    if hanging:
        yield [_bar(shown, mark, indent) for mark in _one_per_column(shown, hanging)]
    while hanging:
        mark = hanging.pop()
        column = shown.column(mark.start)
        left = [other for other in hanging if shown.column(other.start) < column]
        text = Segment(column=indent + column, text=visible(mark.text), style=mark.style)
        yield [*(_bar(shown, other, indent) for other in _one_per_column(shown, left)), text]


def _end(shown: ShownLine, mark: Mark) -> int:
    return max(shown.column(mark.end), shown.column(mark.start) + 1)


def _beside(shown: ShownLine, placed: Sequence[Mark]) -> Mark | None:
    """Find the mark whose text can stand on the line of the marks: none reaches beyond it."""
    last = placed[-1]
    reach = max(_end(shown, mark) for mark in placed)
    return last if last.text and _end(shown, last) == reach else None


def _text_beside(shown: ShownLine, mark: Mark | None, indent: int) -> Row:
    if mark is None:
        return []
    column = indent + _end(shown, mark) + 1
    return [Segment(column=column, text=visible(mark.text), style=mark.style)]


def _underlines(shown: ShownLine, placed: Sequence[Mark], indent: int) -> Row:
    """One segment for each run of equal marks; a primary mark covers a secondary one."""
    cells: dict[int, tuple[str, Style]] = {}
    for mark in sorted(placed, key=lambda mark: mark.character == "^"):
        for column in range(shown.column(mark.start), _end(shown, mark)):
            cells[column] = (mark.character, mark.style)
    # Neighbours in one run have the same column less their rank.
    ranked = enumerate(sorted(cells))
    runs = [
        [column for _, column in group]
        for _, group in groupby(ranked, key=lambda pair: (pair[1] - pair[0], cells[pair[1]]))
    ]
    return [
        Segment(
            column=indent + run[0],
            text=cells[run[0]][0] * len(run),
            style=cells[run[0]][1],
        )
        for run in runs
    ]


def _one_per_column(shown: ShownLine, marks: Sequence[Mark]) -> list[Mark]:
    return list({shown.column(mark.start): mark for mark in marks}.values())


def _bar(shown: ShownLine, mark: Mark, indent: int) -> Segment:
    return Segment(column=indent + shown.column(mark.start), text="|", style=mark.style)
