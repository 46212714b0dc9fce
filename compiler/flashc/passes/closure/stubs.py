"""Stubs: whether the functions that a worker calls in a module can be declared without the module."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.closure import ImportEdge, Stub, StubFunction
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.functions import Function, MarkerDefault
from flashc.ir.program import LoadBalancedEndpoint, Program, Resource, Route
from flashc.ir.syntax import Function as FunctionSyntax
from flashc.ir.syntax import walk
from flashc.ir.types import (
    AnyType,
    EllipsisType,
    GenericType,
    LibraryType,
    LiteralMember,
    LiteralType,
    NoneType,
    Type,
    UnionType,
)
from flashc.passes.names.bodies import definition_of, expressions_of, parts_of
from flashc.passes.names.lookup import look_up, look_up_name
from flashc.passes.naming.allocate import Allocator
from flashc.passes.naming.slugs import slug_of
from flashc.passes.types.annotations import type_of
from flashc.passes.types.usable import USABLE
from flashc.sdk.names import PACKAGES, RESOURCE_CLASSES

# Names that a stub says without importing them; a function of that name would mean itself.
_SPOKEN = frozenset("str int float bool list dict set frozenset tuple Any Literal".split())
# What generators are annotated with; a call reads the values' type off the first argument.
_STREAMS = frozenset(
    f"collections.abc.{prefix}{name}"
    for prefix in ("", "Async")
    for name in ("Iterator", "Iterable", "Generator")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callables:
    """What load-balanced endpoints run, by module and name, and every resource by its place."""

    routes: Mapping[tuple[str, str], tuple[tuple[Resource, Route], ...]]
    resources: Mapping[tuple[str, int], Resource]
    modules: frozenset[str]


def callables_of(program: Program) -> Callables:
    """Collect the functions that a worker can call."""
    routes: dict[tuple[str, str], tuple[tuple[Resource, Route], ...]] = {}
    resources = [*(endpoint.resource for endpoint in program.endpoints), *program.unused]
    for endpoint in program.endpoints:
        for route in endpoint.routes if isinstance(endpoint, LoadBalancedEndpoint) else ():
            place = (route.function.module, route.function.name)
            routes[place] = (*routes.get(place, ()), (endpoint.resource, route))
    return Callables(
        routes=routes,
        resources={(one.span.path, one.span.start): one for one in resources},
        modules=frozenset(module for module, _ in routes),
    )


def against(
    bindings: Bindings, callables: Callables, importer: str, module: str, edge: ImportEdge
) -> str | None:
    """Say why `importer` needs more of `module` than a stub has, as a clause; None if it does not."""
    if edge.target != module:
        return f"`{importer}` imports the module itself"
    if edge.name is None:
        return f"`{importer}` imports the module, or all of its names"
    symbol = look_up_name(bindings, module, edge.name)
    is_own = isinstance(symbol, Defined) and (symbol.module, symbol.name) == (module, edge.name)
    if is_own and (module, edge.name) in callables.routes:
        return None
    if is_own and _resource(callables, symbol):
        # The stub's resource has the name alone.
        is_read = _reads(bindings, importer, module, edge.name)
        return f"`{importer}` reads settings of `{edge.name}`" if is_read else None
    return f"`{importer}` takes `{edge.name}` from it, which no other endpoint runs"


def stub_of(
    bindings: Bindings,
    callables: Callables,
    module: str,
    names: Set[str],
    outside: Mapping[str, tuple[str, ...]],
) -> Stub | str:
    """Give a stub of `module` that has `names`, or why it cannot be one.

    `outside` tells what each module imports besides the project.
    """
    if names & _SPOKEN:
        return f"`{min(names & _SPOKEN)}` hides what Python calls so"
    resources = {
        name: found
        for name in sorted(names)
        if (found := _resource(callables, look_up_name(bindings, module, name)))
    }
    variables = Allocator((*names, *bindings.namespaces[module].names))
    functions: list[StubFunction] = []
    for name in sorted(names - resources.keys()):
        routes = sorted(callables.routes[module, name], key=lambda one: one[1].span.start)
        function = routes[0][1].function
        definition = definition_of(bindings, function)
        reason = _inexpressible(bindings, function, definition, [one for one, _ in routes])
        if reason is not None or definition is None:
            return f"`{name}` {reason}"
        written = (_resource_in(decorator.expression) for decorator in definition.decorators)
        called = [
            _variable(resources, resource, expression, variables)
            for (resource, _), expression in zip(routes, written, strict=True)
        ]
        functions.append(
            StubFunction(
                function=function,
                routes=tuple(route for _, route in routes),
                resources=tuple(called),
                returns=_returns(bindings, module, definition),
            )
        )
    return Stub(
        module=module,
        sdk=_sdk(outside, (module, *(one.module for one in resources.values()))),
        resources=dict(sorted(resources.items(), key=lambda one: (one[1].name, one[0]))),
        functions=tuple(sorted(functions, key=lambda one: one.function.span.start)),
    )


def _resource(callables: Callables, symbol: object) -> Resource | None:
    """Give the resource that a module-level name holds, if it is one."""
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    if not isinstance(bound, BoundValue):
        return None
    found = callables.resources.get((bound.value.span.path, bound.value.span.start))
    return found if found and found.resource_class.name in RESOURCE_CLASSES else None


def _reads(bindings: Bindings, importer: str, module: str, name: str) -> bool:
    """Whether `importer` takes an attribute of what `module` calls `name`."""
    for statement in walk(bindings.modules[importer].body):
        for expression in expressions_of(statement):
            for part in parts_of(expression):
                if isinstance(part, Attribute) and isinstance(part.value, Name):
                    symbol = look_up(bindings, importer, part.value)
                    if isinstance(symbol, Defined) and (symbol.module, symbol.name) == (
                        module,
                        name,
                    ):
                        return True
    return False


def _inexpressible(
    bindings: Bindings,
    function: Function,
    definition: FunctionSyntax | None,
    resources: Iterable[Resource],
) -> str | None:
    """Say what a stub cannot declare of a function, as a clause about it."""
    if any(one.resource_class.name not in RESOURCE_CLASSES for one in resources):
        return "is declared without `remote`"
    if definition is None or len(definition.decorators) != len(list(resources)):
        return "has further decorators"
    for parameter in function.parameters:
        if isinstance(parameter.default, MarkerDefault) or not _is_plain(parameter.type):
            return f"takes `{parameter.name}`, whose type needs more than Python itself"
    returns = _returns(bindings, function.module, definition)
    if returns is not None and not _is_plain(returns):
        return "returns what needs more than Python itself"
    return None


def _is_plain(kind: Type) -> bool:
    """Whether a stub can state a type: no module of the user's and no installed one is needed."""
    match kind:
        case AnyType() | NoneType() | EllipsisType():
            return True
        case LiteralType():
            return not any(isinstance(value, LiteralMember) for value in kind.values)
        case LibraryType():
            return kind.name in USABLE
        case UnionType():
            return all(map(_is_plain, kind.members))
        case GenericType():
            return _is_plain(kind.origin) and all(map(_is_plain, kind.arguments))
        case _:
            return False


