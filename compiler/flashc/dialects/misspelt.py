"""Which resource of a module a misspelt name means."""

from flashc.dialects.variants import candidates_of, class_of
from flashc.ir.bindings import Bindings, Symbol, Unresolved
from flashc.ir.expressions import Call, Expression, Name
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
