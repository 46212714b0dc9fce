"""Coroutines: which parts of an expression none of them can be, and what of it a response holds."""

from collections.abc import Iterator
from typing import Final

from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Conditional,
    DictDisplay,
    Display,
    Expression,
    FormattedString,
    Interpolation,
    Name,
    Opaque,
    Starred,
    Subscript,
    UnaryOperation,
)
from flashc.passes.names.bodies import COMPREHENSIONS, children_of

# What happens where a coroutine stands for a value.
YIELDED: Final = "the stream gets a coroutine, and breaks off"
USED: Final = "this is a coroutine, not what the function returns"
ALWAYS: Final = "a coroutine is always true"

# Functions of Python's own that do nothing useful with a coroutine as their first argument.
TAKE_VALUES: Final = frozenset(
    f"builtins.{name}"
    for name in (
        *("all", "any", "bool", "bytes", "dict", "enumerate", "float", "frozenset", "int", "iter"),
        *("len", "list", "max", "min", "next", "reversed", "round", "set", "sorted", "str", "sum"),
        "tuple",
    )
)
# What a coroutine that nobody has awaited is good for.
_OF_COROUTINES = frozenset({"close", "send", "throw"})


def values_in(expression: Expression) -> Iterator[tuple[Expression, str]]:
    """Yield the parts of an expression that no coroutine can be, and what happens if one is."""
    for part in all_parts(expression):
        match part:
            case Attribute():
                is_its_own = part.name in _OF_COROUTINES or part.name.startswith(("cr_", "__"))
                if not is_its_own:
                    yield part.value, USED
            case Subscript() | Starred():
                yield part.value, USED
            case BinaryOperation():
                yield part.left, USED
                yield part.right, USED
            case UnaryOperation():
                yield part.operand, ALWAYS if part.operator == "not" else USED
            case Conditional():
                yield part.test, ALWAYS
            case Call():
                yield from ((k.value, USED) for k in part.keywords if k.name is None)
            case DictDisplay():
                yield from ((item.value, USED) for item in part.items if item.key is None)
            case FormattedString():
                yield from ((p.value, USED) for p in part.parts if isinstance(p, Interpolation))
            case Opaque():
                yield from _opaque_values(part)
            case _:
                continue


def _opaque_values(part: Opaque) -> Iterator[tuple[Expression, str]]:
    match part.kind:
        case "yield":
            # `yield from f()` has the same kind; a coroutine is nothing to go over either.
            yield from ((one, YIELDED) for one in part.parts if len(part.parts) == 1)
        case "comparison_operator":
            yield from ((one, USED) for one in part.parts)
        case "boolean_operator":
            yield from ((one, ALWAYS) for one in part.parts[:-1])
        case "if_clause":
            yield from ((one, ALWAYS) for one in part.parts)
        case "for_in_clause":
            yield from ((one, USED) for one in part.parts[-1:])
        case _:
            return


def handed_on(expression: Expression) -> Iterator[Call | Name]:
    """Yield what whoever gets a value finds in it: the value itself, or in containers written out."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        match part:
            case DictDisplay():
                waiting.extend(item.value for item in part.items if item.key is not None)
            case Display():
                waiting.extend(part.items)
            case Conditional():
                waiting += [part.then, part.otherwise]
            case Opaque(kind="boolean_operator"):
                waiting.extend(part.parts[-1:])
            case Opaque(kind="pair"):
                waiting.extend(part.parts[1:])
            case Opaque() if part.kind in COMPREHENSIONS:
                waiting.extend(part.parts[:1])
            case Call() | Name():
                yield part
            case _:
                continue


def all_parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and everything in it, what lambdas hold included."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(children_of(part))
