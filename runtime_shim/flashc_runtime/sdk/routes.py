"""What `@remote` declares, checked when the decorator runs."""

from collections.abc import Sequence
from typing import NamedTuple

from flashc_runtime.naming import suggestion
from flashc_runtime.sdk.resources import LoadBalancerSlsResource, ServerlessResource

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
RESERVED_PATHS = ("/execute", "/ping")


class Route(NamedTuple):
    """One declaration of a function: where it lives, and for HTTP under which method and path."""

    resource: ServerlessResource
    method: str | None
    path: str | None
    local: bool
    dependencies: Sequence[str] | None
    system_dependencies: Sequence[str] | None
    accelerate_downloads: bool


def check_route(resource: object, method: str | None, path: str | None) -> str | None:
    """Check one `@remote(...)` and return its method in upper case.

    Raises `TypeError` for a resource that is none, `ValueError` with the specification's texts
    for a load-balanced resource whose route is incomplete or wrong.
    """
    if not isinstance(resource, ServerlessResource):
        raise TypeError(
            f"@remote needs a resource first, such as @remote(LiveLoadBalancer(name=...), ...), "
            f"not {resource!r}"
        )
    if not isinstance(resource, LoadBalancerSlsResource):
        return method
    if not method or not path:
        raise ValueError(
            f"{type(resource).__name__} {resource.name!r} requires both 'method' and 'path': "
            f'write @remote(resource, method="POST", path="/api/endpoint")'
        )
    check_path(path)
    return _check_method(method)


def _check_method(method: str) -> str:
    upper = method.upper()
    if upper not in METHODS:
        hint = suggestion(method, list(METHODS))
        raise ValueError(
            f"Invalid HTTP method {method!r} must be one of: {', '.join(METHODS)}{hint}"
        )
    return upper


def check_path(path: str) -> None:
    """Raise `ValueError` for a path that no route can have."""
    if not path.startswith("/"):
        raise ValueError(f"path must start with '/': write {'/' + path!r} instead of {path!r}")
    if path.rstrip("/").lower() in RESERVED_PATHS:
        raise ValueError(f"path {path!r} is reserved by Flash; choose another one")
