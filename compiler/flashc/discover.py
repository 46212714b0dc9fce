"""Discover: which files below a folder are sources."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashc.ignored import Rules, is_ignored, rules_above, rules_in

# Folders that never hold a project's own modules.
LEFT_OUT = frozenset(
    """__pycache__ __pypackages__ node_modules site-packages venv tests test build dist""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file or folder that should have been read; `reason` is a clause."""

    path: Path
    reason: str


def python_files(source: Path, exclude: Sequence[Path]) -> Iterator[Path | Unreadable]:
    """Yield the Python files of `source`, sorted; a file that was named itself is always one.

    `source` is absolute, and no part of it is a link. What it holds besides regular files and
    folders, or keeps from being read, is yielded as that.
    """
    if not source.is_dir():
        yield source
        return
    excluded = frozenset(Path(os.path.realpath(path)) for path in exclude)
    yield from _Walk(source, excluded).below(source, rules_above(source))


class _Walk:
    """One walk: where it started, and which folders it leaves out."""

    def __init__(self, top: Path, excluded: frozenset[Path]) -> None:
        self._top = top
        self._excluded = excluded

    def below(self, folder: Path, rules: tuple[Rules, ...]) -> Iterator[Path | Unreadable]:
        """Yield what lies below `folder`, of which `rules` hold."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(path=folder, reason=error.strerror or "unreadable")
            return
        rules = (*rules, *rules_in(folder))
        for entry in found:
            path = Path(entry.path)
            # A link to a folder is not followed: it could lead in a circle, and what it leads to
            # is found where it is.
            if entry.is_dir(follow_symlinks=False):
                if not self._is_left_out(path) and not is_ignored(path, rules, is_folder=True):
                    yield from self.below(path, rules)
            elif self._is_source(entry) and not is_ignored(path, rules, is_folder=False):
                yield from _regular(path)

    def _is_source(self, entry: os.DirEntry[str]) -> bool:
        is_python = entry.name.endswith(".py") and not _is_test(entry.name)
        return is_python and not _is_link_out(entry, self._top)

    def _is_left_out(self, folder: Path) -> bool:
        return (
            folder.name in LEFT_OUT
            or folder.name.startswith(".")
            or folder in self._excluded
            or os.path.lexists(folder / "pyvenv.cfg")
            # A worker that was compiled earlier: its modules are copies.
            or os.path.lexists(folder / "flashc.json")
        )


def why_not_regular(path: Path) -> str | None:
    """Say why `path` is not a file that can be read to its end; None when it is one."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "it cannot be found"
    return None if stat.S_ISREG(mode) else "it is not a regular file"


def _regular(path: Path) -> Iterator[Path | Unreadable]:
    reason = why_not_regular(path)
    yield path if reason is None else Unreadable(path=path, reason=reason)


def _is_test(name: str) -> bool:
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def _is_link_out(entry: os.DirEntry[str], top: Path) -> bool:
    """Tell a link that leads out of the sources, or to a folder; a broken one is reported."""
    if not entry.is_symlink():
        return False
    target = Path(os.path.realpath(entry.path))
    return target.is_dir() or not target.is_relative_to(top)
