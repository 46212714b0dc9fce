"""Run: imports modules the way Python does, as far as names go, without running anything.

For every module it keeps the names that *may* be bound so far, which only grow. So what is not among
them is certainly not there, and only what is certainly evaluated is reported: a branch, a loop, or a
`try` that expects failure binds names, and is never blamed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashc.ir.expressions import Constant, Expression, Name
from flashc.ir.syntax import (
    Arm,
    Assign,
    Block,
    BlockKind,
    Class,
    Delete,
    ExpressionStatement,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Statement,
)
from flashc.passes.closure.guards import is_type_checking
from flashc.passes.names.bodies import names_in, single_targets
from flashc.passes.names.namespaces import absolute_name, is_main_guard
from flashc.passes.startup.classes import class_problems
from flashc.passes.startup.ground import is_type_alias, type_parameters
from flashc.passes.startup.handlers import Failure, caught_by
from flashc.passes.startup.names import Around, Module, Names
from flashc.passes.startup.problems import not_exported
from flashc.source import Span

# What modules import that are this deep in one another may be anything: nothing is claimed of it.
_DEEPEST = 100


class Run(Names):
    """The imports of one worker, made statement by statement."""

    def import_all(self, modules: Iterable[str]) -> None:
        """Import what the worker's generated code imports, in its order."""
        for module in modules:
            self._import(module, None, certain=True)

    def names(self) -> dict[str, frozenset[str] | None]:
        """Give the names that each imported module may have; None where it may have any."""
        return {
            module: None if state.open else frozenset(state.names)
            for module, state in self._modules.items()
        }

    # --- Modules ---

    def _import(self, name: str, span: Span | None, *, certain: bool) -> None:
        """Import `name` and the packages around it, as far as they are the project's."""
        if "." not in name:
            if name in self._bindings.modules:
                self._import_one(name, span, certain=certain)
            return
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            module = ".".join(parts[:length])
            if module in self._bindings.modules:
                self._import_one(module, span, certain=certain)
            if length > 1 and self._bindings.has_module(module):
                parent = self._modules.get(".".join(parts[: length - 1]))
                if parent is not None:
                    parent.names.add(parts[length - 1])

    def _import_one(self, module: str, span: Span | None, *, certain: bool) -> None:
        if certain and Failure.ATTRIBUTE not in self._caught:
            self.begun.add(module)
        state = self._modules.get(module)
        if state is not None and not state.done:
            self._mark_impure()
            return
        if state is not None and (module in self._sure or not certain):
            return
        if module in self._stubs or self._depth > _DEEPEST:
            self._modules[module] = Module(names=set(), open=True, done=True)
            self._mark_impure()
            return
        if module in self._finished:
            names = set(self._finished[module])
            self._modules[module] = Module(names, module in self._ground.open, done=True)
            self._sure.add(module)
            return
        # What may have run already runs once more where it certainly does: by now all that it could
        # have met is there, so what is missing now was missing then.
        earlier = state.names if state is not None else set()
        sometime = self._ground.bound_sometime[module]
        state = Module(names=earlier | sometime, open=module in self._ground.open)
        self._modules[module] = state
        is_sure = certain and not self._caught
        if is_sure:
            self._sure.add(module)
        self._stack.append((module, span))
        self._statements(
            self._bindings.modules[module].body, Around(module=module, certain=certain)
        )
        self._stack.pop()
        state.done = True
        if state.pure and is_sure:
            self._finished[module] = frozenset(state.names)
        elif self._stack and not state.pure:
            self._modules[self._stack[-1][0]].pure = False

    def _mark_impure(self) -> None:
        """Remember that what runs now depends on who began; whoever imports it does so as well."""
        if self._stack:
            self._modules[self._stack[-1][0]].pure = False

    # --- Statements ---

    def _statements(self, statements: Iterable[Statement], around: Around) -> None:
        self._depth += 1
        for statement in statements:
            self._statement(statement, around)
        self._depth -= 1

    def _statement(self, statement: Statement, around: Around) -> None:
        match statement:
            case Import():
                for one in statement.modules:
                    self._import(one.module, one.span, certain=around.certain)
                    self._bind(one.alias or one.module.split(".")[0], around)
            case ImportFrom():
                self._import_from(statement, around)
            case Assign():
                self._assign(statement, around)
            case Function() | Class():
                self._define(statement, around)
            case Block():
                self._block(statement, around)
            case ExpressionStatement():
                self._evaluate(statement.value, around)
            case Delete():
                for target in statement.targets:
                    if isinstance(target, Name) and around.certain:
                        self._names(around).discard(target.id)
            case _:
                return

    def _import_from(self, statement: ImportFrom, around: Around) -> None:
        target = absolute_name(self._syntax(around), statement)
        is_ours = target is not None and self._bindings.has_module(target)
        if target is None or not is_ours:
            if statement.star:
                self._modules[around.module].open = True
            for one in statement.names:
                self._bind(one.alias or one.name, around)
            return
        self._import(target, statement.module_span, certain=around.certain)
        source = self._modules.get(target)
        if statement.star:
            self._star(target, source, statement.span, around)
        for one in statement.names:
            inner = f"{target}.{one.name}"
            is_there = source is None or source.open or one.name in source.names
            if not is_there and self._bindings.has_module(inner):
                self._import(inner, one.span, certain=around.certain)
            elif not is_there and source is not None and not source.done:
                self._met_half(Failure.IMPORT, target, one.name, one.span, around)
            self._bind(one.alias or one.name, around)

    def _star(self, target: str, source: Module | None, span: Span, around: Around) -> None:
        mine = self._modules[around.module]
        namespace = self._bindings.namespaces.get(target)
        if source is None or namespace is None or source.open:
            mine.open = True
            return
        if namespace.exports is not None:
            mine.names |= namespace.exports
            for name in sorted(namespace.exports - source.names):
                is_there = name.startswith("__") or self._bindings.has_module(f"{target}.{name}")
                if source.done and around.certain and not is_there:
                    listed = namespace.names["__all__"][0].span
                    problem = not_exported(target, name, span, listed)
                    self._report(Failure.ATTRIBUTE, problem)
        elif "__all__" in namespace.names:
            mine.open = True
        else:
            mine.names |= {name for name in source.names if not name.startswith("_")}

    def _assign(self, statement: Assign, around: Around) -> None:
        module = self._syntax(around)
        if statement.value is not None and not is_type_alias(module, statement.span):
            self._evaluate(statement.value, around)
        if statement.annotation is not None:
            self._annotation(statement.annotation, around, frozenset())
        for target in statement.targets:
            if statement.augmented or not isinstance(target, Name):
                self._target(target, around, is_read=statement.augmented)
            if statement.value is not None:
                for name in names_in(target):
                    self._bind(name.id, around)

    def _target(self, target: Expression, around: Around, *, is_read: bool) -> None:
        """Evaluate what an assignment reads to find its target: `a` in `a.b = 1`, and in `a += 1`."""
        for one in single_targets(target):
            if isinstance(one, Name):
                if is_read:
                    self._evaluate(one, around)
                continue
            for part in (getattr(one, "value", None), getattr(one, "index", None)):
                if part is not None:
                    self._evaluate(part, around)

    def _define(self, statement: Function | Class, around: Around) -> None:
        module = self._syntax(around)
        own = type_parameters(module, statement.name_span)
        for decorator in statement.decorators:
            self._evaluate(decorator.expression, around)
        if isinstance(statement, Class):
            for expression in (*statement.bases, *(k.value for k in statement.keywords)):
                self._evaluate(expression, around, own)
            inline = self._ground.bound_inline[around.module]
            inside = replace(around, scopes=(set(own | inline), *around.scopes))
            self._statements(statement.body, inside)
            if around.certain and not around.scopes:
                for failure, problem in class_problems(self._ground, around.module, statement):
                    self._report(failure, problem)
        else:
            for parameter in statement.parameters:
                if parameter.default is not None:
                    self._evaluate(parameter.default, around)
                if parameter.annotation is not None:
                    self._annotation(parameter.annotation, around, own)
            if statement.returns is not None:
                self._annotation(statement.returns, around, own)
        self._bind(statement.name, around)

    def _block(self, block: Block, around: Around) -> None:
        first = block.arms[0]
        handled = caught_by(block)
        if first.test is not None and block.kind is not BlockKind.MATCH:
            self._evaluate(first.test, around)
        # What an `except` catches is forgotten when it ends.
        caught = {n.id for target in block.binds for n in names_in(target)}
        forgotten = caught - self._names(around) if block.kind is BlockKind.TRY else set()
        for name in caught:
            self._bind(name, around)
        for arm in block.arms:
            if _never_runs(arm, self._syntax(around)):
                continue
            is_tried = arm is first and block.kind is BlockKind.TRY
            if is_tried and handled is not None:
                self._try(arm.body, handled, around)
                continue
            is_certain = is_tried or arm.role == "finally"
            self._statements(arm.body, around if is_certain else around.perhaps())
        rebound = {n for arm in block.arms for s in arm.body for n in _bound_by(s)}
        self._names(around).difference_update(forgotten - rebound)

    def _try(
        self, body: tuple[Statement, ...], handled: frozenset[Failure], around: Around
    ) -> None:
        """Run what is tried: of it, only the first statement is certainly reached."""
        before, outside, self._failed = self._caught, self._failed, set()
        was_ended = self._ended
        self._caught, height = before | handled, len(self._stack)
        self._statements(body[:1], around)
        # Python forgets a module whose import failed: it begins anew when it is imported again.
        for module, depth in list(self._failed):
            if depth >= height:
                self._modules.pop(module, None)
        self._caught, self._failed, self._ended = before, outside | self._failed, was_ended
        self._statements(body[1:], around.perhaps())


def _never_runs(arm: Arm, module: ModuleSyntax) -> bool:
    if arm.test is None:
        return False
    is_false = isinstance(arm.test, Constant) and not arm.test.value
    return is_false or is_type_checking(arm.test) or is_main_guard(arm.test, module)


def _bound_by(statement: Statement) -> Iterator[str]:
    if isinstance(statement, Assign):
        for target in statement.targets:
            yield from (name.id for name in names_in(target))
