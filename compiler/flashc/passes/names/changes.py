"""Changes: module-level objects that statements change in place, anywhere in the project.

`DEPENDENCIES.append("torch")` makes the list that `DEPENDENCIES` was bound to say less than it did.
"""

from collections.abc import Iterator, Mapping

from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.expressions import Attribute, Call, Display, Expression, Name, Starred, Subscript
from flashc.ir.syntax import (
    Assign,
    Bind,
    Block,
    Class,
    Delete,
    ExpressionStatement,
    Function,
    Import,
    ImportFrom,
    Statement,
)
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

# The methods of Python's own containers that change them.
CHANGING = frozenset(
    """append extend insert remove pop clear sort reverse update setdefault popitem add discard
    difference_update intersection_update symmetric_difference_update __setitem__""".split()
)


def changes_in(bindings: Bindings) -> Mapping[tuple[str, str], tuple[Span, ...]]:
    """Give the places where an object is changed, by the module and name that it is bound to."""
    found: dict[tuple[str, str], list[Span]] = {}
    for module, syntax in bindings.modules.items():
        for changed in _changed(syntax.body, frozenset()):
            owner = _owner(bindings, module, changed)
            if owner is not None:
                found.setdefault((owner.module, owner.name), []).append(changed.span)
    return {key: tuple(spans) for key, spans in found.items()}


def _owner(bindings: Bindings, module: str, changed: Expression) -> Defined | None:
    """Give the name that `a.b[c].d` hangs on: the longest part of it that a module binds."""
    part: Expression | None = changed
    while isinstance(part, Name | Attribute | Subscript):
        if not isinstance(part, Subscript):
            symbol = follow(bindings, look_up(bindings, module, part))
            if isinstance(symbol, Defined):
                return symbol if isinstance(symbol.binding.bound, BoundValue) else None
        part = None if isinstance(part, Name) else part.value
    return None


def _changed(statements: tuple[Statement, ...], local: frozenset[str]) -> Iterator[Expression]:
    """Yield the expressions whose object a statement changes, unless they hang on a local name."""
    for statement in statements:
        match statement:
            case Function():
                yield from _changed(statement.body, local | _local_names(statement))
            case Class():
                yield from _changed(statement.body, local)
            case Block():
                for arm in statement.arms:
                    yield from _changed(arm.body, local)
            case _:
                yield from (c for c in _changed_by(statement) if _root(c) not in local)


def _changed_by(statement: Statement) -> Iterator[Expression]:
    match statement:
        case Assign() | Delete():
            for target in statement.targets:
                if isinstance(target, Attribute | Subscript):
                    yield target.value
            value = statement.value if isinstance(statement, Assign) else None
        case ExpressionStatement():
            value = statement.value
        case _:
            return
    callee = value.function if isinstance(value, Call) else None
    if isinstance(callee, Attribute) and callee.name in CHANGING:
        yield callee.value


def _root(expression: Expression) -> str | None:
    while isinstance(expression, Attribute | Subscript):
        expression = expression.value
    return expression.id if isinstance(expression, Name) else None


def _local_names(function: Function) -> frozenset[str]:
    names = {parameter.name for parameter in function.parameters}
    names.update(_bound(function.body))
    return frozenset(names)


def _bound(statements: tuple[Statement, ...]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case Assign():
                yield from (name for target in statement.targets for name in _names(target))
            case Block():
                yield from (name for target in statement.binds for name in _names(target))
                for arm in statement.arms:
                    yield from _bound(arm.body)
            case Function() | Class():
                yield statement.name
            case Import():
                yield from (m.alias or m.module.split(".")[0] for m in statement.modules)
            case ImportFrom():
                # An import gives the module's own object, under a name that hides the module's.
                yield from (n.alias or n.name for n in statement.names)
            case Bind():
                yield statement.name.id
            case _:
                continue


def _names(target: Expression) -> Iterator[str]:
    if isinstance(target, Name):
        yield target.id
    elif isinstance(target, Starred):
        yield from _names(target.value)
    elif isinstance(target, Display):
        for item in target.items:
            yield from _names(item)
