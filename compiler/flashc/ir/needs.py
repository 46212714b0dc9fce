"""What each endpoint's environment holds, and why. What the pass `distributions` gives."""

from dataclasses import dataclass

from flashc.ir.closure import ImportEdge
from flashc.ir.constraints import Entry, Scope
from flashc.source import Span

# --- Why a distribution is there ---


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRuntime:
    """The emitted code and the runtime stand on it."""

    requirement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDeclaration:
    """A function of the endpoint asks for it in `dependencies`."""

    module: str
    function: str
    requirement: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ByImport:
    """A module that the endpoint reaches imports it."""

    module: str
    edge: ImportEdge


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCompanion:
    """The project asks for it, and another distribution of the endpoint loads it."""

    loader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDoubt:
    """The project asks for it, and nothing else could provide what a module imports."""

    module: str
    edge: ImportEdge


Reason = ByRuntime | ByDeclaration | ByImport | ByCompanion | ByDoubt

# --- What is there ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One distribution, by its canonical name.

    `lines` stand in the worker's requirements: one, or one for each marker; `entries` are what the
    project's files say about it.
    """

    name: str
    lines: tuple[str, ...]
    reasons: tuple[Reason, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An import that needs no line: `note` says why, as a clause about it."""

    module: str
    edge: ImportEdge
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Everything that one endpoint needs, sorted by name, and the imports that need no line.

    `provided` are the imports whose names do not say where they come from, with the distribution of
    each; `scope` is all that the project's files say, about other distributions too; `python` is the
    worker's, `3.11`.
    """

    endpoint: str
    needs: tuple[Need, ...]
    others: tuple[Import, ...]
    provided: tuple[tuple[str, str], ...]
    scope: Scope
    python: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The worker's requirements."""
        return tuple(line for need in self.needs for line in need.lines)
