"""Puts new folders in the place of old ones, forwards or backwards, from wherever a kill left off.

Each endpoint is exchanged by two renames: the present folder moves aside, the new one into its
place; then what is not ours follows from the old folder into the new one. So a reader sees each
endpoint's generated files all old or all new, none of them between the two renames (some
microseconds), foreign files an instant later than ours, and meanwhile some endpoints new and others
old. What exists where says how far a step came, so each function here may be repeated.

An exchange in one system call (RENAME_EXCHANGE) would close the gap on Linux and a few of its file
systems; it is deliberately absent, because nothing on disk would then tell new from old after a
kill, and every system has the two renames.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from flashc_emitters.output import disk
from flashc_emitters.output.carry import carry
from flashc_emitters.output.folder import fingerprint, present, same_file
from flashc_emitters.output.gone import is_cache
from flashc_emitters.output.journal import Step
from flashc_emitters.output.problem import OutputProblem, Problem, ProblemKind
from flashc_emitters.output.state import State, clear
from flashc_emitters.tree import parents


def advance(state: State, step: Step) -> None:
    """Bring the new folder into place, and into it what is not ours."""
    place, staged, former = _places(state, step)
    removes = step.drops is not None and (step.writes is None or present(staged))
    if removes and present(place) and not present(former):
        disk.rename(place, former)
    if step.writes is not None and present(staged):
        disk.rename(staged, place)
    if present(former):
        carry(former, place, step.drops or (), _caches(step, former))


def retreat(state: State, step: Step) -> None:
    """Bring the old folder back into place, and into it what is not ours."""
    place, staged, former = _places(state, step)
    if step.drops is None:
        _withdraw(place, staged, step.writes or {})
        return
    if step.writes is not None and not present(staged) and present(place):
        _expect(place, step.writes, place)
        carry(place, former, step.writes.keys())
        disk.rename(place, staged)
    elif present(former) and present(place):
        carry(place, former, files=())
        disk.remove_folder(place)
    if present(former):
        disk.rename(former, place)


def _withdraw(place: Path, staged: Path, writes: Mapping[str, str]) -> None:
    """Take back a folder that had no predecessor; what others put into it since a kill stays."""
    if present(place) and not present(staged):
        _expect(place, writes, place)
        disk.rename(place, staged)
    if present(staged):
        carry(staged, place, writes.keys())


def verify(state: State, steps: Iterable[Step]) -> None:
    """Raise `OutputProblem` when a file that is about to be dropped is not what was surveyed.

    By now nobody reaches the old folders by their paths any more, so what holds here stays true.
    """
    for step in steps:
        if step.drops is not None:
            place, _, former = _places(state, step)
            _expect(former, step.drops, place)


def intact(state: State, steps: Iterable[Step]) -> bool:
    """Say whether all folders that still wait are complete; a power failure may have torn them."""
    return all(
        fingerprint(state.staged / step.name / path) == digest
        for step in steps
        if step.writes is not None and present(state.staged / step.name)
        for path, digest in step.writes.items()
    )


def finish(state: State, step: Step) -> None:
    """Remove what the old folder still holds of ours, and the folder."""
    place, _, former = _places(state, step)
    if step.drops is None or not present(former):
        return
    caches = _caches(step, former)
    carry(former, place, step.drops, caches)
    for path in step.drops:
        if present(former / path):
            disk.remove_file(former / path)
    for path in caches:
        clear(former / path)
    folders = {folder for path in (*step.drops, *caches) for folder in parents(path)}
    for path in (*sorted(folders, reverse=True), ""):
        if present(former / path):
            disk.remove_folder(former / path)


def _places(state: State, step: Step) -> tuple[Path, Path, Path]:
    return state.root / step.name, state.staged / step.name, state.former / step.name


def _caches(step: Step, former: Path) -> tuple[str, ...]:
    """Return the caches that go with the old folder: each only while it is nothing else."""
    return tuple(cache for cache in step.caches if is_cache(former / cache))


def _expect(folder: Path, files: Mapping[str, str], place: Path) -> None:
    """Check that each file is as recorded, or gone, or has another name that stays in `place`.

    Somebody may have edited one since the survey or a kill; that must not get lost.
    """
    edited = [
        Problem(kind=ProblemKind.EDITED, path=place / path)
        for path, recorded in files.items()
        if not (folder != place and same_file(folder / path, place / path))
        and fingerprint(folder / path) not in (recorded, None)
    ]
    if edited:
        raise OutputProblem(edited)
