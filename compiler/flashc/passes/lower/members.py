"""Members: what the body of one class binds, each name as Python would find it there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from flashc.ir.bindings import (
    Binding,
    Bindings,
    BoundClass,
    BoundFunction,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Decorator, Function
from flashc.ir.targets import MethodKind
from flashc.passes.names.linearize import definition_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.namespaces import bindings_of

_PROPERTIES = frozenset(
    {"builtins.property", "functools.cached_property", "abc.abstractproperty", "enum.property"}
)
_KINDS = {"builtins.staticmethod": MethodKind.STATIC, "builtins.classmethod": MethodKind.CLASS}
_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
_ACCESSORS = frozenset({"setter", "deleter", "getter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A function of a class, written in `owner` of `module`; without owner, in the module itself."""

    kind: MethodKind
    module: str
    owner: str | None
    function: Function


class Other(Enum):
    """What else a name of a class body can be."""

    PROPERTY = "property"
    # A value or class: nothing that a job can name, but it hides what a base has.
    VALUE = "value"
    # Bound in more than one way, or under a condition.
    UNCERTAIN = "uncertain"


Member = Method | Other


def members_of(bindings: Bindings, owner: Defined) -> Mapping[str, tuple[Binding, Member]]:
    """Give the names of a class's own body in source order, each with its last binding."""
    module = bindings.modules[owner.module]
    found: dict[str, list[Binding]] = {}
    for binding in bindings_of(definition_of(owner).body, module):
        if not _is_overload(bindings, owner, binding):
            found.setdefault(binding.name, []).append(binding)
    return {name: (each[-1], _member(bindings, owner, each)) for name, each in found.items()}


def _member(bindings: Bindings, owner: Defined, found: list[Binding]) -> Member:
    last = found[-1]
    if last.branch:
        return Other.UNCERTAIN
    match last.bound:
        case BoundFunction(function=function):
            return _method(bindings, owner, function)
        case BoundValue(value=value):
            return _valued(bindings, owner, value)
        case BoundClass():
            return Other.VALUE
        case _:
            return Other.VALUE if len(found) == 1 else Other.UNCERTAIN


def _method(bindings: Bindings, owner: Defined, function: Function) -> Member:
    names = tuple(_decorator_names(bindings, owner, function.decorators))
    if any(name in _PROPERTIES or name in _ACCESSORS for name in names):
        return Other.PROPERTY
    kind = next((_KINDS[name] for name in names if name in _KINDS), MethodKind.INSTANCE)
    if function.name in {"__init_subclass__", "__class_getitem__"}:
        kind = MethodKind.CLASS
    return Method(kind=kind, module=owner.module, owner=owner.name, function=function)


def _valued(bindings: Bindings, owner: Defined, value: Expression) -> Member:
    """Understand `again = run`, `run = staticmethod(f)` and `size = property(_size)`."""
    kind = MethodKind.INSTANCE
    if isinstance(value, Call) and len(value.arguments) >= 1:
        symbol = follow(bindings, look_up(bindings, owner.module, value.function, owner))
        name = symbol.name if isinstance(symbol, External) else ""
        if name in _PROPERTIES:
            return Other.PROPERTY
        if name not in _KINDS:
            return Other.VALUE
        kind, value = _KINDS[name], value.arguments[0]
    if not isinstance(value, Name | Attribute):
        return Other.VALUE
    symbol = _without_overloads(
        bindings, follow(bindings, look_up(bindings, owner.module, value, owner))
    )
    if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundFunction):
        is_open = isinstance(symbol, Unresolved) and not symbol.broken and bool(symbol.candidates)
        return Other.UNCERTAIN if is_open else Other.VALUE
    function = symbol.binding.bound.function
    if symbol.within is not None:
        written = _method(bindings, symbol.within, function)
        is_plain = isinstance(written, Method) and kind is MethodKind.INSTANCE
        return (
            written if is_plain or not isinstance(written, Method) else replace(written, kind=kind)
        )
    return Method(kind=kind, module=symbol.module, owner=None, function=function)


def _decorator_names(
    bindings: Bindings, owner: Defined, decorators: tuple[Decorator, ...]
) -> Iterator[str]:
    """Yield the full names of decorators; `@size.setter` gives `setter`."""
    for decorator in decorators:
        expression = decorator.expression
        callee = expression.function if isinstance(expression, Call) else expression
        symbol = follow(bindings, look_up(bindings, owner.module, callee, owner))
        if isinstance(symbol, External):
            yield symbol.name
        elif isinstance(callee, Attribute) and callee.name in _ACCESSORS:
            yield callee.name


def _without_overloads(bindings: Bindings, symbol: Symbol) -> Symbol:
    """Give the one function among several bindings of a name that is no `@overload` of it."""
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    real = [
        one
        for one in candidates
        if one.binding.branch or not _is_overload(bindings, one.within or one, one.binding)
    ]
    is_one = len(real) == 1 and not real[0].binding.branch
    return real[0] if is_one else symbol


def _is_overload(bindings: Bindings, owner: Defined, binding: Binding) -> bool:
    bound = binding.bound
    if not isinstance(bound, BoundFunction):
        return False
    names = _decorator_names(bindings, owner, bound.function.decorators)
    return any(name in _OVERLOADS for name in names)
