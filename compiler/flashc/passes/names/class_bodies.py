"""Class bodies: the names that the body of a class binds."""

from collections.abc import Mapping

from flashc.ir.bindings import Binding, Bindings
from flashc.ir.syntax import Class
from flashc.passes.names.namespaces import bindings_of
from flashc.passes.names.remembered import Remembered
from flashc.source import Span

_BOUND: Remembered[Span, tuple[Binding, ...]] = Remembered()
_BY_NAME: Remembered[Span, Mapping[str, tuple[Binding, ...]]] = Remembered()


def bound_in_class(bindings: Bindings, module: str, definition: Class) -> tuple[Binding, ...]:
    """Give what the body of a class of `module` binds, in source order."""
    known = _BOUND.of(bindings)
    found = known.get(definition.name_span)
    if found is None:
        found = tuple(bindings_of(definition.body, bindings.modules[module]))
        known[definition.name_span] = found
    return found


def bound_by_name(
    bindings: Bindings, module: str, definition: Class
) -> Mapping[str, tuple[Binding, ...]]:
    """Give the same by name."""
    known = _BY_NAME.of(bindings)
    found = known.get(definition.name_span)
    if found is None:
        names: dict[str, list[Binding]] = {}
        for binding in bound_in_class(bindings, module, definition):
            names.setdefault(binding.name, []).append(binding)
        found = {name: tuple(each) for name, each in names.items()}
        known[definition.name_span] = found
    return found
