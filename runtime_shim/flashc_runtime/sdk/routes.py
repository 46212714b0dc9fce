"""What `@remote` declares, checked when the decorator runs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

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
    for name, value in (("method", method), ("path", path)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} must be a text such as 'GET' or '/users', not {value!r}")
    if not isinstance(resource, LoadBalancerSlsResource):
        return method
    if not method or not path:
        raise ValueError(
            f"{type(resource).__name__} {resource.name!r} requires both 'method' and 'path': "
            f'write @remote(resource, method="POST", path="/api/endpoint")'
        )
    check_path(path)
    return _check_method(method)


def claim_route(route: Route, target: Any) -> None:
    """Note that `target` has this route of its resource.

    Raises `ValueError` with the specification's text when another function has it already; names
    of path parameters make no difference. A function that is defined again, by a reload or as a
    script that is imported too, replaces itself; in an interactive session any function replaces
    any other.
    """
    if route.local or not isinstance(route.resource, LoadBalancerSlsResource):
        return
    taken: dict[tuple[str | None, str], tuple[str, str]]
    taken = route.resource.__dict__.setdefault("_taken", {})
    key = (route.method, _shape(route.path or ""))
    file = getattr(getattr(target, "__code__", None), "co_filename", "")
    name = getattr(target, "__qualname__", repr(target))
    first_file, first = taken.setdefault(key, (file, name))
    if (first_file, first) == (file, name):
        return
    if "__file__" in getattr(target, "__globals__", {}):
        raise ValueError(
            f"Route conflict detected: {route.method} {route.path} defined twice on "
            f"{route.resource.name!r}: {first} in {first_file} has it, so {name} needs another "
            f"path or method"
        )
    taken[key] = file, name


def _shape(path: str) -> str:
    head, *rest = path.split("{")
    pieces = [head]
    for each in rest:
        inside, _, after = each.partition("}")
        pieces.append(f"{inside.partition(':')[2]}}}{after}")
    return "{".join(pieces)


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
