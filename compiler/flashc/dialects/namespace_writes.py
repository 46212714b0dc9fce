"""Names that a module binds unseen, and names that callers give: what makes a declaration dynamic."""

from typing import Final

from flashc.dialects.scopes import Scope
from flashc.ir.bindings import Bindings, BoundValue, Defined, External
from flashc.ir.expressions import Attribute, Call, Expression, Name, Subscript
from flashc.ir.syntax import Assign, ExpressionStatement, Statement
from flashc.passes.names.bodies import children_of
from flashc.passes.names.lookup import follow, look_up

_NAMESPACES: Final = frozenset(f"builtins.{name}" for name in ("globals", "locals", "vars"))


def written_to(bindings: Bindings, statement: Statement, module: str) -> str | None:
    """Give what a statement writes names of a module into, as it is written: `globals()`, `setattr`."""
    if isinstance(statement, Assign):
        for target in statement.targets:
            owner = target.value if isinstance(target, Subscript | Attribute) else None
            if owner is not None and _is_namespace(bindings, module, owner):
                return bindings.modules[module].source.slice(owner.span)
    if isinstance(statement, ExpressionStatement) and isinstance(statement.value, Call):
        call = statement.value
        if _name_of(bindings, module, call.function) == "builtins.setattr":
            return "setattr"
        owner = call.function.value if isinstance(call.function, Attribute) else None
        if owner is not None and _is_namespace(bindings, module, owner):
            return bindings.modules[module].source.slice(owner.span)
    return None


def parameter_in(expression: Expression, scope: Scope) -> Name | None:
    """Give the parameter of a function around that an expression hangs on."""
    if isinstance(expression, Name):
        return expression if expression.id in scope.parameters else None
    found = (parameter_in(child, scope) for child in children_of(expression))
    return next((one for one in found if one is not None), None)


def _is_namespace(bindings: Bindings, module: str, owner: Expression) -> bool:
    """Tell `globals()`, `vars(module)`, `sys.modules[__name__]` and the `__dict__` of it."""
    if isinstance(owner, Attribute) and owner.name == "__dict__":
        return _is_namespace(bindings, module, owner.value)
    if isinstance(owner, Call):
        return _name_of(bindings, module, owner.function) in _NAMESPACES
    if isinstance(owner, Name):
        # `this = sys.modules[__name__]`.
        symbol = follow(bindings, look_up(bindings, module, owner))
        bound = symbol.binding.bound if isinstance(symbol, Defined) else None
        value = bound.value if isinstance(bound, BoundValue) else None
        is_other = not isinstance(value, Name)
        return value is not None and is_other and _is_namespace(bindings, module, value)
    if isinstance(owner, Subscript):
        return _name_of(bindings, module, owner.value) == "sys.modules"
    return False


def _name_of(bindings: Bindings, module: str, expression: Expression) -> str | None:
    symbol = follow(bindings, look_up(bindings, module, expression))
    return symbol.name if isinstance(symbol, External) else None
