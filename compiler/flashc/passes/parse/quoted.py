"""Quoted annotations: expressions inside string literals."""

from keyword import iskeyword

from ast_grep_py import SgNode, SgRoot

from flashc.ir.expressions import Expression, Name
from flashc.passes.parse.depth import TooDeep
from flashc.passes.parse.expressions import ExpressionReader
from flashc.passes.parse.nodes import named, place_of
from flashc.source import Span


class _QuotedReader(ExpressionReader):
    """Reads an expression whose text stands at `at` of the file, or nowhere as such."""

    def __init__(self, whole: Span, at: int | None) -> None:
        super().__init__(whole.path)
        self._whole = whole
        self._at = at

    def span(self, node: SgNode) -> Span:
        if self._at is None:
            return self._whole
        start, end = place_of(node)
        return Span(self._whole.path, self._at + start, self._at + end)


def read_quoted(text: str, span: Span, at: int | None) -> Expression | None:
    """Read `text`; None when it is not one expression."""
    if text.isascii() and text.isidentifier() and not iskeyword(text):
        # Most are the name of a class, which takes no parser.
        place = span if at is None else Span(span.path, at, at + len(text))
        return Name(id=text, span=place)
    # As Python does: inside parentheses, so that line ends and indentation mean nothing.
    root = SgRoot(f"({text}\n)", "python").root()
    statements = named(root)
    if len(statements) != 1 or root.find(kind="ERROR") is not None:
        return None
    inner = named(statements[0])
    if len(inner) != 1 or inner[0].kind() != "parenthesized_expression":
        return None
    try:
        return _QuotedReader(span, None if at is None else at - 1).read(inner[0])
    except TooDeep:
        return None
