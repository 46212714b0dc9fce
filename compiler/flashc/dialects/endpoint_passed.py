"""FC221, FC245: endpoints handed to code that registers routes on them."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.endpoint_objects import (
    Construction,
    arguments_of,
    client_argument,
)
from flashc.dialects.endpoint_reached import object_in
from flashc.dialects.scopes import Scope, hangs_on_local, symbol_in
from flashc.ir.bindings import (
    Bindings,
    Bound,
    BoundClass,
    BoundFunction,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Expression, Name, Opaque
from flashc.ir.syntax import Class, Function, walk
from flashc.passes.names.bodies import children_of, expressions_of, parts_of
from flashc.sdk.endpoint import ROUTES


def is_client(bindings: Bindings, construction: Construction) -> bool:
    """Whether an object declares nothing, because it only calls what runs elsewhere."""
    arguments, _ = arguments_of(bindings, construction)
    return client_argument(arguments) is not None


def passed_on(
    bindings: Bindings, scope: Scope, call: Call
) -> Iterator[tuple[Construction, Diagnostic]]:
    """Report the endpoints that a call hands on, where routes could come of it."""
    callee = symbol_in(bindings, scope, call.function)
    values = (*call.arguments, *(keyword.value for keyword in call.keywords))
    for index, value in enumerate(values):
        if not isinstance(value, Name | Attribute) or hangs_on_local(value, scope):
            continue
        found = object_in(bindings, scope, value)
        if found is None or is_client(bindings, found):
            continue
        name = None if index < len(call.arguments) else call.keywords[index - len(call.arguments)]
        keyword = name.name if name is not None else None
        if callee == External(name="builtins.getattr"):
            yield found, _object_passed(value, codes.ROUTE_NOT_DECORATING)
        elif any(_routes_on(bound, index, keyword) for bound in _bound(scope, call, callee)):
            yield found, _object_passed(value, codes.ROUTE_IN_FUNCTION)


def _bound(scope: Scope, call: Call, callee: Symbol) -> tuple[Bound, ...]:
    """Give what a call calls: what the name is bound to where it is written, or may be."""
    if isinstance(call.function, Name) and call.function.id in scope.assigned:
        return (scope.assigned[call.function.id],)
    candidates = callee.candidates if isinstance(callee, Unresolved) else ()
    found = (callee,) if isinstance(callee, Defined) else candidates
    return tuple(candidate.binding.bound for candidate in found)


def _routes_on(bound: Bound, index: int, keyword: str | None) -> bool:
    """Whether a function or class of the project registers routes on what it is given."""
    if isinstance(bound, BoundClass):
        return any(_registers(one, None) for one in walk(bound.definition.body))
    value = bound.value if isinstance(bound, BoundValue) else None
    if isinstance(value, Opaque) and value.kind == "lambda":
        return any(_is_route(part, None) for part in _all_parts(value.parts[-1]))
    if not isinstance(bound, BoundFunction):
        return False
    parameters = bound.function.parameters
    by_position = parameters[index].name if index < len(parameters) else None
    given = keyword or by_position
    return given is None or any(
        _registers(one, given) for one in (bound.function, *walk(bound.function.body))
    )


def _registers(statement: object, name: str | None) -> bool:
    """Whether a statement puts a route of `name` (of anything, where None) on something."""
    expressions: tuple[Expression, ...] = ()
    if isinstance(statement, Function | Class):
        expressions = tuple(decorator.expression for decorator in statement.decorators)
    else:
        expressions = tuple(expressions_of(statement))  # type: ignore[arg-type]
    return any(_is_route(part, name) for each in expressions for part in parts_of(each))


def _all_parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in children_of(expression):
        yield from _all_parts(child)


def _is_route(part: Expression, name: str | None) -> bool:
    callee = part.function if isinstance(part, Call) else None
    if isinstance(callee, Attribute):
        owner = callee.value
        is_named = name is None or (isinstance(owner, Name) and owner.id == name)
        return callee.name in ROUTES and is_named
    return isinstance(callee, Name) and callee.id == name


def _object_passed(value: Expression, code: Code) -> Diagnostic:
    return Diagnostic(
        code=code,
        message="an endpoint is passed on, and routes are registered on it there",
        primary=Label(span=value.span, text="its routes would be lost"),
        help="import the endpoint where its routes are, and decorate functions at module level",
    )
