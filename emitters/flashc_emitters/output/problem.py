"""What can stand between a compiled build and the disk, as facts that the command line words."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class ProblemKind(Enum):
    """Why nothing was written; with `LEFTOVER` alone the new build is in place."""

    NOT_A_FOLDER = "the output, or our state in it, is something else than a folder"
    NOT_OURS = "a folder named like an endpoint that flashc did not write"
    DAMAGED_MANIFEST = "a manifest that cannot be read; force overwrites what is compiled anew"
    BLOCKED = "something that is not ours stands where a file of ours must go"
    EDITED = "a generated file was edited; force overwrites it"
    BUSY = "another flashc is writing to the same output"
    DAMAGED_JOURNAL = "the journal of an interrupted write cannot be read"
    FAILED = "the operating system refused"
    LEFTOVER = "the new build is in place, but what it replaced could not all be removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fact: what is wrong with which path; `reason` is empty where the kind says it all."""

    kind: ProblemKind
    path: Path
    reason: str = ""


class OutputProblem(Exception):  # noqa: N818 - a fact about the disk, not a fault of ours
    """The build could not be written; carries every fact of the same stage, sorted by path.

    Paths and reasons are as the disk has them: whoever prints them must encode control characters.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.path.as_posix()))
        super().__init__(
            "; ".join(f"{p.path}: {p.reason or p.kind.value}" for p in self.problems),
        )

    @property
    def kind(self) -> ProblemKind:
        """The gravest kind, in the order in which `ProblemKind` lists them."""
        kinds = {problem.kind for problem in self.problems}
        return next(kind for kind in ProblemKind if kind in kinds)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the gravest kind."""
        kind = self.kind
        return tuple(problem.path for problem in self.problems if problem.kind is kind)


def problem(kind: ProblemKind, path: Path, reason: str = "") -> OutputProblem:
    """Return the exception for one fact."""
    return OutputProblem([Problem(kind=kind, path=path, reason=reason)])


@contextmanager
def os_errors_as(kind: ProblemKind, fallback: Path) -> Iterator[None]:
    """Turn an `OSError` into an `OutputProblem` that names the path the system complained about."""
    try:
        yield
    except OSError as error:
        name = error.filename if error.filename is not None else fallback
        path = Path(os.fsdecode(name)) if isinstance(name, str | bytes | os.PathLike) else fallback
        raise problem(kind, path, error.strerror or str(error)) from error
