"""Patched attributes: names that the project itself puts on objects and on modules of others."""

import re
from collections.abc import Iterator

from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Attribute, Expression
from flashc.ir.syntax import Assign, Block, ModuleSyntax, Statement, walk
from flashc.passes.fold.environment import spells
from flashc.passes.names.bodies import single_targets

# A comprehension may go over its things by an attribute, too. That is rare enough to be read off the
# text; no target that somebody writes is as long as this.
_LOOP = re.compile(r"\bfor\b([\w\s.,()\[\]*]{0,200}?)\bin\b")
_ATTRIBUTE = re.compile(r"\.\s*([^\W\d]\w*)")


def is_patched(bindings: Bindings, name: str) -> bool:
    """Whether any module may put an attribute called `name` on something: then it may be there.

    On what is not asked, since a function may have been handed the module. Where the name stands in
    quotes, `setattr` may put it. Reads every module: for names that are about to be reported.
    """
    return any(
        spells(module.source.text, name)
        or (name in module.source.text and name in attributes_set(module))
        for module in bindings.modules.values()
    )


def attributes_set(module: ModuleSyntax) -> Iterator[str]:
    """Yield the names that a module sets as attributes, of whatever and wherever it does."""
    for statement in walk(module.body):
        for target in _targets(statement):
            yield from (one.name for one in single_targets(target) if isinstance(one, Attribute))
    for loop in _LOOP.finditer(module.source.text):
        yield from _ATTRIBUTE.findall(loop[1])


def _targets(statement: Statement) -> tuple[Expression, ...]:
    match statement:
        case Assign():
            return statement.targets
        case Block():
            return statement.binds
        case _:
            return ()
