"""Look-up: follow a name or a dotted expression through the bindings of all modules."""

from flashc.ir.bindings import (
    Binding,
    Bindings,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    BoundOtherwise,
    BoundValue,
    Defined,
    External,
    ModuleSymbol,
    Namespace,
    Star,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Expression, Name, Subscript
from flashc.passes.names.builtin_names import BUILTINS
from flashc.passes.names.certain import certain_one, why_uncertain
from flashc.passes.names.namespaces import bindings_of

# Longer trails than this are circles, of imports or of names.
LONGEST_TRAIL = 64


def look_up(
    bindings: Bindings, module: str, expression: Expression, within: Defined | None = None
) -> Symbol:
    """Give what a name or dotted name of `module` stands for. Values are not followed: see fold.

    `within` is the class in whose body the expression stands.
    """
    return _Search(bindings).look_up(module, expression, within)


def look_up_name(bindings: Bindings, module: str, name: str) -> Symbol:
    """Give what the module-level name `name` of `module` stands for."""
    return _Search(bindings).name(module, name)


def follow(bindings: Bindings, symbol: Symbol) -> Symbol:
    """Follow plain renamings (`b = a`, `b = a.c`) from `symbol` to what they rename."""
    return _Search(bindings).follow(symbol)


def resolve_candidate(bindings: Bindings, candidate: Defined) -> Symbol:
    """Give what one candidate of an unresolved name stands for: its import followed, if it is one."""
    return _Search(bindings).target(candidate.module, candidate.binding, candidate.within)


class _Search:
    """One question, and how much longer its trail may get."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._left = LONGEST_TRAIL
        # Modules may bring in one another's names with `import *`; asking each once is enough.
        self._asked: set[tuple[str, str]] = set()

    def look_up(self, module: str, expression: Expression, within: Defined | None) -> Symbol:
        if isinstance(expression, Name):
            own = None if within is None else self._own_member(within, expression.id)
            return own or self._local(module, expression.id)
        if not isinstance(expression, Attribute):
            return Unresolved(reason="is not a name")
        if self._left == 0:
            return Unresolved(reason="is defined in terms of itself")
        self._left -= 1
        owner = self.follow(self.look_up(module, expression.value, within))
        symbol = self._member(owner, expression.name)
        self._left += 1
        return symbol

    def follow(self, symbol: Symbol) -> Symbol:
        for _ in range(LONGEST_TRAIL):
            if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundValue):
                return symbol
            value = symbol.binding.bound.value
            if not isinstance(value, Name | Attribute):
                return symbol
            further = self.look_up(symbol.module, value, symbol.within)
            if isinstance(further, Defined) and further.binding is symbol.binding:
                break
            symbol = further
        return Unresolved(reason="is defined in terms of itself")

    def _local(self, module: str, name: str) -> Symbol:
        """Look a name up as code of `module` does: what the module lacks, Python may have."""
        symbol = self.name(module, name)
        is_missing = isinstance(symbol, Unresolved) and symbol.missing
        return External(name=f"builtins.{name}") if is_missing and name in BUILTINS else symbol

    def name(self, module: str, name: str) -> Symbol:
        """Look a name up as an import of it from `module` does."""
        if module in self._bindings.broken:
            return Unresolved(reason="stands in a module with a syntax error", broken=True)
        if self._left == 0:
            return Unresolved(reason="is defined in terms of itself")
        self._left -= 1
        symbol = self._named(module, name)
        self._left += 1
        return symbol

    def _named(self, module: str, name: str) -> Symbol:
        namespace = self._bindings.namespaces.get(module)
        found = namespace.names.get(name, ()) if namespace else ()
        if namespace and namespace.stars:
            # The names of a module win over those of an `import *` only where they come later.
            last = found[-1].span.start if found else -1
            for star in reversed(namespace.stars):
                if star.span.start > last or not found:
                    symbol = self._from_star(namespace, star, name)
                    if symbol is not None:
                        return symbol if not found else _bound_by_both(star)
        if found:
            return self._chosen(module, found)
        if self._bindings.has_module(f"{module}.{name}"):
            return ModuleSymbol(module=f"{module}.{name}")
        return Unresolved(reason=f"is not defined in module `{module}`", missing=True)

    def _from_star(self, namespace: Namespace, star: Star, name: str) -> Symbol | None:
        if not self._bindings.has_module(star.module):
            # A library's `import *` could bring anything that starts like a public name; dialects
            # decide by the full name. What the module binds itself is taken to be its own.
            hidden = name.startswith("_") or name in BUILTINS or name in namespace.names
            return None if hidden else External(name=f"{star.module}.{name}")
        source = self._bindings.namespaces.get(star.module)
        exports = source.exports if source else None
        is_offered = name in exports if exports is not None else not name.startswith("_")
        if not is_offered or (star.module, name) in self._asked:
            return None
        self._asked.add((star.module, name))
        symbol = self.name(star.module, name)
        return None if isinstance(symbol, Unresolved) and symbol.missing else symbol

    def _chosen(self, module: str, found: tuple[Binding, ...]) -> Symbol:
        certain = certain_one(found)
        if certain is not None:
            return self.target(module, certain, None)
        candidates = tuple(Defined(module=module, name=b.name, binding=b) for b in found)
        return Unresolved(reason=why_uncertain(found, f"module `{module}`"), candidates=candidates)

    def target(self, module: str, binding: Binding, within: Defined | None) -> Symbol:
        """Give what one binding stands for; only imports lead further."""
        match binding.bound:
            case BoundModule(module=target):
                is_ours = self._bindings.has_module(target)
                return ModuleSymbol(module=target) if is_ours else External(name=target)
            case BoundImport(module=source, name=name):
                return self._imported(module, source, name)
            case BoundOtherwise(how=how):
                return Unresolved(reason=f"is {how}")
            case _:
                prefix = "" if within is None else f"{within.name}."
                qualified = f"{prefix}{binding.name}"
                return Defined(module=module, name=qualified, binding=binding, within=within)

    def _imported(self, module: str, source: str, name: str) -> Symbol:
        if not self._bindings.has_module(source):
            return External(name=f"{source}.{name}")
        if source == module and self._bindings.has_module(f"{source}.{name}"):
            # `from . import part` in a package's own `__init__`.
            return ModuleSymbol(module=f"{source}.{name}")
        symbol = self.name(source, name)
        # The name is bound here, to something that is not there: Python's own does not step in.
        if isinstance(symbol, Unresolved) and symbol.missing:
            return Unresolved(reason=symbol.reason)
        return symbol

    def _member(self, owner: Symbol, name: str) -> Symbol:
        match owner:
            case External():
                return External(name=f"{owner.name}.{name}")
            case ModuleSymbol():
                return self.name(owner.module, name)
            case Defined(binding=Binding(bound=BoundClass())):
                return self._inherited(owner, name)
            case Defined(binding=Binding(bound=BoundFunction())):
                return Unresolved(reason=f"is an attribute of the function `{owner.name}`")
            case Defined():
                return Unresolved(reason=f"is an attribute of the object `{owner.name}`")
            case Unresolved():
                return owner

    def _inherited(self, owner: Defined, name: str) -> Symbol:
        """Look a class attribute up in the class, then in its bases from left to right."""
        own = self._own_member(owner, name)
        if own is not None:
            return own
        if self._left == 0:
            return Unresolved(reason="is defined in terms of itself")
        self._left -= 1
        bound = owner.binding.bound
        for base in bound.definition.bases if isinstance(bound, BoundClass) else ():
            named = base.value if isinstance(base, Subscript) else base
            symbol = self.follow(self.look_up(owner.module, named, owner.within))
            is_class = isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass)
            if isinstance(symbol, Defined) and is_class and self._ask(symbol, name):
                inherited = self._inherited(symbol, name)
                if not isinstance(inherited, Unresolved) or not inherited.missing:
                    return inherited
        self._left += 1
        return Unresolved(reason=f"is not defined in class `{owner.name}`", missing=True)

    def _ask(self, owner: Defined, name: str) -> bool:
        question = (f"{owner.module}:{owner.name}", name)
        is_new = question not in self._asked
        self._asked.add(question)
        return is_new

    def _own_member(self, owner: Defined, name: str) -> Symbol | None:
        """Look a name up in the body of a class; None where the body does not bind it."""
        bound = owner.binding.bound
        body = bound.definition.body if isinstance(bound, BoundClass) else ()
        module = self._bindings.modules[owner.module]
        found = tuple(b for b in bindings_of(body, module) if b.name == name)
        if not found:
            return None
        certain = certain_one(found)
        if certain is not None:
            return self.target(owner.module, certain, owner)
        candidates = tuple(
            Defined(module=owner.module, name=f"{owner.name}.{name}", binding=b, within=owner)
            for b in found
        )
        where = f"class `{owner.name}`"
        return Unresolved(reason=why_uncertain(found, where), candidates=candidates)


def _bound_by_both(star: Star) -> Unresolved:
    return Unresolved(reason=f"is bound here, and again by `import *` from `{star.module}`")
