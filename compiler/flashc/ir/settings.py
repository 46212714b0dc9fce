"""What a compile takes besides the sources: the project's requirements, and its `flash.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flashc.ir.closure import DataFile
from flashc.ir.constraints import Constraints
from flashc.ir.plan.worker import UserFile
from flashc.ir.program import Setting
from flashc.source import SourceFile, Span


class Level(StrEnum):
    """What becomes of a finding that is not an error by its nature."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels by the number of a code; `warnings` is for all that is a warning after that."""

    codes: Mapping[str, Level] = field(default_factory=dict)
    warnings: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of `flash.toml` that is about something in the sources.

    `name` is an endpoint's name, or `module:variable`, or `module:function`; `span` is where that
    name stands. The settings have the names of the API's own fields and arguments.
    """

    name: str
    settings: tuple[Setting, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Files that an endpoint ships besides its modules: a glob, from the folder of `flash.toml`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `flash.toml` and the command line say; empty where they say nothing.

    `imports` maps an import name to the requirement that provides it. `files` are what the patterns
    of `include` match, by endpoint, their paths relative to the import root.
    """

    source: SourceFile | None = None
    python: Setting | None = None
    levels: Levels = field(default_factory=Levels)
    imports: Mapping[str, str] = field(default_factory=dict)
    endpoints: tuple[Table, ...] = ()
    resources: tuple[Table, ...] = ()
    functions: tuple[Table, ...] = ()
    include: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UserFile, ...]] = field(default_factory=dict)
    # The pattern that each of them matches.
    reasons: Mapping[str, tuple[DataFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What only the command line says: the Python of all workers, and variables of this compile.

    `defines` are values for what the sources read from the environment; they win over a default.
    """

    python: str | None = None
    defines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of it, read before the passes run, so that they stay free of I/O."""

    constraints: Constraints = field(default_factory=Constraints)
    config: Config = field(default_factory=Config)
    options: Options = field(default_factory=Options)
