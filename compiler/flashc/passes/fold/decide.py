"""Decide: conditions that `--define` answers, so that only the branch that holds is compiled.

Only what a module does while it is imported is decided. A function asks again in every request.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from flashc.ir.bindings import Bindings
from flashc.ir.expressions import BinaryOperation, Conditional, Expression, Opaque
from flashc.ir.facts import Known
from flashc.ir.syntax import Arm, Block, BlockKind, Class, Function, ModuleSyntax, Statement
from flashc.passes.fold.folder import Folder
from flashc.passes.fold.reach import Reach
from flashc.passes.fold.truth import truth
from flashc.passes.names.namespaces import is_main_guard
from flashc.passes.names.resolve import resolve
from flashc.source import Span

# A condition may hang on a name that another one binds; more than this is no configuration.
MOST_ROUNDS = 8


def decide(bindings: Bindings) -> Bindings:
    """Leave out of the modules what cannot hold with the definitions of the command line."""
    for _ in range(MOST_ROUNDS if bindings.defines else 0):
        reach = Reach(bindings)
        modules = {name: _Decider(bindings, name, reach).module() for name in bindings.modules}
        if all(modules[name] is bindings.modules[name] for name in modules):
            break
        decided = resolve(modules, bindings.broken, bindings.python)
        bindings = replace(decided, defines=bindings.defines)
    return bindings


class _Decider:
    """Rewrites one module; what does not change is given back as it is."""

    def __init__(self, bindings: Bindings, module: str, reach: Reach) -> None:
        self._bindings = bindings
        self._reach = reach
        self._module = module
        self._syntax = bindings.modules[module]
        # Answers by what is written: the same condition is the same one everywhere in the module.
        self._answers: dict[str, bool | None] = {}

    def module(self) -> ModuleSyntax:
        body = self._body(self._syntax.body)
        return self._syntax if body is self._syntax.body else replace(self._syntax, body=body)

    def _body(self, body: tuple[Statement, ...]) -> tuple[Statement, ...]:
        found = tuple(one for statement in body for one in self._statement(statement))
        return body if _are_same(found, body) else found

    def _statement(self, statement: Statement) -> Iterator[Statement]:
        if isinstance(statement, Block) and statement.kind is BlockKind.IF and not statement.binds:
            yield from self._if(statement)
        elif isinstance(statement, Block):
            arms = tuple(self._arm(arm) for arm in statement.arms)
            same = _are_same(arms, statement.arms)
            yield statement if same else replace(statement, arms=arms)
        elif isinstance(statement, Class):
            header = self._parts(statement, leave="body")
            body = self._body(header.body)
            yield header if body is header.body else replace(header, body=body)
        elif isinstance(statement, Function):
            yield self._parts(statement, leave="body")
        else:
            yield self._parts(statement)

    def _if(self, block: Block) -> Iterator[Statement]:
        """Give the arms that may hold, as an `if` of their own, or the one that does, without it."""
        kept: list[Arm] = []
        for arm in block.arms:
            if arm.test is not None and is_main_guard(arm.test, self._syntax):
                # Never runs in a worker.
                kept.append(arm)
                continue
            holds = None if arm.test is None else self._holds(arm.test)
            if holds is False:
                continue
            body = replace(arm, test=None, role="else") if holds else arm
            kept.append(self._arm(body))
            if holds:
                break
        if _are_same(tuple(kept), block.arms):
            yield block
        elif kept and kept[0].test is None:
            yield from kept[0].body
        elif kept:
            yield replace(block, arms=(replace(kept[0], role="if"), *kept[1:]))

    def _arm(self, arm: Arm) -> Arm:
        body = self._body(arm.body)
        return arm if body is arm.body else replace(arm, body=body)

    def _parts(self, value: Any, leave: str = "") -> Any:
        """Replace the conditional expressions in a node that are decided.

        Operators are left as they are: a chain of them is long, and fold asks for itself.
        """
        if isinstance(value, tuple):
            parts = tuple(self._parts(one) for one in value)
            return value if _are_same(parts, value) else parts
        if isinstance(value, Conditional):
            holds = self._holds(value.test)
            if holds is not None:
                return self._parts(value.then if holds else value.otherwise)
        is_node = hasattr(value, "__dataclass_fields__")
        if not is_node or isinstance(value, Span | BinaryOperation | Opaque):
            return value
        named = [(one.name, getattr(value, one.name)) for one in fields(value) if one.name != leave]
        changed = {name: new for name, old in named if (new := self._parts(old)) is not old}
        return replace(value, **changed) if changed else value

    def _holds(self, test: Expression) -> bool | None:
        """Tell what a condition comes to, where that hangs on a definition."""
        written = self._syntax.source.slice(test.span)
        if written not in self._answers:
            may_hang = self._reach.reaches(self._module, test)
            self._answers[written] = self._folded(test) if may_hang else None
        return self._answers[written]

    def _folded(self, test: Expression) -> bool | None:
        folder = Folder(self._bindings, self._module, None)
        fact = folder.fold(test)
        return truth(fact.value) if isinstance(fact, Known) and folder.given else None


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
