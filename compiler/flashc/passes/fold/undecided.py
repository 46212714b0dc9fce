"""Expressions without a meaning of their own here: why they are unknown, and the one that may not be."""

from flashc.ir.syntax import Expression, Opaque
from flashc.source import SourceFile, Span


def why_opaque(expression: Expression) -> str:
    """Give the clause that says why the value of an expression is unknown."""
    if isinstance(expression, Opaque):
        return f"is a {expression.kind.replace('_', ' ')}, which only running it could tell"
    return "is not a constant"


def joins_with_or(expression: Opaque, source: SourceFile) -> bool:
    """Tell `first or second` among the boolean operators; the grammar names them all alike."""
    left, right = expression.parts
    between = Span(path=expression.span.path, start=left.span.end, end=right.span.start)
    return source.slice(between).strip(" ()\r\n\\") == "or"
