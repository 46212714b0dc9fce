"""Ancestry: the classes that a class of the project reaches through its bases."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, BoundClass, Defined, External
from flashc.ir.expressions import Expression, Subscript
from flashc.ir.syntax import Class
from flashc.passes.names.lookup import follow, look_up

ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
# Enums whose members are what they stand for, also when they are formatted.
VALUE_ENUMS = frozenset({"enum.IntEnum", "enum.StrEnum", "enum.IntFlag"})


def ancestors(
    bindings: Bindings, module: str, definition: Class, within: Defined | None = None
) -> Iterator[str]:
    """Yield the full names of the library classes that a class reaches, nearest first, each once."""
    seen: set[str] = set()
    waiting = [(module, within, base) for base in reversed(definition.bases)]
    while waiting:
        place, around, base = waiting.pop()
        symbol = follow(bindings, look_up(bindings, place, _unsubscripted(base), around))
        if isinstance(symbol, External):
            if symbol.name not in seen:
                seen.add(symbol.name)
                yield symbol.name
        elif isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
            key = f"{symbol.module}:{symbol.name}"
            if key not in seen:
                seen.add(key)
                inner = symbol.binding.bound.definition
                waiting += [(symbol.module, symbol.within, b) for b in reversed(inner.bases)]


def enum_bases(bindings: Bindings, symbol: Defined) -> frozenset[str]:
    """Give the library classes of the enum that `symbol` is a member of; empty if it is none."""
    owner = symbol.within
    bound = owner.binding.bound if owner is not None else None
    if owner is None or not isinstance(bound, BoundClass):
        return frozenset()
    names = frozenset(ancestors(bindings, owner.module, bound.definition, owner.within))
    return names if names & ENUMS else frozenset()


def _unsubscripted(base: Expression) -> Expression:
    return base.value if isinstance(base, Subscript) else base
