"""FC707: a route calls an `async def` function of the project, and uses what that gives without `await`.

What hands the coroutine on, such as `gather(f())`, is left alone: somebody else may await it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundFunction, Defined, External
from flashc.ir.expressions import Call, Display, Expression, Name, Opaque
from flashc.ir.program import Program
from flashc.ir.syntax import Arm, Assign, ExpressionStatement, Statement, walk
from flashc.ir.syntax import Function as FunctionSyntax
from flashc.passes.coroutine_names import CoroutineNames
from flashc.passes.coroutines import (
    ALWAYS,
    TAKE_VALUES,
    USED,
    all_parts,
    handed_on,
    values_in,
)
from flashc.passes.names.bodies import (
    definition_of,
    expressions_of,
    local_names,
    own_statements,
    root_of,
)
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.program_walk import routes_of
from flashc.source import Span

_DISCARDED = "it never runs: what it gives is dropped"
_RETURNED = "nothing awaits what a route returns: the response is a 500"


def lint_awaiting(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Warn at each such call whose coroutine certainly comes to nothing, once."""
    awaited, names = _coroutines(program, bindings), CoroutineNames(bindings)
    seen: set[Span] = set()
    for _, route in routes_of(program):
        definition = definition_of(bindings, route.function)
        if definition is None or route.function.span in seen:
            continue
        seen.add(route.function.span)
        if not names.are_called_in(route.function.module, definition):
            continue
        search = _Search(bindings, route.function.module, definition, awaited)
        for call, name, why in search.found():
            written = bindings.modules[route.function.module].source.slice(call.function.span)
            yield _warning(call, name, why, definition, written)


def _coroutines(program: Program, bindings: Bindings) -> frozenset[tuple[str, str]]:
    """Give the functions of routes whose calls give coroutines: no other decorator may change that."""
    functions = [route.function for _, route in routes_of(program)]
    counts = Counter(function.span for function in functions)
    return frozenset(
        (function.module, function.name)
        for function in functions
        if function.is_async
        and not function.is_generator
        and (definition := definition_of(bindings, function)) is not None
        and len(definition.decorators) == counts[function.span]
    )


