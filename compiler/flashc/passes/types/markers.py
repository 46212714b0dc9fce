"""Markers: which expressions are, or may be, FastAPI's own way to say where a value comes from.

A value that a dependency gives must never become one that the client sends. So what may be a marker is
told from what certainly is none, through names, calls of the project's functions and subclasses.
"""

from collections.abc import Iterator

from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundFunction,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name
from flashc.ir.syntax import Statement, walk
from flashc.passes.names.bodies import children_of, expressions_of
from flashc.passes.names.lookup import follow, look_up, resolve_candidate

# FastAPI's own parameter functions: a default or an annotation's metadata that is one of them says
# where the value comes from, so FastAPI gets it as it is written.
MARKERS = frozenset(
    f"{package}.{name}"
    for package in ("fastapi", "fastapi.param_functions", "fastapi.params")
    for name in (
        *("Body", "Cookie", "Depends", "File", "Form", "Header", "Path", "Query", "Security"),
    )
)
DEPENDENCIES = frozenset({"Depends", "Security"})
# Longer trails of names are circles.
LONGEST_TRAIL = 32


def called_marker(bindings: Bindings, module: str, call: Call) -> str | None:
    """Give the name of FastAPI's parameter function, or of its subclass's base, that is called."""
    return _marker_class(bindings, follow(bindings, look_up(bindings, module, call.function)))


def call_behind(bindings: Bindings, module: str, expression: Expression) -> tuple[str, Call] | None:
    """Give the call that `expression` is or that its name is bound to, and the call's module."""
    for _ in range(LONGEST_TRAIL):
        if isinstance(expression, Call):
            return module, expression
        if not isinstance(expression, Name | Attribute):
            return None
        symbol = follow(bindings, look_up(bindings, module, expression))
        if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundValue):
            return None
        module, expression = symbol.module, symbol.binding.bound.value
    return None


def names_dependency(call: Call) -> bool:
    """Whether a call of `Depends` says what it depends on; else the annotation does."""
    given = [*call.arguments, *(k.value for k in call.keywords if k.name in {None, "dependency"})]
    return any(not isinstance(value, Constant) or value.value is not None for value in given)


def may_mark(bindings: Bindings, module: str, expression: Expression) -> bool:
    """Whether the value of `expression`, or of a part of it, may be a marker as far as code shows."""
    return _Search(bindings, module, expression).finds_one()


def _marker_class(bindings: Bindings, symbol: Symbol, depth: int = LONGEST_TRAIL) -> str | None:
    if isinstance(symbol, External):
        return symbol.name.rpartition(".")[2] if symbol.name in MARKERS else None
    if depth == 0 or not isinstance(symbol, Defined):
        return None
    bound = symbol.binding.bound
    for base in bound.definition.bases if isinstance(bound, BoundClass) else ():
        named = follow(bindings, look_up(bindings, symbol.module, base, symbol.within))
        found = _marker_class(bindings, named, depth - 1)
        if found is not None:
            return found
    return None


class _Search:
    """One question; each piece of code is looked at once, one after the other: names make long trails."""

    def __init__(self, bindings: Bindings, module: str, expression: Expression) -> None:
        self._bindings = bindings
        self._seen: set[tuple[str, str]] = set()
        self._waiting = [(module, expression)]

    def finds_one(self) -> bool:
        """Whether any expression that is waiting, or that they lead to, may be a marker."""
        while self._waiting:
            module, expression = self._waiting.pop()
            if isinstance(expression, Name | Attribute):
                symbol = look_up(self._bindings, module, expression)
                if any(self._is_marker(one) for one in self._meant(symbol)):
                    return True
            self._waiting.extend((module, part) for part in children_of(expression))
        return False

    def _meant(self, symbol: Symbol) -> Iterator[Symbol]:
        """Yield what a name may stand for: all candidates, where code decides between some."""
        waiting, asked = [symbol], set[tuple[str, str]]()
        while waiting:
            one = waiting.pop()
            if not isinstance(one, Unresolved):
                yield one
                continue
            fresh = [each for each in one.candidates if _place(each) not in asked]
            asked.update(map(_place, fresh))
            waiting.extend(resolve_candidate(self._bindings, each) for each in fresh)

    def _is_marker(self, symbol: Symbol) -> bool:
        """Whether a symbol is one of FastAPI's; what else it holds has to wait."""
        if isinstance(symbol, External):
            return symbol.name in MARKERS
        if not isinstance(symbol, Defined) or _place(symbol) in self._seen:
            return False
        self._seen.add(_place(symbol))
        match symbol.binding.bound:
            case BoundValue(value=value):
                self._waiting.append((symbol.module, value))
            case BoundFunction(function=function):
                self._wait(symbol.module, function.body)
            case BoundClass(definition=definition):
                self._wait(symbol.module, definition.body)
                return _marker_class(self._bindings, symbol) is not None
        return False

    def _wait(self, module: str, body: tuple[Statement, ...]) -> None:
        inner = (each for statement in walk(body) for each in expressions_of(statement))
        self._waiting.extend((module, each) for each in inner)


def _place(symbol: Defined) -> tuple[str, str]:
    return symbol.module, f"{symbol.name}@{symbol.binding.span.start}"
