"""Every change that flashc makes to a disk; no other module of this package makes one.

Each function is one step that may fail or be the last before a kill, which is how the tests inject
faults: they replace these functions. Nothing here follows a symbolic link at the end of a path.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

# A file created with these either did not exist before or the call fails.
_NEW_FILE: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def make_folder(path: Path) -> None:
    """Create one folder; its parent exists."""
    path.mkdir(mode=0o755)


def set_mode(path: Path, mode: int) -> None:
    """Give a folder that we made the permissions of the one it stands for."""
    path.chmod(mode)


def write_file(path: Path, content: bytes) -> None:
    """Create a file; nothing executable is ever generated, and the umask is respected."""
    _write(path, content, sync=False)


def write_durably(path: Path, content: bytes) -> None:
    """Create a file that survives a power failure once this returned."""
    _write(path, content, sync=True)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or where links are impossible a copy with mode and time kept."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # Some file systems have no links, some kernels refuse them for files of other users.
        # What is wrong with the disk itself (full, read-only) fails here again and is reported.
        shutil.copy2(source, target, follow_symlinks=False)


def rename(source: Path, target: Path) -> None:
    """Move a file or folder within the output; callers make sure that nothing is replaced."""
    source.rename(target)


def remove_file(path: Path) -> None:
    """Remove one name of a file, or a symbolic link."""
    path.unlink()


def remove_folder(path: Path) -> None:
    """Remove an empty folder."""
    path.rmdir()


def sync_folder(path: Path) -> None:
    """Make a rename inside the folder survive a power failure, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    """Open the lock file, creating it when needed; the caller closes the descriptor."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, 0o644)


def _write(path: Path, content: bytes, *, sync: bool) -> None:
    descriptor = os.open(path, _NEW_FILE, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if sync:
            os.fsync(descriptor)
    except OSError as error:
        # A full disk is reported by the write, which knows no name.
        error.filename = error.filename or str(path)
        raise
    finally:
        os.close(descriptor)
