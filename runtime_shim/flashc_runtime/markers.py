"""Markers of FastAPI's that the compiler could not see: a worker with one of them does not start.

A default or an annotation from a library may turn out to be `Depends(...)` or `Header(...)` when it is
imported. Taken for an ordinary value, a caller could send what the dependency should give.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin

from fastapi import params
from fastapi.routing import APIRoute

from flashc_runtime.arguments import unset
from flashc_runtime.signatures import signature_of

_MARKERS = (params.Param, params.Body, params.Depends)


class LostMarkerError(TypeError):
    """A parameter that FastAPI should fill, and that requests would."""


def refuse_lost_markers(module: ModuleType) -> None:
    """Raise `LostMarkerError` where the functions of `module`'s routes ask for more than it passes.

    `module` is a generated one: `app` has the routes, `ROUTE_REGISTRY` the functions behind them.
    """
    functions: dict[tuple[str, str], Callable[..., Any]] = getattr(module, "ROUTE_REGISTRY", {})
    for route in getattr(getattr(module, "app", None), "routes", ()):
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                function = functions.get((method, route.path))
                if function is not None:
                    _compare(function, route)


def _compare(function: Callable[..., Any], route: APIRoute) -> None:
    function = inspect.unwrap(function)
    passed = signature_of(route.endpoint).parameters
    for name, parameter in signature_of(function).parameters.items():
        wanted = _marker_of(parameter, function)
        if wanted is None:
            continue
        found = _marker_of(passed[name], route.endpoint) if name in passed else None
        # Where the default is the marker, the function would be called with the marker itself.
        is_default = wanted is parameter.default
        is_ours = is_default and getattr(found, "default_factory", None) is unset
        if is_ours or not isinstance(found, _family(wanted)):
            raise LostMarkerError(
                f"parameter {name!r} of {function.__module__}.{function.__qualname__} is filled by "
                f"FastAPI's {type(wanted).__name__}, which the compiler could not see; write "
                f"`{type(wanted).__name__}(...)` itself as its default, give that a name at module "
                "level and use the name, and compile again"
            )


def _family(marker: object) -> type[Any]:
    return next(kind for kind in type(marker).__mro__ if kind.__module__ == params.__name__)


def _marker_of(parameter: inspect.Parameter, function: Callable[..., Any]) -> object | None:
    if isinstance(parameter.default, _MARKERS):
        return parameter.default
    annotation = parameter.annotation
    if isinstance(annotation, str):
        annotation = _evaluated(annotation, function)
    if get_origin(annotation) is not Annotated:
        return None
    marked = [each for each in get_args(annotation)[1:] if isinstance(each, _MARKERS)]
    return marked[-1] if marked else None


def _evaluated(annotation: str, function: Callable[..., Any]) -> object:
    names = getattr(function, "__globals__", {})
    try:
        return eval(annotation, names)  # noqa: S307  (the module's own code, as typing reads it)
    except Exception:  # noqa: BLE001  (a name for type checkers alone is nothing that FastAPI sees)
        return None