class _Search:
    """One function and the names that it binds itself."""

    def __init__(
        self,
        bindings: Bindings,
        module: str,
        definition: FunctionSyntax,
        coroutines: frozenset[tuple[str, str]],
    ) -> None:
        self._bindings = bindings
        self._module = module
        self._definition = definition
        self._coroutines = coroutines

    @cached_property
    def _local(self) -> frozenset[str]:
        """The names that the function binds itself; few functions have a call to ask them for."""
        return local_names(self._definition) | frozenset(_bound_inside(self._definition))

    def found(self) -> Iterator[tuple[Call, str, str]]:
        """Yield each call whose coroutine is certainly misused, its function's name, and how."""
        seen: set[Span] = set()
        for statement in own_statements(self._definition.body):
            for expression, why in self._misused(statement):
                name = self._coroutine(expression)
                if (
                    name is not None
                    and isinstance(expression, Call)
                    and expression.span not in seen
                ):
                    seen.add(expression.span)
                    yield expression, name, why

    def _misused(self, statement: Statement | Arm) -> Iterator[tuple[Expression, str]]:
        for expression in expressions_of(statement):
            yield from self._values(expression)
        match statement:
            case ExpressionStatement() if self._returns(statement):
                yield from ((value, _RETURNED) for value in handed_on(statement.value))
            # A `return` begins before what it returns.
            case ExpressionStatement() if statement.span == statement.value.span:
                yield from ((value, _DISCARDED) for value in handed_on(statement.value))
            case Arm(role="if" | "elif" | "while") if statement.test is not None:
                yield statement.test, ALWAYS
            case Arm(role="for") if statement.test is not None:
                yield statement.test, USED
            case Assign() if statement.value is not None:
                yield from self._assigned(statement, statement.value)

    def _assigned(self, statement: Assign, value: Expression) -> Iterator[tuple[Expression, str]]:
        """Yield what an assignment spoils, or keeps under a name that nothing awaits."""
        target, *others = statement.targets
        if statement.augmented or isinstance(target, Display):
            yield value, USED
        elif isinstance(target, Name) and not others:
            made = [one for one in handed_on(value) if self._coroutine(one) is not None]
            why = self._fate(target.id) if made else None
            # Of a container, what reads the name gets at the coroutines in more than one way.
            if why is not None and (value in made or self._is_only_returned(target.id)):
                yield from ((one, why) for one in made)

    def _values(self, expression: Expression) -> Iterator[tuple[Expression, str]]:
        yield from values_in(expression)
        for part in all_parts(expression):
            if isinstance(part, Call) and part.arguments and self._takes_value(part.function):
                yield part.arguments[0], USED

    def _takes_value(self, callee: Expression) -> bool:
        """Whether a call is one of Python's own functions that need the awaited value."""
        if not isinstance(callee, Name) or f"builtins.{callee.id}" not in TAKE_VALUES:
            return False
        symbol = look_up(self._bindings, self._module, callee)
        return symbol == External(name=f"builtins.{callee.id}") and callee.id not in self._local

    def _returns(self, statement: Statement | Arm) -> bool:
        """Tell a `return` of the route's; that of a generator gives nobody anything."""
        source = self._bindings.modules[self._module].source
        return (
            isinstance(statement, ExpressionStatement)
            and not self._definition.is_generator
            and re.match(r"return\b", source.slice(statement.span)) is not None
        )

    def _fate(self, name: str) -> str | None:
        """Say what becomes of a coroutine under a name; None where something may await it."""
        # Some places, such as the subject of a `match`, are not among those that are read.
        text = self._text()
        if re.search(rf"\bawait[\s(]+{re.escape(name)}\b", text):
            return None
        uses, values = 0, 0
        for statement in walk(self._definition.body):
            holders = (statement, *getattr(statement, "arms", ()))
            for expression in (e for holder in holders for e in expressions_of(holder)):
                uses += sum(isinstance(p, Name) and p.id == name for p in all_parts(expression))
                values += sum(_is(value, name) for value, _ in self._values(expression))
        returned = self._times_returned(name)
        # The target is a use that is none.
        if not values + returned or uses != values + returned + 1:
            return None
        return _RETURNED if returned else USED

    def _text(self) -> str:
        """Give the text from the route's own name to whatever the module defines next."""
        module, start = self._bindings.modules[self._module], self._definition.name_span.start
        later = (one.span.start for one in module.body if one.span.start > start)
        return module.source.text[start : min(later, default=len(module.source.text))]

    def _is_only_returned(self, name: str) -> bool:
        uses = sum(
            _is(part, name)
            for statement in walk(self._definition.body)
            for holder in (statement, *getattr(statement, "arms", ()))
            for expression in expressions_of(holder)
            for part in all_parts(expression)
        )
        return uses == self._times_returned(name) + 1

    def _times_returned(self, name: str) -> int:
        return sum(
            _is(value, name)
            for statement in own_statements(self._definition.body)
            if isinstance(statement, ExpressionStatement) and self._returns(statement)
            for value in handed_on(statement.value)
        )

    def _coroutine(self, expression: Expression) -> str | None:
        if not isinstance(expression, Call):
            return None
        root = root_of(expression.function)
        if root is None or root.id in self._local:
            return None
        symbol = follow(self._bindings, look_up(self._bindings, self._module, expression.function))
        if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundFunction):
            return None
        function = symbol.binding.bound.function
        gives_one = function.is_async and not function.is_generator and not function.decorators
        is_known = (symbol.module, symbol.name) in self._coroutines
        return symbol.name if is_known or gives_one else None


def _is(expression: Expression, name: str) -> bool:
    return isinstance(expression, Name) and expression.id == name


def _bound_inside(definition: FunctionSyntax) -> Iterator[str]:
    """Yield what lambdas and comprehensions of a function bind, and may name in their defaults."""
    for statement in own_statements(definition.body):
        for expression in expressions_of(statement):
            for part in all_parts(expression):
                if isinstance(part, Opaque) and part.kind in ("lambda", "for_in_clause"):
                    for header in part.parts[:-1]:
                        yield from (one.id for one in all_parts(header) if isinstance(one, Name))


def _warning(
    call: Call, name: str, why: str, definition: FunctionSyntax, written: str
) -> Diagnostic:
    advice = f"write `await {written}(...)`"
    if not definition.is_async:
        advice += f", and make `{definition.name}` an `async def`"
    return Diagnostic(
        code=codes.NOT_AWAITED,
        message=f"`{name}` is called without `await`",
        primary=Label(span=call.span, text=why),
        labels=(Label(span=definition.name_span, text="in this route"),),
        help=advice,
    )
