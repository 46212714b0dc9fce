"""Layers of a class: its own body and those of its bases, and what their type parameters stand for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundClass, Defined, External
from flashc.ir.expressions import Display, DisplayKind, Expression, Name, Subscript
from flashc.ir.syntax import Class
from flashc.ir.types import AnyType, DistinctType, Type
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.types.aliases import old_parameters, parameters_of
from flashc.passes.types.annotations import type_of
from flashc.source import Span

_GENERIC = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Generic", "Protocol")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One class; `given` is what its type parameters stand for in the class that is looked at."""

    module: str
    definition: Class
    given: Mapping[str, Type]


def layers(bindings: Bindings, module: str, definition: Class) -> Iterator[Layer]:
    """Yield a class after those that it inherits from in the project, each once."""
    own = {
        name: _parameter(bindings, module, definition, name)
        for name in _names(bindings, module, definition)
    }
    seen: set[Span] = set()
    waiting = [(Layer(module=module, definition=definition, given=own), False)]
    while waiting:
        layer, is_due = waiting.pop()
        if is_due:
            yield layer
        elif layer.definition.name_span not in seen:
            seen.add(layer.definition.name_span)
            waiting.append((layer, True))
            found = (_base(bindings, layer, base) for base in reversed(layer.definition.bases))
            waiting += [(one, False) for one in found if one is not None]


def parameters(bindings: Bindings, module: str, definition: Class) -> tuple[str, ...]:
    """Give the type parameters of a class by full names, which are those of types in its layers."""
    names = _names(bindings, module, definition)
    return tuple(f"{module}.{definition.name}[{name}]" for name in names)


def _base(bindings: Bindings, layer: Layer, base: Expression) -> Layer | None:
    stated = base.value if isinstance(base, Subscript) else base
    symbol = follow(bindings, look_up(bindings, layer.module, stated))
    if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundClass):
        return None
    definition = symbol.binding.bound.definition
    arguments = (type_of(bindings, layer.module, item, given=layer.given) for item in _items(base))
    names = _names(bindings, symbol.module, definition)
    left = {name: AnyType() for name in names}
    given = left | dict(zip(names, arguments, strict=False))
    return Layer(module=symbol.module, definition=definition, given=given)


def _parameter(bindings: Bindings, module: str, definition: Class, name: str) -> DistinctType:
    # Where a class is named without arguments, each parameter is its bound, or anything.
    variable = Name(id=name, span=definition.name_span)
    base = type_of(bindings, module, variable, generic=definition.name_span)
    return DistinctType(module=module, name=f"{definition.name}[{name}]", base=base)


def _names(bindings: Bindings, module: str, definition: Class) -> tuple[str, ...]:
    """Give the names of a class's type parameters in their order, in the new form or the old."""
    stated = parameters_of(bindings.modules[module].source, definition.name_span)
    if stated:
        return tuple(one.name for one in stated)
    found: dict[str, None] = {}
    for base in definition.bases:
        names = [one.name for one in old_parameters(bindings, module, base)]
        symbol = (
            follow(bindings, look_up(bindings, module, base.value))
            if isinstance(base, Subscript)
            else None
        )
        if isinstance(symbol, External) and symbol.name in _GENERIC:
            return tuple(names)
        found |= dict.fromkeys(names)
    return tuple(found)


def _items(expression: Expression) -> tuple[Expression, ...]:
    if not isinstance(expression, Subscript):
        return ()
    index = expression.index
    is_tuple = isinstance(index, Display) and index.kind is DisplayKind.TUPLE
    return index.items if is_tuple and isinstance(index, Display) else (index,)
