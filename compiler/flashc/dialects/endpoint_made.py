"""FC220, FC236 to FC239: endpoints that are made where only running the code could follow them."""

from typing import Final

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.endpoint_objects import Construction, arguments_of
from flashc.dialects.namespace_writes import parameter_in
from flashc.dialects.places import Kind, decidable
from flashc.dialects.scopes import Scope
from flashc.ir.bindings import Bindings
from flashc.sdk.endpoint import NAME

BIND_IT: Final = f'bind it to a name of its own at module level: `api = {NAME}(name="my-api")`'
ONE_LINE_EACH: Final = f'write one line for each: `users = {NAME}(name="users", **COMMON)`'
AT_MODULE_LEVEL: Final = (
    f'make it at module level, `api = {NAME}(name="my-api")`, and use it from there'
)


def made(
    bindings: Bindings, construction: Construction, scope: Scope, written: str | None
) -> Diagnostic:
    """Report an endpoint that is made in `scope`, and bound through `written`: `globals()`."""
    call, place = construction.call, scope.place
    arguments, _ = arguments_of(bindings, construction)
    named = arguments.get("name")
    given = None if named is None else parameter_in(named.value, scope)
    if given is not None:
        return Diagnostic(
            code=codes.ENDPOINT_NAMED_BY_PARAMETER,
            message=f"the name of an endpoint is the parameter `{given.id}`",
            primary=Label(span=given.span, text="every call gives another"),
            labels=(Label(span=call.span, text=f"made {place.where}"),),
            help=ONE_LINE_EACH,
        )
    if written is not None:
        code, advice, where = codes.ENDPOINT_BOUND_UNSEEN, BIND_IT, f"and bound through `{written}`"
    else:
        code, advice = _SAY[place.kind]
        where = place.where or "inside an expression"
    return Diagnostic(
        code=code,
        message="an endpoint is made where only running the code could follow it",
        primary=Label(span=call.span, text=f"made {where}"),
        help=advice if written else decidable(bindings, place, advice),
    )


# The code of each kind of place, and what to write instead.
_SAY: Final[dict[Kind | None, tuple[Code, str]]] = {
    None: (codes.ENDPOINT_MADE_AT_RUN_TIME, BIND_IT),
    Kind.CONDITION: (
        codes.ENDPOINT_MADE_AT_RUN_TIME,
        f'make it in any case: `api = {NAME}(name="my-api")`; what differs goes into flash.toml',
    ),
    Kind.CLASS: (codes.ENDPOINT_MADE_AT_RUN_TIME, AT_MODULE_LEVEL),
    Kind.LOOP: (codes.ENDPOINT_MADE_IN_LOOP, ONE_LINE_EACH),
    Kind.FUNCTION: (codes.ENDPOINT_MADE_IN_FUNCTION, AT_MODULE_LEVEL),
}
