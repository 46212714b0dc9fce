"""The folders in which engines keep their images: one for each run, and none of a run that is gone."""

import os
import tempfile
from pathlib import Path

from environments import locked
from images.engine import Engine

PREFIX = "flashc-images-"


def claim_folder(run: str, parent: Path | None = None) -> Path:
    """Make a folder for the images of a test run, after removing what killed runs have left.

    One process at a time does this, of whatever run, as all of them see the same leftovers. Raises
    `AssertionError` where another process of the same run has a folder: the tests of images share
    what the engine keeps outside of a process, and one process has to run them all.
    """
    parent = parent or Path(tempfile.gettempdir())
    with locked(parent / f"{PREFIX}lock"):
        for folder in sorted(parent.glob(f"{PREFIX}*-*-*")):
            process, owner, _ = folder.name.removeprefix(PREFIX).split("-", 2)
            if not Path("/proc", process).exists():
                Engine(folder).remove()
            else:
                assert owner != run, f"process {process} of this run has {folder} already"
        # Not in a folder of pytest's, which it removes later: it cannot, where something is mounted.
        return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{run}-", dir=parent))
