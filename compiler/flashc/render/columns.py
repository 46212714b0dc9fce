"""Which terminal column a character of a source line stands in, for lines of any width."""

from dataclasses import dataclass

from flashc.render.visible import visible

LIMIT = 120
"""The widest source line shown in full; the terminal is not asked, so that output is the same everywhere."""

TAB = "    "
CUT = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """What is shown of a source line: safe text, and the column of each character that is in it.

    `columns[i]` is where character `first + i` of the line begins; the last entry is where the
    shown part ends.
    """

    text: str
    first: int
    columns: tuple[int, ...]

    def column(self, index: int) -> int:
        """Give the column of the line's character `index`; what was cut away counts as the edge."""
        return self.columns[min(max(index - self.first, 0), len(self.columns) - 1)]


def show_line(line: str, start: int, end: int) -> ShownLine:
    """Show `line`, or as much of it around the characters from `start` to `end` as fits."""
    first, last = (0, len(line)) if _fits(line) else _window(line, start, end)
    before, after = CUT if first > 0 else "", CUT if last < len(line) else ""
    text, columns = [before], [len(before)]
    for index in range(first, last):
        shown, width = _cell(line, index)
        text.append(shown)
        columns.append(columns[-1] + width)
    return ShownLine(text="".join([*text, after]), first=first, columns=tuple(columns))


def text_width(text: str) -> int:
    """Give how many columns a text takes that has been made safe."""
    return len(text) if text.isascii() else sum(_cell(text, i)[1] for i in range(len(text)))


def _fits(line: str) -> bool:
    return len(line) <= LIMIT and sum(_cost(line, i) for i in range(len(line))) <= LIMIT


def _window(line: str, start: int, end: int) -> tuple[int, int]:
    """Grow from the start of what matters: first to its end, then evenly to both sides."""
    left = right = min(max(start, 0), len(line))
    used = 0
    while right < min(end, len(line)) and used < LIMIT * 3 // 4:
        used += _cost(line, right)
        right += 1
    while used < LIMIT and (left > 0 or right < len(line)):
        if left > 0:
            left -= 1
            used += _cost(line, left)
        if right < len(line):
            used += _cost(line, right)
            right += 1
    return left, right


def _cost(line: str, index: int) -> int:
    # At least one, so that a megabyte of combining marks is cut too.
    return max(_cell(line, index)[1], 1)


def _cell(line: str, index: int) -> tuple[str, int]:
    """Give what is shown for one character, and its width in columns."""
    character = line[index]
    if character == "\t":
        return TAB, len(TAB)
    shown = visible(character)
    if shown.isascii():
        return shown, len(shown)
    return shown, _wide(line[index - 1] if index else "", character)


def _wide(before: str, character: str) -> int:
    # Imported here because most sources are ASCII and never need its tables.
    from wcwidth import wcswidth, wcwidth  # noqa: PLC0415

    if character == "\ufe0f" and before:
        # Asks for the coloured look of the character before it, which may be wider.
        return max(wcswidth(before + character) - max(wcwidth(before), 0), 0)
    return max(wcwidth(character), 0)
