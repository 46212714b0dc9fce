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
        if candidate.exists():
            return candidate
        if any((folder / top).exists() for top in _TOPS):
            return None
    return None


def deeper_configs(sources: Sequence[Path], files: Sequence[Path]) -> Iterator[Path]:
    """Yield each `flash.toml` that lies beside some of the `files` only, and so is not found."""
    top = _common(sources)
    seen = {top}
    for file in files:
        for folder in _upwards(file.parent):
            if folder in seen or not folder.is_relative_to(top):
                break
            seen.add(folder)
            if (folder / NAME).exists():
                yield folder / NAME


def _common(sources: Sequence[Path]) -> Path:
    resolved = [source.resolve() for source in sources]
    folders = [path if path.is_dir() else path.parent for path in resolved]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        # On different drives; such sources have no common root either, which is said elsewhere.
        return folders[0]


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents
