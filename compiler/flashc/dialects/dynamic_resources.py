"""FC239, FC242, FC243: resources that are made where only running the code could follow them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.namespace_writes import parameter_in, written_to
from flashc.dialects.parts import REPEATING, parts_in
from flashc.dialects.places import Kind
from flashc.dialects.scopes import Scope, expressions_in, scoped, symbol_in
from flashc.dialects.sdk_changes import is_subclass
from flashc.dialects.sdk_missing import is_said
from flashc.ir.bindings import (
    Bindings,
    BoundFunction,
    BoundOtherwise,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Expression, Name, Opaque, Subscript
from flashc.ir.syntax import BY_GLOBAL, Assign, BlockKind, Statement, walk
from flashc.passes.names.bodies import children_of, root_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.namespaces import BY_LOOP, BY_UNPACKING
from flashc.sdk.names import public_name, resource_class
from flashc.source import Span

ONE_LINE_EACH: Final = (
    'write one line for each at module level: `users = LiveLoadBalancer(name="users", **COMMON)`'
)
AT_MODULE_LEVEL: Final = (
    'make it at module level: `api = LiveLoadBalancer(name="my-api", **COMMON)`'
)


_LATER: Final = "bound when a function runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """Why a resource is not known. `place` is where it is made, and what the finding is about.

    `kind` says whether a loop or a call gives it, None where that has been said elsewhere; `why` is
    for a message; `made` is the construction in a function that is called, `parameter` what decides
    its name there.
    """

    place: Span
    kind: Kind | None
    why: str = "the result of a call that is not run"
    made: Span | None = None
    parameter: Name | None = None


class DynamicReader:
    """Tells how a resource that cannot be resolved is made; each is reported once."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._reported: set[Span] = set()
        self._unseen: dict[str, bool] = {}
        self._statements: dict[str, tuple[tuple[Statement, Scope], ...]] = {}

    def report(self, module: str, expression: Expression) -> Diagnostic | bool:
        """Give the finding; True where it has been given already, False where this is not the reason."""
        dynamic = self._dynamic(module, expression)
        if dynamic is None:
            return False
        about = dynamic.made or dynamic.place
        if dynamic.kind is None or about in self._reported:
            return True
        self._reported.add(about)
        return _said(dynamic, expression)

    def _dynamic(self, module: str, expression: Expression) -> Dynamic | None:
        if isinstance(expression, Call):
            return self._of_call(module, expression)
        if _is_comprehension(expression):
            return Dynamic(place=expression.span, kind=Kind.LOOP)
        if isinstance(expression, Subscript):
            # `APIS["users"]`: what `APIS` is bound to tells.
            root = root_of(expression)
            return None if root is None else self._of_name(module, root)
        return (
            self._of_name(module, expression) if isinstance(expression, Name | Attribute) else None
        )

    def _of_name(self, module: str, expression: Expression) -> Dynamic | None:
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        if isinstance(symbol, Defined):
            bound = symbol.binding.bound
            return (
                self._of_value(symbol.module, bound.value)
                if isinstance(bound, BoundValue)
                else None
            )
        if not isinstance(symbol, Unresolved):
            return None
        for candidate in symbol.candidates:
            if any(step.kind is BlockKind.LOOP for step in candidate.binding.branch):
                return Dynamic(place=candidate.binding.span, kind=Kind.LOOP)
            bound = candidate.binding.bound
            if bound == BoundOtherwise(how=BY_GLOBAL):
                return Dynamic(place=candidate.binding.span, kind=Kind.FUNCTION, why=_LATER)
            if isinstance(bound, BoundValue) and self._of_value(candidate.module, bound.value):
                return self._of_value(candidate.module, bound.value)
        return self._of_binding(module, expression, symbol)

    def _of_binding(
        self, module: str, expression: Expression, symbol: Unresolved
    ) -> Dynamic | None:
        """Tell a name whose only binding says nothing about its value, and one that is bound unseen."""
        if not isinstance(expression, Name):
            return None
        for binding in self._bindings.namespaces[module].names.get(expression.id, ()):
            how = binding.bound.how if isinstance(binding.bound, BoundOtherwise) else ""
            if how == BY_UNPACKING:
                return self._of_unpacked(module, binding.span)
            if how == BY_GLOBAL:
                return Dynamic(place=binding.span, kind=Kind.FUNCTION, why=_LATER)
            if how == BY_LOOP:
                return Dynamic(place=binding.span, kind=Kind.LOOP)
        is_unseen = symbol.missing and self._binds_unseen(module)
        return Dynamic(place=expression.span, kind=None) if is_unseen else None

    def _of_unpacked(self, module: str, target: Span) -> Dynamic | None:
        """Tell `users, orders = make_all()`, whose target is at `target`."""
        for statement in walk(self._bindings.modules[module].body):
            if not isinstance(statement, Assign) or statement.value is None:
                continue
            if statement.span.start <= target.start < target.end <= statement.span.end:
                return self._of_value(module, statement.value)
        return None

    def _of_value(self, module: str, value: Expression) -> Dynamic | None:
        if isinstance(value, Call):
            return self._of_call(module, value)
        return Dynamic(place=value.span, kind=Kind.LOOP) if _is_comprehension(value) else None

    def _of_call(self, module: str, call: Call) -> Dynamic | None:
        callee = follow(self._bindings, look_up(self._bindings, module, call.function))
        if is_said(self._bindings, module, call.function, callee):
            return Dynamic(place=call.span, kind=None)
        if public_name(callee) is not None or (isinstance(callee, Unresolved) and callee.missing):
            return None
        if is_subclass(self._bindings, callee):
            return Dynamic(place=call.span, kind=None)
        if self._repeats(module, call):
            return Dynamic(place=call.span, kind=Kind.LOOP)
        made = next(self._made_by(callee), None)
        if made is None:
            return Dynamic(place=call.span, kind=Kind.FUNCTION)
        construction, parameter = made
        return Dynamic(
            place=call.span, kind=Kind.FUNCTION, made=construction.span, parameter=parameter
        )

    def _made_by(self, callee: Symbol) -> Iterator[tuple[Call, Name | None]]:
        """Yield the resources that a function of the project makes, each with what decides its name."""
        if not isinstance(callee, Defined) or not isinstance(callee.binding.bound, BoundFunction):
            return
        function = callee.binding.bound.function
        inner = {id(function), *(id(one) for one in walk(function.body))}
        for statement, scope in self._scoped(callee.module):
            if id(statement) not in inner or statement is function:
                continue
            for expression in expressions_in(statement):
                for part, own in parts_in(self._bindings, scope, expression):
                    if isinstance(part, Call) and self._is_resource(own, part):
                        yield part, _naming(part, own)

    def _scoped(self, module: str) -> tuple[tuple[Statement, Scope], ...]:
        if module not in self._statements:
            self._statements[module] = tuple(scoped(self._bindings, module))
        return self._statements[module]

    def _repeats(self, module: str, expression: Expression) -> bool:
        """Whether a comprehension or `map` stands in an expression: `list(map(...))`."""
        if _is_comprehension(expression):
            return True
        if isinstance(expression, Call):
            callee = follow(self._bindings, look_up(self._bindings, module, expression.function))
            if isinstance(callee, External) and callee.name in REPEATING:
                return True
        return any(self._repeats(module, child) for child in children_of(expression))

    def _is_resource(self, scope: Scope, call: Call) -> bool:
        return resource_class(symbol_in(self._bindings, scope, call.function)) is not None

    def _binds_unseen(self, module: str) -> bool:
        """Whether a module binds a resource through `globals()` and its kin, or executes text."""
        if module not in self._unseen:
            self._unseen[module] = any(
                written_to(self._bindings, statement, module) is not None
                and any(
                    isinstance(part, Call) and self._is_resource(own, part)
                    for expression in expressions_in(statement)
                    for part, own in parts_in(self._bindings, scope, expression)
                )
                for statement, scope in self._scoped(module)
            )
        return self._unseen[module]


def _naming(call: Call, scope: Scope) -> Name | None:
    named = next((keyword.value for keyword in call.keywords if keyword.name == "name"), None)
    return None if named is None else parameter_in(named, scope)


def _is_comprehension(expression: Expression) -> bool:
    kind = expression.kind if isinstance(expression, Opaque) else ""
    return kind.endswith("_comprehension") or kind == "generator_expression"


def _said(dynamic: Dynamic, use: Expression) -> Diagnostic:
    used = (
        () if use.span == dynamic.place else (Label(span=use.span, text="a function runs on it"),)
    )
    if dynamic.parameter is not None and dynamic.made is not None:
        return Diagnostic(
            code=codes.ENDPOINT_NAMED_BY_PARAMETER,
            message=f"the name of a resource is the parameter `{dynamic.parameter.id}`",
            primary=Label(span=dynamic.parameter.span, text="every call gives another"),
            labels=(Label(span=dynamic.place, text="called here"), *used),
            help=ONE_LINE_EACH,
        )
    if dynamic.kind is Kind.LOOP:
        return Diagnostic(
            code=codes.RESOURCE_MADE_IN_LOOP,
            message="a resource is made where only running the code could follow it",
            primary=Label(span=dynamic.place, text="made in a loop"),
            labels=used,
            help=ONE_LINE_EACH,
        )
    made = () if dynamic.made is None else (Label(span=dynamic.made, text="made here, each time"),)
    return Diagnostic(
        code=codes.RESOURCE_MADE_IN_FUNCTION,
        message="a resource is made where only running the code could follow it",
        primary=Label(span=dynamic.place, text=dynamic.why),
        labels=(*made, *used),
        help=AT_MODULE_LEVEL,
    )
