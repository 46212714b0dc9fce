"""What a write did, one value per endpoint."""

from dataclasses import dataclass
from enum import Enum


class Recovery(Enum):
    """What became of a write that had been interrupted."""

    NOTHING = "nothing had been interrupted"
    COMPLETED = "the interrupted write was completed"
    UNDONE = "the interrupted write was undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The endpoint had no folder, or an empty one."""

    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The folder was replaced; the paths are relative to it and sorted."""

    endpoint: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Every byte was there already; nothing in the folder was touched."""

    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The endpoint is gone and its folder was wholly ours."""

    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The endpoint is gone, but its folder holds more than ours, so none of it was touched.

    A folder among `foreign` ends with a slash and stands for all that it holds.
    """

    endpoint: str
    foreign: tuple[str, ...]
    edited: tuple[str, ...]


Outcome = Created | Updated | Unchanged | Removed | Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """One outcome per endpoint, sorted by name, and what happened to an earlier interruption."""

    outcomes: tuple[Outcome, ...]
    recovery: Recovery
