"""Truth: what a condition comes to, from values that are known."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final

from flashc.ir.expressions import Expression, Opaque
from flashc.ir.facts import Construction, Fact, Known, Reference, Scalar, Value
from flashc.source import SourceFile, Span

# Expressions whose operator stands between two operands, and the operators that may not ask for both.
_JOINED: Final = frozenset({"boolean_operator", "comparison_operator"})
_LAZY: Final = frozenset({"and", "or"})
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def truth(value: Value) -> bool | None:
    """Give what `bool(value)` gives; None for what only a library knows the truth of."""
    return None if isinstance(value, Reference | Construction) else bool(value)


def compared(left: Value, operator: str, right: Value) -> bool | None:
    """Give `left operator right`; None where that is left to run time.

    Lists and tuples are one here, so that containers are only asked what they hold.
    """
    match operator:
        case "==" | "!=" if isinstance(left, Scalar) and isinstance(right, Scalar):
            return (left == right) is (operator == "==")
        case "is" | "is not" if right is None and isinstance(left, Scalar):
            return (left is None) is (operator == "is")
        case "in" | "not in":
            found = _holds(right, left)
            return found if found is None else found is (operator == "in")
        case _ if operator in _ORDER and _are_ordered(left, right):
            return _ORDER[operator](left, right)
        case _:
            return None


def fold_joined(
    fold: Callable[[Expression], Fact], expression: Opaque, source: SourceFile
) -> Fact | None:
    """Fold parentheses and operators where what they join is known; None where it is not."""
    if expression.kind == "parenthesized_expression" and len(expression.parts) == 1:
        return fold(expression.parts[0])
    if expression.kind not in _JOINED or len(expression.parts) != 2:
        return None
    left, right = expression.parts
    first, operator = fold(left), _operator(expression, source)
    if not isinstance(first, Known):
        return None
    if operator in _LAZY:
        holds = truth(first.value)
        return None if holds is None else first if holds is (operator == "or") else fold(right)
    second = fold(right)
    found = compared(first.value, operator, second.value) if isinstance(second, Known) else None
    return None if found is None else Known(value=found, span=expression.span)


def _operator(expression: Opaque, source: SourceFile) -> str:
    """Give the operator between two operands as it is written; the grammar names them all alike."""
    left, right = expression.parts
    between = Span(path=expression.span.path, start=left.span.end, end=right.span.start)
    return " ".join(source.slice(between).replace("\\", " ").strip("() \t\r\n").split())


def _holds(container: Value, item: Value) -> bool | None:
    if isinstance(container, str):
        return item in container if isinstance(item, str) else None
    items = tuple(container) if isinstance(container, tuple | Mapping) else None
    if items is None or not all(isinstance(one, Scalar) for one in (item, *items)):
        return None
    return item in items


def _are_ordered(left: Value, right: Value) -> bool:
    are_texts = isinstance(left, str) and isinstance(right, str)
    return are_texts or (isinstance(left, int | float) and isinstance(right, int | float))
