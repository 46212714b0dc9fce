"""Expressions without a meaning of their own here: why they are unknown."""

from flashc.ir.expressions import Expression, Opaque


def why_opaque(expression: Expression) -> str:
    """Give the clause that says why the value of an expression is unknown."""
    if isinstance(expression, Opaque):
        return f"is a {expression.kind.replace('_', ' ')}, which only running it could tell"
    return "is not a constant"
