"""Compares a compiled build with the disk; reads only, also when a write was interrupted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from flashc_emitters.output.difftext import difference_text
from flashc_emitters.output.folder import is_file, read
from flashc_emitters.output.gone import Gone
from flashc_emitters.output.problem import Problem, ProblemKind, os_errors_as
from flashc_emitters.output.root import locate
from flashc_emitters.output.standing import Standing
from flashc_emitters.output.state import STATE_FOLDER, State
from flashc_emitters.output.survey import survey
from flashc_emitters.tree import WorkerTree, check_names


class DifferenceKind(Enum):
    """How the disk differs from what was compiled."""

    MISSING = "is not there"
    CHANGED = "would be compiled differently now"
    EDITED = "was edited since it was compiled"
    STALE = "would no longer be compiled"
    BLOCKED = "is not ours, and stands where a file or folder of ours must go"
    INTERRUPTED = "a write is under way or was interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One path that differs; `path` is empty when it is the whole folder of the endpoint.

    `endpoint` is empty for the output's own state. `diff` is a unified diff from the disk to the
    compiled file, or "binary files differ", or empty where the kind says it all. Its lines and
    `path` are as they are, whatever bytes somebody put on the disk: whoever prints them must encode
    control characters, in lines that end at a line feed and nowhere else.
    """

    kind: DifferenceKind
    endpoint: str
    path: str
    diff: str


def compare_build(out: Path, trees: Sequence[WorkerTree], *, prune: bool) -> tuple[Difference, ...]:
    """Return what a write with the same arguments would change, sorted by endpoint and path.

    Raises `OutputProblem` when the output is no folder or cannot be read.
    """
    check_names(trees)
    root = locate(out)
    with os_errors_as(ProblemKind.FAILED, root):
        found = survey(root, trees, prune=prune)
        differences = [
            *_interruption(root),
            *(d for standing in found.standings for d in _of_standing(root, standing)),
            *(_of_gone(gone) for gone in found.gone),
        ]
    return tuple(sorted(differences, key=lambda d: (d.endpoint, d.path)))


def _interruption(root: Path) -> Iterator[Difference]:
    if State(root).interrupted:
        yield Difference(kind=DifferenceKind.INTERRUPTED, endpoint="", path=STATE_FOLDER, diff="")


def _of_gone(gone: Gone) -> Difference:
    return Difference(kind=DifferenceKind.STALE, endpoint=gone.name, path="", diff="")


def _of_standing(root: Path, standing: Standing) -> Iterator[Difference]:
    if standing.idle:
        return
    tree, place = standing.tree, root / standing.tree.name
    if standing.seen is None:
        yield Difference(kind=DifferenceKind.MISSING, endpoint=tree.name, path="", diff="")
        return
    special = {_relative(problem, place): problem.kind for problem in standing.problems}
    if special.get("") is ProblemKind.NOT_OURS:
        yield Difference(kind=DifferenceKind.BLOCKED, endpoint=tree.name, path="", diff="")
        return
    kinds = dict.fromkeys(standing.added, DifferenceKind.MISSING)
    kinds |= dict.fromkeys(standing.changed, DifferenceKind.CHANGED)
    kinds |= dict.fromkeys(standing.removed, DifferenceKind.STALE)
    kinds |= {path: _kind(problem) for path, problem in special.items()}
    compiled = {file.path: file.content for file in tree.files}
    for path, kind in kinds.items():
        at = place / path
        on_disk = read(at) if path not in standing.added and is_file(at) else None
        diff = difference_text(f"{tree.name}/{path}", on_disk, compiled.get(path))
        yield Difference(kind=kind, endpoint=tree.name, path=path, diff=diff)


def _relative(problem: Problem, place: Path) -> str:
    return "" if problem.path == place else problem.path.relative_to(place).as_posix()


def _kind(problem: ProblemKind) -> DifferenceKind:
    return DifferenceKind.BLOCKED if problem is ProblemKind.BLOCKED else DifferenceKind.EDITED
