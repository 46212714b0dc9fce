"""Builds the new folders beside the old ones; nothing of the build itself is touched here."""

from collections.abc import Iterable
from pathlib import Path

from flashc_emitters.output import disk
from flashc_emitters.output.folder import is_folder, permissions
from flashc_emitters.output.journal import Step
from flashc_emitters.output.standing import Standing
from flashc_emitters.output.state import State
from flashc_emitters.output.survey import Survey
from flashc_emitters.tree import parents

# A folder that its owner cannot write to could not be filled.
_OWNER = 0o700


def stage(state: State, survey: Survey) -> tuple[Step, ...]:
    """Write the new folders of all endpoints that change; return what is to be exchanged."""
    changing = [standing for standing in survey.standings if not standing.idle]
    leaving = [gone for gone in survey.gone if not gone.kept]
    if changing:
        disk.make_folder(state.staged)
    if leaving or any(standing.seen is not None for standing in changing):
        disk.make_folder(state.former)
    for standing in changing:
        _stage_folder(state, standing)
    writes = [
        Step(name=s.tree.name, writes=s.tree.digests, drops=s.seen, caches=()) for s in changing
    ]
    drops = [Step(name=g.name, writes=None, drops=g.seen, caches=g.caches) for g in leaving]
    return (*writes, *drops)


def _stage_folder(state: State, standing: Standing) -> None:
    tree = standing.tree
    place, staged = state.root / tree.name, state.staged / tree.name
    unchanged = frozenset(standing.same)
    _make_folders(place, staged, tree.digests)
    for file in tree.files:
        target = staged / file.path
        if file.path in unchanged:
            # The second name keeps the time that build tools and caches of byte code look at.
            disk.link_or_copy(place / file.path, target)
        else:
            disk.write_file(target, file.content)


def _make_folders(place: Path, staged: Path, paths: Iterable[str]) -> None:
    """Make the new folder and those in it, with the permissions that the present ones have."""
    disk.make_folder(staged)
    folders = sorted({folder for path in paths for folder in parents(path)})
    for folder in folders:
        disk.make_folder(staged / folder)
    if not is_folder(place):
        return
    for folder in ("", *folders):
        _copy_permissions(place / folder, staged / folder)


def _copy_permissions(source: Path, target: Path) -> None:
    if not is_folder(source):
        return
    mode = permissions(source) | _OWNER
    if mode != permissions(target):
        disk.set_mode(target, mode)
