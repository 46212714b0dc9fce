"""FC215, FC216, FC226, FC227, FC238, FC244 to FC250: uses of the SDK that are not followed."""

from collections.abc import Iterator
from typing import Final

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.executed_text import executed_text
from flashc.dialects.places import Kind, decidable, misplaced
from flashc.dialects.resource_changes import resource_changes
from flashc.dialects.scopes import Scope, hangs_on_local, symbol_in
from flashc.dialects.sdk_changes import sdk_changes
from flashc.dialects.sdk_missing import missing_imports, missing_member
from flashc.dialects.sdk_reached import reached_by_call
from flashc.dialects.visits import Visit
from flashc.ir.bindings import Bindings, BoundImport, BoundModule, BoundValue, External, Namespace
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import (
    Assign,
    Class,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Statement,
    walk,
)
from flashc.passes.names.bodies import root_of
from flashc.sdk.names import PACKAGES, is_remote, resource_class
from flashc.source import Span

# Generation D: `runpod.App`.
OTHER_PACKAGE = "runpod"
OTHER_DIALECT = "App"


def uses_sdk(bindings: Bindings, name: str) -> bool:
    """Whether a module imports the SDK, or something of the project that may be the SDK's."""
    namespace: Namespace = bindings.namespaces[name]
    for found in namespace.names.values():
        for binding in found:
            if _is_sdks(bindings, binding.bound):
                return True
    # An import of a function's own.
    text = bindings.modules[name].source.text
    return bool(namespace.stars) or any(package in text for package in PACKAGES)


def _is_sdks(bindings: Bindings, bound: object) -> bool:
    source = bound.module if isinstance(bound, BoundModule | BoundImport) else ""
    package = source.split(".", maxsplit=1)[0]
    return package in {*PACKAGES, OTHER_PACKAGE} or bindings.has_module(source)


class RemoteStrays:
    """Finds, in one module, each use of `remote` that is no decorator, and each other dialect."""

    def __init__(self, bindings: Bindings, name: str) -> None:
        self._bindings = bindings
        self._module = bindings.modules[name]
        self._decorating = _names_decorating(self._module)
        self._saw_other = False
        # Most modules have none of these, and then nobody needs to look for them.
        text = self._module.source.text
        self._executes = any(word in text for word in ("exec", "eval"))
        self._calls_for = any(word in text for word in ("import_module", "__import__", "getattr"))
        self._leading = _leading_names(bindings, name)

    def in_visit(self, visit: Visit) -> Iterator[Diagnostic]:
        """Report what is found in one statement."""
        statement, scope = visit.statement, visit.scope
        if isinstance(statement, ImportFrom):
            yield from missing_imports(scope, statement)
        if isinstance(statement, Import | ImportFrom):
            return
        yield from sdk_changes(self._bindings, scope, statement)
        if not scope.in_main:
            yield from resource_changes(self._bindings, scope, statement)
        if not scope.in_main and self._executes:
            yield from executed_text(self._bindings, visit)
        if isinstance(statement, Function | Class):
            yield from self._decorated(visit, statement)
        elif self._is_followed(statement, scope):
            return
        for expression in visit.expressions:
            yield from self._expression(visit, expression, visit.written)

    def _decorated(self, visit: Visit, definition: Function | Class) -> Iterator[Diagnostic]:
        """Look into decorators: what stands inside of one is none, and its arguments are no decorators."""
        scope = visit.scope
        for decorator in definition.decorators:
            callee = decorator.expression
            callee = callee.function if isinstance(callee, Call) else callee
            if isinstance(callee, Attribute):
                yield from missing_member(self._bindings, scope, callee)
            if not is_remote(symbol_in(self._bindings, scope, callee)):
                yield from self._expression(visit, decorator.expression, None)
                continue
            if isinstance(callee, Name | Attribute) and _is_imported_inside(callee, scope):
                yield misplaced(self._bindings, scope.place, definition, decorator.span)
            for part in (
                decorator.expression.arguments if isinstance(decorator.expression, Call) else ()
            ):
                yield from self._expression(visit, part, None)

    def _expression(
        self, visit: Visit, expression: Expression, written: str | None
    ) -> Iterator[Diagnostic]:
        if self._calls_for:
            yield from reached_by_call(self._bindings, visit, expression)
        for part, scope in visit.parts(expression):
            named = part.function if isinstance(part, Call) else part
            if not isinstance(named, Name | Attribute) or not self._may_lead(named, scope):
                continue
            if isinstance(part, Attribute):
                yield from missing_member(self._bindings, scope, part)
            if not isinstance(part, Call):
                if is_remote(symbol_in(self._bindings, scope, part)):
                    yield self._stray(part.span, scope, written)
            elif not hangs_on_local(part.function, scope):
                callee = symbol_in(self._bindings, scope, part.function)
                if callee == External(name=f"{OTHER_PACKAGE}.{OTHER_DIALECT}"):
                    yield from self._other(part.span)
                elif written is not None and resource_class(callee) is not None:
                    yield _unseen(part.span, written)

    def _may_lead(self, expression: Name | Attribute, scope: Scope) -> bool:
        """Whether a name may lead out of the module at all; asking where it does is much dearer."""
        root = root_of(expression)
        if root is None or self._leading is None:
            return root is not None
        return root.id in self._leading or root.id in scope.imported

    def _is_followed(self, statement: Statement, scope: Scope) -> bool:
        """Whether a statement only renames `remote`, or names a call of it that decorates."""
        if not isinstance(statement, Assign) or len(statement.targets) != 1:
            return False
        target = statement.targets[0]
        if not isinstance(target, Name) or scope.place.kind is not None:
            return False
        is_renaming = isinstance(statement.value, Name | Attribute)
        return is_renaming or (target.id in self._decorating and self._is_certain(target))

    def _is_certain(self, target: Name) -> bool:
        found = self._bindings.namespaces[self._module.name].names.get(target.id, ())
        return len(found) == 1

    def _stray(self, span: Span, scope: Scope, written: str | None) -> Diagnostic:
        if written is not None:
            return _unseen(span, written)
        code, advice = _SAY.get(scope.place.kind, _ABOVE)
        where = f" {scope.place.where}" if scope.place.where else ""
        return Diagnostic(
            code=code,
            message=f"`remote` is used here{where}, but not as a decorator",
            primary=Label(span=span, text="the function behind it would be lost"),
            help=decidable(self._bindings, scope.place, advice),
        )

    def _other(self, span: Span) -> Iterator[Diagnostic]:
        if not self._saw_other:
            self._saw_other = True
            yield Diagnostic(
                code=codes.OTHER_DIALECT,
                message=f"endpoints declared with `{OTHER_DIALECT}` are not compiled yet",
                primary=Label(span=span),
                help="declare them with `@remote(...)` on a resource, or with `Endpoint`, to compile "
                "them",
            )


