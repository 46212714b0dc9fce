"""Arms: which conditions decide whether an arm of an `if`, or what stands in one, runs."""

from collections.abc import Iterator
from itertools import takewhile

from flashc.ir.expressions import Expression
from flashc.ir.syntax import Arm, Block, BlockKind, Class, Statement
from flashc.source import Span


def tests(block: Block, arm: Arm) -> tuple[Expression, ...]:
    """Give the conditions that decide whether an arm of an `if` runs: its own, and those before it."""
    before = takewhile(lambda one: one is not arm, block.arms)
    return tuple(one.test for one in (*before, arm) if one.test is not None)


def tests_around(body: tuple[Statement, ...], place: Span) -> Iterator[tuple[Expression, ...]]:
    """Yield the conditions of each `if` around a place, from the outermost to the innermost.

    Only what runs while the module is imported counts: a function asks again in every request.
    """
    inside = body
    while inside:
        statement = next((one for one in reversed(inside) if _is_before(one, place)), None)
        inside = ()
        if isinstance(statement, Class):
            inside = statement.body
        elif isinstance(statement, Block):
            begun = (arm for arm in reversed(statement.arms) if arm.body)
            found = next((arm for arm in begun if _is_before(arm.body[0], place)), None)
            if found is not None:
                inside = found.body
                if statement.kind is BlockKind.IF:
                    yield tests(statement, found)


def _is_before(statement: Statement, place: Span) -> bool:
    # The span of a definition may be that of its first line.
    return statement.span.start <= place.start
