"""Uses of endpoint objects: each function or class that a route or an endpoint is put on."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.endpoint_objects import Construction, choices_of, construction_of
from flashc.dialects.own_names import OwnNames
from flashc.dialects.places import Place, in_arm, in_definition
from flashc.ir.bindings import Bindings, BoundClass, BoundFunction, BoundValue, Defined, Unresolved
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Assign, Block, Class, ExpressionStatement, Function, Statement
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import ROUTES
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoration:
    """What an expression in decorator position is: an object itself, or a route of it.

    `route` is the call `api.get("/x")`, written in `module`, and `verb` the `api.get` of it; None
    where the object itself decorates.
    """

    construction: Construction
    module: str
    route: Call | None
    verb: Attribute | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One decoration of one definition of `module`; `applied` where it is a call, no decorator."""

    decoration: Decoration
    place: Place
    module: str
    definition: Function | Class
    applied: bool
    span: Span


def decoration_of(bindings: Bindings, module: str, expression: Expression) -> Decoration | None:
    """Tell what decorating with `expression` declares; None where it is not about an endpoint."""
    if isinstance(expression, Call):
        where, verb = _verb(bindings, module, expression.function)
        found = None if verb is None else construction_of(bindings, where, verb.value)
        if found is not None and verb is not None:
            is_route = verb.name in ROUTES
            decoration = Decoration(construction=found, module=module, route=expression, verb=verb)
            return decoration if is_route else None
    found = construction_of(bindings, module, expression)
    if found is not None:
        return Decoration(construction=found, module=module, route=None, verb=None)
    if not isinstance(expression, Name | Attribute):
        return None
    symbol = follow(bindings, look_up(bindings, module, expression))
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    is_call = isinstance(bound, BoundValue) and isinstance(bound.value, Call)
    if not isinstance(symbol, Defined) or not isinstance(bound, BoundValue) or not is_call:
        return None
    # `route = api.get("/x")`, then `@route`.
    return decoration_of(bindings, symbol.module, bound.value)


def _verb(bindings: Bindings, module: str, callee: Expression) -> tuple[str, Attribute | None]:
    """Give the `api.get` of a call, also through a name for it: `get = api.get`."""
    if isinstance(callee, Attribute):
        return module, callee
    symbol = look_up(bindings, module, callee) if isinstance(callee, Name) else None
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    value = bound.value if isinstance(bound, BoundValue) else None
    if isinstance(symbol, Defined) and isinstance(value, Attribute) and value.name in ROUTES:
        return symbol.module, value
    return module, None


def _named(decorator: Expression) -> Expression:
    """Give the `api` of `@api.get("/x")`, and what stands there instead of it."""
    root = decorator.function if isinstance(decorator, Call) else decorator
    is_route = isinstance(root, Attribute) and root.name in ROUTES
    return root.value if isinstance(root, Attribute) and is_route else root


class UseReader:
    """Walks modules for uses; collects what cannot be followed."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._own_names = OwnNames(bindings)
        self.diagnostics: list[Diagnostic] = []
        # The calls of routes that are accounted for; all others are strays.
        self.followed: set[Span] = set()
        # The objects of which a use is reported here.
        self.lost: set[Span] = set()

    def uses(self, module: str) -> Iterator[Use]:
        """Yield every use in a module, in source order."""
        yield from self._uses(self._bindings.modules[module].body, Place(module=module))

    def _uses(self, statements: tuple[Statement, ...], place: Place) -> Iterator[Use]:
        for statement in statements:
            match statement:
                case Function() | Class():
                    yield from self._decorated(statement, place)
                    yield from self._uses(statement.body, in_definition(place, statement))
                case Block():
                    for arm in statement.arms:
                        inner = in_arm(self._bindings, place, statement, arm)
                        yield from self._uses(arm.body, inner)
                case Assign(value=Call() as call) | ExpressionStatement(value=Call() as call):
                    if place.kind is None:
                        yield from self._applied(call, place)

    def _decorated(self, definition: Function | Class, place: Place) -> Iterator[Use]:
        for decorator in definition.decorators:
            decoration = self._decoration(place, definition, decorator.expression)
            if decoration is not None:
                yield Use(
                    decoration=decoration,
                    place=place,
                    module=place.module,
                    definition=definition,
                    applied=False,
                    span=decorator.span,
                )

    def _decoration(
        self, place: Place, definition: Function | Class, expression: Expression
    ) -> Decoration | None:
        decoration = decoration_of(self._bindings, place.module, expression)
        named = _named(expression)
        choices = () if decoration else choices_of(self._bindings, place.module, named)
        if decoration is None and not choices:
            return None
        if place.kind is not None and self._own_names.hide(place.module, definition, expression):
            # What else the name may lead to there is looked for among the strays.
            return None
        if decoration is None:
            self._report_choice(named, choices)
        elif decoration.route is not None:
            self.followed.add(decoration.route.span)
        return decoration

    def _applied(self, call: Call, place: Place) -> Iterator[Use]:
        """Read `f = Endpoint(...)(f)` and `api.get("/x")(f)`, also several around one function."""
        decorations: list[tuple[Decoration, Span]] = []
        inner: Expression = call
        while isinstance(inner, Call) and len(inner.arguments) == 1 and not inner.keywords:
            decoration = decoration_of(self._bindings, place.module, inner.function)
            if decoration is None:
                break
            decorations.append((decoration, inner.span))
            inner = inner.arguments[0]
        if not decorations:
            return
        for decoration, _ in decorations:
            if decoration.route is not None:
                self.followed.add(decoration.route.span)
        target = self._definition(place.module, inner, call.span)
        if target is None:
            self.lost |= {decoration.construction.call.span for decoration, _ in decorations}
            self._report_target(inner)
            return
        module, definition = target
        for decoration, span in reversed(decorations):
            yield Use(
                decoration=decoration,
                place=place,
                module=module,
                definition=definition,
                applied=True,
                span=span,
            )

    def _definition(
        self, module: str, expression: Expression, before: Span
    ) -> tuple[str, Function | Class] | None:
        """Give the definition that a name stands for; `f = ...(f)` binds it a second time."""
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
        found = (symbol,) if isinstance(symbol, Defined) else candidates
        definitions: list[tuple[str, Function | Class]] = []
        for candidate in found:
            bound, is_here = candidate.binding.bound, candidate.module == module
            if is_here and candidate.binding.span.start > before.start:
                continue
            if isinstance(bound, BoundFunction):
                definitions.append((candidate.module, bound.function))
            elif isinstance(bound, BoundClass):
                definitions.append((candidate.module, bound.definition))
        return definitions[0] if len(definitions) == 1 else None

    def _report_choice(self, named: Expression, choices: tuple[Defined, ...]) -> None:
        """Report a name that could be several endpoints, each of them certain by itself."""
        if any(choice.binding.branch for choice in choices):
            # Said where each of them is made.
            return
        self.diagnostics.append(
            Diagnostic(
                code=codes.UNKNOWN_RESOURCE,
                message=f"the endpoint of `@{choices[0].name}` cannot be resolved",
                primary=Label(span=named.span, text=f"is bound {len(choices)} times"),
                labels=tuple(Label(span=c.binding.span, text="bound here") for c in choices),
                help="bind it once at module level, and give others names of their own",
            )
        )

    def _report_target(self, target: Expression) -> None:
        self.diagnostics.append(
            Diagnostic(
                code=codes.ROUTE_NOT_DECORATING,
                message="an endpoint is applied to something that cannot be followed",
                primary=Label(span=target.span, text="no function or class of the project"),
                help="define a function at module level, and decorate it or apply to its name",
            )
        )