def _returns(bindings: Bindings, module: str, definition: FunctionSyntax) -> Type | None:
    """Give the type of what a caller gets: of a generator, that of one value; None if not said."""
    if definition.returns is None:
        return None
    kind = type_of(bindings, module, definition.returns, definition.name_span)
    return _item_of(kind) if definition.is_generator else kind


def _item_of(kind: Type) -> Type:
    """Give what a generator of type `kind` yields, as far as a call over HTTP knows it."""
    if isinstance(kind, GenericType) and kind.origin.name in _STREAMS and kind.arguments:
        return kind.arguments[0]
    return AnyType()


def _resource_in(decorator: Expression) -> Expression | None:
    """Give what a decorator `remote(...)` names as its resource."""
    if not isinstance(decorator, Call):
        return None
    named = (one.value for one in decorator.keywords if one.name == "resource_config")
    return next(iter((*decorator.arguments, *named)), None)


def _variable(
    resources: dict[str, Resource],
    resource: Resource,
    written: Expression | None,
    variables: Allocator,
) -> str:
    """Give the variable of a resource in the stub, the module's own where it has one."""
    for name, known in resources.items():
        if known.name == resource.name:
            return name
    name = written.id if isinstance(written, Name) else variables.take(slug_of(resource.name))
    resources[name] = resource
    return name


def _sdk(outside: Mapping[str, tuple[str, ...]], modules: Iterable[str]) -> str:
    """Give the SDK package that the first of `modules` to import one does."""
    for module in modules:
        tops = {target.partition(".")[0] for target in outside.get(module, ())}
        if tops & PACKAGES:
            return min(tops & PACKAGES)
    return min(PACKAGES)
