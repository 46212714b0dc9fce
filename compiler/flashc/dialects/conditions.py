"""Conditions that choose what a name is, and the definitions that would decide them for one compile."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, BoundValue, Defined, Step, Symbol, Unresolved
from flashc.ir.expressions import Conditional, Expression
from flashc.ir.syntax import Block, BlockKind, walk
from flashc.passes.fold import deciding
from flashc.passes.fold.arms import tests


def deciding_choice(
    bindings: Bindings, module: str, expression: Expression, symbol: Symbol
) -> tuple[str, ...]:
    """Give the variables of the environment that decide what `expression` of `module` stands for.

    `symbol` is what it leads to. Empty where a value on the command line would not settle it.
    """
    found = list(_conditional(module, expression))
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    for candidate in (symbol,) if isinstance(symbol, Defined) else candidates:
        if isinstance(candidate.binding.bound, BoundValue):
            found += _conditional(candidate.module, candidate.binding.bound.value)
        for step in candidate.binding.branch:
            if step.kind is not BlockKind.IF:
                return ()
            found += ((candidate.module, test) for test in _tests(bindings, candidate.module, step))
    variables: dict[str, None] = {}
    for where, test in found:
        one = deciding(bindings, where, (test,))
        if not one:
            return ()
        variables |= dict.fromkeys(one)
    return tuple(variables)


def _conditional(module: str, expression: Expression) -> Iterator[tuple[str, Expression]]:
    if isinstance(expression, Conditional):
        yield module, expression.test
        yield from _conditional(module, expression.then)
        yield from _conditional(module, expression.otherwise)


def _tests(bindings: Bindings, module: str, step: Step) -> tuple[Expression, ...]:
    for statement in walk(bindings.modules[module].body):
        if isinstance(statement, Block) and statement.span == step.block:
            return tests(statement, statement.arms[step.arm])
    return ()
