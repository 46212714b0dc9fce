"""The module closure: what an endpoint's modules import. What close gives."""

from dataclasses import dataclass
from enum import Enum

from flashc.source import Span


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
    is true for `from .`, which never leaves the project.
    """

    target: str
    name: str | None
    guard: Guard
    function: str | None
    relative: bool
    span: Span

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
