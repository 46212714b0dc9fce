"""One engine and one base image for all tests of images, which run one after the other."""

import os
import sys
from collections.abc import Iterator

import pytest

from images.engine import Engine, why_not
from images.folders import claim_folder


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Give buildah and podman with storage of their own, which is removed at the end."""
    reason = why_not()
    if reason:
        # A gate that skips is none.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    # Without pytest-xdist a process is a run.
    engine = Engine(claim_folder(os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")))
    engine.prepare()
    yield engine
    engine.remove()


@pytest.fixture(scope="session")
def base(engine: Engine) -> str:
    """Give the name of an image with the Python that runs these tests."""
    return engine.make_base("localhost/flashc-tests/python", sys.executable)
