"""FC708: names and attributes that a function reads and that are not there, so that the call ends.

Which of the names that a function binds has a value when it is read is not followed: a name that is
bound anywhere around is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import (
    Bindings,
    External,
)
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.ir.syntax import (
    Assign,
    Block,
    BlockKind,
    Class,
    Function,
    ModuleSyntax,
    Statement,
)
from flashc.passes.check.standard_names import Absences
from flashc.passes.lint.unbound_help import missing_import, near_member, near_name
from flashc.passes.names.bodies import (
    bound_by_body,
    expressions_of,
    local_names,
    parts_of,
    root_of,
)
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.passes.names.namespaces import is_main_guard
from flashc.passes.names.patched_attributes import is_patched
from flashc.passes.naming.standard_library import StandardLibrary
from flashc.passes.startup.ground import Ground, ground_of, is_type_alias, type_parameters
from flashc.passes.startup.handlers import Failure, caught_by
from flashc.passes.startup.loads import loads_of
from flashc.passes.startup.members import lacks_member
from flashc.source import Span


def lint_unbound(
    bindings: Bindings, modules: Iterable[str], library: StandardLibrary
) -> Iterator[Diagnostic]:
    """Warn at each once a function, in all functions of `modules`, methods included."""
    found = sorted(set(modules) & bindings.modules.keys())
    ground = ground_of(bindings) if found else None
    absences = Absences(library)
    for module in found:
        if ground is not None and not _is_open(ground, module):
            yield from _Reader(ground, bindings.modules[module], absences).all()


def _is_open(ground: Ground, module: str) -> bool:
    """Whether a module may have names that its text and that of those it stars do not show."""
    bindings = ground.bindings
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in bindings.modules or name in ground.open:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(star.module for star in bindings.namespaces[name].stars)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """`seen` are the names that functions inside see; `own` those that only a class body has, too."""

    seen: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    # What a `try` or `suppress` around expects.
    expected: frozenset[Failure] = frozenset()
    # The outermost function, which a message is about; None outside of one.
    function: Function | None = None


class _Reader:
    """Reads the functions of one module."""

    def __init__(self, ground: Ground, module: ModuleSyntax, absences: Absences) -> None:
        self._bindings = ground.bindings
        self._ground = ground
        self._absences = absences
        self._module = module
        self._missing: dict[str, bool] = {}
        self._reported: set[tuple[Span, str]] = set()

    def all(self) -> Iterator[Diagnostic]:
        """Yield what is wrong in the module, in source order."""
        yield from self._body(self._module.body, _Scope())

    def _body(self, statements: tuple[Statement, ...], scope: _Scope) -> Iterator[Diagnostic]:
        for statement in statements:
            match statement:
                case Function():
                    yield from self._function(statement, scope)
                case Class():
                    yield from self._class(statement, scope)
                case Block():
                    yield from self._block(statement, scope)
                case _:
                    yield from self._expressions(expressions_of(statement), scope, statement)

    def _function(self, function: Function, scope: _Scope) -> Iterator[Diagnostic]:
        defaults = (p.default for p in function.parameters if p.default is not None)
        yield from self._expressions((*_decorators(function), *defaults), scope)
        seen = scope.seen | local_names(function) | self._parameters(function)
        # What stands around a definition does not stand around its calls.
        inner = _Scope(seen=seen, function=scope.function or function)
        yield from self._body(function.body, inner)

    def _class(self, definition: Class, scope: _Scope) -> Iterator[Diagnostic]:
        seen = scope.seen | self._parameters(definition)
        header = (*definition.bases, *(one.value for one in definition.keywords))
        around = replace(scope, seen=seen)
        yield from self._expressions((*_decorators(definition), *header), around)
        own = bound_by_body(definition.body)
        yield from self._body(definition.body, replace(around, own=own))

    def _block(self, block: Block, scope: _Scope) -> Iterator[Diagnostic]:
        first = block.arms[0]
        for arm in block.arms:
            if arm.test is not None and is_main_guard(arm.test, self._module):
                continue
            if arm.test is not None and block.kind is not BlockKind.MATCH:
                yield from self._expressions((arm.test,), scope)
            expected = _expected(block) if arm is first else frozenset[Failure]()
            inner = replace(scope, expected=scope.expected | expected) if expected else scope
            yield from self._body(arm.body, inner)

    def _expressions(
        self, found: Iterable[Expression], scope: _Scope, statement: Statement | None = None
    ) -> Iterator[Diagnostic]:
        if scope.function is None or (statement is not None and self._is_alias(statement)):
            # What runs at import is followed by what starts the worker; an alias is not evaluated.
            return
        for expression in found:
            loads = [load.expression for load in loads_of(expression)]
            for load, after in zip_longest(loads, loads[1:]):
                problem = self._problem(load, after, scope)
                about = scope.function.name_span, problem.message if problem else ""
                if problem is not None and about not in self._reported:
                    self._reported.add(about)
                    yield problem

    def _problem(
        self, expression: Name | Attribute, after: Name | Attribute | None, scope: _Scope
    ) -> Diagnostic | None:
        """Judge what is read; `after` is read next, of a name perhaps an attribute of it."""
        if isinstance(expression, Name):
            if Failure.NAME in scope.expected or not self._is_missing(expression.id, scope):
                return None
            of_it = isinstance(after, Attribute) and after.value is expression
            member = after.name if isinstance(after, Attribute) and of_it else None
            return self._unbound(expression, member, scope)
        root = root_of(expression)
        # What a function binds itself may be anything.
        if root is None or root.id in scope.seen or root.id in scope.own:
            return None
        return None if Failure.ATTRIBUTE in scope.expected else self._lacking(expression, scope)

    def _lacking(self, expression: Attribute, scope: _Scope) -> Diagnostic | None:
        module, name = self._module.name, expression.name
        missing = lacks_member(self._ground, module, expression)
        if missing is not None:
            what, label = f"{missing.kind} `{missing.owner}`", _ATTRIBUTE
            near = near_member(name, missing.known)
            advice = f"did you mean `{near}`?" if near else "correct the name, or define it there"
        else:
            owner = follow(self._bindings, look_up(self._bindings, module, expression.value))
            if not isinstance(owner, External):
                return None
            absent = self._absences.of_name(owner.name, name, self._bindings.python)
            if absent is None or absent.elsewhere:
                return None
            what, label, advice = f"module `{owner.name}`", _ATTRIBUTE, absent.help
        # Where its name stands in quotes, `hasattr` may ask for it, and `setattr` put it there.
        if is_patched(self._bindings, name):
            return None
        return _warning(f"{what} has no `{name}`", label, expression.name_span, scope, advice)

    def _is_missing(self, name: str, scope: _Scope) -> bool:
        if name in scope.seen or name in scope.own or name in ALL_BUILTINS:
            return False
        if name not in self._missing:
            self._missing[name] = self._lacks(name)
        return self._missing[name]

    def _lacks(self, name: str) -> bool:
        module = self._module.name
        namespace = self._bindings.namespaces[module]
        if name.startswith("__") or name in namespace.names or name in self._ground.set_anywhere:
            return False
        if name in self._ground.bound_sometime[module] or name == "_":
            return False
        return bool(getattr(look_up_name(self._bindings, module, name), "missing", False))

    def _is_alias(self, statement: Statement) -> bool:
        return isinstance(statement, Assign) and is_type_alias(self._module, statement.span)

    def _parameters(self, definition: Function | Class) -> frozenset[str]:
        return type_parameters(self._module, definition.name_span)

    def _unbound(self, name: Name, member: str | None, scope: _Scope) -> Diagnostic:
        """Report a name; `member` is what is read of it."""
        module, python = self._module.name, self._bindings.python
        advice = missing_import(
            self._bindings, name.id, member, self._absences.names(name.id, python)
        )
        if advice is None:
            near = near_name(self._bindings, module, name.id, scope.seen)
            advice = f"did you mean `{near}`?" if near else f"define or import `{name.id}`"
        return _warning(f"`{name.id}` is not defined", _NAME, name.span, scope, advice)


_NAME = "running this raises `NameError`"
_ATTRIBUTE = "running this raises `AttributeError`"


def _warning(message: str, label: str, span: Span, scope: _Scope, advice: str) -> Diagnostic:
    function = scope.function
    labels = () if function is None else (Label(span=function.name_span, text="in this function"),)
    return Diagnostic(
        code=codes.UNBOUND_IN_FUNCTION,
        message=message,
        primary=Label(span=span, text=label),
        labels=labels,
        help=advice,
    )


def _decorators(definition: Function | Class) -> tuple[Expression, ...]:
    return tuple(decorator.expression for decorator in definition.decorators)


def _expected(block: Block) -> frozenset[Failure]:
    """Say which of the two failures the first arm of a block expects.

    A broad `except` may stand around anything: a name that is nowhere is a mistake all the same.
    """
    if block.kind is BlockKind.WITH:
        handled = [arm.test for arm in block.arms if arm.test is not None]
        handled = [test for test in handled if "suppress" in _names_in(test)]
    else:
        handled = [a.test for a in block.arms if a.role.startswith("except") and a.test is not None]
    named = {name for test in handled for name in _names_in(test)}
    caught = caught_by(block) if block.kind is BlockKind.TRY else None
    found = {failure for failure in (Failure.NAME, Failure.ATTRIBUTE) if failure.value in named}
    is_broad = caught is not None and Failure.ATTRIBUTE in caught
    if is_broad or named & {"Exception", "BaseException"}:
        found.add(Failure.ATTRIBUTE)
    return frozenset(found)


def _names_in(test: Expression) -> Iterator[str]:
    for part in parts_of(test):
        if isinstance(part, Name):
            yield part.id
        elif isinstance(part, Attribute):
            yield part.name
