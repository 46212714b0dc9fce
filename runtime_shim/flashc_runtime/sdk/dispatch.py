"""Who runs a remote function: this process, or an endpoint over HTTP."""

from collections.abc import Mapping, Sequence
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
    target: Any, routes: Sequence[Route], _args: Sequence[Any], _kwargs: Mapping[str, Any]
) -> Any:
    """Call the function at its endpoint and wait for the result."""
    _refuse(target, routes)


async def call_remote_async(
    target: Any, routes: Sequence[Route], _args: Sequence[Any], _kwargs: Mapping[str, Any]
) -> Any:
    """Call the function at its endpoint without blocking the event loop."""
    _refuse(target, routes)


def refuse_stream(target: Any, routes: Sequence[Route]) -> NoReturn:
    """Raise: a generator cannot be consumed over HTTP yet."""
    _address(target, routes)
    raise NotImplementedError(
        f"{target.__qualname__} is a generator; calling one at another endpoint is not supported"
    )


def _refuse(target: Any, routes: Sequence[Route]) -> NoReturn:
    address = _address(target, routes)
    raise NotImplementedError(f"{target.__qualname__} at {address}: calls over HTTP come later")


def _address(target: Any, routes: Sequence[Route]) -> str:
    resource = routes[0].resource
    if not isinstance(resource, LoadBalancerSlsResource):
        raise NotImplementedError(
            f"{target.__qualname__} belongs to the queue-based endpoint {resource.name!r}; "
            f"calling one from outside its worker is not supported"
        )
    return address_of(resource.name)
