"""FC250: resources and endpoints whose settings the program changes after they are made."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.endpoint_objects import Construction
from flashc.dialects.endpoint_passed import is_client
from flashc.dialects.scopes import Scope, hangs_on_local, symbol_in
from flashc.dialects.sdk_guards import certain_binding
from flashc.ir.bindings import Bindings, BoundValue, External
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name, Subscript
from flashc.ir.syntax import Assign, Delete, ExpressionStatement, Statement
from flashc.passes.names.changes import CHANGING
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import RESOURCE_CLASSES, public_name


def resource_changes(
    bindings: Bindings, scope: Scope, statement: Statement
) -> Iterator[Diagnostic]:
    """Report what a statement changes in an object that is read where it is made."""
    for changed in _changed_by(bindings, scope, statement):
        made = _made(bindings, scope, changed)
        if made is not None:
            field = _field(changed)
            yield Diagnostic(
                code=codes.RESOURCE_CHANGED,
                message="a resource is changed after it is made",
                primary=Label(span=changed.span, text="a compile would not know of it"),
                labels=(Label(span=made.span, text="made here"),),
                help=f"pass it where the resource is made: `{_called(made)}(..., {field}=...)`",
            )


def _changed_by(bindings: Bindings, scope: Scope, statement: Statement) -> Iterator[Expression]:
    """Yield the members that a statement sets, fills or deletes, and objects that `setattr` sets."""
    if isinstance(statement, Assign | Delete):
        yield from (t for t in statement.targets if isinstance(t, Attribute | Subscript))
    if not isinstance(statement, ExpressionStatement) or not isinstance(statement.value, Call):
        return
    call = statement.value
    if isinstance(call.function, Attribute) and call.function.name in CHANGING:
        yield call.function.value
    callee = symbol_in(bindings, scope, call.function)
    if callee == External(name="builtins.setattr") and len(call.arguments) > 2:
        owner, name = call.arguments[:2]
        text = name.value if isinstance(name, Constant) and isinstance(name.value, str) else "..."
        yield Attribute(value=owner, name=text, name_span=name.span, span=call.span)


def _made(bindings: Bindings, scope: Scope, changed: Expression) -> Call | None:
    """Give the construction of the object that `api.env["A"]` is a part of."""
    part = changed
    while isinstance(part, Attribute | Subscript):
        part = part.value
        if hangs_on_local(part, scope) or not isinstance(part, Name | Attribute):
            continue
        found = certain_binding(bindings, symbol_in(bindings, scope, part))
        bound = None if found is None else found.binding.bound
        value = bound.value if isinstance(bound, BoundValue) else None
        if found is not None and isinstance(value, Call):
            callee = public_name(follow(bindings, look_up(bindings, found.module, value.function)))
            construction = Construction(module=found.module, call=value)
            is_read = callee in RESOURCE_CLASSES or (
                callee == NAME and not is_client(bindings, construction)
            )
            return value if is_read else None
    return None


def _field(changed: Expression) -> str:
    """Give the setting that is changed: `env` of `api.env["A"]`."""
    name = "..."
    while isinstance(changed, Attribute | Subscript):
        name = changed.name if isinstance(changed, Attribute) else name
        changed = changed.value
    return name


def _called(call: Call) -> str:
    return call.function.id if isinstance(call.function, Name) else "LiveLoadBalancer"
