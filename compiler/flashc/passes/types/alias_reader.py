"""The part of reading annotations that is about aliases: what a name stands for that a value is bound to."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from flashc.ir.bindings import Bindings, BoundValue, Defined, External
from flashc.ir.expressions import Attribute, Call, Display, Expression, Name, Starred, Subscript
from flashc.ir.types import AnyType, DistinctType, ProjectType, Type, UnknownType
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.types.aliases import (
    TypeParameter,
    is_type_statement,
    is_variable,
    old_parameters,
    parameters_of,
)
from flashc.passes.types.calls import CLASSES, NEW_TYPES
from flashc.passes.types.class_kinds import usable_kind
from flashc.passes.types.markers import may_mark
from flashc.passes.types.parts import union
from flashc.source import Span

# An annotation that nests deeper is none that somebody wrote down to be read.
DEEPEST = 50


class AliasReader(ABC):
    """Reads aliases; `read` is given by whoever reads all the other forms."""

    def __init__(self, bindings: Bindings, given: Mapping[str, Type]) -> None:
        self._bindings = bindings
        self._parts = 0
        # What the names of type parameters stand for where the reader is now.
        self._given: Mapping[str, Type] = given
        # The `type` statements that are being read, and those of them that name themselves.
        self._reading: set[Span] = set()
        self._recursive: set[Span] = set()

    def enter(self, module: str, name_span: Span) -> None:
        """Learn the type parameters behind the name of a definition: each is its bound, or anything."""
        parameters = parameters_of(self._bindings.modules[module].source, name_span)
        self._given = {one.name: self._unset(module, one, DEEPEST) for one in parameters}

    @abstractmethod
    def read(self, module: str, expression: Expression, depth: int) -> Type:
        """Give what an expression of `module` means as a type."""

    def _alias(
        self, symbol: Defined, value: Expression, depth: int, arguments: tuple[Type, ...] = ()
    ) -> Type:
        """Give what an alias stands for: `Names = list[str]`, or `type Pair[T] = tuple[T, T]`."""
        module, name = symbol.module, symbol.binding.span
        called = self._called(module, value) if isinstance(value, Call) else ""
        if called in CLASSES:
            kind = usable_kind(self._bindings, CLASSES[called])
            return ProjectType(module=module, name=symbol.name, kind=kind)
        if isinstance(value, Call) and called in NEW_TYPES and len(value.arguments) == 2:
            base = self.read(module, value.arguments[1], depth - 1)
            if isinstance(base, UnknownType):
                return base
            return DistinctType(module=module, name=symbol.name, base=base)
        if name in self._reading:
            # What refers to itself is named, and not written out; within itself it may be anything.
            self._recursive.add(name)
            return AnyType()
        is_lazy = is_type_statement(self._bindings.modules[module].source, name)
        parameters = self._parameters(symbol, value)
        outside, self._given = self._given, {}
        if parameters:
            self._given = self._filled(module, parameters, arguments, depth)
        self._reading |= {name} if is_lazy and not parameters else set()
        found = self.read(module, value, depth - 1)
        self._reading.discard(name)
        self._given = outside
        if name in self._recursive and not isinstance(found, UnknownType):
            return DistinctType(module=module, name=symbol.name, base=found)
        return found

    def _parameters(self, symbol: Defined, value: Expression) -> tuple[TypeParameter, ...]:
        source = self._bindings.modules[symbol.module].source
        if is_type_statement(source, symbol.binding.span):
            return parameters_of(source, symbol.binding.span)
        return old_parameters(self._bindings, symbol.module, value)

    def _filled(
        self,
        module: str,
        parameters: tuple[TypeParameter, ...],
        arguments: tuple[Type, ...],
        depth: int,
    ) -> Mapping[str, Type]:
        """Give each parameter its argument; those that are left have their default or bound."""
        given = dict(zip((one.name for one in parameters), arguments, strict=False))
        return {
            one.name: given[one.name] if one.name in given else self._unset(module, one, depth)
            for one in parameters
        }

    def _unset(self, module: str, parameter: TypeParameter, depth: int) -> Type:
        stated = parameter.default or parameter.bound
        if stated is None:
            variable = Name(id=parameter.name, span=Span(path="", start=0, end=0))
            symbol = follow(self._bindings, look_up(self._bindings, module, variable))
            bound = symbol.binding.bound if isinstance(symbol, Defined) else None
            is_old = isinstance(bound, BoundValue) and is_variable(self._bindings, module, variable)
            if isinstance(symbol, Defined) and isinstance(bound, BoundValue) and is_old:
                return self._alias(symbol, bound.value, depth - 1)
            return AnyType()
        if isinstance(stated, Display) and stated is parameter.bound:
            # `T: (int, str)` is one of the two.
            return union(tuple(self.read(module, one, depth - 1) for one in stated.items))
        return self.read(module, stated, depth - 1)

    def _called(self, module: str, call: Call) -> str:
        """Give the full name of a library's function that is called; empty for any other."""
        callee = follow(self._bindings, look_up(self._bindings, module, call.function))
        return callee.name if isinstance(callee, External) else ""

    def _applied(
        self, module: str, expression: Subscript, items: tuple[Expression, ...], depth: int
    ) -> Type | None:
        """Give what an alias with parameters stands for; None for everything else in brackets."""
        callee = expression.value
        if not isinstance(callee, Name | Attribute):
            return None
        symbol = follow(self._bindings, look_up(self._bindings, module, callee))
        bound = symbol.binding.bound if isinstance(symbol, Defined) else None
        if not isinstance(symbol, Defined) or not isinstance(bound, BoundValue):
            return None
        parameters = self._parameters(symbol, bound.value)
        if not parameters:
            return None
        least = sum(one.default is None for one in parameters)
        if any(one.stars for one in parameters) or any(isinstance(i, Starred) for i in items):
            return self._unknown(module, expression, "stands for any number of types")
        if not least <= len(items) <= len(parameters):
            reason = f"takes {len(parameters)} types, and is given {len(items)}"
            return self._unknown(module, expression, reason)
        arguments = tuple(self.read(module, item, depth - 1) for item in items)
        return self._alias(symbol, bound.value, depth, arguments)

    def _unknown(self, module: str, expression: Expression, reason: str) -> UnknownType:
        source = self._bindings.modules[module].source
        marked = may_mark(self._bindings, module, expression)
        return UnknownType(text=source.slice(expression.span), reason=reason, marked=marked)
