"""Lower: from declarations to the program. What is invalid by itself is reported and left out."""

from collections.abc import Iterable, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.declarations import Declaration, Declarations
from flashc.ir.program import (
    Endpoint,
    LoadBalancedEndpoint,
    Program,
    QueueEndpoint,
    Resource,
    Route,
)
from flashc.ir.syntax import Class
from flashc.ir.targets import QueueTarget
from flashc.passes.lower.functions import lower_function
from flashc.passes.lower.packages import lower_packages
from flashc.passes.lower.routes import lower_method, lower_path, missing_parts
from flashc.passes.lower.targets import lower_target
from flashc.passes.names.remembered import for_python

MAX_CONCURRENCY = "max_concurrency"


def lower(
    bindings: Bindings, declarations: Declarations, pythons: Mapping[str, str]
) -> tuple[Program, tuple[Diagnostic, ...]]:
    """Group what was declared by endpoint, each sorted by module and place.

    `pythons` are the versions of Python of the endpoints, by name.
    """
    diagnostics: list[Diagnostic] = []
    routes: dict[str, list[Route]] = {}
    targets: dict[str, list[QueueTarget]] = {}
    for declaration in declarations.declared:
        name = declaration.resource.name
        known = for_python(bindings, pythons[name])
        if declaration.resource.resource_class.load_balanced:
            route, problems = _route(known, declaration)
            routes.setdefault(name, []).extend([route] if route else [])
        else:
            target, problems = lower_target(known, declaration)
            targets.setdefault(name, []).append(target)
        diagnostics.extend(problems)
    resources = _by_name(d.resource for d in declarations.declared)
    endpoints = tuple(
        _endpoint(resource, pythons[name], routes.get(name, []), targets.get(name, []))
        for name, resource in sorted(resources.items())
    )
    used = {d.resource.span for d in declarations.declared}
    unused = tuple(r for r in declarations.resources if r.span not in used)
    return Program(endpoints=endpoints, unused=unused), tuple(diagnostics)


def _by_name(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Give the first resource of each name; that two differ is the business of a check."""
    result: dict[str, Resource] = {}
    for resource in resources:
        result.setdefault(resource.name, resource)
    return result


def _endpoint(
    resource: Resource, python: str, routes: list[Route], targets: list[QueueTarget]
) -> Endpoint:
    if resource.resource_class.load_balanced:
        return LoadBalancedEndpoint(resource=resource, python=python, routes=tuple(routes))
    return QueueEndpoint(
        resource=resource,
        python=python,
        targets=tuple(targets),
        max_concurrency=_concurrency(resource),
    )


def _concurrency(resource: Resource) -> int:
    """Give what the resource sets; one job at a time is the API's own default."""
    values = (s.value for s in resource.settings if s.name == MAX_CONCURRENCY)
    return next((value for value in values if isinstance(value, int)), 1)


def _route(
    bindings: Bindings, declaration: Declaration
) -> tuple[Route | None, tuple[Diagnostic, ...]]:
    definition = declaration.definition
    if isinstance(definition, Class):
        return None, (_class_on_load_balancer(declaration),)
    source = bindings.modules[declaration.module].source
    method, problems = lower_method(declaration)
    path, more = lower_path(declaration, source)
    packages, others = lower_packages(declaration)
    diagnostics = (*missing_parts(declaration), *problems, *more, *others)
    if method is None or path is None:
        return None, diagnostics
    function = lower_function(bindings, declaration.module, definition)
    route = Route(
        method=method,
        path=path,
        function=function,
        packages=packages,
        method_span=declaration.method_span,
        path_span=declaration.path_span,
        span=declaration.span,
    )
    return route, diagnostics


def _class_on_load_balancer(declaration: Declaration) -> Diagnostic:
    return Diagnostic(
        code=codes.CLASS_ON_LOAD_BALANCER,
        message=f"class `{declaration.definition.name}` cannot be a route",
        primary=Label(span=declaration.definition.name_span),
        labels=(Label(span=declaration.span, text="a load-balanced endpoint takes functions"),),
        help="decorate module-level functions, each with its method and path",
    )
