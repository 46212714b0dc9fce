"""The program: endpoints, routes and signatures, valid each by itself. What lower gives.

Endpoint kinds are types. A value here has passed the checks that concern it alone (a method is one of
five, a path is well-formed); checks between several of them read this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flashc.ir.facts import Fact, Reads, Unknown, Value
from flashc.ir.functions import Function, Packages
from flashc.ir.targets import QueueTarget
from flashc.source import Span


class Method(StrEnum):
    """The HTTP methods of the API, in the order in which its messages list them."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"
    PATCH = "PATCH"

    @property
    def has_body(self) -> bool:
        """Whether a request with this method is expected to carry a body."""
        return self in {Method.POST, Method.PUT, Method.PATCH}


# --- Paths ---


@dataclass(frozen=True, slots=True, kw_only=True)
class PathText:
    """Literal text of a path, slashes included."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathParameter:
    """`{name}` or `{name:converter}`; without a converter it is `str`, which a `/` ends."""

    name: str
    converter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A well-formed path template; `text` is as the user wrote it."""

    text: str
    parts: tuple[PathText | PathParameter, ...]

    def __hash__(self) -> int:
        """Hash the text alone: the parts follow from it, and paths are looked up all the time."""
        return hash(self.text)

    @property
    def parameters(self) -> tuple[PathParameter, ...]:
        """The parameters, in order."""
        return tuple(part for part in self.parts if isinstance(part, PathParameter))

    @property
    def shape(self) -> tuple[str, ...]:
        """What decides which requests match: texts, and converters instead of parameter names."""
        return tuple(
            part.text if isinstance(part, PathText) else f"{{:{part.converter}}}"
            for part in self.parts
        )


# --- Resources ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of a resource as the user set it. `value` is None-able data for the manifest."""

    name: str
    value: Value
    span: Span
    # Where the entries of a dictionary stand, as far as `flash.toml` gives them.
    entries: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownSetting:
    """One field of a resource that only running the code could tell; `reason` is a clause.

    `variable` is the variable of the environment that decides, where one does.
    """

    name: str
    reason: str
    span: Span
    variable: str | None = None
    reads: Reads = field(default_factory=Reads)


def unknown_setting(name: str, fact: Unknown) -> UnknownSetting:
    """Give the field `name`, whose value is `fact`."""
    return UnknownSetting(
        name=name, reason=fact.reason, span=fact.span, variable=fact.variable, reads=fact.reads
    )


def open_name(fact: Fact | None) -> UnknownSetting | None:
    """Give a resource's name where the source leaves it open."""
    return unknown_setting("name", fact) if isinstance(fact, Unknown) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceClass:
    """One class of the API: what kind of endpoint it makes, and on what."""

    name: str
    load_balanced: bool
    live: bool
    cpu: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource: where it is constructed decides its identity, not how it is reached."""

    resource_class: ResourceClass
    name: str
    settings: tuple[Setting, ...]
    module: str
    span: Span
    name_span: Span
    unknown: tuple[UnknownSetting, ...] = ()
    # The name as the source leaves it open, where `flash.toml` settles it.
    open_name: UnknownSetting | None = None


# --- Endpoints ---


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Route:
    """One function under one method and path. Two are the same only if they are one."""

    method: Method
    path: Path
    function: Function
    packages: Packages
    method_span: Span
    path_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBalancedEndpoint:
    """An endpoint with routes. Routes are in source order, modules sorted.

    `python` is the version that its worker runs on, such as `3.12`.
    """

    resource: Resource
    python: str
    routes: tuple[Route, ...]

    @property
    def runs(self) -> frozenset[tuple[str, str]]:
        """Module and name of each function that its worker runs."""
        return frozenset((route.function.module, route.function.name) for route in self.routes)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEndpoint:
    """An endpoint that takes jobs; carried so that nothing is lost, emitted by a later version.

    `max_concurrency` is how many jobs one worker runs at a time.
    """

    resource: Resource
    python: str
    targets: tuple[QueueTarget, ...]
    max_concurrency: int

    @property
    def runs(self) -> frozenset[tuple[str, str]]:
        """Module and name of each function and class that its worker runs."""
        return frozenset((target.module, target.name) for target in self.targets)


Endpoint = LoadBalancedEndpoint | QueueEndpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A FastAPI application of the project's own, which is no endpoint; `path` is as it is shown."""

    module: str
    path: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Everything that the sources declare, sorted by endpoint name; `unused` have no functions."""

    endpoints: tuple[Endpoint, ...]
    unused: tuple[Resource, ...]
    applications: tuple[Application, ...] = ()
