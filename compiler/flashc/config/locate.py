"""Where `flash.toml` is: the nearest one from the sources upwards, not beyond the repository."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

NAME = "flash.toml"
# What marks the top of a repository. In a worktree `.git` is a file.
_TOPS = (".git", ".hg", ".jj")


def find_config(sources: Sequence[Path]) -> Path | None:
    """Give the `flash.toml` that applies to all `sources`, or None.

    Without a repository the search ends at the top of the file system: an image or an archive often
    holds a project without its history, and the result must not depend on that.
    """
    for folder in _upwards(_common(sources)):
        candidate = folder / NAME
        if is_there(candidate):
            return candidate
        if any(is_there(folder / top) for top in _TOPS):
            return None
    return None


def deeper_configs(files: Sequence[Path]) -> Iterator[Path]:
    """Yield each `flash.toml` that lies beside some of the `files` only, and so is not found."""
    if not files:
        return
    top = _common(files)
    seen = {top}
    for file in files:
        for folder in _upwards(file.parent):
            if folder in seen or not folder.is_relative_to(top):
                break
            seen.add(folder)
            if is_there(folder / NAME):
                yield folder / NAME


def is_beside(config: Path, sources: Sequence[Path]) -> bool:
    """Whether a configuration lies in the folder that all sources have in common."""
    return Path(os.path.realpath(config)).parent == _common(sources)


def is_there(path: Path) -> bool:
    """Whether there is something; what nobody may look at is not there."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _common(sources: Sequence[Path]) -> Path:
    # Unlike `Path.resolve`, this has an answer for links that lead in a circle.
    resolved = [Path(os.path.realpath(source)) for source in sources]
    folders = [path if _is_folder(path) else path.parent for path in resolved]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        # On different drives; such sources have no common root either, which is said elsewhere.
        return folders[0]


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents
