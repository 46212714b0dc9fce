"""Reads folders without ever following a symbolic link in them."""

import os
import stat
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flashc_emitters.tree import parents, sha256

_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a folder holds, as sorted relative POSIX paths.

    `files` are regular files; `others` are links, sockets and the folders that were not entered,
    these with a slash at the end; `folders` were entered.
    """

    files: tuple[str, ...]
    others: tuple[str, ...]
    folders: tuple[str, ...]

    def foreign(self, ours: AbstractSet[str]) -> tuple[str, ...]:
        """Return what is not one of our files, a folder that was not entered as one."""
        return tuple(sorted(path for path in (*self.files, *self.others) if path not in ours))


def scan(folder: Path, ours: Iterable[str]) -> Contents:
    """List a folder, entering only the subfolders that lead to our paths.

    A virtual environment beside our files is one foreign folder, however much it holds.
    """
    enter = {parent for path in ours for parent in parents(path)}
    files: list[str] = []
    others: list[str] = []
    folders: list[str] = []
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(folder / prefix if prefix else folder) as entries:
            for entry in entries:
                path = f"{prefix}/{entry.name}" if prefix else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path in enter:
                        folders.append(path)
                        pending.append(path)
                    else:
                        others.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    files.append(path)
                else:
                    others.append(path)
    return Contents(files=_sorted(files), others=_sorted(others), folders=_sorted(folders))


def read(path: Path) -> bytes:
    """Read a regular file that `scan` found."""
    descriptor = os.open(path, _READ)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def present(path: Path) -> bool:
    """Say whether anything stands at `path`, a dangling link included."""
    return _mode(path) is not None


def is_folder(path: Path) -> bool:
    """Say whether a real folder stands at `path`, and no link to one."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def is_other(path: Path) -> bool:
    """Say whether something else than a real folder stands at `path`."""
    mode = _mode(path)
    return mode is not None and not stat.S_ISDIR(mode)


def is_file(path: Path) -> bool:
    """Say whether a regular file stands at `path`, and no link to one."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def permissions(path: Path) -> int:
    """Return the permission bits of a folder."""
    return stat.S_IMODE(path.lstat().st_mode)


def same_file(path: Path, other: Path) -> bool:
    """Say whether both are names of one file."""
    try:
        return os.path.samestat(path.lstat(), other.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return False


def fingerprint(path: Path) -> str | None:
    """Return what identifies the content at `path`, None when nothing is there.

    For a regular file this is the digest that a manifest would list.
    """
    mode = _mode(path)
    if mode is None:
        return None
    if stat.S_ISREG(mode):
        return sha256(read(path))
    if stat.S_ISLNK(mode):
        return f"link to {path.readlink()}"
    return "neither a file nor a link"


def walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Yield all that a folder holds, deepest first, each with whether it is a real folder."""
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_dir in found:
        if is_dir:
            yield from walk(folder / name)
        yield folder / name, is_dir


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _sorted(paths: list[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))
