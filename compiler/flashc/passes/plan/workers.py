"""Plan: one complete worker for each load-balanced endpoint, every name decided."""

from collections.abc import Iterator, Mapping

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportGraph
from flashc.ir.functions import MarkerDefault
from flashc.ir.needs import Needs
from flashc.ir.plan.handlers import AppModule
from flashc.ir.plan.models import BodyModel, ImportName, ModelsModule
from flashc.ir.plan.worker import Image, OwnedModule, UserFile, Variable, WorkerPlan
from flashc.ir.program import LoadBalancedEndpoint, Path, Program, Resource
from flashc.ir.settings import Config
from flashc.ir.shape import FormBody, ObjectBody, Shape, WholeBody
from flashc.ir.types import Type
from flashc.passes.names.remembered import for_python
from flashc.passes.naming.allocate import Allocator
from flashc.passes.naming.slugs import package_of, slug_of
from flashc.passes.plan.handlers import RouteView, plan_handler, plan_model
from flashc.passes.plan.known_classes import known_classes
from flashc.passes.plan.names import argument_names, module_imports, route_names
from flashc.passes.plan.settings import configured_of, environment_of, settings_of
from flashc.passes.plan.stubs import plan_stub
from flashc.passes.plan.types import TypeNames, user_modules_in
from flashc.passes.routes.order import in_order
from flashc.passes.shape.bind import bind
from flashc.passes.types.code import modules_in
from flashc.sdk.modules import SUBMODULES
from flashc.sdk.names import PACKAGES, is_platform_image

DOCS_PATHS = frozenset({"/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"})


def plan_workers(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    closures: Mapping[str, Closure],
    calls: Mapping[str, tuple[str, ...]],
    config: Config,
    needs: Mapping[str, Needs],
    unset: Mapping[str, tuple[str, ...]],
    variables: Mapping[str, tuple[Variable, ...]],
) -> tuple[WorkerPlan, ...]:
    """Plan the worker of every load-balanced endpoint that has routes, sorted by name.

    `unset` are, by endpoint, the variables that its modules read at import and no `env` names.
    """
    return tuple(
        _worker(
            endpoint,
            for_python(bindings, endpoint.python),
            graph,
            closures[name],
            calls[name],
            config,
            needs[name],
            unset[name],
            variables.get(name, ()),
        )
        for endpoint in program.endpoints
        if isinstance(endpoint, LoadBalancedEndpoint) and endpoint.routes
        for name in (endpoint.resource.name,)
    )


def _worker(
    endpoint: LoadBalancedEndpoint,
    bindings: Bindings,
    graph: ImportGraph,
    closure: Closure,
    calls: tuple[str, ...],
    config: Config,
    needs: Needs,
    unset: tuple[str, ...],
    variables: tuple[Variable, ...],
) -> WorkerPlan:
    resource = endpoint.resource
    package = package_of(resource.name)
    routes = in_order(endpoint.routes)
    names = route_names(routes)
    views = tuple(
        RouteView(route=route, shape=bind(route), names=name)
        for route, name in zip(routes, names, strict=True)
    )
    models, by_view = _models(views)
    return WorkerPlan(
        endpoint=resource.name,
        slug=slug_of(resource.name),
        package=package,
        live=resource.resource_class.live,
        resource_class=resource.resource_class.name,
        settings=settings_of(resource),
        environment=environment_of(resource),
        configured=configured_of(resource),
        unset=unset,
        variables=variables,
        image=_image(resource, endpoint),
        requirements=needs.lines,
        provided=needs.provided,
        calls=calls,
        addresses=tuple(_addresses(calls)),
        app=_app(views, by_view, package),
        models=models,
        owned=_owned(endpoint),
        user_files=_user_files(bindings, closure.modules, config.files.get(resource.name, ())),
        user_modules=closure.shipped,
        stubs=tuple(plan_stub(bindings, stub) for stub in closure.stubs.values()),
        stand_ins=_stand_ins(graph, closure),
        classes=known_classes(bindings, tuple(view.shape for view in views)),
    )


