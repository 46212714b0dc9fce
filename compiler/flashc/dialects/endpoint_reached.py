"""Endpoint objects as the places see them that could put routes on them: by name, from lists, in loops."""

from flashc.dialects.endpoint_objects import Construction, construction_of
from flashc.dialects.scopes import Scope, symbol_in
from flashc.dialects.sdk_guards import certain_binding
from flashc.ir.bindings import Bindings, BoundValue, Defined, Unresolved
from flashc.ir.expressions import Attribute, Call, DictDisplay, Display, Expression, Name, Subscript
from flashc.passes.names.bodies import children_of, root_of
from flashc.passes.names.lookup import look_up
from flashc.sdk.endpoint import ROUTES

# Longer trails of names are circles.
LONGEST_TRAIL = 8


def object_in(
    bindings: Bindings, scope: Scope, expression: Expression, left: int = LONGEST_TRAIL
) -> Construction | None:
    """Give the endpoint object that an expression leads to, or the first of those that it may be."""
    if not left:
        return None
    if isinstance(expression, Subscript):
        root = root_of(expression)
        return None if root is None else _held(bindings, scope, root, left - 1)
    if isinstance(expression, Name) and expression.id in scope.iterated:
        return _held(bindings, scope, scope.iterated[expression.id], left - 1)
    if isinstance(expression, Name) and expression.id in scope.assigned:
        bound = scope.assigned[expression.id]
        if not isinstance(bound, BoundValue):
            return None
        return object_in(bindings, scope, bound.value, left - 1)
    if isinstance(expression, Name | Attribute) and (scope.local or scope.imported):
        found = certain_binding(bindings, symbol_in(bindings, scope, expression))
        value = None if found is None else found.binding.bound
        if found is None or not isinstance(value, BoundValue):
            return None
        return construction_of(bindings, found.module, value.value)
    return construction_of(bindings, scope.module, expression)


def verb_in(bindings: Bindings, scope: Scope, callee: Expression) -> Attribute | None:
    """Give the `api.get` that a callee is, also through a name for it: `get = api.get`."""
    if isinstance(callee, Name) and callee.id not in scope.local:
        symbol = look_up(bindings, scope.module, callee)
        bound = symbol.binding.bound if isinstance(symbol, Defined) else None
        callee = bound.value if isinstance(bound, BoundValue) else callee
    return callee if isinstance(callee, Attribute) and callee.name in ROUTES else None


def _held(
    bindings: Bindings, scope: Scope, expression: Expression, left: int
) -> Construction | None:
    """Give the first endpoint object in a list or dictionary that an expression leads to."""
    children: tuple[Expression, ...] = ()
    if isinstance(expression, Name):
        children = _values(bindings, scope, expression)
    elif isinstance(expression, Call):
        # `APIS.values()`, `zip(APIS, PATHS)`.
        children = (*children_of(expression.function), *expression.arguments)
    elif isinstance(expression, Display | DictDisplay):
        children = children_of(expression)
        found = (object_in(bindings, scope, child, left) for child in children if left)
        first = next((one for one in found if one is not None), None)
        if first is not None:
            return first
    further = (_held(bindings, scope, child, left - 1) for child in children if left)
    return next((one for one in further if one is not None), None)


def _values(bindings: Bindings, scope: Scope, name: Name) -> tuple[Expression, ...]:
    """Give the values that a name is bound to, in the function around or in the module."""
    if name.id in scope.assigned:
        own = scope.assigned[name.id]
        return (own.value,) if isinstance(own, BoundValue) else ()
    symbol = symbol_in(bindings, scope, name)
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    found = (symbol,) if isinstance(symbol, Defined) else candidates
    bound = (candidate.binding.bound for candidate in found)
    return tuple(one.value for one in bound if isinstance(one, BoundValue))
