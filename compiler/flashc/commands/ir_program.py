"""The program as JSON: endpoints, routes and signatures, each with its place."""

from collections.abc import Mapping

from flashc.commands.ir_values import json_of, place_json, type_text
from flashc.compilation import Compilation
from flashc.ir.functions import (
    Function,
    LiteralDefault,
    MarkerDefault,
    NoDefault,
    Packages,
    Parameter,
    UnclearDefault,
)
from flashc.ir.program import Application, Endpoint, LoadBalancedEndpoint, Resource, Route
from flashc.ir.targets import (
    Constructor,
    LibraryConstructor,
    NoConstructor,
    QueueClass,
    QueueFunction,
    QueueTarget,
    TargetMethod,
    TargetProperty,
)
from flashc.passes.plan.settings import settings_of
from flashc.render.json import JsonObject, JsonValue
from flashc.source import Span


def program_json(compilation: Compilation, roots: Mapping[str, str]) -> JsonObject:
    """Give everything that the sources declare, sorted by endpoint; `roots` are by source."""
    writer, program = _Writer(compilation, roots), compilation.program
    return {
        "endpoints": [writer.endpoint(one) for one in program.endpoints],
        "unused": [writer.resource(one) for one in program.unused],
        "applications": [writer.application(one) for one in program.applications],
    }


class _Writer:
    def __init__(self, compilation: Compilation, roots: Mapping[str, str]) -> None:
        self._compilation = compilation
        self._sources = compilation.sources
        self._roots = roots

    def endpoint(self, endpoint: Endpoint) -> JsonObject:
        known: JsonObject = {
            "name": endpoint.resource.name,
            "resource": self.resource(endpoint.resource),
            "python": endpoint.python,
        }
        if isinstance(endpoint, LoadBalancedEndpoint):
            routes = [self._route(one) for one in endpoint.routes]
            return {"kind": "load-balanced", **known, "routes": routes, **self._ships(endpoint)}
        targets = [self._target(one) for one in endpoint.targets]
        return {
            "kind": "queue",
            **known,
            "max_concurrency": endpoint.max_concurrency,
            "targets": targets,
            **self._ships(endpoint),
        }

    def _ships(self, endpoint: Endpoint) -> JsonObject:
        name, found = endpoint.resource.name, self._compilation
        if name not in found.closures:
            return {}
        return {
            "ships": {
                "modules": list(found.closures[name].modules),
                "stubs": list(found.closures[name].stubs),
                "data": sorted({file.path for file in found.data[name]}),
                "requirements": list(found.needs[name].lines),
            }
        }

    def application(self, application: Application) -> JsonObject:
        return {"module": application.module, "place": self._place(application.span)}

    def resource(self, resource: Resource) -> JsonObject:
        return {
            "name": resource.name,
            "class": resource.resource_class.name,
            "live": resource.resource_class.live,
            "cpu": resource.resource_class.cpu,
            "module": resource.module,
            # Without the values of variables that look secret, as in a manifest.
            "settings": json_of(settings_of(resource)),
            "unknown_settings": [one.name for one in resource.unknown],
            "place": self._place(resource.span),
        }

    def _route(self, route: Route) -> JsonObject:
        return {
            "method": route.method.value,
            "path": route.path.text,
            "function": self._function(route.function),
            "packages": _packages(route.packages),
            "place": self._place(route.span),
        }

    def _function(self, function: Function) -> JsonObject:
        return {
            "module": function.module,
            "name": function.name,
            "async": function.is_async,
            "generator": function.is_generator,
            "docstring": function.docstring,
            "parameters": [self._parameter(one) for one in function.parameters],
            "place": self._place(function.span),
        }

    def _parameter(self, parameter: Parameter) -> JsonObject:
        return {
            "name": parameter.name,
            "kind": parameter.kind.name.lower().replace("_", "-"),
            "type": type_text(parameter.type) if parameter.annotated else None,
            "default": _default(parameter),
            "place": self._place(parameter.span),
        }

    def _target(self, target: QueueTarget) -> JsonObject:
        is_class = isinstance(target, QueueClass)
        known: JsonObject = {
            "module": target.module,
            "name": target.name,
            "class": is_class,
            "packages": _packages(target.packages),
            "place": self._place(target.span),
        }
        if isinstance(target, QueueFunction):
            return {**known, "function": self._function(target.function)}
        return {
            **known,
            "docstring": target.docstring,
            "constructor": self._constructor(target.constructor),
            "methods": [self._method(one) for one in target.methods],
            "properties": [self._property(one) for one in target.properties],
            "libraries": list(target.libraries),
        }

    def _constructor(
        self, constructor: Constructor | LibraryConstructor | NoConstructor
    ) -> JsonObject:
        match constructor:
            case NoConstructor():
                return {"kind": "none"}
            case LibraryConstructor(name=name):
                return {"kind": "library", "name": name}
            case Constructor():
                return {
                    "kind": "project",
                    "class": f"{constructor.module}.{constructor.owner}",
                    "parameters": [self._parameter(one) for one in constructor.parameters],
                }

    def _method(self, method: TargetMethod) -> JsonObject:
        return {
            "name": method.name,
            "kind": method.kind.value,
            "owner": method.owner,
            "function": self._function(method.function),
        }

    def _property(self, found: TargetProperty) -> JsonObject:
        return {
            "name": found.name,
            "class": f"{found.module}.{found.owner}",
            "place": self._place(found.span),
        }

    def _place(self, span: Span) -> JsonValue:
        return place_json(span, self._sources, self._roots)


def _default(parameter: Parameter) -> JsonObject:
    match parameter.default:
        case NoDefault():
            return {"kind": "none"}
        case LiteralDefault(value=value):
            return {"kind": "literal", "value": json_of(value)}
        case MarkerDefault() | UnclearDefault():
            return {"kind": "framework"}
        case _:
            return {"kind": "other"}


def _packages(packages: Packages) -> JsonObject:
    return {"python": list(packages.python), "system": list(packages.system)}
