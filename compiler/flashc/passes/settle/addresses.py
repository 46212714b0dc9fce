"""Addresses: how `flash.toml` names what stands in the sources, `module:variable`."""

from collections.abc import Mapping

from flashc.ir.bindings import Bindings, BoundValue
from flashc.ir.syntax import Call
from flashc.source import Span


def constructions(bindings: Bindings) -> Mapping[str, Span]:
    """Give every module-level variable that is bound to a call, by address: where the call stands."""
    found: dict[str, Span] = {}
    for module in sorted(bindings.namespaces):
        for name, bound in bindings.namespaces[module].names.items():
            for binding in bound:
                if isinstance(binding.bound, BoundValue) and isinstance(binding.bound.value, Call):
                    found.setdefault(f"{module}:{name}", binding.bound.value.span)
    return found


def address_of(bindings: Bindings, module: str, construction: Span) -> str | None:
    """Give the address of a call in `module`; None where it is not bound to a variable."""
    namespace = bindings.namespaces.get(module)
    for name, bound in namespace.names.items() if namespace else ():
        values = [b.bound.value.span for b in bound if isinstance(b.bound, BoundValue)]
        if construction in values:
            return f"{module}:{name}"
    return None
