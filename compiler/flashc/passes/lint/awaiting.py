"""FC707: a route calls another route's `async def` function, and uses what that gives without `await`.

What a route returns goes into a response, so any coroutine of the project's is named there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundFunction, Defined
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    DictDisplay,
    Display,
    Expression,
    FormattedString,
    Interpolation,
    Name,
    Opaque,
    Subscript,
    UnaryOperation,
)
from flashc.ir.program import Program
from flashc.ir.syntax import Arm, Assign, ExpressionStatement, Statement, walk
from flashc.ir.syntax import Function as FunctionSyntax
from flashc.passes.names.bodies import (
    children_of,
    definition_of,
    expressions_of,
    local_names,
    own_statements,
    root_of,
)
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.program_walk import routes_of
from flashc.source import Span

# What a coroutine that nobody has awaited is good for.
_OF_COROUTINES = frozenset({"close", "send", "throw"})
_DISCARDED = "it never runs: what it gives is dropped"
_YIELDED = "the stream gets a coroutine, and breaks off"
_USED = "this is a coroutine, not what the function returns"
_RETURNED = "nothing awaits what a route returns: every response is a 500"
_ALWAYS = "a coroutine is always true"


def lint_awaiting(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Warn at each such call; what hands the coroutine on, such as `gather(f())`, is left alone."""
    awaited = _coroutines(program, bindings)
    seen: set[Span] = set()
    for _, route in routes_of(program):
        definition = definition_of(bindings, route.function)
        if definition is None or route.function.span in seen:
            continue
        seen.add(route.function.span)
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
        for statement in own_statements(self._definition.body):
            for expression, why in self._misused(statement):
                name = self._coroutine(expression, any_function=why is _RETURNED)
                if name is not None and isinstance(expression, Call):
                    yield expression, name, why

    def _misused(self, statement: Statement | Arm) -> Iterator[tuple[Expression, str]]:
        for expression in expressions_of(statement):
            yield from _values(expression)
        match statement:
            # A `return` begins before what it returns.
            case ExpressionStatement(value=Call()) if statement.span == statement.value.span:
                yield statement.value, _DISCARDED
            case ExpressionStatement() if self._returns(statement):
                yield from ((value, _RETURNED) for value in _returned(statement.value))
            case Arm(role="if" | "elif", test=Call()) if statement.test is not None:
                yield statement.test, _ALWAYS
            case Assign(targets=(Name(id=name),), value=Call()) if not statement.augmented:
                if statement.value is not None and self._only_as_value(name):
                    yield statement.value, _USED

    def _returns(self, statement: ExpressionStatement) -> bool:
        """Tell a `return` of the route's; that of a generator gives nobody anything."""
        source = self._bindings.modules[self._module].source
        is_return = re.match(r"return\b", source.slice(statement.span)) is not None
        return is_return and not self._definition.is_generator

    def _only_as_value(self, name: str) -> bool:
        """Whether a name is bound once, and all that is done with it needs the awaited value."""
        text = self._bindings.modules[self._module].source.text
        if re.search(rf"\bawait[\s(]+{re.escape(name)}\b", text):
            return False
        uses, values = 0, 0
        for statement in walk(self._definition.body):
            holders = (statement, *getattr(statement, "arms", ()))
            for expression in (e for holder in holders for e in expressions_of(holder)):
                uses += sum(isinstance(p, Name) and p.id == name for p in _all_parts(expression))
                values += sum(isinstance(v, Name) and v.id == name for v, _ in _values(expression))
        # The target is a use that is none.
        return values > 0 and uses == values + 1

    def _coroutine(self, expression: Expression, *, any_function: bool) -> str | None:
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
        return symbol.name if is_known or (any_function and gives_one) else None


def _returned(expression: Expression) -> Iterator[Expression]:
    """Yield what a response certainly holds: what is returned, in containers written out too."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        match part:
            case DictDisplay():
                waiting.extend(item.value for item in part.items if item.key is not None)
            case Display():
                waiting.extend(part.items)
            case Call():
                yield part
            case _:
                continue


def _values(expression: Expression) -> Iterator[tuple[Expression, str]]:
    """Yield the parts of an expression that no coroutine can be, and what happens if one is."""
    for part in _all_parts(expression):
        match part:
            case Attribute():
                is_its_own = part.name in _OF_COROUTINES or part.name.startswith(("cr_", "__"))
                if not is_its_own:
                    yield part.value, _USED
            case Subscript():
                yield part.value, _USED
            case BinaryOperation():
                yield part.left, _USED
                yield part.right, _USED
            case UnaryOperation(operator="+" | "-" | "~"):
                yield part.operand, _USED
            case FormattedString():
                yield from ((p.value, _USED) for p in part.parts if isinstance(p, Interpolation))
            case Opaque(kind="yield", parts=(inner,)):
                yield inner, _YIELDED
            case _:
                continue


def _bound_inside(definition: FunctionSyntax) -> Iterator[str]:
    """Yield what lambdas and comprehensions of a function bind, and may name in their defaults."""
    for statement in own_statements(definition.body):
        for expression in expressions_of(statement):
            for part in _all_parts(expression):
                if isinstance(part, Opaque) and part.kind in ("lambda", "for_in_clause"):
                    for header in part.parts[:-1]:
                        yield from (one.id for one in _all_parts(header) if isinstance(one, Name))


def _all_parts(expression: Expression) -> Iterator[Expression]:
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(children_of(part))


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
