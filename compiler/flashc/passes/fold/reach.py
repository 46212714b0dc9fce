"""Reach: which conditions may hang on a variable of the environment, told without folding them."""

from collections.abc import Iterator
from dataclasses import fields

from flashc.ir.bindings import Bindings, BoundValue, Defined, External, Symbol, Unresolved
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.passes.fold.environment import GETTERS
from flashc.passes.names.choices import is_choice
from flashc.passes.names.lookup import follow, look_up, resolve_candidate
from flashc.source import Span


class Reach:
    """What leads to a read of the environment, in one state of a project: each binding is walked once."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._known: dict[Span, bool] = {}

    def reaches(self, module: str, expression: Expression) -> bool:
        """Whether `expression`, as `module` sees it, may read a variable; never False where it does."""
        reads, first = self._walk(module, expression, None)
        self._learn(first)
        return reads or any(self._known[one.binding.span] for one in first)

    def _learn(self, first: list[Defined]) -> None:
        """Tell of each binding that `first` leads to whether it leads to a read.

        They are walked to the end, and then back from the reads to what led there. What is not met on
        the way back reaches no read, whatever circles the names make.
        """
        waiting, reading = list(first), list[Span]()
        came_from: dict[Span, list[Span]] = {}
        walked: set[Span] = set()
        while waiting:
            symbol = waiting.pop()
            place, bound = symbol.binding.span, symbol.binding.bound
            if place in walked or place in self._known:
                continue
            walked.add(place)
            if not isinstance(bound, BoundValue):
                continue
            reads, further = self._walk(symbol.module, bound.value, symbol.within)
            if reads or any(self._known.get(one.binding.span) for one in further):
                reading.append(place)
            for one in further:
                came_from.setdefault(one.binding.span, []).append(place)
            waiting += further
        self._known.update(dict.fromkeys(walked, False))
        while reading:
            place = reading.pop()
            if not self._known[place]:
                self._known[place] = True
                reading += came_from.get(place, ())

    def _walk(
        self, module: str, expression: Expression, within: Defined | None
    ) -> tuple[bool, list[Defined]]:
        """Tell whether an expression names the environment itself; give what else its names lead to."""
        reads, found = False, list[Defined]()
        for part in _names_in(expression):
            for symbol in self._meanings(look_up(self._bindings, module, part, within)):
                if isinstance(symbol, External):
                    reads = reads or symbol.name in GETTERS
                elif isinstance(symbol, Defined):
                    found.append(symbol)
        return reads, found

    def _meanings(self, symbol: Symbol) -> Iterator[Symbol]:
        """Yield what folding a name may look at: what it is, what that renames, what it may be."""
        yield symbol
        yield follow(self._bindings, symbol)
        if isinstance(symbol, Unresolved) and is_choice(symbol):
            for candidate in symbol.candidates:
                yield resolve_candidate(self._bindings, candidate)


def _names_in(expression: object) -> Iterator[Name | Attribute]:
    """Yield the names in an expression and the attributes read of it, however deep."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Name | Attribute):
            yield part
        if isinstance(part, tuple):
            waiting += part
        elif hasattr(part, "__dataclass_fields__") and not isinstance(part, Span):
            waiting += [getattr(part, one.name) for one in fields(part)]  # type: ignore[arg-type]
