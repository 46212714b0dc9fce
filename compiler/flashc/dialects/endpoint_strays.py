"""FC220, FC221, FC226, FC244, FC245: uses of `Endpoint` that only running the code could follow.

Endpoints that are made where they cannot be followed are in `endpoint_made.py`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Fix, Label
from flashc.dialects.endpoint_kept import class_kept
from flashc.dialects.endpoint_made import made
from flashc.dialects.endpoint_objects import Construction
from flashc.dialects.endpoint_passed import is_client, passed_on
from flashc.dialects.endpoint_reached import object_in, verb_in
from flashc.dialects.places import Kind, decidable
from flashc.dialects.scopes import Scope, hangs_on_local, symbol_in
from flashc.dialects.visits import Visit
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Assign, Class, Function, ImportFrom, Statement
from flashc.passes.suggest import suggestion
from flashc.sdk.endpoint import MEMBERS, NAME, ROUTES, is_endpoint
from flashc.source import Span

PACKAGE = "runpod_flash"


def mentions_sdk(bindings: Bindings, modules: Iterable[str]) -> bool:
    """Whether one of the modules could use the dialect at all: most projects are told apart by this."""
    return any(PACKAGE in bindings.modules[name].source.text for name in modules)


class EndpointStrays:
    """Finds what would be lost, in all modules. `objects` are the constructions read, `followed` the routes."""

    def __init__(
        self, bindings: Bindings, objects: frozenset[Span], followed: frozenset[Span]
    ) -> None:
        self._bindings = bindings
        self._objects = objects
        self._followed = followed
        # The objects whose routes are reported.
        self.mentioned: set[Span] = set()

    def in_visit(self, visit: Visit) -> Iterator[Diagnostic]:
        """Report what is found in one statement."""
        statement, scope = visit.statement, visit.scope
        if isinstance(statement, ImportFrom):
            return
        if isinstance(statement, Function | Class):
            for decorator in statement.decorators:
                yield from self._not_called(decorator.expression, scope)
                if not isinstance(decorator.expression, Name | Attribute):
                    yield from self._expression(visit, decorator.expression, None)
        for expression in visit.expressions:
            if not _is_renaming(statement, expression, scope):
                yield from self._expression(visit, expression, visit.written)
        yield from class_kept(self._bindings, scope, statement)

    def _expression(
        self, visit: Visit, expression: Expression, written: str | None
    ) -> Iterator[Diagnostic]:
        called: set[Span] = set()
        for part, scope in visit.parts(expression):
            if isinstance(part, Attribute) and part.span not in called:
                yield from self._method_kept(part, scope)
            if not isinstance(part, Call) or hangs_on_local(part.function, scope):
                continue
            called.add(part.function.span)
            construction = self._constructed(part, scope)
            if construction is None:
                yield from self._route(part, scope)
                yield from self._misspelt(part, scope)
                for found, diagnostic in passed_on(self._bindings, scope, part):
                    self.mentioned.add(found.call.span)
                    yield diagnostic
            elif part.span not in self._objects and not is_client(self._bindings, construction):
                yield made(self._bindings, construction, scope, written)

    def _constructed(self, call: Call, scope: Scope) -> Construction | None:
        callee = symbol_in(self._bindings, scope, call.function)
        return Construction(module=scope.module, call=call) if is_endpoint(callee) else None

    def _object(self, method: Expression, scope: Scope) -> Construction | None:
        """Give the object that has a method, if it is one that could have routes."""
        if not isinstance(method, Attribute):
            return None
        found = object_in(self._bindings, scope, method.value)
        if found is None or is_client(self._bindings, found):
            return None
        # Of one that is not read it has been said where it is made.
        return found if found.call.span in self._objects else None

    def _route(self, call: Call, scope: Scope) -> Iterator[Diagnostic]:
        verb = (
            None if call.span in self._followed else verb_in(self._bindings, scope, call.function)
        )
        found = None if verb is None else self._object(verb, scope)
        if found is None:
            return
        self.mentioned.add(found.call.span)
        yield self._unfollowed(call.span, scope)

    def _method_kept(self, method: Attribute, scope: Scope) -> Iterator[Diagnostic]:
        """Report `api.get` where it is handed on, to be called with a path where nobody sees it."""
        if method.name not in ROUTES or hangs_on_local(method, scope):
            return
        found = self._object(method, scope)
        if found is not None:
            self.mentioned.add(found.call.span)
            yield self._unfollowed(method.span, scope)

    def _unfollowed(self, span: Span, scope: Scope) -> Diagnostic:
        code, advice = _SAY.get(scope.place.kind, _ABOVE)
        return Diagnostic(
            code=code,
            message="a route is registered in a way that cannot be followed",
            primary=Label(span=span, text=scope.place.where or "not put on a function here"),
            help=decidable(self._bindings, scope.place, advice),
        )

    def _misspelt(self, call: Call, scope: Scope) -> Iterator[Diagnostic]:
        if not isinstance(call.function, Attribute):
            return
        if call.function.name in {*ROUTES, *MEMBERS} or call.function.name.startswith("_"):
            return
        if self._object(call.function, scope) is None:
            return
        near = suggestion(call.function.name, (*ROUTES, *MEMBERS))
        span = call.function.name_span
        yield Diagnostic(
            code=codes.NOT_IN_SDK,
            message=f"`{NAME}` has no `{call.function.name}`",
            primary=Label(span=span),
            help=f"did you mean `{near}`?" if near else f"it has routes for: {', '.join(ROUTES)}",
            fix=Fix(span=span, replacement=near) if near else None,
        )

    def _not_called(self, expression: Expression, scope: Scope) -> Iterator[Diagnostic]:
        """Report `@api.get` and `@Endpoint`, which take a path or a name, not a function."""
        if not isinstance(expression, Name | Attribute) or hangs_on_local(expression, scope):
            return
        written = self._bindings.modules[scope.module].source.slice(expression.span)
        is_verb = isinstance(expression, Attribute) and expression.name in ROUTES
        owner = expression.value if isinstance(expression, Attribute) and is_verb else None
        found = owner and object_in(self._bindings, scope, owner)
        if found or is_endpoint(symbol_in(self._bindings, scope, expression)):
            advice = f'`@{written}("/x")`' if found else f'`@{written}(name="...")`'
            yield Diagnostic(
                code=codes.ROUTE_NOT_DECORATING,
                message=f"`@{written}` declares nothing without parentheses",
                primary=Label(span=expression.span),
                help=f"call it: {advice}",
            )


def _is_renaming(statement: Statement, expression: Expression, scope: Scope) -> bool:
    """Whether a statement gives something another name, which is followed where it is certain."""
    is_certain = scope.place.kind is None and isinstance(statement, Assign)
    return is_certain and isinstance(expression, Name | Attribute)


_ABOVE: Final[tuple[Code, str]] = (
    codes.ROUTE_NOT_DECORATING,
    'write it above a function at module level: `@api.get("/x")`',
)
_SAY: Final[dict[Kind | None, tuple[Code, str]]] = {
    Kind.LOOP: (
        codes.ROUTE_IN_LOOP,
        'write one line for each route above the function: `@api.get("/v1/x")`, `@api.get("/v2/x")`',
    ),
    Kind.FUNCTION: (
        codes.ROUTE_IN_FUNCTION,
        'import the endpoint, and write the route above a function at module level: `@api.get("/x")`',
    ),
}
