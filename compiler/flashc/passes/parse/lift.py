"""The star of `[*a.b()]`, which the grammar binds to `a`; Python binds it to all of `a.b()`."""

from dataclasses import replace

from flashc.ir.expressions import (
    Attribute,
    Call,
    Conditional,
    Expression,
    Opaque,
    Starred,
    Subscript,
)
from flashc.source import Span

# Only these can begin with another expression; asking first is faster than trying.
OPEN = frozenset({Attribute, Subscript, Call, Conditional, Opaque})
OPEN_TO_THE_LEFT = frozenset({"boolean_operator", "comparison_operator"})


def lifted(expression: Expression) -> Expression:
    """Give `expression` with the star of its first part around the whole, if there is one."""
    inner: Expression
    match expression:
        case Attribute(value=Starred(value=first)) | Subscript(value=Starred(value=first)):
            inner = replace(expression, value=first, span=_from(first, expression))
        case Call(function=Starred(value=first)):
            inner = replace(expression, function=first, span=_from(first, expression))
        case Conditional(then=Starred(value=first)):
            inner = replace(expression, then=first, span=_from(first, expression))
        case Opaque(kind=kind, parts=(Starred(value=first), *others)) if kind in OPEN_TO_THE_LEFT:
            inner = replace(expression, parts=(first, *others), span=_from(first, expression))
        case _:
            return expression
    return Starred(value=inner, span=expression.span)


def _from(first: Expression, whole: Expression) -> Span:
    return Span(whole.span.path, first.span.start, whole.span.end)
