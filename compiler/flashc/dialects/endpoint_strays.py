"""FC221, FC226, FC227: uses of `Endpoint` that only running the code could follow.

Endpoints that are made where they cannot be followed are in `endpoint_made.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.dialects.endpoint_made import Kind, Place, made, parameters_of, within
from flashc.dialects.endpoint_objects import Construction, construction_of
from flashc.dialects.endpoint_passed import is_client, passed_on, subclassed
from flashc.dialects.sdk_guards import runs_with_sdk, sdk_symbol
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Assign, Block, BlockKind, Class, Function, ImportFrom, Statement
from flashc.passes.names.bodies import expressions_of, local_names, parts_of, root_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.suggest import suggestion
from flashc.sdk.endpoint import MEMBERS, NAME, PARTS, PUBLIC, ROUTES, is_endpoint
from flashc.sdk.names import public_name
from flashc.source import Span

PACKAGE = "runpod_flash"


def mentions_sdk(bindings: Bindings, modules: Iterable[str]) -> bool:
    """Whether one of the modules could use the dialect at all: most projects are told apart by this."""
    return any(PACKAGE in bindings.modules[name].source.text for name in modules)


def find_endpoint_strays(
    bindings: Bindings, objects: frozenset[Span], followed: frozenset[Span]
) -> tuple[Diagnostic, ...]:
    """Report what would be lost. `objects` are the constructions read, `followed` the routes."""
    strays = _Strays(bindings, objects, followed)
    return tuple(
        diagnostic
        for name in sorted(bindings.modules)
        for diagnostic in strays.statements(bindings.modules[name].body, Place(module=name))
    )


class _Strays:
    def __init__(
        self, bindings: Bindings, objects: frozenset[Span], followed: frozenset[Span]
    ) -> None:
        self._bindings = bindings
        self._objects = objects
        self._followed = followed

    def statements(self, statements: tuple[Statement, ...], place: Place) -> Iterator[Diagnostic]:
        for statement in statements:
            match statement:
                case Function() | Class():
                    yield from self._definition(statement, place)
                case Block():
                    yield from self._block(statement, place)
                case ImportFrom(level=0, module="runpod_flash") if not place.guarded:
                    yield from _unknown_names(statement)
                case _:
                    if isinstance(statement, Assign):
                        yield from self._replacements(statement, place)
                    inner = within(self._bindings, statement, place)
                    for expression in expressions_of(statement):
                        yield from self._expression(expression, inner)

    def _definition(self, definition: Function | Class, place: Place) -> Iterator[Diagnostic]:
        for decorator in definition.decorators:
            yield from self._misspelt(decorator.expression, place)
            yield from self._not_called(decorator.expression, place)
        is_class = isinstance(definition, Class)
        if isinstance(definition, Class):
            yield from subclassed(self._bindings, place.module, definition)
        local = place.local if isinstance(definition, Class) else local_names(definition)
        where = f"in the {'class' if is_class else 'function'} `{definition.name}`"
        inner = Place(
            module=place.module,
            where=where,
            kind=Kind.CLASS if is_class else Kind.FUNCTION,
            local=place.local | local,
            parameters=place.parameters | parameters_of(definition),
        )
        yield from self.statements(definition.body, inner)

    def _block(self, block: Block, place: Place) -> Iterator[Diagnostic]:
        for arm in block.arms:
            if arm.test is not None:
                yield from self._expression(arm.test, place)
            certain = runs_with_sdk(self._bindings, place.module, block, arm)
            inner = replace(place, guarded=place.guarded or block.kind is BlockKind.TRY)
            if not certain and place.where is None:
                is_loop = block.kind is BlockKind.LOOP
                where = "in a loop" if is_loop else f"under `{arm.role}`"
                kind = Kind.LOOP if is_loop else Kind.CONDITION
                inner = replace(inner, where=where, kind=kind)
            yield from self.statements(arm.body, inner)

    def _expression(self, expression: Expression, place: Place) -> Iterator[Diagnostic]:
        for part in parts_of(expression):
            if not isinstance(part, Call) or _hangs_on_local(part.function, place):
                continue
            construction = self._constructed(part, place)
            if construction is not None:
                if part.span not in self._objects and not is_client(self._bindings, construction):
                    yield made(self._bindings, construction, expression, place)
                continue
            yield from self._route(part, place)
            yield from self._misspelt(part, place)
            yield from self._set_by_call(part, place)
            yield from passed_on(self._bindings, place.module, part)

    def _constructed(self, call: Call, place: Place) -> Construction | None:
        if isinstance(call.function, Call):
            return None
        callee = sdk_symbol(self._bindings, place.module, call.function)
        return Construction(module=place.module, call=call) if is_endpoint(callee) else None

    def _object(self, call: Call, place: Place) -> Construction | None:
        """Give the object that a call is a method of, if it is one that could have routes."""
        if not isinstance(call.function, Attribute):
            return None
        found = construction_of(self._bindings, place.module, call.function.value)
        return None if found is None or is_client(self._bindings, found) else found

    def _route(self, call: Call, place: Place) -> Iterator[Diagnostic]:
        is_route = isinstance(call.function, Attribute) and call.function.name in ROUTES
        if not is_route or call.span in self._followed or self._object(call, place) is None:
            return
        yield Diagnostic(
            code=codes.ROUTE_NOT_DECORATING,
            message="a route is registered in a way that cannot be followed",
            primary=Label(span=call.span, text=place.where or "not put on a function here"),
            help='write it above a function at module level: `@api.get("/x")`',
        )

    def _misspelt(self, expression: Expression, place: Place) -> Iterator[Diagnostic]:
        call = expression if isinstance(expression, Call) else None
        if call is None or not isinstance(call.function, Attribute):
            return
        if _hangs_on_local(call.function, place) or call.function.name in {*ROUTES, *MEMBERS}:
            return
        if call.function.name.startswith("_") or self._object(call, place) is None:
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

    def _not_called(self, expression: Expression, place: Place) -> Iterator[Diagnostic]:
        """Report `@api.get` and `@Endpoint`, which take a path or a name, not a function."""
        if not isinstance(expression, Name | Attribute) or _hangs_on_local(expression, place):
            return
        written = self._bindings.modules[place.module].source.slice(expression.span)
        is_verb = isinstance(expression, Attribute) and expression.name in ROUTES
        owner = expression.value if isinstance(expression, Attribute) and is_verb else None
        found = owner and construction_of(self._bindings, place.module, owner)
        if found or is_endpoint(sdk_symbol(self._bindings, place.module, expression)):
            advice = f'`@{written}("/x")`' if found else f'`@{written}(name="...")`'
            yield Diagnostic(
                code=codes.ROUTE_NOT_DECORATING,
                message=f"`@{written}` declares nothing without parentheses",
                primary=Label(span=expression.span),
                help=f"call it: {advice}",
            )

    def _set_by_call(self, call: Call, place: Place) -> Iterator[Diagnostic]:
        """Report `setattr(runpod_flash, "remote", ...)`."""
        callee = follow(self._bindings, look_up(self._bindings, place.module, call.function))
        if callee != External(name="builtins.setattr") or not call.arguments:
            return
        owner = call.arguments[0]
        symbol = sdk_symbol(self._bindings, place.module, owner)
        if public_name(symbol) is not None or _is_package(symbol):
            yield _replaced("something", call.span)

    def _replacements(self, statement: Assign, place: Place) -> Iterator[Diagnostic]:
        for target in statement.targets:
            if not isinstance(target, Attribute) or _hangs_on_local(target, place):
                continue
            owner = sdk_symbol(self._bindings, place.module, target.value)
            if public_name(owner) is not None or _is_package(owner):
                yield _replaced(f"`{target.name}`", target.span)


def _replaced(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SDK_CHANGED,
        message=f"{what} of the SDK is replaced",
        primary=Label(span=span, text="a worker would not know of it"),
        help="write a function or class of your own around it",
    )


def _unknown_names(statement: ImportFrom) -> Iterator[Diagnostic]:
    for name in statement.names:
        if name.name in PARTS or name.name in PUBLIC or name.name.startswith("_"):
            continue
        near = suggestion(name.name, PUBLIC)
        yield Diagnostic(
            code=codes.NOT_IN_SDK,
            message=f"`{PACKAGE}` has no `{name.name}`",
            primary=Label(span=name.span, text="importing it fails when the worker starts"),
            help=f"did you mean `{near}`?" if near else "remove it, or correct its name",
        )


def _is_package(symbol: object) -> bool:
    return getattr(symbol, "name", None) == PACKAGE


def _hangs_on_local(expression: Expression, place: Place) -> bool:
    """Whether a function around binds the name itself, so that the module's is not meant."""
    while isinstance(expression, Call):
        expression = expression.function
    root = root_of(expression)
    return isinstance(root, Name) and root.id in place.local
