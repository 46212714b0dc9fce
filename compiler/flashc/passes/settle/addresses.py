"""Addresses: how `flash.toml` names what stands in the sources, `module:variable`."""

from collections.abc import Iterator, Mapping

from flashc.ir.bindings import Bindings, BoundValue
from flashc.ir.expressions import Call, Conditional, Expression
from flashc.source import Span


def constructions(bindings: Bindings) -> Mapping[str, tuple[Span, ...]]:
    """Give every module-level variable that is bound to calls, by address: where the calls stand.

    There are several where a condition chooses between them.
    """
    found: dict[str, tuple[Span, ...]] = {}
    for module in sorted(bindings.namespaces):
        for name, bound in bindings.namespaces[module].names.items():
            spans = [
                span
                for binding in bound
                if isinstance(binding.bound, BoundValue)
                for span in _calls(binding.bound.value)
            ]
            if spans:
                found[f"{module}:{name}"] = tuple(spans)
    return found


def address_of(bindings: Bindings, module: str, construction: Span) -> str | None:
    """Give the address of a call in `module`; None where it is not bound to a variable."""
    namespace = bindings.namespaces.get(module)
    for name, bound in namespace.names.items() if namespace else ():
        values = [b.bound.value for b in bound if isinstance(b.bound, BoundValue)]
        if any(construction in _calls(value) for value in values):
            return f"{module}:{name}"
    return None


def _calls(value: Expression) -> Iterator[Span]:
    if isinstance(value, Call):
        yield value.span
    elif isinstance(value, Conditional):
        yield from _calls(value.then)
        yield from _calls(value.otherwise)
