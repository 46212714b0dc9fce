"""Ancestry: the classes that a class of the project reaches through its bases."""

from flashc.ir.bindings import Bindings, Defined, External
from flashc.ir.syntax import Class
from flashc.passes.names.bases import bases_of, class_in
from flashc.passes.names.remembered import Remembered
from flashc.source import Span

ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
# Enums whose members are what they stand for, also when they are formatted.
VALUE_ENUMS = frozenset({"enum.IntEnum", "enum.StrEnum", "enum.IntFlag"})

_ANCESTORS: Remembered[tuple[Span, bool], tuple[str, ...]] = Remembered()


def ancestors(
    bindings: Bindings, module: str, definition: Class, within: Defined | None = None
) -> tuple[str, ...]:
    """Give the full names of the library classes that a class reaches, nearest first, each once."""
    known = _ANCESTORS.of(bindings)
    place = (definition.name_span, within is None)
    found = known.get(place)
    if found is None:
        found = tuple(_ancestors(bindings, module, definition, within))
        known[place] = found
    return found


def _ancestors(
    bindings: Bindings, module: str, definition: Class, within: Defined | None
) -> dict[str, None]:
    """Search depth first; what is known of a class already is not searched again."""
    known = _ANCESTORS.of(bindings)
    names: dict[str, None] = {}
    seen = {definition.name_span}
    waiting = [target for _, target in reversed(bases_of(bindings, module, definition, within))]
    while waiting:
        symbol = waiting.pop()
        inner = class_in(symbol)
        if isinstance(symbol, External):
            names.setdefault(symbol.name)
        elif isinstance(symbol, Defined) and inner is not None and inner.name_span not in seen:
            seen.add(inner.name_span)
            above = known.get((inner.name_span, symbol.within is None))
            if above is not None:
                names |= dict.fromkeys(above)
                continue
            further = bases_of(bindings, symbol.module, inner, symbol.within)
            waiting += [target for _, target in reversed(further)]
    return names


def enum_bases(bindings: Bindings, symbol: Defined) -> frozenset[str]:
    """Give the library classes of the enum that `symbol` is a member of; empty if it is none."""
    owner = symbol.within
    definition = class_in(owner) if owner is not None else None
    if owner is None or definition is None:
        return frozenset()
    names = frozenset(ancestors(bindings, owner.module, definition, owner.within))
    return names if names & ENUMS else frozenset()
