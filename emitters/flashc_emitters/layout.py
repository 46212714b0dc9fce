"""The layout of generated Python: what black would leave alone, without running black.

A bracket stands on one line if the line then fits, else with one item a line and a comma after the
last, which black respects in both directions. Only a line that is too wide even so, because a name
or a text of the user's is, goes through black itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flashc_emitters.black_layout import Scaffold, displayed_width, through_black
from flashc_emitters.code import Code

# black's default line length, in columns; East Asian wide characters take two.
LIMIT: Final = 88
INDENT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """`before` ends with an opening bracket, `after` begins with the closing one."""

    before: str
    items: tuple["Piece", ...]
    after: str


# Something that is printed inside a bracket or as a statement.
Piece = Bracket | str


def lay_out(piece: Piece, indent: int, scaffold: Scaffold) -> Code:
    """Return the statement, every line indented by at least `indent` columns.

    `scaffold` is the code around the statement in which black could format it.
    """
    lines = _lines(piece, indent, suffix="")
    text = Code("\n".join(lines))
    return text if all(fits(line) for line in lines) else through_black(text, scaffold)


def flat(piece: Piece) -> str:
    """Return the piece on one line."""
    if isinstance(piece, str):
        return piece
    return piece.before + ", ".join(map(flat, piece.items)) + piece.after


def one_item_a_line(before: str, items: Sequence[str], after: str, indent: int) -> Code:
    """Return a bracket that is never joined, so that a new item is a new line and nothing else."""
    blank = " " * indent
    lines = (f"{blank}{' ' * INDENT}{item}," for item in items)
    return Code("\n".join((before, *lines, blank + after)))


def _lines(piece: Piece, indent: int, suffix: str) -> list[str]:
    line = " " * indent + flat(piece) + suffix
    if isinstance(piece, str) or not piece.items or fits(line):
        return [line]
    blank = " " * indent
    inner = [line for item in piece.items for line in _lines(item, indent + INDENT, ",")]
    return [blank + piece.before, *inner, blank + piece.after + suffix]


def fits(line: str) -> bool:
    """Say whether black takes the line as short enough."""
    if line.isascii():
        return len(line) <= LIMIT
    # No character is wider than two columns: most lines need no table of widths.
    others = sum(character > "\x7f" for character in line)
    if len(line) + others <= LIMIT:
        return True
    return len(line) - others <= LIMIT and displayed_width(line) <= LIMIT
