"""Second names: what Python has where a module has nothing, and names that only rename another."""

from flashc.ir.bindings import BoundValue, Defined, External, Symbol, Unresolved
from flashc.ir.expressions import Attribute, Name
from flashc.passes.names.builtin_names import BUILTINS


def or_builtin(symbol: Symbol, name: str) -> Symbol:
    """Give what code of a module finds by a name: what the module lacks, Python may have."""
    is_missing = isinstance(symbol, Unresolved) and symbol.missing
    return External(name=f"builtins.{name}") if is_missing and name in BUILTINS else symbol


def renamed(symbol: Symbol) -> Name | Attribute | None:
    """Give the name that a symbol is another name for."""
    if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundValue):
        value = symbol.binding.bound.value
        return value if isinstance(value, Name | Attribute) else None
    return None
