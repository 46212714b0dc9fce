"""`@remote`: a function of an endpoint stays the function it was, and knows where it runs."""

import functools
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar, cast, overload

from flashc_runtime.sdk.dispatch import (
    call_remote,
    call_remote_async,
    refuse_instance,
    runs_here,
    stream_remote,
    stream_remote_async,
)
from flashc_runtime.sdk.resources import LoadBalancerSlsResource, ServerlessResource
from flashc_runtime.sdk.routes import Route, check_route, claim_route

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

# The flags of a code object; `inspect` would say the same and takes longer to import than this
# whole package.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200


class Decorator(Protocol):
    """What `remote(...)` returns: it gives back a function or class of the same type."""

    @overload
    def __call__(self, target: C) -> C: ...
    @overload
    def __call__(self, target: Callable[P, R]) -> Callable[P, R]: ...


def remote(
    resource_config: ServerlessResource,
    dependencies: Sequence[str] | None = None,
    system_dependencies: Sequence[str] | None = None,
    accelerate_downloads: bool = True,
    local: bool = False,
    method: str | None = None,
    path: str | None = None,
) -> Decorator:
    """Declare a function (or, on a queue-based resource, a class) of an endpoint.

    `method` is one of GET, POST, PUT, DELETE and PATCH in any letter case, `path` starts with "/";
    a load-balanced resource needs both. `dependencies` and `system_dependencies` are for the
    worker's image. `local=True` runs the function wherever it is called.

    The decorated function keeps its name, signature and documentation, and stays sync or async.
    Whether a call runs here or goes over HTTP is decided at each call. Raises `ValueError` with
    the reason when the route is wrong, `TypeError` when `resource_config` is no resource.
    """
    upper = check_route(resource_config, method, path)
    if (method or path) and not isinstance(resource_config, LoadBalancerSlsResource):
        warnings.warn(
            f"{type(resource_config).__name__} is queue-based: method and path have no effect",
            stacklevel=2,
        )
    route = Route(
        resource=resource_config,
        method=upper,
        path=path,
        local=local,
        dependencies=dependencies,
        system_dependencies=system_dependencies,
        accelerate_downloads=accelerate_downloads,
    )

    def decorate(target: Any) -> Any:
        if isinstance(target, type) and isinstance(resource_config, LoadBalancerSlsResource):
            raise TypeError(
                f"{target.__qualname__} is a class; a route of the load-balanced "
                f"{resource_config.name!r} is a function"
            )
        claim_route(route, target)
        return declare(target, route)

    return cast("Decorator", decorate)


def declare(target: Any, route: Route) -> Any:
    """Attach a route to a function or class; a further route of the same one joins the first."""
    routes: list[Route] | None = getattr(target, "__dict__", {}).get("__remote_routes__")
    if routes is None:
        routes = []
        target = _wrap_class(target, routes) if isinstance(target, type) else _wrap(target, routes)
        target.__remote_routes__ = routes
    routes.insert(0, route)
    target.__remote_config__ = {
        "resource_config": route.resource,
        "method": route.method,
        "path": route.path,
        "dependencies": route.dependencies,
        "system_dependencies": route.system_dependencies,
    }
    return target


def _wrap(function: Callable[..., Any], routes: list[Route]) -> Any:
    flags = getattr(getattr(function, "__code__", None), "co_flags", 0)
    if flags & _COROUTINE or hasattr(function, "_is_coroutine_marker"):
        return _wrap_coroutine(function, routes)
    if flags & _GENERATOR:
        return _wrap_generator(function, routes)
    if flags & _ASYNC_GENERATOR:
        return _wrap_async_generator(function, routes)
    return _wrap_function(function, routes)


def _wrap_function(function: Callable[P, R], routes: list[Route]) -> Callable[P, R]:
    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if runs_here(function, routes):
            return function(*args, **kwargs)
        return cast("R", call_remote(function, routes, args, kwargs))

    return call


def _wrap_coroutine(
    function: Callable[P, Awaitable[R]], routes: list[Route]
) -> Callable[P, Awaitable[R]]:
    @functools.wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if runs_here(function, routes):
            return await function(*args, **kwargs)
        return cast("R", await call_remote_async(function, routes, args, kwargs))

    return call


def _wrap_generator(
    function: Callable[P, Iterator[R]], routes: list[Route]
) -> Callable[P, Iterator[R]]:
    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> Iterator[R]:
        if runs_here(function, routes):
            return (yield from function(*args, **kwargs))
        return (yield from stream_remote(function, routes, args, kwargs))

    return call


def _wrap_async_generator(
    function: Callable[P, AsyncIterator[R]], routes: list[Route]
) -> Callable[P, AsyncIterator[R]]:
    @functools.wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> AsyncIterator[R]:
        here = runs_here(function, routes)
        items = (
            function(*args, **kwargs)
            if here
            else stream_remote_async(function, routes, args, kwargs)
        )
        try:
            async for item in items:
                yield item
        finally:
            # A consumer that stops early ends the user's function too, here and not "sometime".
            await cast("Any", items).aclose()

    return call


def _wrap_class(target: C, routes: list[Route]) -> C:
    # The class itself is kept, so that isinstance, subclasses and pickling work as before.
    create = cast("Any", target).__init__

    @functools.wraps(create)
    def create_here(self: Any, *args: Any, **kwargs: Any) -> None:
        if not runs_here(target, routes):
            refuse_instance(target, routes)
        create(self, *args, **kwargs)

    cast("Any", target).__init__ = create_here
    return target
