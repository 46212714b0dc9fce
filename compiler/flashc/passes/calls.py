"""Calls between endpoints: which others a worker's modules reach for."""

from collections.abc import Iterator, Mapping

from flashc.dialects.endpoint_clients import clients_in
from flashc.dialects.endpoint_uses import decoration_of
from flashc.ir.bindings import Bindings, Defined, Unresolved
from flashc.ir.closure import Closure
from flashc.ir.program import Endpoint, LoadBalancedEndpoint, Program
from flashc.ir.syntax import Assign, Attribute, Call, Expression, ModuleSyntax, Name, walk
from flashc.passes.bodies import expressions_of, parts_of
from flashc.passes.lookup import look_up

Owners = Mapping[tuple[str, str], str]


def called_endpoints(
    program: Program, endpoint: Endpoint, bindings: Bindings, closure: Closure
) -> tuple[str, ...]:
    """Give the names of other endpoints that the worker's modules reach for, sorted.

    A worker runs its own functions itself; all others it calls over HTTP. What its modules are
    clients of is among them.
    """
    modules = closure.modules
    clients = clients_in(bindings, modules)
    others = {
        place: name
        for other in program.endpoints
        if other is not endpoint
        for place, name in _functions_of(other)
    }
    own = {place for place, _ in _functions_of(endpoint)}
    foreign = {place: name for place, name in others.items() if place not in own}
    # Most endpoints stand alone: then no body needs to be walked.
    reach = {module for module, _ in foreign} & set(closure.shipped)
    if not reach:
        return clients
    found = {
        name for module in modules for name in _named(bindings, bindings.modules[module], foreign)
    }
    return tuple(sorted({*found, *clients}))


def _functions_of(endpoint: Endpoint) -> Iterator[tuple[tuple[str, str], str]]:
    if isinstance(endpoint, LoadBalancedEndpoint):
        for route in endpoint.routes:
            yield (route.function.module, route.function.name), endpoint.resource.name
    else:
        for target in endpoint.targets:
            yield (target.module, target.name), endpoint.resource.name


def _named(bindings: Bindings, module: ModuleSyntax, owners: Owners) -> Iterator[str]:
    for statement in walk(module.body):
        for expression in expressions_of(statement):
            parts = tuple(parts_of(expression))
            found = ((part, _owner(bindings, module.name, part, owners)) for part in parts)
            named = {part.span: owner for part, owner in found if owner is not None}
            # Neither binding the name again nor putting an endpoint on it calls the function.
            if isinstance(statement, Assign) and expression in statement.targets:
                named.pop(expression.span, None)
            for part in parts if named else ():
                if isinstance(part, Call) and decoration_of(bindings, module.name, part.function):
                    named.pop(part.arguments[0].span if part.arguments else part.span, None)
            yield from named.values()


def _owner(bindings: Bindings, module: str, part: Expression, owners: Owners) -> str | None:
    if not isinstance(part, Name | Attribute):
        return None
    symbol = look_up(bindings, module, part)
    # `f = Endpoint(...)(f)` binds the name twice, and either binding is the function.
    found = symbol.candidates if isinstance(symbol, Unresolved) else (symbol,)
    names = (owners.get((one.module, one.name)) for one in found if isinstance(one, Defined))
    return next((name for name in names if name is not None), None)
