"""How far a project reaches: links of its own files that lead further are not followed."""

import os
from pathlib import Path

from flashc.project.never import is_never_shipped

# What marks the top of a repository, and without one, that of a project.
_REPOSITORIES = (".git", ".hg", ".jj")
_PROJECTS = ("pyproject.toml", "flash.toml", "setup.py", "setup.cfg")
# Without a repository: how far above a folder its project may begin.
_HIGHEST = 3


def why_outside(path: Path, top: Path) -> str | None:
    """Say why a file that flashc reads by its name leads elsewhere, as a clause; None if it does not.

    It may lead to another file of the repository, or below `top`, unless that holds secrets.
    """
    try:
        target = Path(os.path.realpath(path))
    except OSError:
        return "it is a link, and where it leads may not be looked at"
    if target == Path(os.path.realpath(path.parent)) / path.name:
        return None
    if not target.is_relative_to(top) and not target.is_relative_to(_reach(top)):
        return "it is a link that leads out of the project"
    if target.name != path.name and is_never_shipped(target.name):
        return f"it is a link to `{target.name}`, which may hold secrets, or belongs to a tool"
    return None


def _reach(folder: Path) -> Path:
    """Give the repository around a folder; without one, its outermost project not far above it."""
    above = [p for p in (folder, *folder.parents) if p.parent != p]
    found = next((p for p in above if _has(p, _REPOSITORIES)), None)
    if found is not None:
        return found
    return next((p for p in reversed(above[: _HIGHEST + 1]) if _has(p, _PROJECTS)), folder)


def _has(folder: Path, names: tuple[str, ...]) -> bool:
    return any(os.path.lexists(folder / name) for name in names)
