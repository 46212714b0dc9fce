"""Homes: the import root that a file has by itself, whatever the code says."""

import os
from functools import cache
from pathlib import Path

# A folder that holds one of these is a project; above it, the project does not go on.
TOPS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "flash.toml")


class Homes:
    """Asks the disk once for each folder, as long as one value of it lives."""

    def __init__(self) -> None:
        self.is_top = cache(lambda folder: any(os.path.lexists(folder / name) for name in TOPS))
        self._base = cache(_base_of)

    def of(self, path: Path, top: Path) -> Path:
        """Give the root of a file by itself: that of the nearest project below the source `top`."""
        folder = path if path.is_dir() else path.parent
        while folder != top and folder.is_relative_to(top) and not self.is_top(folder):
            folder = folder.parent
        home = self._base(folder if folder.is_relative_to(top) else top)
        # What lies beside `src/` in the folders of a project is not below it.
        return home if path.is_relative_to(home) else home.parent


def _base_of(source: Path) -> Path:
    """Give the first folder from `source` upwards that has no `__init__.py`.

    A folder that holds nothing but `src/` leads there.
    """
    folder = source if source.is_dir() else source.parent
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    inner = folder / "src"
    if source != folder or not inner.is_dir() or (inner / "__init__.py").is_file():
        return folder
    others = [f for f in folder.iterdir() if f != inner and (_is_folder(f) or f.suffix == ".py")]
    has_others = any(f.suffix == ".py" or any(f.glob("*.py")) for f in others)
    return folder if has_others else inner


def _is_folder(path: Path) -> bool:
    # Unlike its kin of `Path`, this has an answer for what may not be looked at.
    return os.path.isdir(path)  # noqa: PTH112
