"""Moves what is not ours from one folder of an endpoint to the other."""

from collections.abc import Collection
from pathlib import Path

from flashc_emitters.output import disk
from flashc_emitters.output.folder import is_folder, is_other, permissions, present, scan
from flashc_emitters.output.problem import ProblemKind, problem
from flashc_emitters.tree import parents


def carry(source: Path, target: Path, files: Collection[str], caches: Collection[str] = ()) -> None:
    """Rename everything in `source` but `files` and the folders `caches` to the same in `target`.

    A rename keeps times, permissions, links and open files as they are. A folder moves as a whole
    where it can, else what it holds does. Raises `OutputProblem` rather than replace anything.
    """
    contents = scan(source, (*files, *caches))
    stays = frozenset((*files, *(f"{cache}/" for cache in caches)))
    for path in contents.foreign(stays):
        name = path.rstrip("/")
        _make_parents(source, target, name)
        _move(source / name, target / name)


def _move(source: Path, target: Path) -> None:
    if not present(target):
        disk.rename(source, target)
    elif is_folder(source) and is_folder(target):
        carry(source, target, files=())
        disk.remove_folder(source)
    else:
        # Both were made by others, one of them since a kill: neither may get lost.
        raise problem(ProblemKind.BLOCKED, target, f"{source} has to go there")


def _make_parents(source: Path, target: Path, name: str) -> None:
    """Make the folders that lead to `name` in `target`, with the permissions they had."""
    for parent in parents(name):
        if is_other(target / parent):
            # A link would lead what is moved out of the output.
            raise problem(ProblemKind.BLOCKED, target / parent, f"{source / name} has to go there")
    missing = []
    folder = target / name
    while not present(folder := folder.parent):
        missing.append(folder)
    for folder in reversed(missing):
        disk.make_folder(folder)
        mode = permissions(source / folder.relative_to(target))
        if permissions(folder) != mode:
            disk.set_mode(folder, mode)
