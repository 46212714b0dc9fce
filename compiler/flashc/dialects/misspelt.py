"""Misspelt names: which resource one means, and which one makes none."""

from flashc.dialects.variants import candidates_of, class_of
from flashc.ir.bindings import Bindings, BoundValue, Defined, Symbol, Unresolved
from flashc.ir.expressions import Call, Expression, Name
from flashc.passes.names.lookup import look_up
from flashc.passes.suggest import suggestion
from flashc.source import Span


def meant(
    bindings: Bindings, module: str, expression: Expression, symbol: Symbol
) -> tuple[str, Span] | None:
    """Give the name and the construction of the nearest resource, or of the only one."""
    is_misspelt = isinstance(symbol, Unresolved) and symbol.missing
    if not isinstance(expression, Name) or not is_misspelt:
        return None
    made: dict[str, Span] = {}
    for name in bindings.namespaces[module].names:
        found = candidates_of(bindings, module, Name(id=name, span=expression.span))
        for one in found if len(found) == 1 else ():
            if isinstance(one.expression, Call) and class_of(bindings, one.module, one.expression):
                made[name] = one.expression.span
    near = suggestion(expression.id, made)
    if near is None and len(made) == 1:
        near = next(iter(made))
    return None if near is None else (near, made[near])


def undefined_maker(bindings: Bindings, symbol: Defined) -> str | None:
    """Give the name that is called for what a variable holds, where nothing defines that name."""
    bound = symbol.binding.bound
    call = bound.value if isinstance(bound, BoundValue) else None
    if not isinstance(call, Call) or not isinstance(call.function, Name):
        return None
    callee = look_up(bindings, symbol.module, call.function)
    is_missing = isinstance(callee, Unresolved) and callee.missing
    return call.function.id if is_missing else None
