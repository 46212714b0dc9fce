"""How a compiled build and the disk stand to each other; reads only, decides nothing by force."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flashc_emitters.output.folder import is_folder
from flashc_emitters.output.gone import Gone, inspect_gone
from flashc_emitters.output.problem import Problem
from flashc_emitters.output.standing import Standing, inspect
from flashc_emitters.tree import WorkerTree

Identity = Mapping[str, tuple[int, int, int]]

_NOTHING: Final[Identity] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The folders of the compiled endpoints and those of endpoints that are gone, by name."""

    standings: tuple[Standing, ...]
    gone: tuple[Gone, ...]
    # What the output folder held when the survey began.
    identity: Identity

    @property
    def idle(self) -> bool:
        """Whether a write would change nothing."""
        return all(s.idle for s in self.standings) and all(g.kept for g in self.gone)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that stands in the way of a write."""
        return tuple(problem for standing in self.standings for problem in standing.problems)


def survey(root: Path, trees: Sequence[WorkerTree], *, prune: bool) -> Survey:
    """Compare every tree with its folder; with `prune`, look for endpoints that are gone."""
    identity = identify(root)
    names = {tree.name for tree in trees}
    others = sorted(identity.keys() - names) if prune else ()
    found = (inspect_gone(root / name) for name in others)
    return Survey(
        standings=tuple(inspect(root, tree) for tree in sorted(trees, key=lambda t: t.name)),
        gone=tuple(gone for gone in found if gone is not None),
        identity=identity,
    )


def identify(root: Path) -> Identity:
    """Return what tells each folder in the output from one that another flashc put in its place.

    An exchange changes a folder's inode, or at least the time of its last status change.
    """
    if not is_folder(root):
        return _NOTHING
    with os.scandir(root) as entries:
        folders = [
            (entry.name, entry.stat(follow_symlinks=False))
            for entry in entries
            # Dot-names hold our own state and other people's, never an endpoint.
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    return {name: (at.st_ino, at.st_mtime_ns, at.st_ctime_ns) for name, at in folders}