def _addresses(calls: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the variable that the runtime reads for each; what has only a place has no name yet."""
    for name in calls:
        if ":" not in name:
            yield f"FLASH_ENDPOINT_URL_{slug_of(name).upper()}", name


def _user_files(
    bindings: Bindings, modules: tuple[str, ...], included: tuple[UserFile, ...]
) -> tuple[UserFile, ...]:
    """Give the modules, then what flash.toml includes besides; a module may be included too."""
    sources = [bindings.modules[name].source for name in modules]
    files = {s.shipped: UserFile(path=s.shipped, content=s.content) for s in sources}
    for file in included:
        files.setdefault(file.path, file)
    return tuple(files.values())


def _models(
    views: tuple[RouteView, ...],
) -> tuple[ModelsModule | None, Mapping[str, BodyModel]]:
    """Plan `models.py`, and give its models by operation id."""
    bodies = [view.shape.body for view in views if isinstance(view.shape.body, ObjectBody)]
    types_of_keys = [key.type for body in bodies for key in body.keys]
    types_of_keys += [body.rest.type for body in bodies if body.rest is not None]
    used = {module for kind in types_of_keys for module in user_modules_in(kind)}
    imports, modules = module_imports(sorted(used), ())
    # `app.py` has the models beside its own functions.
    functions = (view.names.function for view in views)
    names = Allocator((*(name.split(".")[0] for name in modules.values()), *functions))
    types = TypeNames(modules, names)
    models = {
        view.names.operation_id: model
        for view in views
        if (model := plan_model(view, types, names)) is not None
    }
    if not models:
        return None, {}
    module = ModelsModule(
        imports=(*imports, *types.imports()), models=tuple(models.values()), helpers={}
    )
    return module, models


def _app(views: tuple[RouteView, ...], models: Mapping[str, BodyModel], package: str) -> AppModule:
    modules = _modules_of(views)
    parameters = frozenset().union(*(argument_names(view.shape) for view in views))
    functions = frozenset(view.names.function for view in views)
    taken = parameters | functions | {model.name for model in models.values()}
    imports, reached_as = module_imports(modules, (*taken, "body", "payload", "request_body"))
    names = Allocator((*taken, *(name.split(".")[0] for name in reached_as.values())))
    types = TypeNames(reached_as, names)
    handlers = tuple(
        plan_handler(view, models.get(view.names.operation_id), types, reached_as) for view in views
    )
    ours = tuple(
        ImportName(module=f"{package}.models", name=model.name, alias=None)
        for model in models.values()
    )
    helpers = {"given": "given_arguments"} if "given" in parameters else {}
    return AppModule(
        imports=(*imports, *types.imports(), *ours),
        handlers=handlers,
        helpers=helpers,
        serves_docs=not any(_is_docs(view.route.path) for view in views),
    )


def _modules_of(views: tuple[RouteView, ...]) -> tuple[str, ...]:
    modules = {view.route.function.module for view in views}
    for view in views:
        for kind in _stated_types(view.shape):
            modules |= user_modules_in(kind)
        for source in view.shape.framework:
            if isinstance(source.parameter.default, MarkerDefault):
                modules |= modules_in(source.parameter.default.code)
    return tuple(sorted(modules))


def _stated_types(shape: Shape) -> Iterator[Type]:
    """Yield the types that `app.py` states itself; those of JSON keys stand in `models.py`."""
    yield from (source.type for source in shape.path)
    yield from (source.type for source in shape.query)
    yield from (source.type for source in shape.framework)
    match shape.body:
        case WholeBody(type=kind):
            yield kind
        case FormBody(files=files, fields=fields):
            yield from (source.type for source in files)
            yield from (source.type for source in fields)


def _is_docs(path: Path) -> bool:
    return path.text in DOCS_PATHS


def _owned(endpoint: LoadBalancedEndpoint) -> tuple[OwnedModule, ...]:
    names: dict[str, set[str]] = {}
    for route in endpoint.routes:
        names.setdefault(route.function.module, set()).add(route.function.name)
    return tuple(
        OwnedModule(module=module, names=tuple(sorted(found)))
        for module, found in sorted(names.items())
    )


def _image(resource: Resource, endpoint: LoadBalancedEndpoint) -> Image:
    named = next((s.value for s in resource.settings if s.name == "imageName"), None)
    is_own = isinstance(named, str) and named and not is_platform_image(named)
    packages = {package for route in endpoint.routes for package in route.packages.system}
    return Image(
        base=str(named) if is_own else f"python:{endpoint.python}-slim",
        python=endpoint.python,
        system_packages=tuple(sorted(packages)),
    )


def _stand_ins(graph: ImportGraph, closure: Closure) -> tuple[str, ...]:
    """Give the packages of the SDK that shipped modules import, and their modules by dotted name."""
    edges = (
        one.edge
        for module in closure.modules
        for one in graph.imports.get(module, ())
        # A folder of the project's may be called like an SDK.
        if not one.modules
    )
    named = {name for edge in edges for name in (edge.target, f"{edge.target}.{edge.name}")}
    packages = {name.partition(".")[0] for name in named} & PACKAGES
    stubbed = {stub.sdk for stub in closure.stubs.values()}
    return tuple(sorted(packages | stubbed | named & SUBMODULES.keys()))
