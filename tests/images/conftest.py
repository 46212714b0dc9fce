"""One engine and one base image for all tests of images, which run one after the other."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from images.engine import Engine, why_not

_PREFIX = "flashc-images-"


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Give buildah and podman with storage of their own, which is removed at the end."""
    reason = why_not()
    if reason:
        # A gate that skips is none.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    _remove_leftovers()
    # Not in a folder of pytest's, which it removes later: it cannot, where something is mounted.
    engine = Engine(Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")))
    engine.prepare()
    yield engine
    engine.remove()


def _remove_leftovers() -> None:
    """Remove what a run that was killed has left, by the number of its process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not Path("/proc", process).exists():
            # What cannot be removed is no reason to test nothing.
            with suppress(OSError, AssertionError, subprocess.SubprocessError):
                Engine(folder).remove()


@pytest.fixture(scope="session")
def base(engine: Engine) -> str:
    """Give the name of an image with the Python that runs these tests."""
    return engine.make_base("localhost/flashc-tests/python", sys.executable)
