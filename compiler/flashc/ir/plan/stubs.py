"""Modules of the user's of which a worker only calls functions: what stands in for them."""

from dataclasses import dataclass

from flashc.ir.plan.models import Import
from flashc.ir.plan.types import Default, TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class StubResource:
    """`variable = resource_class(name=endpoint)`."""

    variable: str
    resource_class: str
    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StubRoute:
    """`@remote(resource, method=method, path=path)`; `resource` is a variable of the stub."""

    resource: str
    method: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StubParameter:
    """A parameter as the user declares it; `type` is None where no annotation stands."""

    name: str
    type: TypeRef | None
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class StubFunction:
    """A function that the worker calls at another endpoint, with all that a caller sees of it.

    Parameters are grouped as Python passes them; `rest` is `*args`, `collect` is `**kwargs`.
    """

    name: str
    is_async: bool
    is_generator: bool
    summary: str | None
    routes: tuple[StubRoute, ...]
    positional: tuple[StubParameter, ...]
    plain: tuple[StubParameter, ...]
    rest: StubParameter | None
    keyword: tuple[StubParameter, ...]
    collect: StubParameter | None
    returns: TypeRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StubModule:
    """A module of the user's of which the worker only calls functions, so it does not ship.

    `path` is the module's own, relative to `src/`; `remote` is what the stub calls the decorator.
    """

    module: str
    path: str
    imports: tuple[Import, ...]
    remote: str
    resources: tuple[StubResource, ...]
    functions: tuple[StubFunction, ...]
