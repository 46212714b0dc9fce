"""Endpoint objects as the places see them that could put routes on them: by name, from lists, in loops."""

from flashc.dialects.endpoint_objects import Construction, construction_of
from flashc.dialects.scopes import Scope, symbol_in
from flashc.dialects.sdk_guards import certain_binding
from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.expressions import Attribute, Call, DictDisplay, Display, Expression, Name, Subscript
from flashc.passes.names.bodies import children_of, root_of
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import ROUTES

# Longer trails of names are circles.
LONGEST_TRAIL = 8


def object_in(
    bindings: Bindings, scope: Scope, expression: Expression, left: int = LONGEST_TRAIL
) -> Construction | None:
    """Give the endpoint object that an expression leads to, or the first of those that it may be."""
    if not left:
        return None
    if isinstance(expression, Name) and expression.id in scope.iterated:
        return _held(bindings, scope, scope.iterated[expression.id], left - 1)
    if isinstance(expression, Subscript):
        root = root_of(expression)
        return None if root is None else _held(bindings, scope, root, left - 1)
    if isinstance(expression, Name | Attribute) and scope.imported:
        found = certain_binding(bindings, symbol_in(bindings, scope, expression))
        bound = None if found is None else found.binding.bound
        if found is None or not isinstance(bound, BoundValue):
            return None
        return construction_of(bindings, found.module, bound.value)
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
    if isinstance(expression, Name) and left:
        symbol = follow(bindings, look_up(bindings, scope.module, expression))
        bound = symbol.binding.bound if isinstance(symbol, Defined) else None
        value = bound.value if isinstance(bound, BoundValue) else None
        is_other = value is not None and not isinstance(value, Name)
        return _held(bindings, scope, value, left - 1) if value and is_other else None
    if isinstance(expression, Call):
        # `APIS.values()`, `zip(APIS, PATHS)`.
        parts = children_of(expression.function), expression.arguments
        children = tuple(child for group in parts for child in group)
    elif isinstance(expression, Display | DictDisplay):
        children = children_of(expression)
    else:
        return None
    for child in children:
        found = construction_of(bindings, scope.module, child)
        found = found or (_held(bindings, scope, child, left - 1) if left else None)
        if found is not None:
            return found
    return None
