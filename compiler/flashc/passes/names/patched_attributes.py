"""Patched attributes: names that the project itself puts on modules of others, as compatibility code does."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Attribute, Expression
from flashc.ir.syntax import Assign, Block, Statement, walk
from flashc.passes.fold.environment import spells
from flashc.passes.names.bodies import parts_of


def is_patched(bindings: Bindings, name: str) -> bool:
    """Whether any module may put an attribute called `name` on something: then it may be there.

    On what is not asked, since a function may have been handed the module. Where the name stands in
    quotes, `setattr` may put it. Reads every module: for names that are about to be reported.
    """
    return any(
        spells(module.source.text, name)
        or (name in module.source.text and name in _assigned(module.body))
        for module in bindings.modules.values()
    )


def _assigned(statements: tuple[Statement, ...]) -> Iterator[str]:
    for statement in walk(statements):
        for target in _targets(statement):
            yield from (part.name for part in parts_of(target) if isinstance(part, Attribute))


def _targets(statement: Statement) -> tuple[Expression, ...]:
    match statement:
        case Assign():
            return statement.targets
        case Block():
            return statement.binds
        case _:
            return ()
