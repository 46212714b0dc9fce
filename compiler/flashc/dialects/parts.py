"""Parts: what an expression is made of, each part with the scope in which it is evaluated."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flashc.dialects.places import Kind
from flashc.dialects.scopes import Scope
from flashc.dialects.sdk_guards import means_present
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Attribute, Call, Conditional, Expression, Name, Opaque
from flashc.passes.names.bodies import COMPREHENSIONS, children_of
from flashc.passes.names.lookup import follow, look_up

# What calls its first argument once for each item of the others.
REPEATING: Final = frozenset(
    ("builtins.map", "builtins.filter", "itertools.starmap", "functools.reduce")
)


def parts_in(
    bindings: Bindings, scope: Scope, expression: Expression
) -> Iterator[tuple[Expression, Scope]]:
    """Yield an expression and all its parts, each with the scope that it is evaluated in."""
    yield expression, scope
    match expression:
        case Opaque(kind="lambda"):
            yield from _of_lambda(bindings, scope, expression)
        case Opaque() if expression.kind in COMPREHENSIONS:
            inner = _iterating(_looped(scope, "in a comprehension"), expression)
            for part in expression.parts:
                yield from parts_in(bindings, inner, part)
        case Conditional() if not means_present(bindings, scope.module, expression.test):
            yield from parts_in(bindings, scope, expression.test)
            inner = _under(scope, expression.test)
            for part in (expression.then, expression.otherwise):
                yield from parts_in(bindings, inner, part)
        case Call() if len(expression.arguments) > 1 and _repeats(bindings, scope, expression):
            called = bindings.modules[scope.module].source.slice(expression.function.span)
            inner = _looped(scope, f"in `{called}`")
            for part in children_of(expression):
                yield from parts_in(bindings, inner, part)
        case _:
            for part in children_of(expression):
                yield from parts_in(bindings, scope, part)


def _of_lambda(
    bindings: Bindings, scope: Scope, expression: Opaque
) -> Iterator[tuple[Expression, Scope]]:
    """Go into a lambda: its parameters hide names, and whoever calls it decides how often."""
    *headers, body = expression.parts
    parameters = frozenset(
        part.id for header in headers for part in _names(header) if isinstance(part, Name)
    )
    looped = scope.place.kind is Kind.LOOP
    place = (
        scope.place
        if looped
        else replace(scope.place, kind=Kind.FUNCTION, where="in a lambda", conditions=())
    )
    inner = replace(
        scope,
        place=place,
        local=scope.local | parameters,
        parameters=scope.parameters | parameters,
        imported={n: s for n, s in scope.imported.items() if n not in parameters},
        assigned={n: b for n, b in scope.assigned.items() if n not in parameters},
        iterated={n: e for n, e in scope.iterated.items() if n not in parameters},
    )
    yield from parts_in(bindings, inner, body)


def _names(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in children_of(expression):
        yield from _names(child)


def _iterating(scope: Scope, comprehension: Opaque) -> Scope:
    names: dict[str, Expression] = {}
    for clause in comprehension.parts:
        if isinstance(clause, Opaque) and clause.kind == "for_in_clause" and len(clause.parts) > 1:
            *targets, values = clause.parts
            names |= {
                part.id: values
                for target in targets
                for part in _names(target)
                if isinstance(part, Name)
            }
    return replace(scope, iterated={**scope.iterated, **names}) if names else scope


def _looped(scope: Scope, where: str) -> Scope:
    if scope.place.kind in (Kind.LOOP, Kind.FUNCTION):
        return scope
    return replace(scope, place=replace(scope.place, kind=Kind.LOOP, where=where, conditions=()))


def _under(scope: Scope, test: Expression) -> Scope:
    if scope.place.kind is None:
        place = replace(
            scope.place, kind=Kind.CONDITION, where="under a condition", conditions=(test,)
        )
        return replace(scope, place=place)
    is_decidable = scope.place.kind is Kind.CONDITION and scope.place.conditions
    conditions = (*scope.place.conditions, test) if is_decidable else ()
    return replace(scope, place=replace(scope.place, conditions=conditions))


def _repeats(bindings: Bindings, scope: Scope, call: Call) -> bool:
    """Whether a call is one of `map` or its kin, and not of something local."""
    if isinstance(call.function, Name) and call.function.id in scope.local:
        return False
    return _name(bindings, scope, call.function) in REPEATING


def _name(bindings: Bindings, scope: Scope, expression: Expression) -> str | None:
    if not isinstance(expression, Name | Attribute):
        return None
    symbol = follow(bindings, look_up(bindings, scope.module, expression))
    return symbol.name if isinstance(symbol, External) else None
