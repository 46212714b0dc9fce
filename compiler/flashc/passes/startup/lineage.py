"""Lineage: a class of the project with the classes that it inherits from, where that is one line."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundClass, Defined, External, Symbol
from flashc.ir.expressions import Expression, Name, Subscript
from flashc.ir.syntax import Assign, Class, ExpressionStatement, Function
from flashc.passes.names.class_bodies import bound_in_class
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.remembered import Remembered
from flashc.source import Span

PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic"})
# Far more classes in one line than anybody writes. What is known of a class is bounded by it: of one
# further down nothing is said, rather than that each class holds all above it.
LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One class of a line, and the module that defines it."""

    module: str
    definition: Class


_Line = tuple[Link, ...]
_LINES: Remembered[tuple[Span, frozenset[str]], _Line | None] = Remembered()


def line_of(
    bindings: Bindings, module: str, definition: Class, bases: frozenset[str]
) -> _Line | None:
    """Give a class after its ancestors in the project, the oldest first.

    None where one has several of the project, or one of a library that is not among `bases`, or a
    body that does not show all that it binds, and for a line of more than `LONGEST` classes.
    """
    known = _LINES.of(bindings)
    below: list[Link] = []
    places: set[Span] = set()
    current: Link | None = Link(module=module, definition=definition)
    line: _Line | None = ()
    while current is not None and line is not None:
        place = current.definition.name_span
        if (place, bases) in known:
            line = known[place, bases]
            break
        if place in places or not _is_simple(current.definition):
            line = None
            break
        places.add(place)
        below.append(current)
        further: Link | None = None
        for base in current.definition.bases:
            symbol = named(bindings, current.module, base)
            inner = class_of(symbol)
            if inner is not None and further is None:
                further = inner
            elif inner is not None or not isinstance(symbol, External) or symbol.name not in bases:
                line = None
        current = further
    # What ends a line above a class ends it for each class below.
    for link in reversed(below):
        line = None if line is None or len(line) >= LONGEST else (*line, link)
        known[link.definition.name_span, bases] = line
    return known.get((definition.name_span, bases))


def named(bindings: Bindings, module: str, expression: Expression) -> Symbol:
    """Give what an expression leads to, its subscripts left out."""
    while isinstance(expression, Subscript):
        expression = expression.value
    return follow(bindings, look_up(bindings, module, expression))


def class_of(symbol: Symbol) -> Link | None:
    """Give the class of a module of the project that a symbol is."""
    if not isinstance(symbol, Defined) or symbol.within is not None:
        return None
    bound = symbol.binding.bound
    if not isinstance(bound, BoundClass):
        return None
    return Link(module=symbol.module, definition=bound.definition)


def fields_of(definition: Class) -> Iterator[tuple[Name, Assign, Expression]]:
    """Yield the annotated names of a class body, each with its statement and its annotation."""
    for statement in definition.body:
        if isinstance(statement, Assign) and statement.annotation is not None:
            (target,) = statement.targets
            if isinstance(target, Name):
                yield target, statement, statement.annotation


def bound_in(bindings: Bindings, link: Link) -> tuple[str, ...]:
    """Give the names that a class body binds, each as often as it does."""
    return tuple(one.name for one in bound_in_class(bindings, link.module, link.definition))


def _is_simple(definition: Class) -> bool:
    return all(
        isinstance(one, Assign | Function | Class | ExpressionStatement) for one in definition.body
    )
