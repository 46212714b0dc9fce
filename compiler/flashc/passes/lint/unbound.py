"""FC708: names and attributes that a function reads and that are not there, so that the call ends.

Which of the names that a function binds has a value when it is read is not followed: a name that is
bound anywhere around is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.ir.syntax import (
    Arm,
    Assign,
    Block,
    BlockKind,
    Class,
    Function,
    ModuleSyntax,
    Statement,
)
from flashc.passes.check.standard_names import Absences
from flashc.passes.names.bodies import (
    bound_by_body,
    children_of,
    expressions_of,
    local_names,
    root_of,
)
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.passes.names.namespaces import is_main_guard
from flashc.passes.names.patched_attributes import is_patched
from flashc.passes.naming.standard_library import StandardLibrary
from flashc.passes.naming.stdlib_names import is_standard
from flashc.passes.startup.ground import Ground, ground_of, is_type_alias, type_parameters
from flashc.passes.startup.loads import loads_of
from flashc.passes.startup.members import lacks_member
from flashc.passes.suggest import suggestion
from flashc.source import Span


def lint_unbound(
    bindings: Bindings, modules: Iterable[str], library: StandardLibrary
) -> Iterator[Diagnostic]:
    """Warn at each once a function, in all functions of `modules`, methods included."""
    found = sorted(set(modules) & bindings.modules.keys())
    ground = ground_of(bindings) if found else None
    absences = Absences(library)
    for module in found:
        if ground is not None and not _is_open(ground, module, set()):
            yield from _Reader(ground, bindings.modules[module], absences).all()


def _is_open(ground: Ground, module: str, seen: set[str]) -> bool:
    """Whether a module may have names that its text and that of those it stars do not show."""
    if module in seen:
        return False
    seen.add(module)
    bindings = ground.bindings
    if module not in bindings.modules or module in ground.open:
        return True
    stars = bindings.namespaces[module].stars
    return any(_is_open(ground, star.module, seen) for star in stars)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """`seen` are the names that functions inside see; `own` those that only a class body has, too."""

    seen: frozenset[str]
    own: frozenset[str] = frozenset()
    # The outermost function, which a message is about, and where it stands; None outside of one.
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
        yield from self._body(self._module.body, _Scope(seen=frozenset()))

    def _body(self, statements: tuple[Statement, ...], scope: _Scope) -> Iterator[Diagnostic]:
        for statement in statements:
            match statement:
                case Function():
                    yield from self._function(statement, scope)
                case Class():
                    seen = scope.seen | self._parameters(statement)
                    own = bound_by_body(statement.body)
                    inner = _Scope(seen=seen, own=own, function=scope.function)
                    yield from self._body(statement.body, inner)
                case Block():
                    yield from self._block(statement, scope)
                case _:
                    yield from self._read(statement, scope)

    def _function(self, function: Function, scope: _Scope) -> Iterator[Diagnostic]:
        seen = scope.seen | local_names(function) | self._parameters(function)
        inner = _Scope(seen=seen, function=scope.function or function)
        yield from self._body(function.body, inner)

    def _block(self, block: Block, scope: _Scope) -> Iterator[Diagnostic]:
        if any(_expects_it(arm) for arm in block.arms):
            return
        for arm in block.arms:
            if arm.test is not None and is_main_guard(arm.test, self._module):
                continue
            if block.kind is not BlockKind.MATCH:
                yield from self._read(arm, scope)
            yield from self._body(arm.body, scope)

    def _read(self, statement: Statement | Arm, scope: _Scope) -> Iterator[Diagnostic]:
        if scope.function is None or self._is_alias(statement):
            # What runs at import is followed by what starts the worker; an alias is not evaluated.
            return
        for expression in expressions_of(statement):
            for load in loads_of(expression):
                problem = self._problem(load.expression, scope)
                about = scope.function.name_span, problem.message if problem else ""
                if problem is not None and about not in self._reported:
                    self._reported.add(about)
                    yield problem

    def _problem(self, expression: Name | Attribute, scope: _Scope) -> Diagnostic | None:
        if isinstance(expression, Name):
            is_missing = self._is_missing(expression.id, scope)
            return self._unbound(expression, scope) if is_missing else None
        root = root_of(expression)
        # What a function binds itself may be anything.
        if root is None or root.id in scope.seen or root.id in scope.own:
            return None
        return self._lacking(expression, scope)

    def _lacking(self, expression: Attribute, scope: _Scope) -> Diagnostic | None:
        module, name = self._module.name, expression.name
        missing = lacks_member(self._ground, module, expression)
        if missing is not None:
            near = suggestion(name, missing.known)
            advice = f"did you mean `{near}`?" if near else "correct the name, or define it there"
            what = f"{missing.kind} `{missing.owner}`"
            return _warning(f"{what} has no `{name}`", expression.name_span, scope, advice)
        owner = follow(self._bindings, look_up(self._bindings, module, expression.value))
        if not isinstance(owner, External):
            return None
        absent = self._absences.of_name(owner.name, name, self._bindings.python)
        if absent is None or absent.elsewhere or is_patched(self._bindings, name):
            return None
        what = f"module `{owner.name}` has no `{name}`"
        return _warning(what, expression.name_span, scope, absent.help)

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

    def _is_alias(self, statement: Statement | Arm) -> bool:
        return isinstance(statement, Assign) and is_type_alias(self._module, statement.span)

    def _parameters(self, definition: Function | Class) -> frozenset[str]:
        return type_parameters(self._module, definition.name_span)

    def _unbound(self, name: Name, scope: _Scope) -> Diagnostic:
        known = self._bindings.namespaces[self._module.name].names
        near = suggestion(name.id, [*sorted(scope.seen), *known, *sorted(ALL_BUILTINS)])
        if is_standard(name.id, self._bindings.python):
            advice = f"write `import {name.id}` at the top of the module"
        else:
            advice = f"did you mean `{near}`?" if near else f"define or import `{name.id}`"
        return _warning(f"`{name.id}` is not defined", name.span, scope, advice)


def _warning(message: str, span: Span, scope: _Scope, advice: str) -> Diagnostic:
    function = scope.function
    labels = () if function is None else (Label(span=function.name_span, text="in this function"),)
    return Diagnostic(
        code=codes.UNBOUND_IN_FUNCTION,
        message=message,
        primary=Label(span=span, text="a call that comes here fails"),
        labels=labels,
        help=advice,
    )


def _expects_it(arm: Arm) -> bool:
    return arm.role.startswith("except") and arm.test is not None and _names_it(arm.test)


def _names_it(test: Expression) -> bool:
    is_it = isinstance(test, Name) and test.id in ("NameError", "AttributeError")
    return is_it or any(_names_it(child) for child in children_of(test))
