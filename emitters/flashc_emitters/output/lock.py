"""One writer per output, by a lock that the kernel drops when its holder dies.

A file that merely exists, with a process number in it, would block after a SIGKILL, or would have
to guess whether that number is still the same process. A lock on a file needs no guess. The file is
removed at the end, so a lock counts only while the path still leads to the locked file.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from flashc_emitters.output import disk
from flashc_emitters.output.folder import is_other
from flashc_emitters.output.problem import ProblemKind, problem

# Between two of our system calls the previous holder may remove the file and its folder.
_ATTEMPTS: Final = 20


@contextmanager
def hold(folder: Path, path: Path) -> Iterator[None]:
    """Hold the lock at `path` in `folder`, both made as needed and removed at the end.

    Raises `OutputProblem`: BUSY when another command holds it.
    """
    descriptor = _acquire(folder, path)
    try:
        yield
    finally:
        _release(descriptor, folder, path)


def _acquire(folder: Path, path: Path) -> int:
    for _ in range(_ATTEMPTS):
        try:
            with suppress(FileExistsError):
                disk.make_folder(folder)
            if is_other(folder):
                raise problem(ProblemKind.NOT_A_FOLDER, folder)
            descriptor = disk.open_lock(path)
        except FileNotFoundError:
            continue
        except OSError:
            with suppress(OSError):
                disk.remove_folder(folder)
            raise
        if not _lock(descriptor):
            os.close(descriptor)
            raise problem(ProblemKind.BUSY, folder)
        if _leads_to(path, descriptor):
            return descriptor
        os.close(descriptor)
    raise problem(ProblemKind.BUSY, folder)


def _release(descriptor: int, folder: Path, path: Path) -> None:
    """Remove the file while it is still locked, then the folder unless something is left in it."""
    if sys.platform == "win32":
        # Windows removes no open file; if somebody else has opened it by now, theirs it is.
        os.close(descriptor)
        with suppress(OSError):
            disk.remove_file(path)
            disk.remove_folder(folder)
        return
    try:
        # What cannot be removed is found and removed by the next command.
        with suppress(OSError):
            disk.remove_file(path)
            disk.remove_folder(folder)
    finally:
        os.close(descriptor)


def _leads_to(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
