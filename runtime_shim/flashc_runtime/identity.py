"""Which remote functions belong to this process.

A worker says so before it imports the user's modules. Ownership is by module and qualified name,
because a function object does not exist yet at that moment.
"""

from collections.abc import Mapping, Sequence

_endpoints: list[str] = []
_owned: set[tuple[str, str]] = set()


def own_endpoint(name: str, functions: Mapping[str, Sequence[str]]) -> None:
    """Declare that this process serves the endpoint `name`.

    `functions` maps a module's name to the qualified names of the functions and classes that the
    endpoint owns. Calls add up, so one process may serve several endpoints.
    """
    _endpoints.append(name)
    _owned.update((module, each) for module, names in functions.items() for each in names)


def in_worker() -> bool:
    """Say whether this process serves an endpoint."""
    return bool(_endpoints)


def owns(module: str, qualname: str) -> bool:
    """Say whether this process serves the function or class of that module and qualified name."""
    return (module, qualname) in _owned
