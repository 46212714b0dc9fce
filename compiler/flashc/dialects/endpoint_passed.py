"""FC220, FC221, FC227: endpoints and the class itself handed to code that could do anything."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.endpoint_objects import (
    Construction,
    arguments_of,
    client_argument,
    construction_of,
)
from flashc.dialects.sdk_guards import sdk_symbol
from flashc.ir.bindings import Bindings, BoundClass, BoundFunction, Defined, External
from flashc.ir.expressions import Attribute, Call, Expression, Name, Subscript
from flashc.ir.syntax import Class, Function, walk
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import NAME, ROUTES, is_endpoint


def is_client(bindings: Bindings, construction: Construction) -> bool:
    """Whether an object declares nothing, because it only calls what runs elsewhere."""
    arguments, _ = arguments_of(bindings, construction)
    return client_argument(arguments) is not None


def passed_on(bindings: Bindings, module: str, call: Call) -> Iterator[Diagnostic]:
    """Report what a call hands on, where routes or endpoints could come of it."""
    callee = follow(bindings, look_up(bindings, module, call.function))
    values = (*call.arguments, *(keyword.value for keyword in call.keywords))
    for index, value in enumerate(values):
        if not isinstance(value, Name | Attribute):
            continue
        if is_endpoint(sdk_symbol(bindings, module, value)) and not _is_builtin(callee):
            yield _class_passed(value)
            continue
        found = construction_of(bindings, module, value)
        if found is None or is_client(bindings, found):
            continue
        name = None if index < len(call.arguments) else call.keywords[index - len(call.arguments)]
        keyword = name.name if name is not None else None
        if callee == External(name="builtins.getattr") or _routes_on(callee, index, keyword):
            yield _object_passed(value)


def subclassed(bindings: Bindings, module: str, definition: Class) -> Iterator[Diagnostic]:
    """Report a class of the user's that is an `Endpoint`: what its objects do is its own affair."""
    for base in definition.bases:
        named = base.value if isinstance(base, Subscript) else base
        if isinstance(named, Name | Attribute) and is_endpoint(sdk_symbol(bindings, module, named)):
            yield Diagnostic(
                code=codes.SDK_CHANGED,
                message=f"`{definition.name}` is a class of your own on top of `{NAME}`",
                primary=Label(span=base.span, text="what its objects declare would be lost"),
                help=f"use `{NAME}(...)` itself; settings in common go into `**COMMON`",
            )


def _is_builtin(callee: object) -> bool:
    return isinstance(callee, External) and callee.name.startswith("builtins.")


def _routes_on(callee: object, index: int, keyword: str | None) -> bool:
    """Whether a function or class of the project registers routes on what it is given."""
    bound = callee.binding.bound if isinstance(callee, Defined) else None
    if isinstance(bound, BoundClass):
        return any(_registers(one, None) for one in walk(bound.definition.body))
    if not isinstance(bound, BoundFunction):
        return False
    parameters = bound.function.parameters
    by_position = parameters[index].name if index < len(parameters) else None
    given = keyword or by_position
    return given is None or any(
        _registers(one, given) for one in (bound.function, *walk(bound.function.body))
    )


def _registers(statement: object, name: str | None) -> bool:
    """Whether a statement puts a route of `name` (of anything, where None) on something."""
    expressions: tuple[Expression, ...] = ()
    if isinstance(statement, Function | Class):
        expressions = tuple(decorator.expression for decorator in statement.decorators)
    else:
        expressions = tuple(expressions_of(statement))  # type: ignore[arg-type]
    return any(_is_route(part, name) for each in expressions for part in parts_of(each))


def _is_route(part: Expression, name: str | None) -> bool:
    callee = part.function if isinstance(part, Call) else None
    if isinstance(callee, Attribute):
        owner = callee.value
        is_named = name is None or (isinstance(owner, Name) and owner.id == name)
        return callee.name in ROUTES and is_named
    return isinstance(callee, Name) and callee.id == name


def _class_passed(value: Expression) -> Diagnostic:
    return Diagnostic(
        code=codes.ENDPOINT_MADE_AT_RUN_TIME,
        message=f"`{NAME}` itself is passed on, to be called where it cannot be followed",
        primary=Label(span=value.span, text="endpoints made of it would be lost"),
        help=f'call it here: `api = {NAME}(name="my-api")`',
    )


def _object_passed(value: Expression) -> Diagnostic:
    return Diagnostic(
        code=codes.ROUTE_NOT_DECORATING,
        message="an endpoint is passed on, and routes are registered on it there",
        primary=Label(span=value.span, text="its routes would be lost"),
        help="import the endpoint where its routes are, and decorate functions at module level",
    )
