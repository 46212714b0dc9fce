"""Visits: every statement of a module once, for all who look for what would be lost.

What a statement evaluates, and in which scopes, takes a walk through the whole of it. Who asks for it
first makes the walk; the others are given what it found.
"""

from collections.abc import Iterator

from flashc.dialects.namespace_writes import written_to
from flashc.dialects.parts import parts_in
from flashc.dialects.scopes import Scope, expressions_in, scoped
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Expression
from flashc.ir.syntax import Statement

Part = tuple[Expression, Scope]


class Visit:
    """One statement in its scope.

    `expressions` are what it evaluates itself, decorators aside; `written` is what it writes names of
    its module into, as it is written: `globals()`.
    """

    def __init__(self, bindings: Bindings, statement: Statement, scope: Scope) -> None:
        self._bindings = bindings
        self.statement = statement
        self.scope = scope
        self.expressions = tuple(expressions_in(statement))
        self.written = written_to(bindings, statement, scope.module)
        self._parts: dict[int, tuple[Part, ...]] = {}

    def parts(self, expression: Expression) -> tuple[Part, ...]:
        """Give an expression of the statement and all its parts, each with the scope it runs in."""
        found = self._parts.get(id(expression))
        if found is None:
            found = tuple(parts_in(self._bindings, self.scope, expression))
            self._parts[id(expression)] = found
        return found


def visits(bindings: Bindings, module: str) -> Iterator[Visit]:
    """Yield every statement of a module, those inside others included, in source order."""
    for statement, scope in scoped(bindings, module):
        yield Visit(bindings, statement, scope)
