"""Which files of which folders hold for which modules."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

REQUIREMENTS = "requirements.txt"
PYPROJECT = "pyproject.toml"
LOCKS = ("uv.lock", "poetry.lock")
VERSION = ".python-version"
NAMES = (REQUIREMENTS, PYPROJECT, VERSION, *LOCKS)

_TOPS = (".git", ".hg", ".jj")
# How far above the import root a project may begin: `repository/packages/api/src`.
_HIGHEST = 3


def folders_of(shipped: Iterable[str]) -> tuple[str, ...]:
    """Give every folder between the import root and the modules, innermost first; "" is the root."""
    found = {""}
    for path in shipped:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(sorted(found, key=lambda folder: (-folder.count("/") - bool(folder), folder)))


def files_above(root: Path) -> dict[str, Path]:
    """Give the nearest file of each name in the import root and above it."""
    found: dict[str, Path] = {}
    for folder in _upwards(root):
        for name, path in files_in(folder).items():
            found.setdefault(name, path)
    return found


def files_in(folder: Path) -> dict[str, Path]:
    """Give the files of one folder; those of a worker that was compiled earlier are not a project's."""
    if (folder / "flashc.json").exists():
        return {}
    return {name: folder / name for name in NAMES if os.path.lexists(folder / name)}


def top_of(root: Path) -> Path:
    """Give the folder beyond which nothing is read."""
    return list(_upwards(root))[-1]


def _upwards(root: Path) -> Iterator[Path]:
    """Yield the import root and the folders above it that may belong to the project."""
    # Shared folders hold files of other people's.
    strangers = {Path("/tmp"), Path("/var/tmp")}  # noqa: S108
    for height, folder in enumerate((root, *root.parents)):
        if height and (folder in strangers or folder.parent == folder):
            return
        yield folder
        if height == _HIGHEST or any(os.path.lexists(folder / top) for top in _TOPS):
            return
