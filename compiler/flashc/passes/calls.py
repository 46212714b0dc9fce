"""Calls between endpoints: which others a worker's modules reach for."""

from collections.abc import Iterator, Mapping

from flashc.ir.bindings import Bindings, Defined
from flashc.ir.program import Endpoint, LoadBalancedEndpoint, Program
from flashc.ir.syntax import Attribute, Expression, ModuleSyntax, Name, walk
from flashc.passes.bodies import expressions_of, parts_of
from flashc.passes.lookup import look_up

Owners = Mapping[tuple[str, str], str]


def called_endpoints(
    program: Program, endpoint: Endpoint, bindings: Bindings, modules: tuple[str, ...]
) -> tuple[str, ...]:
    """Give the names of other endpoints whose functions the worker's modules name, sorted.

    A worker runs its own functions itself; all others it calls over HTTP.
    """
    others = {
        place: name
        for other in program.endpoints
        if other is not endpoint
        for place, name in _functions_of(other)
    }
    own = {place for place, _ in _functions_of(endpoint)}
    foreign = {place: name for place, name in others.items() if place not in own}
    # Most endpoints stand alone: then no body needs to be walked.
    reach = {module for module, _ in foreign} & set(modules)
    if not reach:
        return ()
    found = {
        name for module in modules for name in _named(bindings, bindings.modules[module], foreign)
    }
    return tuple(sorted(found))


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
            for part in parts_of(expression):
                owner = _owner(bindings, module.name, part, owners)
                if owner is not None:
                    yield owner


def _owner(bindings: Bindings, module: str, part: Expression, owners: Owners) -> str | None:
    if not isinstance(part, Name | Attribute):
        return None
    symbol = look_up(bindings, module, part)
    return owners.get((symbol.module, symbol.name)) if isinstance(symbol, Defined) else None
