"""Changes: module-level objects that statements change in place, anywhere in the project.

`DEPENDENCIES.append("torch")` makes the list that `DEPENDENCIES` was bound to say less than it did.
"""

from collections.abc import Iterator, Mapping

from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.expressions import Attribute, Call, Expression, Name, Subscript
from flashc.ir.syntax import (
    Assign,
    Block,
    Class,
    Delete,
    ExpressionStatement,
    Function,
    Statement,
)
from flashc.passes.names.bodies import local_names
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
                yield from _changed(statement.body, local | local_names(statement))
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
