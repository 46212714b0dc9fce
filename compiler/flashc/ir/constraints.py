"""What the project's own files say about distributions. What `dependencies.read` gives."""

from dataclasses import dataclass
from enum import Enum

from flashc.diagnostic import Diagnostic
from flashc.source import SourceFile, Span


class Role(Enum):
    """What an entry says: that the project needs it, may need it, or only which version it is."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONSTRAINT = "constraint"
    LOCKED = "locked"

    @property
    def provides(self) -> bool:
        """Whether the entry says that the distribution is installed where the project runs."""
        return self is not Role.CONSTRAINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line about one distribution.

    `name` is canonical (PEP 503), `requirement` is valid PEP 508 text. `local` is true where the
    distribution is a folder of the machine, which no worker can install; the requirement is then
    its name alone.
    """

    name: str
    requirement: str
    role: Role
    local: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonRange:
    """The versions of Python that the project allows, as a specifier (PEP 440): `>=3.11`."""

    specifier: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonVersion:
    """The version of Python that `.python-version` picks for whoever works on the project: `3.12`."""

    version: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """The files that hold for modules below `folder`, a path from the import root; "" is the root.

    Scopes are told apart by identity: a lock file has hundreds of entries. `declares` is true where a file says what the project needs, even if it needs nothing.
    """

    folder: str
    entries: tuple[Entry, ...]
    declares: bool
    pythons: tuple[PythonRange | PythonVersion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """All scopes, innermost folders first. Empty where the project has no such files."""

    scopes: tuple[Scope, ...] = ()
    files: tuple[SourceFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def scope_of(self, shipped: str) -> Scope:
        """Give the scope of the module whose path below the import root is `shipped`."""
        for scope in self.scopes:
            if not scope.folder or shipped.startswith(f"{scope.folder}/"):
                return scope
        return Scope(folder="", entries=(), declares=False)
