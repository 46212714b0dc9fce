"""The lines of a requirements file as pip joins them: continuations, comments, places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashc.source import SourceFile, Span

_COMMENT = re.compile(r"(?:^|\s+)#.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What remains of a logical line; never empty. `start` is where its first part stands."""

    text: str
    path: str
    start: int

    def span(self, length: int) -> Span:
        """Give the place of the first `length` characters."""
        return Span(path=self.path, start=self.start, end=self.start + max(length, 1))


def logical_lines(source: SourceFile) -> Iterator[Line]:
    """Yield every line that says something."""
    parts: list[str] = []
    start = 0
    for number, offset in enumerate(source.line_starts, start=1):
        raw = source.line(number)
        is_comment = raw.lstrip().startswith("#")
        if not parts:
            start = offset + len(raw) - len(raw.lstrip())
        continues = raw.endswith("\\") and not is_comment
        # A comment ends what a backslash before it began.
        parts.append(raw.removesuffix("\\") if continues else " " + raw if is_comment else raw)
        if not continues:
            yield from _line("".join(parts), source.path, start)
            parts = []
    if parts:
        yield from _line("".join(parts), source.path, start)


def _line(joined: str, path: str, start: int) -> Iterator[Line]:
    text = _COMMENT.sub("", joined).strip()
    if text:
        yield Line(text=text, path=path, start=start)
