"""Who runs a remote function: this process, or an endpoint over HTTP."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, NoReturn

from flashc_runtime.identity import in_worker, owns
from flashc_runtime.sdk.addresses import address_of
from flashc_runtime.sdk.resources import LoadBalancerSlsResource
from flashc_runtime.sdk.routes import Route


def runs_here(target: Any, routes: Sequence[Route]) -> bool:
    """Say whether a call of `target`, made now, runs in this process.

    In a worker the endpoint's own functions do; outside of one, those of a Live resource;
    everywhere those declared with `local=True`.
    """
    if any(route.local for route in routes):
        return True
    if in_worker():
        return owns(target.__module__, target.__qualname__)
    return any(route.resource.is_live for route in routes)


def call_remote(
    target: Any,
    routes: Sequence[Route],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    timeout: float | None = None,
) -> Any:
    """Call the function at its endpoint and wait for the result; `timeout` in seconds, 30 if None.

    Raises `EndpointNotDeployedError`, `TimeoutError`, `ConnectionError`, `RuntimeError` for a
    status of 400 and above, and `TypeError` for arguments or results that do not fit.
    """
    route, address = _find(target, routes)
    http = _http()
    call = http.encode_call(target, route.method or "", route.path or "", args, kwargs)
    answer = http.send(route.resource.name, address, call, timeout)
    return http.decode_result(target, answer)


async def call_remote_async(
    target: Any,
    routes: Sequence[Route],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    timeout: float | None = None,
) -> Any:
    """Do the same without blocking the event loop."""
    route, address = _find(target, routes)
    http = _http()
    call = http.encode_call(target, route.method or "", route.path or "", args, kwargs)
    answer = await http.send_async(route.resource.name, address, call, timeout)
    return http.decode_result(target, answer)


def stream_remote(
    target: Any, routes: Sequence[Route], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Iterator[Any]:
    """Call a generator at its endpoint and yield its values as they come.

    Raises as `call_remote` does; each value may take 30 seconds. A stream that the endpoint cuts
    short, as its function raised, is a `ConnectionError`.
    """
    route, address = _find(target, routes)
    http = _http()
    call = http.encode_call(target, route.method or "", route.path or "", args, kwargs)
    for line in http.stream(route.resource.name, address, call, None):
        if line:
            yield http.decode_item(target, line)


async def stream_remote_async(
    target: Any, routes: Sequence[Route], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> AsyncIterator[Any]:
    """Do the same without blocking the event loop."""
    route, address = _find(target, routes)
    http = _http()
    call = http.encode_call(target, route.method or "", route.path or "", args, kwargs)
    lines = http.stream_async(route.resource.name, address, call, None)
    try:
        async for line in lines:
            if line:
                yield http.decode_item(target, line)
    finally:
        # A consumer that stops early closes the connection now, and with it the endpoint's work.
        await lines.aclose()


def _http() -> ModuleType:
    # Imported by the first call, as most programs that import the SDK never make one, and by
    # name, as a worker that makes none is shipped without it.
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module("flashc_runtime.sdk.http")
    except ImportError as error:
        raise RuntimeError(
            f"calls to other endpoints need flashc_runtime.sdk.http and the packages httpx and "
            f"pydantic: {error}"
        ) from error


def refuse_instance(target: Any, routes: Sequence[Route]) -> NoReturn:
    """Raise: an object cannot be created at another endpoint."""
    raise NotImplementedError(
        f"{target.__qualname__} belongs to the queue-based endpoint {routes[0].resource.name!r}; "
        f"creating one outside its worker is not supported"
    )


def _find(target: Any, routes: Sequence[Route]) -> tuple[Route, str]:
    route = routes[0]
    if not isinstance(route.resource, LoadBalancerSlsResource):
        raise NotImplementedError(
            f"{target.__qualname__} belongs to the queue-based endpoint {route.resource.name!r}; "
            f"calling one from outside its worker is not supported"
        )
    return route, address_of(route.resource.name)
