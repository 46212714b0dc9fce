"""The module closure: what an endpoint's modules import. What close gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from flashc.ir.expressions import Expression
from flashc.ir.functions import Function
from flashc.ir.program import Resource, Route
from flashc.ir.types import Type
from flashc.source import Span

# What is larger ships only for somebody who asks for it in flash.toml: a file, or all of a folder, in
# bytes; and a folder with more files.
LARGEST: Final = 10 << 20
MOST: Final = 1000


class Guard(Enum):
    """Why an import may be absent, or does not run in a worker; the values complete "it stands ..."."""

    NONE = "nowhere special"
    TRY = "in a `try` that expects it to fail"
    TYPE_CHECKING = "under `TYPE_CHECKING`"
    MACHINE = "under a test for the machine or its Python"
    MAIN = "under `__name__`, which a worker never runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEdge:
    """One import of one module: `target` is absolute; `name` is what a from-import takes from it.

    `guard` is the innermost statement around it that makes its failing part of the plan.
    `function` is the function or class at module level in whose body it stands, if any; `relative`
    is true for `from .`, which never leaves the project. `whole` is true for a call that imports any
    module below `target`; what decides which one stands at `span`, and is `names`.
    """

    target: str
    name: str | None
    guard: Guard
    function: str | None
    relative: bool
    span: Span
    whole: bool = False
    names: Expression | None = None

    @property
    def guarded(self) -> bool:
        """Whether nothing is wrong when the import fails."""
        return self.guard is not Guard.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An edge, and the modules of the project that it imports; none if it leads outside."""

    edge: ImportEdge
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportGraph:
    """For every module of the project: its edges to the project, and to what lies outside.

    `imports` are the same edges in source order, with their places.
    """

    inside: dict[str, tuple[str, ...]]
    outside: dict[str, tuple[str, ...]]
    missing: tuple[tuple[str, ImportEdge], ...]
    imports: dict[str, tuple[Imported, ...]]


# --- What one endpoint ships ---


@dataclass(frozen=True, slots=True, kw_only=True)
class StubFunction:
    """A function that a worker only calls, with its routes in the order of its decorators.

    `resources` are the variables of the routes' resources in the stub; `returns` is None where no
    annotation stands, and of a generator the type of one value.
    """

    function: Function
    routes: tuple[Route, ...]
    resources: tuple[str, ...]
    returns: Type | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """A module of which a worker only calls functions: it ships their signatures instead.

    `sdk` is the package whose names it imports; `resources` are by the variable that holds each.
    """

    module: str
    sdk: str
    resources: Mapping[str, Resource]
    functions: tuple[StubFunction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The functions that other endpoints run, and an endpoint does not: `in` tells them.

    `functions` are those of all endpoints, by module and name: one set, which all closures share.
    """

    functions: frozenset[tuple[str, str]]
    own: frozenset[tuple[str, str]]

    def __contains__(self, place: tuple[str, str]) -> bool:
        return place in self.functions and place not in self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """What one endpoint's worker ships of the project.

    `modules` ship as they are, sorted; `stubs` stand in for others. `whole` holds, for each shipped
    module that has functions of other endpoints, why no stub can stand in: a clause.
    """

    modules: tuple[str, ...]
    stubs: Mapping[str, Stub]
    whole: Mapping[str, str]
    elsewhere: Elsewhere

    @property
    def shipped(self) -> tuple[str, ...]:
        """All modules that the worker has, sorted."""
        return tuple(sorted((*self.modules, *self.stubs)))

    def runs(self, module: str, edge: ImportEdge) -> bool:
        """Whether an import of a shipped module can run in the worker."""
        where = (module, edge.function or "")
        return edge.guard is not Guard.MAIN and where not in self.elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that exists and does not ship: `reason` completes "`x` ...", `advice` says what to do."""

    reason: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files below a folder, sorted, by their paths from the import root, without modules' caches.

    `kept` are those that never ship; `size` is that of the others, in bytes.
    """

    files: tuple[str, ...]
    kept: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """Why a file that is no module ships: `module` opens it at `span`; None where flash.toml asks."""

    path: str
    module: str | None
    span: Span
