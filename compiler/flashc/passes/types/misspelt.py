"""Misspelt annotations: the type that a name most likely means, where nothing has that name."""

from typing import Final

from flashc.ir.bindings import Bindings, BoundFunction, BoundModule, ModuleSymbol, Unresolved
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.passes.names.lookup import look_up
from flashc.passes.suggest import suggestion

_BUILTIN: Final = (
    "bool",
    "bytes",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "set",
    "str",
    "tuple",
)


def meant_by(bindings: Bindings, module: str, missing: Expression) -> str | None:
    """Advise on a name that its module does not bind; None where that is not what is wrong."""
    match missing:
        case Name(id=name):
            near = suggestion(name, (*_types_in(bindings, module), *_BUILTIN))
            return f"did you mean `{near}`?" if near else f"define or import `{name}`"
        case Attribute(name=name):
            owner = look_up(bindings, module, missing.value)
            if isinstance(owner, Unresolved) and owner.missing:
                return meant_by(bindings, module, missing.value)
            if not isinstance(owner, ModuleSymbol) or not bindings.has_module(owner.module):
                return None
            near = suggestion(name, _types_in(bindings, owner.module))
            return f"did you mean `{near}`?" if near else f"define `{name}` in `{owner.module}`"
        case _:
            return None


def _types_in(bindings: Bindings, module: str) -> tuple[str, ...]:
    """Give the names of a module that may be types."""
    return tuple(
        name
        for name, found in bindings.namespaces[module].names.items()
        if not all(isinstance(binding.bound, BoundFunction | BoundModule) for binding in found)
    )
