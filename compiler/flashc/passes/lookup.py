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
    Symbol,
    Unresolved,
)
from flashc.ir.syntax import Attribute, BlockKind, Expression, Name
from flashc.passes.resolve import bindings_of

# The names that Python itself binds, as far as annotations, decorators and constants use them.
# A fixed list, so that nothing depends on the Python that runs flashc.
BUILTINS = frozenset(
    """ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup Ellipsis
    Exception ExceptionGroup ImportError IndexError KeyError LookupError ModuleNotFoundError
    NotImplemented OSError RuntimeError StopIteration TypeError ValueError abs all any ascii
    bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod
    enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id
    input int isinstance issubclass iter len list locals map max memoryview min next object
    oct open ord pow print property range repr reversed round set setattr slice sorted
    staticmethod str sum super tuple type vars zip __file__ __name__ __import__""".split()
)
# Longer trails than this are cycles of imports.
LONGEST_TRAIL = 64


def look_up(bindings: Bindings, module: str, expression: Expression) -> Symbol:
    """Give what a name or dotted name of `module` stands for. Values are not followed: see fold."""
    if isinstance(expression, Name):
        return look_up_name(bindings, module, expression.id)
    if isinstance(expression, Attribute):
        owner = follow(bindings, look_up(bindings, module, expression.value))
        return _member(bindings, owner, expression.name)
    return Unresolved(reason="is not a name")


def look_up_name(bindings: Bindings, module: str, name: str) -> Symbol:
    """Give what the module-level name `name` of `module` stands for."""
    return _name(bindings, module, name, LONGEST_TRAIL)


def follow(bindings: Bindings, symbol: Symbol) -> Symbol:
    """Follow plain renamings (`b = a`, `b = a.c`) from `symbol` to what they rename."""
    for _ in range(LONGEST_TRAIL):
        if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundValue):
            return symbol
        value = symbol.binding.bound.value
        if not isinstance(value, Name | Attribute):
            return symbol
        further = look_up(bindings, symbol.module, value)
        if further == symbol:
            break
        symbol = further
    return Unresolved(reason="is defined in terms of itself")


def _name(bindings: Bindings, module: str, name: str, depth: int) -> Symbol:
    if module in bindings.broken:
        return Unresolved(reason="stands in a module with a syntax error", broken=True)
    if depth == 0:
        return Unresolved(reason="is imported in a circle")
    namespace = bindings.namespaces.get(module)
    found = namespace.names.get(name, ()) if namespace else ()
    if found:
        return _chosen(bindings, module, found, depth)
    if namespace:
        for star in reversed(namespace.stars):
            symbol = _from_star(bindings, star, name, depth)
            if symbol is not None:
                return symbol
    if bindings.has_module(f"{module}.{name}"):
        return ModuleSymbol(module=f"{module}.{name}")
    if name in BUILTINS:
        return External(name=f"builtins.{name}")
    return Unresolved(reason=f"is not defined in module `{module}`")


def _from_star(bindings: Bindings, star: str, name: str, depth: int) -> Symbol | None:
    if not bindings.has_module(star):
        # A library's `import *` could bring anything that starts like a public name; only the
        # SDKs are asked about, and the dialects decide by the full name.
        is_known_here = name.startswith("_") or name in BUILTINS
        return None if is_known_here else External(name=f"{star}.{name}")
    symbol = _name(bindings, star, name, depth - 1)
    if isinstance(symbol, Unresolved) and not symbol.candidates and not symbol.broken:
        return None
    return None if isinstance(symbol, External) and name in BUILTINS else symbol


def _chosen(bindings: Bindings, module: str, found: tuple[Binding, ...], depth: int) -> Symbol:
    certain = _one_of(found)
    if certain is not None:
        return _target(bindings, module, certain, depth)
    candidates = tuple(
        Defined(module=module, name=binding.name, binding=binding) for binding in found
    )
    if len(found) == 1:
        reason = f"is bound under a condition (`{found[0].branch[0].role}`)"
    else:
        reason = f"is bound {len(found)} times in module `{module}`"
    return Unresolved(reason=reason, candidates=candidates)


def _one_of(found: tuple[Binding, ...]) -> Binding | None:
    """Pick the binding that is certain: the only one, or the `try` arm of an import guard."""
    if len(found) == 1:
        only = found[0]
        is_value = isinstance(only.bound, BoundValue | BoundOtherwise)
        return None if is_value and only.branch else only
    guarded = [b for b in found if _is_tried(b)]
    others = [b for b in found if b not in guarded]
    if len(guarded) == 1 and all(_is_fallback_of(b, guarded[0]) for b in others):
        return guarded[0]
    targets = {b.bound for b in found if isinstance(b.bound, BoundModule | BoundImport)}
    all_imports = all(isinstance(b.bound, BoundModule | BoundImport) for b in found)
    return found[0] if all_imports and len(targets) == 1 else None


def _is_tried(binding: Binding) -> bool:
    is_import = isinstance(binding.bound, BoundModule | BoundImport)
    return is_import and any(s.kind is BlockKind.TRY and s.role == "try" for s in binding.branch)


def _is_fallback_of(binding: Binding, tried: Binding) -> bool:
    blocks = {step.block for step in tried.branch if step.kind is BlockKind.TRY}
    return any(step.block in blocks and step.role == "except" for step in binding.branch)


def _target(bindings: Bindings, module: str, binding: Binding, depth: int) -> Symbol:
    match binding.bound:
        case BoundModule(module=target):
            is_ours = bindings.has_module(target)
            return ModuleSymbol(module=target) if is_ours else External(name=target)
        case BoundImport(module=source, name=name):
            if not bindings.has_module(source):
                return External(name=f"{source}.{name}")
            if source == module and bindings.has_module(f"{source}.{name}"):
                # `from . import part` in a package's own `__init__`.
                return ModuleSymbol(module=f"{source}.{name}")
            return _name(bindings, source, name, depth - 1)
        case BoundOtherwise(how=how):
            return Unresolved(reason=f"is {how}")
        case _:
            return Defined(module=module, name=binding.name, binding=binding)


def _member(bindings: Bindings, owner: Symbol, name: str) -> Symbol:
    match owner:
        case External():
            return External(name=f"{owner.name}.{name}")
        case ModuleSymbol():
            return look_up_name(bindings, owner.module, name)
        case Defined(binding=Binding(bound=BoundClass(definition=definition))):
            return _class_member(bindings, owner, definition.name, name)
        case Defined(binding=Binding(bound=BoundFunction())):
            return Unresolved(reason=f"is an attribute of the function `{owner.name}`")
        case Defined():
            return Unresolved(reason=f"is an attribute of the object `{owner.name}`")
        case Unresolved():
            return owner


def _class_member(bindings: Bindings, owner: Defined, cls: str, name: str) -> Symbol:
    bound = owner.binding.bound
    module = bindings.modules[owner.module]
    body = bound.definition.body if isinstance(bound, BoundClass) else ()
    found = [b for b in bindings_of(body, module) if b.name == name]
    if len(found) == 1 and not found[0].branch:
        return Defined(module=owner.module, name=f"{cls}.{name}", binding=found[0])
    times = f"bound {len(found)} times" if found else "not defined"
    return Unresolved(reason=f"is {times} in class `{cls}`")
