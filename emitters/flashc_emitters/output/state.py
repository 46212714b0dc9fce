"""Our own folder in the output, which exists only while a build is written or after a kill."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from flashc_emitters.output import disk
from flashc_emitters.output.folder import is_folder, present, walk
from flashc_emitters.output.lock import hold
from flashc_emitters.output.problem import ProblemKind, os_errors_as

STATE_FOLDER: Final = ".flashc-writing"


@dataclass(frozen=True, slots=True)
class State:
    """Where everything lies while the workers under `root` are replaced.

    At most one of `journal` and `committed` exists. With neither, nothing has been exchanged yet
    and all of `staged` is ours; with `journal`, folders are being exchanged; with `committed`, the
    new build is in place and only what it replaced is left to be removed.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """Holds all of the following, on the file system of the output."""
        return self.root / STATE_FOLDER

    @property
    def staged(self) -> Path:
        """New folders of endpoints, complete before the journal exists."""
        return self.folder / "new"

    @property
    def former(self) -> Path:
        """Folders of endpoints that were replaced."""
        return self.folder / "old"

    @property
    def draft(self) -> Path:
        """The journal while it is written."""
        return self.folder / "journal.draft"

    @property
    def journal(self) -> Path:
        """What is being exchanged."""
        return self.folder / "journal.json"

    @property
    def committed(self) -> Path:
        """The journal once the new build is in place."""
        return self.folder / "committed.json"

    @property
    def lock(self) -> Path:
        """Locked by the one command that writes."""
        return self.folder / "lock"

    @property
    def open(self) -> bool:
        """Whether an exchange has begun and is not wholly over."""
        return present(self.journal) or present(self.committed)

    @property
    def interrupted(self) -> bool:
        """Whether there is something that the next write completes, undoes or clears away."""
        return self.open or present(self.staged) or present(self.former) or present(self.draft)


@contextmanager
def writing(root: Path) -> Iterator[State]:
    """Make the output and our folder in it, lock it, and leave nothing of it behind at the end."""
    state = State(root)
    with _existing(root), hold(state.folder, state.lock):
        try:
            yield state
        except BaseException:
            # What went wrong first is what the user must hear of; the next command tidies up.
            with suppress(OSError):
                sweep(state)
            raise
        with os_errors_as(ProblemKind.LEFTOVER, state.folder):
            sweep(state)


def sweep(state: State) -> None:
    """Remove what is ours, unless an exchange is open: then the next command needs all of it."""
    if state.open:
        return
    clear(state.staged)
    if present(state.former):
        # Nothing may be in it any more; if there is, it was somebody's and stays.
        disk.remove_folder(state.former)
    if present(state.draft):
        disk.remove_file(state.draft)


def clear(folder: Path) -> None:
    """Remove a folder of our own with all that it holds; links are removed, not followed."""
    if not is_folder(folder):
        return
    for path, is_dir in walk(folder):
        if is_dir:
            disk.remove_folder(path)
        else:
            disk.remove_file(path)
    disk.remove_folder(folder)


@contextmanager
def _existing(root: Path) -> Iterator[None]:
    """Create the output folder and its parents; on a failure remove those that were missing."""
    missing = list(takewhile(lambda folder: not present(folder), (root, *root.parents)))
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            # `a/../build` is there as soon as `a` is, and another command may be making it too.
            with suppress(FileExistsError):
                disk.make_folder(folder)
                made.append(folder)
        yield
    except BaseException:
        with suppress(OSError):
            for folder in reversed(made):
                disk.remove_folder(folder)
        raise
