"""Bases: what the bases of a class of the project lead to."""

from flashc.ir.bindings import Bindings, BoundClass, Defined, Symbol
from flashc.ir.expressions import Expression, Subscript
from flashc.ir.syntax import Class
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.remembered import Remembered
from flashc.source import Span

_BASES: Remembered[tuple[Span, bool], tuple[tuple[Expression, Symbol], ...]] = Remembered()


def bases_of(
    bindings: Bindings, module: str, definition: Class, within: Defined | None = None
) -> tuple[tuple[Expression, Symbol], ...]:
    """Give the bases of a class as they are written, each with what it leads to; `List[int]` to `List`.

    `within` is the class in whose body this one stands.
    """
    known = _BASES.of(bindings)
    place = (definition.name_span, within is None)
    found = known.get(place)
    if found is None:
        found = tuple(
            (base, follow(bindings, look_up(bindings, module, _origin(base), within)))
            for base in definition.bases
        )
        known[place] = found
    return found


def class_in(symbol: Symbol) -> Class | None:
    """Give the syntax of a symbol that is a class of the project."""
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    return bound.definition if isinstance(bound, BoundClass) else None


def _origin(base: Expression) -> Expression:
    return base.value if isinstance(base, Subscript) else base
