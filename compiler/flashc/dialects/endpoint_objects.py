"""Endpoint objects: from an expression to the `Endpoint(...)` behind it."""

from dataclasses import dataclass, replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.arguments import Arguments, Callee, bind_arguments
from flashc.dialects.sdk_guards import certain_binding, means_present, sdk_symbol
from flashc.ir.bindings import Bindings, BoundValue, Defined, Unresolved
from flashc.ir.expressions import Attribute, Call, Conditional, Expression, Name
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import ARGUMENTS, NAME, is_endpoint

# Longer trails of names are circles.
LONGEST_TRAIL = 20
CALLEE = Callee(name=NAME, known=ARGUMENTS, positional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """One `Endpoint(...)` in the source of `module`: the identity of an endpoint object."""

    module: str
    call: Call


def construction_of(
    bindings: Bindings, module: str, expression: Expression, depth: int = LONGEST_TRAIL
) -> Construction | None:
    """Give the construction that an expression leads to, through names, imports and guards."""
    if depth == 0:
        return None
    match expression:
        case Call():
            callee = sdk_symbol(bindings, module, expression.function)
            return Construction(module=module, call=expression) if is_endpoint(callee) else None
        case Conditional() if means_present(bindings, module, expression.test):
            return construction_of(bindings, module, expression.then, depth - 1)
        case Name() | Attribute():
            found = certain_binding(
                bindings, follow(bindings, look_up(bindings, module, expression))
            )
            if found is None or not isinstance(found.binding.bound, BoundValue):
                return None
            return construction_of(bindings, found.module, found.binding.bound.value, depth - 1)
        case _:
            return None


def choices_of(bindings: Bindings, module: str, expression: Expression) -> tuple[Defined, ...]:
    """Give the endpoint objects that an uncertain name could be; none where it is certain."""
    if not isinstance(expression, Name | Attribute):
        return ()
    symbol = follow(bindings, look_up(bindings, module, expression))
    if certain_binding(bindings, symbol) is not None or not isinstance(symbol, Unresolved):
        return ()
    return tuple(
        candidate
        for candidate in symbol.candidates
        if isinstance(candidate.binding.bound, BoundValue)
        and construction_of(bindings, candidate.module, candidate.binding.bound.value)
    )


def arguments_of(
    bindings: Bindings, construction: Construction
) -> tuple[Arguments, tuple[Diagnostic, ...]]:
    """Bind the arguments of a construction; only the name may be passed by position."""
    call = construction.call
    first, others = call.arguments[:1], call.arguments[1:]
    arguments, problems = bind_arguments(
        bindings, construction.module, replace(call, arguments=first), CALLEE
    )
    return arguments, (
        *problems,
        *(
            Diagnostic(
                code=codes.UNKNOWN_ARGUMENT,
                message=f"`{NAME}` takes only its name by position",
                primary=Label(span=argument.span),
                help="pass it by its name",
            )
            for argument in others
        ),
    )


def client_argument(arguments: Arguments) -> str | None:
    """Give the argument that makes an object a client of something that runs elsewhere."""
    return next((name for name in ("id", "image") if arguments.get(name) is not None), None)
