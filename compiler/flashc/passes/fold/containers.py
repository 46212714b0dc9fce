"""Containers: sequences and dictionaries written out, and what is picked from them."""

from collections.abc import Callable, Mapping

from flashc.ir.expressions import DictDisplay, Display, Expression, Starred, Subscript
from flashc.ir.facts import Construction, Fact, Known, Reference, Unknown, Value
from flashc.passes.fold.environment import ITEM
from flashc.passes.fold.members import member_named

Fold = Callable[[Expression], Fact]


def fold_display(fold: Fold, expression: Display) -> Fact:
    """Fold a tuple, list or set; `*` is written out."""
    values: list[Value] = []
    for item in expression.items:
        fact = fold(item.value if isinstance(item, Starred) else item)
        if isinstance(fact, Unknown):
            return fact
        if not isinstance(item, Starred):
            values.append(fact.value)
        elif isinstance(fact.value, tuple):
            values.extend(fact.value)
        else:
            return Unknown(reason="does not unpack to a known sequence", span=item.span)
    return Known(value=tuple(values), span=expression.span)


def fold_dictionary(fold: Fold, expression: DictDisplay) -> Fact:
    """Fold a dictionary with keys of text; `**` is written out, later keys win."""
    result: dict[str, Value] = {}
    for item in expression.items:
        value = fold(item.value)
        if isinstance(value, Unknown):
            return value
        if item.key is None:
            if not isinstance(value.value, Mapping):
                return Unknown(reason="does not unpack to a known dictionary", span=value.span)
            result.update(value.value)
            continue
        key = fold(item.key)
        if isinstance(key, Unknown):
            return key
        if not isinstance(key.value, str):
            return Unknown(reason="is a key that is not text", span=item.key.span)
        result[key.value] = value.value
    return Known(value=result, span=expression.span)


def fold_subscript(fold: Fold, expression: Subscript) -> Fact:
    """Fold an item of a known container, or a variable of the worker's environment."""
    owner, index = fold(expression.value), fold(expression.index)
    if isinstance(owner, Unknown):
        return owner
    if isinstance(index, Unknown):
        return index
    if owner.value == Reference(name=ITEM):
        variable = Construction(name=ITEM, arguments=(index,), keywords=())
        return Known(value=variable, span=expression.span)
    member = member_named(owner.value, index.value)
    if member is not None:
        return Known(value=member, span=expression.span)
    found = _item(owner.value, index.value)
    if found is not None:
        return Known(value=found[0], span=expression.span)
    return Unknown(reason="is looked up when it runs", span=expression.span)


def _item(owner: Value, index: Value) -> tuple[Value] | None:
    if isinstance(owner, Mapping) and isinstance(index, str):
        return (owner[index],) if index in owner else None
    if isinstance(owner, tuple) and isinstance(index, int):
        return (owner[index],) if -len(owner) <= index < len(owner) else None
    return None
