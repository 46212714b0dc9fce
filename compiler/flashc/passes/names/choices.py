"""Choices: everything that an expression may stand for, where a condition decides when it runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashc.ir.bindings import (
    Bindings,
    BoundOtherwise,
    BoundValue,
    Defined,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Conditional, Expression, Name
from flashc.ir.syntax import BlockKind
from flashc.passes.names.lookup import follow, look_up, resolve_candidate
from flashc.source import Span

# More than this is no choice between a development and a deployed variant.
MOST_CHOICES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that an expression may stand for.

    `expression` is what is written, in `module`; `symbol` is what it leads to when it is a name of
    something else than a value (an import, a class, a function). `span` is the place that chooses
    it: a branch of a conditional expression, or a binding.
    """

    module: str
    expression: Expression | None
    symbol: Symbol | None
    span: Span


def choices(
    bindings: Bindings, module: str, expression: Expression, within: Defined | None = None
) -> tuple[Choice, ...]:
    """Give all that `expression` may stand for, in source order: one thing, or what is chosen from.

    Empty when that cannot be told: a name bound in a loop or in a way that hides its value, or
    bound twice without a condition.
    """
    reader = _Reader(bindings)
    found = tuple(reader.of(module, expression, within, expression.span, MOST_CHOICES))
    return () if reader.failed or len(found) > MOST_CHOICES else found


class _Reader:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self.failed = False

    def of(
        self, module: str, expression: Expression, within: Defined | None, span: Span, depth: int
    ) -> Iterator[Choice]:
        if depth == 0:
            self.failed = True
        elif isinstance(expression, Conditional):
            for part in (expression.then, expression.otherwise):
                yield from self.of(module, part, within, part.span, depth - 1)
        elif isinstance(expression, Name | Attribute):
            symbol = follow(self._bindings, look_up(self._bindings, module, expression, within))
            yield from self._of_symbol(module, symbol, span, depth)
        else:
            yield Choice(module=module, expression=expression, symbol=None, span=span)

    def _of_symbol(self, module: str, symbol: Symbol, span: Span, depth: int) -> Iterator[Choice]:
        if depth <= 0 or self.failed:
            # A name that is chosen from itself, as in `try: x = x`.
            self.failed = True
        elif isinstance(symbol, Unresolved):
            if not is_choice(symbol):
                self.failed = True
                return
            for candidate in symbol.candidates:
                target = follow(self._bindings, resolve_candidate(self._bindings, candidate))
                yield from self._of_symbol(module, target, candidate.binding.span, depth - 1)
        elif isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundValue):
            value = symbol.binding.bound.value
            yield from self.of(symbol.module, value, symbol.within, span, depth - 1)
        else:
            where = symbol.module if isinstance(symbol, Defined) else module
            yield Choice(module=where, expression=None, symbol=symbol, span=span)


def is_choice(symbol: Unresolved) -> bool:
    """Tell whether exactly one of the candidates holds, whichever the conditions choose.

    The first may stand without a condition, as the default that others replace.
    """
    bound = [candidate.binding for candidate in symbol.candidates]
    if len(bound) < 2 or any(isinstance(binding.bound, BoundOtherwise) for binding in bound):
        return False
    if any(step.kind is BlockKind.LOOP for binding in bound for step in binding.branch):
        return False
    return all(binding.branch for binding in bound[1:])


__all__ = ["Choice", "choices", "is_choice"]
