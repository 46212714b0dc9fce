"""Rows of text in aligned columns."""

from collections.abc import Iterable, Sequence

from flashc.render.columns import text_width
from flashc.render.visible import visible


def table(rows: Iterable[Sequence[str]]) -> str:
    """Align the columns of `rows`, two spaces apart; texts are made safe to show.

    The last cell of a row is never padded and may be as long as it likes, so a row of two cells can
    hold a sentence where others have columns.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths: dict[int, int] = {}
    for row in shown:
        for column, cell in enumerate(row[:-1]):
            widths[column] = max(widths.get(column, 0), text_width(cell))
    return "".join(_line(row, widths) + "\n" for row in shown)


def count(number: int, noun: str) -> str:
    """Give `1 route`, `2 routes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _line(row: Sequence[str], widths: dict[int, int]) -> str:
    padded = [cell + " " * (widths[i] - text_width(cell)) for i, cell in enumerate(row[:-1])]
    return "  ".join([*padded, row[-1]]).rstrip()
