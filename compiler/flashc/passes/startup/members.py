"""Members: modules and classes of the project that certainly have no attribute of a name."""

from collections.abc import Collection
from dataclasses import dataclass

from flashc.ir.bindings import (
    Binding,
    Bindings,
    BoundClass,
    BoundValue,
    Defined,
    External,
    ModuleSymbol,
)
from flashc.ir.expressions import Attribute, Constant, Display, Expression
from flashc.ir.syntax import Class
from flashc.passes.names.ancestry import ENUMS, ancestors
from flashc.passes.names.class_bodies import bound_by_name
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.passes.names.remembered import Remembered
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.lineage import LONGEST
from flashc.source import Span

# What every class has beside names with underscores at both ends, and what an enum has as well.
_OF_CLASSES = frozenset({"mro"})
_OF_ENUMS = frozenset({"name", "value", "names", "values"})
_KNOWN_BASES = ENUMS | {"builtins.object", "builtins.str", "builtins.int"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lineage:
    """The names that each of some classes binds, and those that `:=` may bind in its body as well."""

    bound: tuple[Collection[str], ...]
    inline: tuple[frozenset[str], ...]


_LINEAGES: Remembered[Span, _Lineage | None] = Remembered()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Where a member was sought: a `kind` of thing, its name, and the names that it has."""

    kind: str
    owner: str
    known: tuple[str, ...]


def module_of(bindings: Bindings, module: str, expression: Expression) -> str | None:
    """Give the module of the project that an expression certainly is."""
    symbol = follow(bindings, look_up(bindings, module, expression))
    is_ours = isinstance(symbol, ModuleSymbol) and symbol.module in bindings.modules
    return symbol.module if isinstance(symbol, ModuleSymbol) and is_ours else None


def lacks_member(ground: Ground, module: str, expression: Attribute) -> Missing | None:
    """Tell whether what an attribute is read from certainly has none of that name."""
    bindings, name = ground.bindings, expression.name
    if name.startswith("_") or name in ground.set_anywhere:
        return None
    symbol = follow(bindings, look_up(bindings, module, expression.value))
    if isinstance(symbol, ModuleSymbol):
        return _module_lacks(ground, symbol.module, name)
    if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
        return _class_lacks(ground, symbol, symbol.binding.bound.definition, name)
    return None


def _module_lacks(ground: Ground, owner: str, name: str) -> Missing | None:
    bindings = ground.bindings
    namespace = bindings.namespaces.get(owner)
    if namespace is None or owner in ground.open or bindings.has_module(f"{owner}.{name}"):
        return None
    if name in namespace.names or (owner, name) in bindings.changes or namespace.stars:
        return None
    symbol = look_up_name(bindings, owner, name)
    if not getattr(symbol, "missing", False):
        return None
    return Missing(kind="module", owner=owner, known=tuple(namespace.names))


def _class_lacks(ground: Ground, owner: Defined, definition: Class, name: str) -> Missing | None:
    """Answer for enums and plain classes, whose members all stand in the project's text."""
    bindings = ground.bindings
    if name in _OF_CLASSES:
        return None
    bases = frozenset(ancestors(bindings, owner.module, definition, owner.within))
    is_enum = bool(bases & ENUMS)
    if not bases <= _KNOWN_BASES or (is_enum and name in _OF_ENUMS):
        return None
    # A plain class of Python's own has methods of its own.
    if not is_enum and bases - {"builtins.object"}:
        return None
    lineage = _lineage(ground, owner, definition)
    if lineage is None or any(name in names for names in (*lineage.bound, *lineage.inline)):
        return None
    if is_enum and name in _METHODS:
        return None
    kind = "enum" if is_enum else "class"
    known = tuple(one for names in lineage.bound for one in names)
    return Missing(kind=kind, owner=definition.name, known=known)


def _is_decorated(bindings: Bindings, place: Defined, definition: Class) -> bool:
    """Whether a decorator may have added members."""
    found = (look_up(bindings, place.module, one.expression) for one in definition.decorators)
    return any(symbol != External(name="enum.unique") for symbol in found)


def _lineage(ground: Ground, owner: Defined, definition: Class) -> _Lineage | None:
    """Give what a class and those that it inherits from bind; searched once for each class."""
    known = _LINEAGES.of(ground.bindings)
    place = owner.binding.span
    if place not in known:
        known[place] = _searched(ground, owner, definition)
    return known[place]


def _searched(ground: Ground, owner: Defined, definition: Class) -> _Lineage | None:
    """None if a class is not known or may have more than its body shows, or if they are too many."""
    bindings = ground.bindings
    found: list[Collection[str]] = []
    inline: dict[str, frozenset[str]] = {}
    waiting = [(owner, definition)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        place, current = waiting.pop()
        if (place.module, place.name) in seen:
            continue
        if len(seen) == LONGEST or place.module in ground.open:
            return None
        if current.keywords or _is_decorated(bindings, place, current):
            return None
        seen.add((place.module, place.name))
        bound = bound_by_name(bindings, place.module, current)
        slots = _slots(bound.get("__slots__", ()))
        if slots is None:
            return None
        found += [bound, slots] if slots else [bound]
        if ground.bound_inline[place.module]:
            inline[place.module] = ground.bound_inline[place.module]
        for base in current.bases:
            symbol = follow(bindings, look_up(bindings, place.module, base, place.within))
            if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
                waiting.append((symbol, symbol.binding.bound.definition))
            elif not isinstance(symbol, External):
                return None
    return _Lineage(bound=tuple(found), inline=tuple(inline.values()))


def _slots(found: tuple[Binding, ...]) -> tuple[str, ...] | None:
    """Give the names that `__slots__` makes members of; None where its text does not tell them."""
    if not found:
        return ()
    bound = found[0].bound
    value = bound.value if isinstance(bound, BoundValue) and len(found) == 1 else None
    items = value.items if isinstance(value, Display) else (value,)
    names = [one.value for one in items if isinstance(one, Constant) and isinstance(one.value, str)]
    return tuple(names) if len(names) == len(items) else None


# Methods of `str` and `int`, which members of mixed enums have, on any supported Python.
_METHODS = frozenset(dir(str)) | frozenset(dir(int))
