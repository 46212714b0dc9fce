"""Calls between endpoints: which others a worker's modules reach for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from flashc.dialects.endpoint_clients import clients_in
from flashc.dialects.endpoint_uses import decoration_of
from flashc.ir.bindings import Bindings, Defined, Unresolved
from flashc.ir.closure import Closure, ImportEdge
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.program import Endpoint, Program
from flashc.ir.syntax import Assign, ModuleSyntax, walk
from flashc.passes.closure.imports import edges_of
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.names.lookup import look_up

# Functions that one name may stand for, each by its module and name.
Places = tuple[tuple[str, str], ...]
# Functions of other endpoints, and the endpoint of each.
Foreign = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Which endpoint runs a function, by its module and name; and which have some in a module."""

    by_function: Mapping[tuple[str, str], tuple[str, ...]]
    by_module: Mapping[str, frozenset[str]]


def owners_of(program: Program) -> Owners:
    """Index the functions of all endpoints, once for all workers."""
    functions: dict[tuple[str, str], tuple[str, ...]] = {}
    modules: dict[str, set[str]] = {}
    for endpoint in program.endpoints:
        for place in endpoint.runs:
            functions[place] = (*functions.get(place, ()), endpoint.resource.name)
            modules.setdefault(place[0], set()).add(endpoint.resource.name)
    return Owners(
        by_function=functions,
        by_module={module: frozenset(names) for module, names in modules.items()},
    )


def calls_of(
    program: Program, bindings: Bindings, closures: Mapping[str, Closure]
) -> Mapping[str, tuple[str, ...]]:
    """Give, by endpoint that ships something, the names of others that its modules reach for, sorted.

    A worker runs its own functions itself; all others it calls over HTTP. What its modules are
    clients of is among them.
    """
    owners = owners_of(program)
    # Endpoints that share a module ask it the same; a project may have hundreds of them in one.
    named = cache(lambda module: frozenset(_named(bindings, bindings.modules[module], owners)))
    late = cache(lambda module: tuple(_late(bindings.modules[module])))
    return {
        endpoint.resource.name: _called(
            owners, endpoint, bindings, closures[endpoint.resource.name], named, late
        )
        for endpoint in program.endpoints
        if endpoint.resource.name in closures
    }


def _called(
    owners: Owners,
    endpoint: Endpoint,
    bindings: Bindings,
    closure: Closure,
    named: Callable[[str], frozenset[Places]],
    late: Callable[[str], tuple[ImportEdge, ...]],
) -> tuple[str, ...]:
    modules = closure.modules
    clients = clients_in(bindings, modules)
    own = endpoint.resource.name
    # Most endpoints stand alone: then no body needs to be walked.
    if not any(owners.by_module.get(module, frozenset()) - {own} for module in closure.shipped):
        return clients
    foreign = {p: names[0] for p, names in owners.by_function.items() if own not in names}
    reached = (_first(places, foreign) for module in modules for places in named(module))
    found = {name for name in reached if name is not None}
    found |= {name for module in modules for name in _imported(late(module), foreign)}
    return tuple(sorted({*found, *clients}))


def _late(module: ModuleSyntax) -> Iterator[ImportEdge]:
    """Yield the imports inside functions: what is imported there is used there.

    Names of a function's own are not looked up, so a module counts for all that it has.
    """
    return (edge for edge in edges_of(module) if edge.function is not None)


def _imported(edges: tuple[ImportEdge, ...], foreign: Foreign) -> Iterator[str]:
    """Yield the endpoints behind imports."""
    for edge in edges:
        exact = foreign.get((edge.target, edge.name or ""))
        if exact is not None:
            yield exact
            continue
        whole = {edge.target} if edge.name is None else {f"{edge.target}.{edge.name}"}
        yield from (owner for (place, _), owner in foreign.items() if place in whole)


def _named(bindings: Bindings, module: ModuleSyntax, owners: Owners) -> Iterator[Places]:
    """Yield what stands in a module for functions of endpoints."""
    for statement in walk(module.body):
        for expression in expressions_of(statement):
            parts = tuple(parts_of(expression))
            found = ((part, _places(bindings, module.name, part, owners)) for part in parts)
            named = {part.span: places for part, places in found if places}
            # Neither binding the name again nor putting an endpoint on it calls the function.
            if isinstance(statement, Assign) and expression in statement.targets:
                named.pop(expression.span, None)
            for part in parts if named else ():
                if isinstance(part, Call) and decoration_of(bindings, module.name, part.function):
                    named.pop(part.arguments[0].span if part.arguments else part.span, None)
            yield from named.values()


def _places(bindings: Bindings, module: str, part: Expression, owners: Owners) -> Places:
    if not isinstance(part, Name | Attribute):
        return ()
    symbol = look_up(bindings, module, part)
    # `f = Endpoint(...)(f)` binds the name twice, and either binding is the function.
    found = symbol.candidates if isinstance(symbol, Unresolved) else (symbol,)
    places = ((one.module, one.name) for one in found if isinstance(one, Defined))
    return tuple(place for place in places if place in owners.by_function)


def _first(places: Places, foreign: Foreign) -> str | None:
    return next((foreign[place] for place in places if place in foreign), None)