def _leading_names(bindings: Bindings, name: str) -> frozenset[str] | None:
    """Give the names of a module that imports and assignments bind; None where it may have any."""
    namespace = bindings.namespaces[name]
    if namespace.stars:
        return None
    leading = (BoundImport, BoundModule, BoundValue)
    return frozenset(
        name
        for name, found in namespace.names.items()
        if any(isinstance(binding.bound, leading) for binding in found)
    )


def _is_imported_inside(expression: Expression, scope: Scope) -> bool:
    """Whether a function around imports what an expression starts from."""
    while isinstance(expression, Attribute):
        expression = expression.value
    return isinstance(expression, Name) and expression.id in scope.imported


def _names_decorating(module: ModuleSyntax) -> frozenset[str]:
    """Give the names that stand alone as decorators: `route = remote(...)` is followed for them."""
    return frozenset(
        decorator.expression.id
        for statement in walk(module.body)
        if isinstance(statement, Function | Class)
        for decorator in statement.decorators
        if isinstance(decorator.expression, Name)
    )


def _unseen(span: Span, written: str) -> Diagnostic:
    return Diagnostic(
        code=codes.ENDPOINT_BOUND_UNSEEN,
        message="an endpoint is bound to a name that only running the code could tell",
        primary=Label(span=span, text=f"bound through `{written}`"),
        help='write the assignment out: `api = LiveLoadBalancer(name="my-api")`, and '
        '`@remote(api, method="POST", path="/x")` above the function',
    )


_ABOVE: Final[tuple[Code, str]] = (
    codes.REMOTE_NOT_DECORATING,
    'write `@remote(api, method="POST", path="/x")` above the function',
)
_SAY: Final[dict[Kind | None, tuple[Code, str]]] = {
    Kind.LOOP: (
        codes.ROUTE_IN_LOOP,
        'write one `@remote(api, method="POST", path="/x")` above the function for each path',
    ),
    Kind.FUNCTION: (
        codes.ROUTE_IN_FUNCTION,
        'write `@remote(api, method="POST", path="/x")` above the function, at module level',
    ),
}
