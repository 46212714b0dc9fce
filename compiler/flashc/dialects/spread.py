"""Spreading: what `**expression` passes, where the dictionary behind it is written out somewhere."""

from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundValue, Defined, External
from flashc.ir.expressions import Attribute, BinaryOperation, Call, DictDisplay, Expression, Name
from flashc.ir.facts import Known
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One argument: its name, and its expression as `module` sees it."""

    name: str
    module: str
    value: Expression
    name_span: Span


def entries_of(
    bindings: Bindings, module: str, expression: Expression, depth: int = DEEPEST
) -> tuple[Entry, ...] | None:
    """Give the entries of a dictionary, later ones winning; None where it is not written out."""
    if depth == 0:
        return None
    match expression:
        case DictDisplay():
            return _display(bindings, module, expression, depth)
        case Name() | Attribute():
            symbol = follow(bindings, look_up(bindings, module, expression))
            if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundValue):
                value = symbol.binding.bound.value
                return entries_of(bindings, symbol.module, value, depth - 1)
            return None
        case BinaryOperation(operator="|"):
            left = entries_of(bindings, module, expression.left, depth - 1)
            right = entries_of(bindings, module, expression.right, depth - 1)
            return None if left is None or right is None else _merged((*left, *right))
        case Call():
            return _dict_call(bindings, module, expression, depth)
        case _:
            return None


def _display(
    bindings: Bindings, module: str, display: DictDisplay, depth: int
) -> tuple[Entry, ...] | None:
    found: list[Entry] = []
    for item in display.items:
        if item.key is None:
            inner = entries_of(bindings, module, item.value, depth - 1)
            if inner is None:
                return None
            found.extend(inner)
            continue
        key = fold(bindings, module, item.key)
        if not isinstance(key, Known) or not isinstance(key.value, str):
            return None
        found.append(
            Entry(name=key.value, module=module, value=item.value, name_span=item.key.span)
        )
    return _merged(tuple(found))


def _dict_call(bindings: Bindings, module: str, call: Call, depth: int) -> tuple[Entry, ...] | None:
    """Read `dict(name=value, **more)`."""
    callee = look_up(bindings, module, call.function)
    if callee != External(name="builtins.dict") or call.arguments:
        return None
    found: list[Entry] = []
    for keyword in call.keywords:
        if keyword.name is not None:
            span = keyword.name_span
            found.append(
                Entry(name=keyword.name, module=module, value=keyword.value, name_span=span)
            )
            continue
        inner = entries_of(bindings, module, keyword.value, depth - 1)
        if inner is None:
            return None
        found.extend(inner)
    return _merged(tuple(found))


def _merged(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple({entry.name: entry for entry in entries}.values())
