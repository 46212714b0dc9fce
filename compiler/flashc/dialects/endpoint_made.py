"""FC220, FC236 to FC239: endpoints that are made where only running the code could follow them."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.endpoint_objects import Construction, arguments_of
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Call, Expression, Name, Opaque, Subscript
from flashc.ir.syntax import Assign, Class, ExpressionStatement, Function, Statement
from flashc.passes.names.bodies import children_of, parts_of
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import NAME

BIND_IT: Final = f'bind it to a name of its own at module level: `api = {NAME}(name="my-api")`'
ONE_LINE_EACH: Final = f'write one line for each: `users = {NAME}(name="users", **COMMON)`'
AT_MODULE_LEVEL: Final = (
    f'make it at module level, `api = {NAME}(name="my-api")`, and use it from there'
)
_COMPREHENSIONS = frozenset(
    ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
)
_NAMESPACES = frozenset(f"builtins.{name}" for name in ("globals", "locals", "vars"))


class Kind(Enum):
    """What makes a place one that cannot be followed; each has its code and its advice."""

    EXPRESSION = "in a list, a dictionary or another expression"
    CONDITION = "under a condition"
    CLASS = "in a class"
    LOOP = "in a loop"
    FUNCTION = "in a function"
    NAMESPACE = "in a dictionary of names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where statements stand: a clause, and the names that functions around them bind."""

    module: str
    where: str | None = None
    kind: Kind = Kind.EXPRESSION
    local: frozenset[str] = frozenset()
    # The part of `local` that callers of a function around decide.
    parameters: frozenset[str] = frozenset()
    # Whether an import may fail here: then the program says itself what happens.
    guarded: bool = False


def parameters_of(definition: Function | Class) -> frozenset[str]:
    """Give the names that callers of a function give values to."""
    if isinstance(definition, Class):
        return frozenset()
    return frozenset(parameter.name for parameter in definition.parameters)


def within(bindings: Bindings, statement: Statement, place: Place) -> Place:
    """Give the place of what a statement holds: `globals()[name] = ...` binds names unseen."""
    written = _written_to(bindings, statement, place.module)
    if written is None:
        return place
    return replace(place, where=f"and bound through `{written}`", kind=Kind.NAMESPACE)


def made(
    bindings: Bindings, construction: Construction, expression: Expression, place: Place
) -> Diagnostic:
    """Report an endpoint; `expression` is the whole one in which it is made, at `place`."""
    call = construction.call
    if place.kind is not Kind.NAMESPACE and _repeated(expression, call):
        place = replace(place, where="in a comprehension", kind=Kind.LOOP)
    given = _parameter_as_name(bindings, construction, place)
    if given is not None:
        return Diagnostic(
            code=codes.ENDPOINT_NAMED_BY_PARAMETER,
            message=f"the name of an endpoint is the parameter `{given.id}`",
            primary=Label(span=given.span, text="every call gives another"),
            labels=(Label(span=call.span, text=f"made {place.where}"),),
            help=ONE_LINE_EACH,
        )
    code, advice = _SAY[place.kind]
    return Diagnostic(
        code=code,
        message="an endpoint is made where only running the code could follow it",
        primary=Label(span=call.span, text=f"made {place.where or 'inside an expression'}"),
        help=advice,
    )


def _parameter_as_name(bindings: Bindings, construction: Construction, place: Place) -> Name | None:
    """Give the parameter of a function around that decides the name."""
    arguments, _ = arguments_of(bindings, construction)
    named = arguments.get("name")
    parts = () if named is None else parts_of(named.value)
    return next((p for p in parts if isinstance(p, Name) and p.id in place.parameters), None)


def _written_to(bindings: Bindings, statement: Statement, module: str) -> str | None:
    """Give what a statement writes names into, as it is written: `globals()`, `setattr`."""
    if isinstance(statement, Assign):
        for target in statement.targets:
            owner = target.value if isinstance(target, Subscript) else None
            if isinstance(owner, Call) and _name_of(bindings, module, owner) in _NAMESPACES:
                return bindings.modules[module].source.slice(owner.span)
    if isinstance(statement, ExpressionStatement) and isinstance(statement.value, Call):
        called = _name_of(bindings, module, statement.value)
        return "setattr" if called == "builtins.setattr" else None
    return None


def _name_of(bindings: Bindings, module: str, call: Call) -> str | None:
    symbol = follow(bindings, look_up(bindings, module, call.function))
    return symbol.name if isinstance(symbol, External) else None


def _repeated(expression: Expression, call: Call) -> bool:
    """Whether a comprehension stands between an expression and a call in it."""
    if isinstance(expression, Opaque) and expression.kind in _COMPREHENSIONS:
        return any(part is call for part in parts_of(expression))
    return any(_repeated(child, call) for child in children_of(expression))


# The code of each kind, and what to write instead.
_SAY: Final[dict[Kind, tuple[Code, str]]] = {
    Kind.EXPRESSION: (codes.ENDPOINT_MADE_AT_RUN_TIME, BIND_IT),
    Kind.CONDITION: (
        codes.ENDPOINT_MADE_AT_RUN_TIME,
        f'make it in any case: `api = {NAME}(name="my-api")`; what differs goes into flash.toml',
    ),
    Kind.CLASS: (codes.ENDPOINT_MADE_AT_RUN_TIME, AT_MODULE_LEVEL),
    Kind.LOOP: (codes.ENDPOINT_MADE_IN_LOOP, ONE_LINE_EACH),
    Kind.FUNCTION: (codes.ENDPOINT_MADE_IN_FUNCTION, AT_MODULE_LEVEL),
    Kind.NAMESPACE: (codes.ENDPOINT_BOUND_UNSEEN, BIND_IT),
}
